"""What people decide about a source while it is watched, and what it tells of its last poll."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

import pytest
from django.core.management import call_command
from django.db import connection, connections
from django.db.models import F

from corpus.models import Article, RawDocument, Source, SourceEntry
from corpus.services.errors import Conflict, ServiceError, StaleVersion
from corpus.services.lease_source import hold_source, lease_source
from corpus.services.sources import add_source, change_source, pause, poll_now, remove_source, resume
from corpus.services.watch import Watch
from corpus.services.writing import one_writer
from tests.watch.outlet import Outlet, feed, fetcher, item, page, story

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_once")]
PATH = "/feed.xml"


@pytest.fixture
def source(gazette: Outlet) -> Source:
    gazette.pages |= {PATH: feed(item(gazette.url("/a")), item(gazette.url("/b"))), "/a": page(), "/b": page("Other")}
    return add_source(gazette.url(PATH), publisher="The Tolmouth Gazette")


def polled(source: Source) -> tuple[str, int, int]:
    poll_now(source)
    Watch(fetcher=fetcher()).turn()
    source.refresh_from_db()
    return source.poll_outcome, source.entries_found, source.version


def test_each_poll_says_how_it_ended(gazette: Outlet, source: Source) -> None:
    assert (source.poll_outcome, source.entries_found) == ("", 0)
    assert polled(source) == ("changed", 2, 1)
    assert polled(source) == ("unchanged", 0, 1)
    gazette.pages[PATH] = lambda h: h.reply(b"", 500)
    assert polled(source) == ("failed", 0, 1)
    gazette.pages[PATH] = feed(item(gazette.url("/a")), item(gazette.url("/b")), item(gazette.url("/c")))
    assert polled(source) == ("changed", 1, 1)
    gazette.pages[PATH] = lambda h: h.reply(b"", 304)
    source.etag = '"1"'
    source.save(update_fields=["etag"])
    assert polled(source) == ("unchanged", 0, 1)
    # It is paused by the watcher, so whoever wants to change it on the strength of what they read is told.
    gazette.pages[PATH] = lambda h: h.reply(b"", 410)
    assert polled(source) == ("failed", 0, 2)
    with pytest.raises(StaleVersion):
        change_source(source, interval=600, expected_version=1)


def removed_before(watch: Watch, number: int, source: Source) -> None:
    """Let the source be removed just before the watcher sends a request."""
    ask, sent = watch._asking.ask, []

    def asked(*given: str) -> object:
        sent.append(given)
        if len(sent) == number:
            remove_source(source)
        return ask(*given)

    watch._asking.ask = asked  # type: ignore[method-assign, assignment]


@pytest.mark.parametrize("number", [1, 2, 3])
def test_one_that_is_removed_in_its_turn(gazette: Outlet, source: Source, number: int) -> None:
    """The watcher goes on with others; what it had brought stays, and nothing is kept of the page at hand."""
    watch = Watch(fetcher=fetcher())
    removed_before(watch, number, source)
    assert watch.turn()
    assert not Source.objects.exists()
    assert not SourceEntry.objects.exists()
    assert Article.objects.count() == RawDocument.objects.count() == max(0, number - 2)
    assert [path for path, _ in gazette.asked if path != "/robots.txt"] == [PATH, "/b", "/a"][:number]
    assert not watch.turn()


def test_one_that_is_removed_while_a_page_waits_to_be_read(source: Source, monkeypatch) -> None:
    """What was kept is a document that waits, like every other one that a watcher leaves."""
    watch = Watch(fetcher=fetcher())
    monkeypatch.setattr("corpus.services.watch.read_some", lambda source: None)
    watch.turn()
    assert RawDocument.objects.filter(state="pending").count() == 2
    remove_source(source)
    call_command("ingest", pending=True, json=True)
    assert not RawDocument.objects.filter(state="pending").exists()
    assert Article.objects.exists()


def test_a_failure_of_the_database_is_none_of_a_removal(source: Source, monkeypatch) -> None:
    from django.db import OperationalError

    def fail(source: Source) -> list[object]:
        raise OperationalError("away")

    monkeypatch.setattr("corpus.services.watch.read_some", fail)
    with pytest.raises(OperationalError):
        Watch(fetcher=fetcher()).turn()


def test_only_what_changes_is_a_change(source: Source) -> None:
    change_source(source, publisher="The Tolmouth Gazette", interval=900)
    resume(source)
    assert (source.version, source.state) == (1, "active")
    poll_before = Source.objects.get().next_poll_at
    pause(source, "the outlet asked for it")
    pause(source, "again")
    assert (source.version, source.reason) == (2, "the outlet asked for it")
    stored = Source.objects.get()
    assert (stored.version, stored.reason, stored.next_poll_at) == (2, "the outlet asked for it", poll_before)
    with pytest.raises(Conflict, match="is paused: the outlet asked for it"):
        poll_now(source)
    change_source(source, interval=60, state="active", expected_version=2)
    stored.refresh_from_db()
    assert (stored.version, stored.reason, stored.interval) == (3, "", 60)


@pytest.mark.parametrize("change", [change_source, remove_source])
def test_a_version_of_before_is_refused(source: Source, change: Callable[..., None]) -> None:
    change_source(source, interval=60)
    with pytest.raises(StaleVersion):
        change(source, expected_version=1)
    assert Source.objects.get().version == 2


def test_two_changes_at_once_keep_each_others(source: Source) -> None:
    """Each was read before the other was made."""
    one, other = Source.objects.get(), Source.objects.get()
    change_source(one, interval=60)
    change_source(other, publisher="The Post")
    stored = Source.objects.get()
    assert (stored.interval, stored.publisher, stored.version) == (60, "The Post", 3)


def test_one_that_is_gone(source: Source) -> None:
    again = Source.objects.get()
    assert lease_source() == source
    remove_source(again)
    for act in (poll_now, remove_source, lambda one: change_source(one, interval=60)):
        with pytest.raises(Conflict, match="is watched no more"):
            act(source)
    with pytest.raises(ServiceError):
        pause(source, "late")
    assert lease_source() is None


def test_an_address_that_comes_again_has_its_id_again(source: Source) -> None:
    before, url = source.public_id, source.url
    Watch(fetcher=fetcher()).turn()
    known = set(Article.objects.values_list("public_id", "revision"))
    remove_source(source)
    again = add_source(url, publisher=source.publisher)
    assert again.public_id == before
    # Its pages are looked at anew, and are known.
    Watch(fetcher=fetcher()).turn()
    assert {entry.outcome for entry in again.entries.all()} == {"unchanged"}
    assert set(Article.objects.values_list("public_id", "revision")) == known
    assert add_source("https://gazette.example/other.xml").public_id != before


def test_a_key_in_the_address_is_in_no_article(gazette: Outlet, client) -> None:
    """Of an entry without an address of its own, what it is known by stays what it was."""
    address = "/feed.xml?key=hush"
    source = add_source(gazette.url(address))
    entry = item("", guid="tag:1", body=story())
    gazette.pages[address] = feed(entry)
    assert polled(source) == ("changed", 1, 1)
    article = Article.objects.get()
    assert article.source_key == f"{source.public_id}#tag:1"
    for path in ("", f"{article.public_id}/", "?format=ndjson"):
        answer = client.get(f"/api/v1/articles/{path}")
        shown = b"".join(answer.streaming_content) if answer.streaming else answer.content
        assert article.public_id.encode() in shown
        assert b"hush" not in shown
    gazette.pages[address] = feed(item("", guid="tag:1", body=story("Other words stand there now")))
    assert polled(source) == ("changed", 1, 1)
    assert Article.objects.get().revision == 2


def test_an_entry_that_came_in_under_the_address_stays_the_same_article(gazette: Outlet) -> None:
    source = add_source(gazette.url("/feed.xml"))
    before = f"{source.url}#tag:1"
    gazette.pages["/feed.xml"] = feed(item("", guid="tag:1", body=story()))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("corpus.services.note_entries._key_in_source", lambda row, entry: before)
        assert polled(source) == ("changed", 1, 1)
    gazette.pages["/feed.xml"] = feed(item("", guid="tag:1", body=story("Other words stand there now")))
    assert polled(source) == ("changed", 1, 1)
    assert Article.objects.values_list("source_key", "revision").get() == (before, 2)
    # So it is where the source is removed and comes again, which knows nothing of its entries any more.
    remove_source(source)
    again = add_source(source.url)
    assert polled(again) == ("changed", 1, 1)
    assert again.entries.get().outcome == "unchanged"
    gazette.pages["/feed.xml"] = feed(item("", guid="tag:1", body=story("And at last others again")))
    assert polled(again) == ("changed", 1, 1)
    assert Article.objects.values_list("source_key", "revision").get() == (before, 3)


@pytest.mark.django_db(transaction=True)
def test_one_that_is_removed_while_a_page_of_it_is_stored(source: Source) -> None:
    """The watcher holds the entry and asks for the source; who removes the source asks for the entry."""
    if connection.vendor == "sqlite":
        pytest.skip("SQLite has one writer at a time; its test database is memory that threads share without waiting")
    entry = SourceEntry.objects.create(source=source, key="1", url="https://gazette.example/1")
    leased, noted, heard = lease_source(), threading.Event(), []

    def store_page() -> None:
        try:
            with one_writer():
                SourceEntry.objects.filter(pk=entry.pk).update(state="done")
                noted.set()
                time.sleep(1)  # the removal is under way
                hold_source(leased, created=F("created") + 1)
        except Exception as error:
            heard.append(repr(error))
        finally:
            connections.close_all()

    watcher = threading.Thread(target=store_page)
    watcher.start()
    assert noted.wait(20)
    remove_source(source)
    watcher.join(20)
    assert heard == []
    assert not Source.objects.exists()

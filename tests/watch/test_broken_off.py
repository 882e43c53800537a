"""Pages that end the process that fetches or reads them, and archives: nothing is lost, nothing goes on for ever."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from corpus.models import RawDocument, Source, SourceEntry
from corpus.models.choices import EntryState
from corpus.services import note_entries, read
from corpus.services.asking import Asking
from corpus.services.fetch_entry import MAX_ATTEMPTS, SET_ASIDE
from corpus.services.ingest import ingest_pending
from corpus.services.process import pending
from corpus.services.sources import add_source, remove_source
from corpus.services.watch import Watch
from tests.watch.outlet import Outlet, feed, fetcher, item, page, story

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_once")]
PATH = "/feed.xml"


class Killed(BaseException):
    """What no code of the watcher takes in, as it could take in no SIGKILL."""


@pytest.fixture
def source(gazette: Outlet) -> Source:
    gazette.pages |= {
        PATH: feed(item(gazette.url("/good")), item(gazette.url("/bad"), title="Bad")),
        "/good": page(),
        "/bad": page("A page that nobody survives", title="Bad"),
    }
    return add_source(gazette.url(PATH), publisher="The Tolmouth Gazette")


def killed_again_and_again(times: int) -> None:
    """Watchers that come one after the other, each when the lease of the one before has run out."""
    for _ in range(times):
        Source.objects.update(leased_until=None, not_before=None)
        SourceEntry.objects.update(try_at=timezone.now())
        watch = Watch(fetcher=fetcher())
        try:
            while watch.turn():
                pass
        except Killed:
            continue


def test_a_page_that_ends_its_reader_is_kept_first_and_set_aside(gazette, source, monkeypatch) -> None:
    parse = read.parse

    def deadly(raw, config):
        if b"nobody survives" in raw.content:
            assert RawDocument.objects.filter(source=gazette.url("/bad")).exists()
            raise Killed
        return parse(raw, config)

    monkeypatch.setattr("corpus.services.read.parse", deadly)
    killed_again_and_again(MAX_ATTEMPTS + 1)
    bad = SourceEntry.objects.get(url=gazette.url("/bad"))
    assert (bad.state, bad.reason, bad.raw.state, bad.raw.reason) == (EntryState.FAILED, SET_ASIDE, "failed", SET_ASIDE)
    assert bytes(bad.raw.content.content) == gazette.pages["/bad"]
    assert SourceEntry.objects.get(url=gazette.url("/good")).state == EntryState.DONE
    assert (gazette.times("/good"), gazette.times("/bad")) == (1, 1)


def test_words_in_a_feed_that_end_their_reader_are_kept_first_and_set_aside(gazette, source, monkeypatch) -> None:
    parse, words = read.parse, story("Words that nobody survives")
    gazette.pages[PATH] = feed(
        item(gazette.url("/before"), body=story("The ferry stayed in port")),
        item(gazette.url("/bad"), body=words),
        item(gazette.url("/good")),
    )

    def deadly(raw, config):
        if b"nobody survives" in raw.content:
            kept = RawDocument.objects.get(source=gazette.url("/bad"))
            assert b"nobody survives" in bytes(kept.content.content)
            raise Killed
        return parse(raw, config)

    monkeypatch.setattr("corpus.services.read.parse", deadly)
    killed_again_and_again(1)
    source.refresh_from_db()
    assert (source.failures, source.entries.count()) == (0, 3)  # the poll itself has ended well
    killed_again_and_again(MAX_ATTEMPTS)
    bad = SourceEntry.objects.get(url=gazette.url("/bad"))
    assert (bad.state, bad.reason, bad.raw.state) == (EntryState.FAILED, SET_ASIDE, "failed")
    assert gazette.times("/bad") == 0
    for path in ("/before", "/good"):
        entry = SourceEntry.objects.get(url=gazette.url(path))
        assert (entry.state, entry.raw.state) == (EntryState.DONE, "done")
    assert gazette.times("/good") == 1


def test_words_in_a_feed_that_are_no_article_are_kept_and_their_page_is_fetched(gazette, source) -> None:
    paths = [f"/{number}" for number in range(25)]  # more than are read at a time
    scraps = "<p>" + "<img src='/bridge.png' alt=''/>" * 20 + "</p>"
    gazette.pages[PATH] = feed(*(item(gazette.url(path), body=f"{scraps}<!--{path}-->") for path in paths))
    gazette.pages |= {path: page(f"What is told at {path} of the harbour") for path in paths}
    killed_again_and_again(2)
    for path in paths:
        entry = SourceEntry.objects.get(url=gazette.url(path))
        assert (entry.state, entry.raw.state, entry.raw.media_type) == (EntryState.DONE, "done", "text/html")
        assert gazette.times(path) == 1
    kept = RawDocument.objects.filter(media_type="application/xml")
    assert {(raw.state, raw.reason) for raw in kept} == {
        ("failed", "no article in the feed's own words: the page is fetched")
    }
    assert kept.count() == len(paths)


def test_a_page_that_ends_its_fetcher_is_set_aside(gazette, source, monkeypatch) -> None:
    ask = Asking.ask

    def deadly(asking, url, *validators):
        answer = ask(asking, url, *validators)
        if url.endswith("/bad"):
            raise Killed
        return answer

    monkeypatch.setattr(Asking, "ask", deadly)
    killed_again_and_again(MAX_ATTEMPTS + 2)
    bad = SourceEntry.objects.get(url=gazette.url("/bad"))
    assert (bad.state, bad.reason, gazette.times("/bad")) == (EntryState.FAILED, SET_ASIDE, MAX_ATTEMPTS)
    assert SourceEntry.objects.get(url=gazette.url("/good")).state == EntryState.DONE


def test_a_feed_that_ends_its_reader_is_polled_after_longer_pauses(source, monkeypatch) -> None:
    def deadly(*args):
        raise Killed

    monkeypatch.setattr("corpus.services.watch.read_listing", deadly)
    killed_again_and_again(3)
    source.refresh_from_db()
    assert source.failures == 3
    assert source.not_before - timezone.now() > timedelta(seconds=200)


def test_a_page_with_a_lying_date_is_one_document(gazette, source) -> None:
    lie = "<meta property='article:published_time' content='2199-01-01T00:00:00Z'>"
    gazette.pages["/good"] = page(head=lie)
    killed_again_and_again(1)
    raw = RawDocument.objects.get(source=gazette.url("/good"))
    assert (raw.state, raw.declared_published) == ("done", "Tue, 05 Mar 2024 09:00:00 GMT")


@pytest.mark.parametrize(("days", "taken"), [(30, {"/new", "/undated"}), (0, {"/old", "/new", "/undated"})])
def test_the_archive_of_a_sitemap_is_left_alone(gazette, settings, days: int, taken: set[str]) -> None:
    settings.WATCH_SITEMAP_DAYS = days
    today = timezone.now().date()
    dated = {"/old": today - timedelta(days=40), "/new": today, "/undated": None}
    urls = "".join(
        f"<url><loc>{gazette.url(path)}</loc>{f'<lastmod>{day}</lastmod>' if day else ''}</url>"
        for path, day in dated.items()
    )
    space = "http://www.sitemaps.org/schemas/sitemap/0.9"
    gazette.pages["/map.xml"] = f"<urlset xmlns='{space}'>{urls}</urlset>".encode()
    gazette.pages |= {path: page(f"What is told at {path} of the harbour") for path in dated}
    add_source(gazette.url("/map.xml"))
    killed_again_and_again(1)
    assert {path for path in dated if gazette.times(path)} == taken
    assert SourceEntry.objects.count() == len(taken)


def test_what_was_read_is_dated_no_more(gazette, source) -> None:
    killed_again_and_again(1)
    entry = SourceEntry.objects.get(url=gazette.url("/good"))
    assert note_entries.date_kept(entry, entry.raw) == entry.raw


def test_what_was_kept_of_a_source_is_left_to_its_watcher(source, monkeypatch) -> None:
    """Of a source that is removed it is anybody's."""
    monkeypatch.setattr("corpus.services.watch.read_some", lambda _: None)
    Watch(fetcher=fetcher()).turn()
    kept = set(SourceEntry.objects.filter(state=EntryState.KEPT).values_list("raw", flat=True))
    assert len(kept) == 2
    assert not any(ingest_pending().counts.values())
    remove_source(source)
    assert set(pending()) == kept

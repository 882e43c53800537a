"""Sources are polled: what comes in is stored once, and sources that lie, repeat or disappear do no harm."""

from __future__ import annotations

import gzip
import sys
import threading
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone

from corpus.ingest import IngestError
from corpus.models import Article, RawDocument, Source, SourceEntry
from corpus.models.choices import EntryState
from corpus.records import Outcome
from corpus.services.lease_source import lease_source
from corpus.services.sources import add_source, poll_now, resume, try_failed_again
from corpus.services.watch import Watch
from tests.watch.outlet import Handler, Outlet, feed, fetcher, item, page, story

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_once")]
PATH = "/feed.xml"


@pytest.fixture
def source(gazette: Outlet) -> Source:
    return add_source(gazette.url(PATH), publisher="The Tolmouth Gazette")


def watched(source: Source, *, poll: bool = True, watch: Watch | None = None) -> Watch:
    """Let a watcher do all that is due, the poll among it, as if every pause were over."""
    if poll:
        past = timezone.now() - timedelta(seconds=1)
        Source.objects.filter(pk=source.pk).update(next_poll_at=past, not_before=None)
    watch = watch or Watch(fetcher=fetcher())
    while watch.turn():
        pass
    source.refresh_from_db()
    return watch


def counts(watch: Watch) -> dict[str, int]:
    return {outcome.value: number for outcome, number in watch.seen.tally.counts.items() if number}


def test_pages_are_fetched_once_and_entries_with_words_are_taken_as_they_are(gazette: Outlet, source: Source) -> None:
    link, full = gazette.url("/news/1?utm_source=feed"), gazette.url("/news/2/")
    gazette.pages |= {
        PATH: lambda h: _conditional(
            h, feed(item(link), item(full, title="Ferry stops", body=story("The ferry stops")))
        ),
        "/news/1?utm_source=feed": page(),
    }
    assert counts(watched(source)) == {"created": 2}
    assert set(Article.objects.values_list("source_key", "source_url", "publisher__name")) == {
        (url, url, "The Tolmouth Gazette") for url in (gazette.url("/news/1"), gazette.url("/news/2"))
    }
    assert (source.kind, source.etag, source.created, source.failures) == ("rss", '"one"', 2, 0)
    assert RawDocument.objects.get(media_type="text/html").content.content == page()
    assert gazette.times("/news/2/") == 0
    second = watched(source)
    assert (second.seen.unchanged_polls, counts(second)) == (1, {})
    assert gazette.asked[-1][1]["If-None-Match"] == '"one"'
    assert gazette.asked[-1][1]["If-Modified-Since"] == "Tue, 05 Mar 2024 09:00:00 GMT"
    assert gazette.times("/news/1?utm_source=feed") == 1
    assert RawDocument.objects.count() == 2


def _conditional(handler: Handler, content: bytes) -> None:
    if handler.headers["If-None-Match"] == '"one"':
        handler.reply(b"", 304)
    else:
        handler.reply(content, ETag='"one"', Last_Modified="Tue, 05 Mar 2024 09:00:00 GMT")


def test_a_feed_that_repeats_itself(gazette: Outlet, source: Source) -> None:
    """Without ETag, with new ids and other tracking, twice in one feed: nothing is stored or fetched again."""
    gazette.pages["/a?utm_medium=x"] = page()
    words = story("The ferry stops")
    for number in range(3):
        gazette.pages[PATH] = feed(
            item(gazette.url("/a?utm_medium=x"), guid=f"first-{number}"),
            item(gazette.url(f"/a?utm_campaign={number}"), guid=f"again-{number}"),
            item(gazette.url("/b"), guid=f"full-{number}", title="Ferry stops", body=words),
            title=f"The Tolmouth Gazette, at {number} o'clock",
        )
        watched(source)
    assert gazette.times("/a?utm_medium=x") == 1
    assert [gazette.times(f"/a?utm_campaign={number}") for number in range(3)] == [0, 0, 0]
    assert (Article.objects.count(), RawDocument.objects.count(), SourceEntry.objects.count()) == (2, 2, 2)
    assert source.polls == 3


def test_an_entry_that_changes_is_a_new_revision(gazette: Outlet, source: Source) -> None:
    one, two = gazette.url("/a"), gazette.url("/b")
    gazette.pages |= {PATH: feed(item(one), item(two, title="Ferry", body=story("The ferry stops"))), "/a": page()}
    watched(source)
    gazette.pages[PATH] = feed(
        item(one, title="Bridge opens at last"), item(two, title="Ferry", body=story("The ferry has stopped"))
    )
    gazette.pages["/a"] = page("The bridge over the Toll has opened at last", title="Bridge opens at last")
    assert counts(watched(source)) == {"updated": 2}
    assert set(Article.objects.values_list("source_key", "revision")) == {(one, 2), (two, 2)}
    assert source.updated == 2


@pytest.mark.parametrize(
    ("printed", "kept"),
    [
        ("Tue, 05 Mar 2024 09:00:00 GMT", "2024-03-05"),
        ("Fri, 05 Mar 2190 09:00:00 GMT", "today"),
        ("Thu, 01 Jan 1970 00:00:00 GMT", "today"),
        ("the day before the fair", "today"),
    ],
)
def test_dates_that_lie(gazette: Outlet, source: Source, printed: str, kept: str) -> None:
    gazette.pages |= {
        PATH: feed(item(gazette.url("/a"), date=printed, body=story()), item(gazette.url("/p"), date=printed)),
        "/p": page("The harbour", head="<meta property='article:published_time' content='2199-01-01T00:00:00Z'>"),
    }
    assert counts(watched(source)) == {"created": 2}
    day = str(timezone.now().date()) if kept == "today" else kept
    assert [str(article.published_at.date()) for article in Article.objects.all()] == [day, day]
    assert counts(watched(source)) == {}


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        (page(), "a page (HTML), no feed and no sitemap"),
        (b"<a><b></a>", "not XML that can be read"),
        (b"<catalogue/>", "no feed and no sitemap: XML whose root is <catalogue>"),
        (b"", "an empty answer"),
        (b"\x1f\x8bno gzip", "cannot be unpacked"),
        (lambda h: h.reply(b"", 500), "status 500"),
        (lambda h: h.reply(b"", 403), "status 403"),
        (lambda h: h.reply(b"", 302, Location="http://169.254.169.254/"), "is no host that may be asked"),
        (lambda h: h.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 999\r\n\r\n<rss>"), "broke off"),
    ],
)
def test_what_is_no_feed_is_left_alone_for_longer_each_time(
    gazette: Outlet, source: Source, answer: bytes | Callable[[Handler], None], error: str
) -> None:
    gazette.pages[PATH] = answer
    for number, least in enumerate((60, 120, 240), start=1):
        before = timezone.now()
        watch = watched(source)
        assert error in source.last_error
        assert (source.state, source.failures, watch.seen.failed_polls) == ("active", number, 1)
        assert least <= (source.not_before - before).total_seconds() <= least * 1.1 + 5
        assert not Watch(fetcher=fetcher()).turn()
    assert (source.etag, SourceEntry.objects.count()) == ("", 0)
    gazette.pages |= {PATH: feed(item(gazette.url("/a"))), "/a": page()}
    assert counts(watched(source)) == {"created": 1}
    assert (source.failures, source.last_error) == (0, "")


@pytest.mark.parametrize("status", [404, 410])
def test_a_feed_that_is_gone_is_paused(gazette: Outlet, source: Source, status: int) -> None:
    gazette.pages[PATH] = lambda h: h.reply(b"", status)
    watched(source)
    assert (source.state, source.reason) == ("paused", f"nothing is there any more: answered with status {status}")
    watched(source)
    assert gazette.times(PATH) == 1
    gazette.pages |= {PATH: feed(item(gazette.url("/a"))), "/a": page()}
    resume(source)
    assert counts(watched(source, poll=False)) == {"created": 1}


def test_retry_after_is_waited_for(gazette: Outlet, source: Source) -> None:
    gazette.pages[PATH] = lambda h: h.reply(b"", 429, Retry_After="7200")
    watched(source)
    assert 7190 < (source.not_before - timezone.now()).total_seconds() <= 7200
    gazette.pages |= {PATH: feed(item(gazette.url("/a")), item(gazette.url("/b")))}
    gazette.pages["/a"] = gazette.pages["/b"] = lambda h: h.reply(b"", 503, Retry_After="3600")
    [failure] = watched(source).seen.tally.failures
    assert failure.source in (gazette.url("/a"), gazette.url("/b"))
    assert failure.reason.endswith("503; it is tried again")
    assert 3590 < (source.not_before - timezone.now()).total_seconds() <= 3600
    assert gazette.times("/a") + gazette.times("/b") == 1
    assert SourceEntry.objects.filter(state=EntryState.WAITING).count() == 2


def test_pages_that_cannot_be_had_fail_alone(gazette: Outlet, source: Source) -> None:
    links = [gazette.url(path) for path in ("/good", "/gone", "/picture", "/robots/closed", "/empty")]
    gazette.pages |= {
        "/robots.txt": b"User-agent: *\nDisallow: /robots/\n",
        PATH: feed(*map(item, links), item("http://elsewhere.example/1"), item("javascript:alert(1)", guid="x")),
        "/good": page(),
        "/picture": lambda h: h.reply(b"\x89PNG", kind="image/png"),
        "/empty": b"<html><body></body></html>",
    }
    assert counts(watched(source)) == {"created": 1, "failed": 6}
    reasons = dict(SourceEntry.objects.filter(state=EntryState.FAILED).values_list("url", "reason"))
    assert reasons[gazette.url("/gone")] == "answered with status 404"
    assert reasons[gazette.url("/picture")] == "no page of text: image/png"
    assert "robots.txt" in reasons[gazette.url("/robots/closed")]
    assert reasons["http://elsewhere.example/1"] == "elsewhere.example is no host that may be asked"
    assert gazette.times("/robots/closed") == 0
    assert (source.failed, source.state) == (6, "active")
    assert counts(watched(source)) == {}


def test_robots_may_close_the_feed_itself(gazette: Outlet, source: Source) -> None:
    gazette.pages |= {"/robots.txt": b"User-agent: On-Record\nDisallow: /feed", PATH: feed()}
    watched(source)
    assert "robots.txt" in source.last_error
    assert gazette.times(PATH) == 0


def test_a_long_crawl_delay_ends_the_turn(gazette: Outlet, source: Source) -> None:
    gazette.pages |= {
        "/robots.txt": b"User-agent: *\nCrawl-delay: 120",
        PATH: feed(item(gazette.url("/a"))),
        "/a": page(),
    }
    watched(source)
    assert 110 < (source.not_before - timezone.now()).total_seconds() <= 120
    assert gazette.times("/a") == 0
    assert SourceEntry.objects.get().state == EntryState.WAITING


def test_a_feed_cannot_change_the_articles_of_others(gazette: Outlet, source: Source) -> None:
    """What it prints under an address of another site is read there; where that cannot be, it is its own article."""
    other = add_source(gazette.url(PATH, "post.example"), publisher="The Post")
    theirs, unknown = gazette.url("/theirs", "post.example"), "http://unknown.example/1"
    gazette.pages |= {
        PATH: feed(
            item(theirs, body=story("The Post never wrote this")), item(unknown, title="B", body=story("Hearsay"))
        ),
        "/theirs": page("What the Post wrote"),
    }
    Source.objects.filter(pk=other.pk).update(state="paused", reason="for the test")
    watched(source)
    article = Article.objects.get(source_key=theirs)
    assert article.current_text.body.startswith("What the Post wrote")
    assert Article.objects.exclude(pk=article.pk).get().source_key == f"{source.public_id}#{unknown}"


def test_sitemaps(gazette: Outlet, settings) -> None:
    settings.WATCH_SITEMAP_DAYS = 0
    index, one, two = gazette.url("/index.xml"), gazette.url("/one.xml.gz"), gazette.url("/two.xml")
    urlset = "<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9' xmlns:n='http://www.google.com/schemas/sitemap-news/0.9'>{}</urlset>"
    first = urlset.format(
        f"<url><loc>{gazette.url('/a')}</loc><n:news><n:publication><n:name>Gazette</n:name></n:publication>"
        "<n:publication_date>2024-03-04T08:00:00Z</n:publication_date><n:title>Bridge</n:title></n:news></url>"
    )

    def sitemaps(stamp: str) -> bytes:
        return (
            f"<sitemapindex><sitemap><loc>{one}</loc><lastmod>2024-03-05</lastmod></sitemap>"
            f"<sitemap><loc>{two}</loc><lastmod>{stamp}</lastmod></sitemap></sitemapindex>"
        ).encode()

    gazette.pages |= {
        "/index.xml": sitemaps("2024-03-05"),
        "/one.xml.gz": gzip.compress(first.encode()),
        "/two.xml": urlset.format(f"<url><loc>{gazette.url('/b')}</loc><lastmod>2024-03-05</lastmod></url>").encode(),
        "/a": page(),
        "/b": page("The ferry stops", title="Ferry"),
    }
    source = add_source(index)
    assert counts(watched(source)) == {"created": 2}
    assert source.kind == "sitemap_index"
    assert str(Article.objects.get(source_url=gazette.url("/a")).published_at) == "2024-03-04 08:00:00+00:00"
    gazette.pages["/index.xml"] = sitemaps("2024-03-06")
    gazette.pages["/two.xml"] = gazette.pages["/index.xml"]
    assert counts(watched(source)) == {"failed": 1}
    assert SourceEntry.objects.get(url=two).reason == "an index of sitemaps within an index"
    assert (gazette.times("/one.xml.gz"), gazette.times("/two.xml"), gazette.times("/a")) == (1, 2, 1)


def test_two_watchers_never_have_one_host(gazette: Outlet, source: Source) -> None:
    add_source(gazette.url("/other.xml"))
    elsewhere = add_source(gazette.url("/feed.xml", "post.example"))
    mine = lease_source()
    assert mine == source
    assert lease_source() == elsewhere
    assert lease_source() is None
    Source.objects.filter(pk=mine.pk).update(leased_until=timezone.now() - timedelta(seconds=1))
    assert lease_source() is not None


def test_who_comes_back_late_leaves_the_source_alone(gazette: Outlet, source: Source) -> None:
    gazette.pages |= {PATH: feed(item(gazette.url("/a"))), "/a": page()}
    watch = Watch(fetcher=fetcher())
    ask = watch._asking.ask

    def stolen(*given: str) -> object:
        Source.objects.filter(pk=source.pk).update(worker="another", leased_until=timezone.now() + timedelta(hours=1))
        return ask(*given)

    watch._asking.ask = stolen
    assert watch.turn()
    source.refresh_from_db()
    assert (source.worker, source.polls, SourceEntry.objects.count()) == ("another", 0, 0)


def test_what_was_stopped_between_two_requests_goes_on(gazette: Outlet, source: Source) -> None:
    stopping = threading.Event()

    def stop(handler: Handler) -> None:
        stopping.set()
        handler.reply(page("The first of them"))

    gazette.pages |= {
        PATH: feed(*(item(gazette.url(f"/{n}"), title=f"Story {n}") for n in (3, 2, 1))),
        "/1": stop,
        "/2": page("The second of them", title="Story 2"),
        "/3": page("The third of them", title="Story 3"),
    }
    first = Watch(stopping, fetcher())
    assert first.turn()
    states = list(SourceEntry.objects.order_by("pk").values_list("state", flat=True))
    assert states == [EntryState.KEPT, EntryState.WAITING, EntryState.WAITING]
    assert counts(watched(source, poll=False)) == {"created": 3}
    assert (gazette.times(PATH), gazette.times("/1"), source.leased_until) == (1, 1, None)


def test_a_page_that_hangs_is_given_up_in_the_end(gazette: Outlet, source: Source) -> None:
    gazette.pages |= {PATH: feed(item(gazette.url("/b"), title="B"), item(gazette.url("/a"))), "/b": page("Good")}
    gazette.pages["/a"] = lambda h: h.reply(b"", 502)
    watched(source)
    entry = SourceEntry.objects.get(url=gazette.url("/a"))
    assert (entry.state, entry.attempts, source.failures) == (EntryState.WAITING, 1, 1)
    for _ in range(4):
        SourceEntry.objects.update(try_at=timezone.now())
        watched(source)
    entry.refresh_from_db()
    assert (entry.state, entry.attempts) == (EntryState.FAILED, 5)
    assert entry.reason == "answered with status 502; given up after 5 attempts"
    assert SourceEntry.objects.get(url=gazette.url("/b")).outcome == Outcome.CREATED


def test_an_entry_that_cannot_be_read_is_kept_and_fails_with_the_reason(gazette: Outlet, source: Source) -> None:
    odd = item(gazette.url("/odd"), title="Bridge<width>5</width> opens")
    placed = item(gazette.url("/placed"), body=story()).replace(
        "</item>", "<g:pos xmlns:g='http://www.opengis.net/gml'>1</g:pos></item>"
    )
    gazette.pages[PATH] = feed(odd, placed)
    watch = watched(source)
    assert counts(watch) == {"created": 1, "failed": 1}
    entry = SourceEntry.objects.get(state=EntryState.FAILED)
    assert entry.reason.startswith("not a feed that can be read: ")
    assert (entry.raw.state, entry.raw.reason) == ("failed", entry.reason)
    assert b"Bridge<width>5</width> opens" in bytes(entry.raw.content.content)
    assert [failure.reason for failure in watch.seen.tally.failures] == [entry.reason]
    assert counts(watched(source)) == {}


def test_a_page_that_could_not_be_read_is_read_again_though_unchanged(
    gazette: Outlet, source: Source, monkeypatch: pytest.MonkeyPatch
) -> None:
    gazette.pages |= {PATH: feed(item(gazette.url("/a"))), "/a": lambda handler: _conditional(handler, page())}
    with monkeypatch.context() as broken:
        broken.setattr(sys.modules["corpus.ingest.parse"], "read_page", _unreadable)
        assert counts(watched(source)) == {"failed": 1}
    assert SourceEntry.objects.get().etag
    assert try_failed_again(source) == 1
    assert counts(watched(source, poll=False)) == {"created": 1}
    assert SourceEntry.objects.get().outcome == "created"


def _unreadable(text: str) -> None:
    raise IngestError("not read by this version")


def test_an_archive_is_read_where_more_days_are_let_in(gazette: Outlet, settings) -> None:
    """Its sitemaps are unchanged, and say so to whoever knows them."""
    url = f"<urlset><url><loc>{gazette.url('/old')}</loc><lastmod>2001-02-03</lastmod></url></urlset>".encode()
    today = timezone.now().date().isoformat()
    one = f"<loc>{gazette.url('/one.xml')}</loc><lastmod>{today}</lastmod>"
    index = f"<sitemapindex><sitemap>{one}</sitemap></sitemapindex>"
    gazette.pages |= {
        "/index.xml": lambda handler: _conditional(handler, index.encode()),
        "/one.xml": lambda handler: _conditional(handler, url),
        "/old": page(),
    }
    source = add_source(gazette.url("/index.xml"))
    for _ in range(2):
        assert counts(watched(source)) == {}
    settings.WATCH_SITEMAP_DAYS = 0
    poll_now(source)
    assert counts(watched(source)) == {"created": 1}

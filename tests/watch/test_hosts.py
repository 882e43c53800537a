"""A host is asked once at a time, with a pause after each request, whichever watchers and sources send it."""

from __future__ import annotations

import signal
import subprocess
import sys
import threading
import time
from datetime import timedelta
from itertools import pairwise
from typing import NamedTuple
from urllib.parse import urlsplit

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from corpus.fetching import Hosts, Impatient, Robots
from corpus.models import AskedHost, Source, SourceEntry
from corpus.services.lease_host import KEPT, HostTurns, forget_hosts, lease_host
from corpus.services.sources import add_source
from corpus.services.watch import Watch
from tests.conftest import ROOT
from tests.serving import manage
from tests.stores import ask, environment
from tests.watch.outlet import Handler, Outlet, feed, fetcher, item, outlet, page

PAUSE, TAKES, EACH = 0.3, 0.15, 4  # seconds, seconds, pages that each feed lists
FEEDS, PAGES = ("127.0.0.1", "127.0.0.2"), "127.0.0.3"
WITHIN = 240  # seconds until what should come about is said not to
PLACE = urlsplit("https://gazette.example/1")
TO_FETCH = "SELECT COUNT(*) FROM corpus_sourceentry WHERE state <> 'done'"


class Asked(NamedTuple):
    """A request, as the server saw it."""

    began: float
    ended: float
    path: str


@pytest.mark.slow
def test_two_watchers_ask_one_host_in_turn(store: str) -> None:
    """Each has a source on a host of its own; the pages of both stand on a third."""
    asked: dict[str, list[Asked]] = {host: [] for host in (*FEEDS, PAGES)}
    both, lock = threading.Barrier(2), threading.Lock()

    def answer(handler: Handler, content: bytes, *, first: bool = False) -> None:
        began = time.monotonic()
        if first:
            both.wait(WITHIN)
        time.sleep(TAKES)
        # Noted before the answer goes out, so that whoever waits for it cannot have been told.
        with lock:
            asked[handler.headers["Host"].split(":")[0]].append(Asked(began, time.monotonic(), handler.path))
        handler.reply(content)

    variables = {"WATCH_ALLOW_PRIVATE": "1", "WATCH_DELAY_SECONDS": str(PAUSE)}
    variables["WATCH_ALLOWED_HOSTS"] = ",".join(asked)
    around = environment(store, **variables)
    with outlet("0.0.0.0") as server:  # noqa: S104  (a machine's own addresses, of which the test uses three)
        server.pages["/robots.txt"] = lambda handler: answer(handler, b"User-agent: *\nAllow: /\n")
        for number, host in enumerate(FEEDS):
            paths = [f"/{number}-{n}" for n in range(EACH)]
            listed = feed(*(item(server.url(path, PAGES), title=f"Story {path}") for path in paths))
            server.pages[f"/{number}.xml"] = lambda handler, listed=listed: answer(handler, listed, first=True)
            for path in paths:
                told = page(f"What is told at {path} of the harbour", title=f"Story {path}")
                server.pages[path] = lambda handler, told=told: answer(handler, told)
            manage(("watch", "--add", server.url(f"/{number}.xml", host)), around)
        command = [sys.executable, "manage.py", "watch"]
        watchers = [
            subprocess.Popen(
                [*command, server.url(f"/{number}.xml", host)], cwd=ROOT, env=around, stdout=subprocess.DEVNULL
            )
            for number, host in enumerate(FEEDS)
        ]
        try:
            deadline = time.monotonic() + WITHIN
            while ask(store, "SELECT COUNT(*) FROM corpus_sourceentry") != [(2 * EACH,)] or ask(store, TO_FETCH) != [
                (0,)
            ]:
                assert time.monotonic() < deadline
                time.sleep(0.1)
            for watcher in watchers:
                watcher.send_signal(signal.SIGTERM)
            assert [watcher.wait(WITHIN) for watcher in watchers] == [0, 0]
        finally:
            for watcher in watchers:
                watcher.kill()
                watcher.wait()
    pages = [one.path for one in asked[PAGES] if one.path != "/robots.txt"]
    assert sorted(pages) == sorted(f"/{number}-{n}" for number in range(2) for n in range(EACH))
    for host, requests in asked.items():
        requests.sort()
        pauses = [later.began - earlier.ended for earlier, later in pairwise(requests)]
        assert min(pauses) >= PAUSE, (host, requests)


@pytest.mark.django_db
def test_a_host_that_is_asked_is_waited_for() -> None:
    slept: list[float] = []

    def sleep(seconds: float) -> None:
        slept.append(seconds)
        if len(slept) == 3:  # the other's request has ended
            AskedHost.objects.update(worker="", free_at=timezone.now())

    assert lease_host("gazette.example", "another", 60.0) is None
    with HostTurns(0.0, 60.0, sleep).turn(PLACE):
        row = AskedHost.objects.get()
        assert row.worker not in ("", "another")
        assert 59 < (row.free_at - timezone.now()).total_seconds() <= 60
    assert slept == [0.25] * 3
    row.refresh_from_db()
    assert (row.worker, row.free_at <= timezone.now()) == ("", True)


@pytest.mark.django_db
def test_pauses_are_waited_for_and_long_ones_planned() -> None:
    slept: list[float] = []

    def sleep(seconds: float) -> None:
        slept.append(seconds)
        AskedHost.objects.update(free_at=timezone.now())

    turns = HostTurns(5.0, 60.0, sleep)
    with turns.turn(PLACE):
        pass
    with turns.turn(urlsplit("https://post.example/")):
        assert slept == []  # another host
    with turns.turn(urlsplit("http://GAZETTE.example.:8080/"), crawl_delay=120.0):
        assert 4 < slept[0] <= 5
    with pytest.raises(Impatient) as told, turns.turn(PLACE):
        pass
    assert 119 < told.value.seconds <= 120
    assert len(slept) == 1
    # One that was told to end does not ask before its time.
    AskedHost.objects.update(free_at=timezone.now() + timedelta(seconds=5))
    with pytest.raises(Impatient), HostTurns(5.0, 60.0, lambda seconds: True).turn(PLACE):
        pass


@pytest.mark.django_db
def test_the_host_of_a_watcher_that_was_killed_is_free_in_time() -> None:
    lease_host("gazette.example", "killed", 60.0)
    slept: list[float] = []
    with pytest.raises(Impatient) as told, HostTurns(1.0, 60.0, slept.append).turn(PLACE):
        pass
    assert 9 < sum(slept) <= 10
    assert 55 < told.value.seconds <= 60
    AskedHost.objects.update(free_at=timezone.now())
    with HostTurns(1.0, 60.0, slept.append).turn(PLACE):
        assert AskedHost.objects.get().worker != "killed"


@pytest.mark.django_db
def test_a_request_that_fails_gives_the_host_back() -> None:
    with pytest.raises(ValueError, match="broke off"), HostTurns(0.0, 60.0, time.sleep).turn(PLACE):
        raise ValueError("broke off")
    assert AskedHost.objects.get().worker == ""


@pytest.mark.django_db
def test_hosts_that_nobody_asks_any_more_are_forgotten() -> None:
    now = timezone.now()
    AskedHost.objects.create(host="old.example", free_at=now - KEPT - timedelta(seconds=1))
    AskedHost.objects.create(host="new.example", free_at=now - timedelta(seconds=1))
    forget_hosts()
    assert AskedHost.objects.get().host == "new.example"
    with pytest.raises(IntegrityError), transaction.atomic():
        AskedHost.objects.create(host="", free_at=now)


@pytest.mark.django_db
def test_robots_txt_has_its_turn_and_is_not_taken_for_silent(gazette: Outlet) -> None:
    """A site that could not be asked in time is asked later; it is not known as one that fails."""
    turns = HostTurns(0.0, 60.0, lambda seconds: True)
    robots = Robots(fetcher(), turns.turn)
    there, hosts = urlsplit(gazette.url("/a")), Hosts.of(["127.0.0.1"])
    lease_host("127.0.0.1", "another", 60.0)
    with pytest.raises(Impatient):
        robots.check(there, hosts)
    assert gazette.asked == []
    AskedHost.objects.update(free_at=timezone.now())
    assert robots.check(there, hosts) == 0.0
    assert gazette.times("/robots.txt") == 1


@pytest.mark.django_db
@pytest.mark.usefixtures("at_once")
def test_a_page_whose_host_is_taken_waits_and_nothing_counts_as_failed(gazette: Outlet) -> None:
    source = add_source(gazette.url("/feed.xml", "post.example"))
    add_source(gazette.url("/other.xml"))
    Source.objects.exclude(pk=source.pk).update(state="paused", reason="for the test")
    gazette.pages |= {"/feed.xml": feed(item(gazette.url("/a"))), "/a": page()}
    lease_host("127.0.0.1", "another", 60.0)
    watch = Watch(fetcher=fetcher())
    watch._asking._turns._sleep = lambda seconds: False
    assert watch.turn()
    source.refresh_from_db()
    entry = SourceEntry.objects.get()
    assert (entry.state, entry.attempts, entry.reason) == ("waiting", 0, "")
    assert (source.failures, source.last_error, source.polls, gazette.times("/a")) == (0, "", 1, 0)
    assert 40 < (source.not_before - timezone.now()).total_seconds() <= 60

"""``manage.py watch``, in this process and as one of its own that is told to stop."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from corpus.models import Article, Source
from corpus.services.sources import add_source, pause
from tests.conftest import ROOT
from tests.prepared import empty_sqlite
from tests.serving import OWN
from tests.watch.outlet import Handler, Outlet, feed, item, page


def run(*arguments: str) -> str:
    call_command("watch", *arguments, stdout=(out := StringIO()), stderr=StringIO())
    return out.getvalue()


@pytest.fixture
def _loopback(settings) -> None:
    settings.EXTRACTION_MODEL = "rules"
    settings.WATCH_ALLOW_PRIVATE = True
    settings.WATCH_DELAY_SECONDS = 0.0


@pytest.mark.django_db
@pytest.mark.usefixtures("_loopback")
def test_sources_are_added_and_polled(gazette: Outlet) -> None:
    link = gazette.url("/feed.xml")
    gazette.pages |= {"/feed.xml": feed(item(gazette.url("/a")), item(gazette.url("/b"))), "/a": page()}
    added = json.loads(run("--add", link, "--publisher", "The Tolmouth Gazette", "--json"))
    assert added == {"added": link, "publisher": "The Tolmouth Gazette", "interval": 900}
    with pytest.raises(SystemExit) as ended:
        run("--once")
    assert ended.value.code == 1
    assert Article.objects.get().publisher.name == "The Tolmouth Gazette"
    # It is not due again for a quarter of an hour, unless it is named.
    assert json.loads(run("--once", "--json"))["polls"] == 0
    assert run("--once", link).startswith("polls 1, unchanged 0, failed 0; created 0,")
    told = json.loads(run("--once", "--json", link))
    assert told == {
        "polls": 1,
        "unchanged_polls": 0,
        "failed_polls": 0,
        **dict.fromkeys(("created", "updated", "unchanged", "duplicate", "failed"), 0),
        "failures": [],
    }


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--add", "gazette.example"], "url: not a web address"),
        (["--add", "https://a.example/", "--interval", "5"], "interval: takes 60 to 604800 seconds"),
        (["--add", "https://there.example/"], "is watched already"),
        (["--add", "https://a.example/", "--once"], "polls none"),
        (["--once", "https://unknown.example/"], "is not watched"),
        (["--once", "https://paused.example/"], "is paused: for the test"),
        (["--publisher", "The Post"], "go with --add"),
    ],
)
def test_a_command_line_that_is_wrong(arguments: list[str], told: str) -> None:
    run("--add", "https://there.example/")
    pause(add_source("https://paused.example/"), "for the test")
    with pytest.raises(CommandError, match=told) as refused:
        run(*arguments)
    assert refused.value.returncode == 2
    assert Source.objects.count() == 2


@pytest.mark.django_db
def test_loopback_is_refused_by_default(gazette: Outlet, settings) -> None:
    settings.WATCH_DELAY_SECONDS = 0.0
    run("--add", gazette.url("/feed.xml"))
    with pytest.raises(SystemExit):
        run("--once")
    assert "127.0.0.1, which is not a public address" in Source.objects.get().last_error
    assert gazette.asked == []


def test_sigterm_between_two_requests_loses_nothing(gazette: Outlet, tmp_path: Path) -> None:
    asked, answer = threading.Event(), threading.Event()

    def slow(handler: Handler) -> None:
        asked.set()
        answer.wait(20)
        handler.reply(page("The first of them"))

    gazette.pages |= {
        "/feed.xml": lambda h: h.reply(b"", 304) if h.headers["If-None-Match"] else h.reply(both, ETag='"1"'),
        "/1": slow,
        "/2": page("The second of them", title="Ferry"),
    }
    both = feed(item(gazette.url("/2"), title="Ferry"), item(gazette.url("/1")))
    kept = {name: value for name, value in os.environ.items() if name not in OWN}
    variables = {
        "DATABASE_URL": empty_sqlite(tmp_path),
        "EXTRACTION_MODEL": "rules",
        "WATCH_ALLOW_PRIVATE": "1",
        "WATCH_DELAY_SECONDS": "0",
    }

    def watch(*arguments: str) -> subprocess.Popen[str]:
        command = [sys.executable, "manage.py", "watch", *arguments]
        return subprocess.Popen(command, cwd=ROOT, env=kept | variables, stdout=subprocess.PIPE, text=True)

    watch("--add", gazette.url("/feed.xml")).communicate(timeout=60)
    running = watch("--json")
    assert asked.wait(60)
    running.send_signal(signal.SIGTERM)
    time.sleep(0.1)
    answer.set()
    told, _ = running.communicate(timeout=30)
    assert running.returncode == 0
    assert json.loads(told)["created"] == 0
    told, _ = watch("--once", "--json").communicate(timeout=60)
    assert json.loads(told)["created"] == 2
    assert (gazette.times("/feed.xml"), gazette.times("/1"), gazette.times("/2")) == (1, 1, 1)

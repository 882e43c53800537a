"""A watcher that is killed between storing an article and comparing it: the next compares, though nothing is due."""

from __future__ import annotations

import signal
import subprocess
import sys

import pytest

from tests.conftest import ROOT
from tests.serving import manage
from tests.stores import ask, change, environment
from tests.watch.outlet import Outlet, feed, item

pytestmark = pytest.mark.slow
KILLED = """
import os, signal
from django.core.management import call_command
from corpus.services import watch
watch.compare_all = lambda: os.kill(os.getpid(), signal.SIGKILL)
call_command("watch", once=True)
"""
# Two of one name: whoever is the second has a like, and is to be compared.
SAID = (
    "The harbour stays closed. “We count the boats every night,” said Ana Kerr, the mayor of Tolmouth, on Monday.",
    "Tolmouth Rovers lost. “I saw the ball too late,” said Ana Kerr, the goalkeeper, after the match on Sunday.",
)
TO_COMPARE = "SELECT name FROM corpus_entity WHERE to_compare AND merged_into_id IS NULL ORDER BY name"
POLL_NOW = "UPDATE corpus_source SET next_poll_at = '2001-01-01 00:00:00'"


def test_what_a_killed_watcher_stored_is_compared_by_the_next(gazette: Outlet, store: str) -> None:
    around = environment(store, WATCH_ALLOW_PRIVATE="1", WATCH_DELAY_SECONDS="0")
    for path, said in zip(("/a", "/b"), SAID, strict=True):
        gazette.pages[path] = f"<html><body><article><h1>In short</h1><p>{said}</p></article></body></html>".encode()
    gazette.pages["/feed.xml"] = feed(item(gazette.url("/a")))
    manage(("watch", "--add", gazette.url("/feed.xml")), around)
    manage(("watch", "--once"), around)
    assert ask(store, TO_COMPARE) == []
    change(store, POLL_NOW)
    gazette.pages["/feed.xml"] = feed(item(gazette.url("/b")))
    script = [sys.executable, "manage.py", "shell", "-v0", "-c", KILLED]
    assert subprocess.run(script, cwd=ROOT, env=around, check=False).returncode == -signal.SIGKILL
    assert ask(store, TO_COMPARE) != []
    polled = gazette.times("/feed.xml")
    # Its source is nobody's and not due: the next watcher has nothing to ask for.
    manage(("watch", "--once"), around)
    assert gazette.times("/feed.xml") == polled
    assert ask(store, TO_COMPARE) == []

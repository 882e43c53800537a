"""Workers that are processes: killed between sending and noting, and two at once."""

from __future__ import annotations

import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from django.db import connection

from tests.alerts.receiver import Handler, Receiver, receiver
from tests.conftest import ROOT
from tests.prepared import empty_sqlite
from tests.serving import manage
from tests.stores import environment, postgresql_url

PEOPLE = 6
FILL = f"""
from django.contrib.auth import get_user_model
from corpus.services.add_entity import add_entity
from corpus.services.subscriptions import subscribe
dana = get_user_model().objects.create_user("dana", is_superuser=True)
subscribe(dana, name="all", collection="people", query="", url={{url!r}})
for number in range({PEOPLE}):
    add_entity("person", "Mara Ellwin " + "I" * number, user=dana)
"""


@pytest.fixture
def hook() -> Iterator[Receiver]:
    with receiver() as server:
        yield server


@pytest.fixture
def store(tmp_path: Path, hook: Receiver) -> Iterator[dict[str, str]]:
    """The environment of workers on a store with a subscription and events to come; their leases are short."""
    with ExitStack() as stack:
        if connection.vendor == "sqlite":
            url = empty_sqlite(tmp_path)
        else:
            url = stack.enter_context(postgresql_url())
            manage(("migrate", "-v0"), environment(url))
        given = environment(url, WEBHOOK_ALLOW_PRIVATE="1", LEASE_SECONDS="2")
        manage(("shell", "-c", FILL.format(url=hook.url)), given)
        yield given


def worker(given: dict[str, str]) -> subprocess.Popen[bytes]:
    command = [sys.executable, "manage.py", "deliver", "--once"]
    return subprocess.Popen(command, cwd=ROOT, env=given, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)


def delivered(given: dict[str, str], hook: Receiver) -> None:
    """Workers one after the other, until the lease of the dead has run out and all has come."""
    while len({message.id for message in hook.got}) < PEOPLE:
        assert worker(given).wait() == 0


@pytest.mark.slow
def test_killed_between_sending_and_noting(store: dict[str, str], hook: Receiver) -> None:
    started: list[subprocess.Popen[bytes]] = []
    known = threading.Event()

    def kill(handler: Handler) -> None:
        hook.answer = lambda later: later.reply(204)
        known.wait()
        started[0].kill()
        started[0].wait()

    hook.answer = kill
    started.append(worker(store))
    known.set()
    assert started[0].wait() == -signal.SIGKILL
    delivered(store, hook)
    ids = [message.id for message in hook.got]
    assert ids[0] == ids[1]
    assert (len(ids), len(set(ids))) == (PEOPLE + 1, PEOPLE)


@pytest.mark.slow
def test_two_workers_send_nothing_twice(store: dict[str, str], hook: Receiver) -> None:
    asking, most, lock = 0, 0, threading.Lock()

    def answer(handler: Handler) -> None:
        nonlocal asking, most
        with lock:
            asking += 1
            most = max(most, asking)
        hook.released.wait(0.1)
        with lock:
            asking -= 1
        handler.reply(204)

    hook.answer = answer
    for one in [worker(store), worker(store)]:
        said, _ = one.communicate()
        assert one.returncode == 0, said.decode()
    delivered(store, hook)
    ids = [message.id for message in hook.got]
    assert (most, len(ids), len(set(ids))) == (1, PEOPLE, PEOPLE)

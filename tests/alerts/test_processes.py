"""Deliverers as processes: killed in the middle of sending they lose no event, and two at once send none twice."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from django.db import connection

from tests.alerts.receiver import Handler, Receiver, receiver
from tests.conftest import ROOT
from tests.fleet.newsroom import lines
from tests.prepared import empty_sqlite
from tests.serving import manage
from tests.stores import ask, change, empty_postgresql, environment

pytestmark = pytest.mark.slow
WITHIN = 600  # seconds until what should come about is said not to; a machine with much else to do takes its time
ARTICLES = 20
TOGETHER = 12  # requests of which two are held until both deliverers have one under way
# From which requests on, counted over all deliverers, the next sender does not survive, and how far it comes.
KILLED = ((3, "unread"), (8, "taken"), (15, "answered"), (24, "unread"), (25, "taken"))
LISTS = {
    "articles": "",
    "people": "",
    "quotations": "",
    "organisations": "name__icontains=harbour",
    "affiliations": "",
    "utterances": "",
}
SUBSCRIBE = """

from django.contrib.auth import get_user_model
from corpus.services.subscriptions import subscribe
owner = get_user_model().objects.create_user("dana")
for name, query in LISTS.items():
    made = subscribe(owner, name=name, collection=name, query=query, url="URL")
    print(made.public_id, name)
"""
LIST = """
import json
from django.test import Client
found = {}
for name, query in LISTS.items():
    answer = Client().get(f"/api/v1/{name}/?page_size=200&{query}", headers={"host": "localhost"})
    assert answer.status_code == 200 and answer.json()["next"] is None, answer.content
    found[name] = [row["id"] for row in answer.json()["results"]]
print(json.dumps(found))
"""
SENDER = "SELECT worker FROM corpus_subscription WHERE public_id = '{}'"
LEASE_ENDS = "UPDATE corpus_subscription SET leased_until = '2001-01-01 00:00:00' WHERE worker LIKE '%:{}:%'"
TO_SEND = "SELECT COUNT(*) FROM corpus_subscriptionevent WHERE state = 'waiting'"
TO_READ = "SELECT COUNT(*) FROM corpus_subscription WHERE position < (SELECT MAX(id) FROM corpus_change)"


class Got(NamedTuple):
    """An event that the receiver has."""

    id: str
    subscription: str
    record: str
    type: str


class Deliverers:
    """Processes that deliver what one store holds, to a receiver that counts."""

    def __init__(self, url: str, folder: Path, hook: Receiver) -> None:
        self.url, self.folder, self.hook = url, folder, hook
        # Only a dead worker's lease may end, and only when the test says so; no request is given up.
        more = {"LEASE_SECONDS": "3600", "WEBHOOK_ALLOW_PRIVATE": "1", "WEBHOOK_MAX_SECONDS": "600"}
        self.environment = environment(url, **more)
        self.lock = threading.Lock()
        self.requests = 0
        self.got: list[Got] = []
        self.to_kill = list(KILLED)
        self.cut: list[tuple[str, str]] = []  # events that were under way when their sender died, and how far
        self.faults: list[str] = []
        self.processes: dict[int, subprocess.Popen[str]] = {}
        self.killed: set[int] = set()
        self.names: dict[str, str] = {}

    def manage(self, *words: str) -> str:
        """What a command prints."""
        return manage(words, self.environment)

    def ingest(self, name: str, some: list[dict[str, str]]) -> subprocess.Popen[str]:
        """Begin to ingest articles."""
        path = self.folder / f"{name}.jsonl"
        path.write_text("\n".join(map(json.dumps, some)))
        return self._begin("ingest", str(path), "--json")

    def store(self, name: str, some: list[dict[str, str]]) -> None:
        """Ingest articles to the end."""
        ingesting = self.ingest(name, some)
        ingesting.communicate(timeout=WITHIN)
        assert ingesting.returncode == 0, self.logs()

    def carry_out(self, there: list[dict[str, str]], later: list[dict[str, str]]) -> None:
        """Two deliverers at work while articles come in beside those that are there, until all events are sent."""
        self.store("there", there)
        self.start()
        self.start()
        self.store("later", later)
        self.wait(self.all_sent, "the end")

    def subscribe(self) -> None:
        """To all lists, before anything is in them."""
        script = SUBSCRIBE.replace("LISTS", repr(LISTS)).replace("URL", self.hook.url)
        told = self.manage("shell", "-v0", "-c", script).split()
        self.names = dict(zip(told[::2], told[1::2], strict=True))
        assert sorted(self.names.values()) == sorted(LISTS)

    def start(self) -> None:
        """Start one more."""
        process = self._begin("deliver", "--poll", "0.05", "--json")
        self.processes[process.pid] = process

    def _begin(self, *words: str) -> subprocess.Popen[str]:
        log = (self.folder / "errors.log").open("a")
        return subprocess.Popen(
            [sys.executable, "manage.py", *words],
            cwd=ROOT,
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
        )

    def take(self, handler: Handler) -> None:
        """Have what a request brings."""
        body = handler.message.body
        data = body["data"]
        with self.lock:
            self.got.append(Got(handler.message.id, data["subscription"], data["id"], body["type"]))

    def condemned(self, handler: Handler) -> tuple[int, str] | None:
        """The process that sent the request, and how far it comes with it; None where it may live."""
        self.requests += 1
        if not self.to_kill or self.requests < self.to_kill[0][0]:
            return None
        # Its name in the lease tells which process that is; there is none where it is dead already.
        [(name,)] = ask(self.url, SENDER.format(handler.message.body["data"]["subscription"]))
        pid = int(name.split(":")[1]) if name else 0
        if pid not in self.processes or pid in self.killed:
            return None
        self.killed.add(pid)
        _, moment = self.to_kill.pop(0)
        self.cut.append((handler.message.id, moment))
        return pid, moment

    def kill(self, pid: int) -> None:
        """Kill it with SIGKILL. Time passes until its lease has run out, and another starts."""
        self.processes[pid].kill()
        self.processes[pid].wait()
        change(self.url, LEASE_ENDS.format(pid))
        self.start()

    def wait(self, come: Callable[[], Any], what: str) -> None:
        """Wait until something has come about."""
        deadline = time.monotonic() + WITHIN
        while not come():
            assert time.monotonic() < deadline, f"{what} did not come about; {self.logs()}"
            time.sleep(0.05)

    def logs(self) -> str:
        """What went wrong, in their words."""
        return f"{self.faults} {(self.folder / 'errors.log').read_text()[-3000:]}"

    def all_sent(self) -> bool:
        """Whether nothing is left: what is not noted yet is asked for first."""
        return ask(self.url, TO_READ) == [(0,)] and ask(self.url, TO_SEND) == [(0,)]

    def stop(self) -> list[dict[str, int]]:
        """Stop those that live, as an administrator does; what each counted."""
        alive = [process for pid, process in self.processes.items() if pid not in self.killed]
        for process in alive:
            process.send_signal(signal.SIGTERM)
        told = [process.communicate(timeout=WITHIN)[0] for process in alive]
        assert [process.returncode for process in alive] == [0] * len(alive), self.logs()
        return [json.loads(one) for one in told]

    def end(self) -> None:
        """End all that are left."""
        for process in self.processes.values():
            with suppress(OSError):
                process.kill()
            process.wait()

    def events(self) -> set[str]:
        """All that were noted."""
        return {one for (one,) in ask(self.url, "SELECT public_id FROM corpus_subscriptionevent")}

    def known(self) -> dict[str, list[str]]:
        """What a receiver holds that drops doubles and follows the events, by list."""
        held: dict[str, set[str]] = {name: set() for name in LISTS}
        seen = set()
        for event in self.got:
            if event.id not in seen:
                seen.add(event.id)
                mine = held[self.names[event.subscription]]
                (mine.add if event.type.endswith(("created", "updated")) else mine.discard)(event.record)
        return {name: sorted(some) for name, some in held.items()}

    def listed(self) -> dict[str, list[str]]:
        """What the lists hold."""
        told = json.loads(self.manage("shell", "-v0", "-c", LIST.replace("LISTS", repr(LISTS))))
        return {name: sorted(some) for name, some in told.items()}


@pytest.fixture
def deliverers(tmp_path: Path) -> Iterator[Deliverers]:
    with receiver() as hook:
        if connection.vendor == "sqlite":
            yield from ended(Deliverers(empty_sqlite(tmp_path), tmp_path, hook))
        else:
            with empty_postgresql() as url:
                yield from ended(Deliverers(url, tmp_path, hook))


def ended(made: Deliverers) -> Iterator[Deliverers]:
    """With nothing left of it afterwards."""
    try:
        yield made
    finally:
        made.end()


def halves() -> tuple[list[dict[str, str]], list[dict[str, str]]]:
    """Articles that are there before, and those that come while the deliverers are at work."""
    some = [line for line in lines(ARTICLES) if line["body"]]
    return some[: len(some) // 2], some[len(some) // 2 :]


def test_killed_while_they_send_they_lose_no_event(deliverers: Deliverers) -> None:
    there, later = halves()
    deliverers.subscribe()

    def answer(handler: Handler) -> None:
        try:
            with deliverers.lock:
                condemned = deliverers.condemned(handler)
            pid, moment = condemned or (0, "")
            if moment != "unread":  # it was gone before all of it had come
                deliverers.take(handler)
            if moment in ("", "answered"):
                handler.reply(204)
            if condemned:
                deliverers.kill(pid)
        except ConnectionError:
            pass  # of one that was killed
        except Exception as error:
            deliverers.faults.append(repr(error))

    deliverers.hook.answer = answer
    deliverers.carry_out(there, later)
    assert deliverers.faults == []
    assert deliverers.to_kill == []
    came = Counter(event.id for event in deliverers.got)
    assert set(came) == deliverers.events()
    assert deliverers.known() == deliverers.listed()
    # What had come and was not answered comes again, and nothing that was not under way with one of the dead.
    for event, times in Counter(event for event, moment in deliverers.cut if moment == "taken").items():
        assert came[event] >= 1 + times
    assert came.total() - len(came) <= len(deliverers.killed) == len(KILLED)
    assert deliverers.manage("verify").strip() == "all promises hold"


def test_two_at_once_send_each_event_once(deliverers: Deliverers) -> None:
    there, later = halves()
    deliverers.subscribe()
    both = threading.Barrier(2)

    def answer(handler: Handler) -> None:
        with deliverers.lock:
            deliverers.requests += 1
            held = deliverers.requests <= TOGETHER
        deliverers.take(handler)
        if held:
            # A deliverer sends one event after the other, so here each of the two has one under way.
            try:
                both.wait(WITHIN)
            except threading.BrokenBarrierError:
                deliverers.faults.append("they were not at work at once")
        handler.reply(204)

    deliverers.hook.answer = answer
    deliverers.carry_out(there, later)
    told = deliverers.stop()
    assert deliverers.faults == []
    came = Counter(event.id for event in deliverers.got)
    assert set(came) == deliverers.events()
    assert {one: times for one, times in came.items() if times > 1} == {}
    assert deliverers.known() == deliverers.listed()
    assert [one["delivered"] >= TOGETHER // 2 for one in told] == [True, True]
    assert sum(one["delivered"] for one in told) == sum(one["events"] for one in told) == len(deliverers.got)
    assert sum(one["failed"] for one in told) == 0

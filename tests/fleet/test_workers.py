"""Real workers, a real broker: killed in the middle, and the corpus is that of an undisturbed run."""

from __future__ import annotations

import json
import signal
from pathlib import Path
from typing import Any

import pytest

from tests.fleet.conftest import NUMBER, WITHIN, Fleet, forget

pytestmark = pytest.mark.xdist_group("fleet")  # on few processors two fleets at once would only wait for each other
on_each_broker = pytest.mark.parametrize("broker", ["rabbitmq", "redis"], indirect=True)
on_each_store = pytest.mark.parametrize("store", ["postgresql", "sqlite"], indirect=True)


@on_each_broker
@on_each_store
def test_two_of_three_workers_are_killed_and_nothing_is_lost_and_nothing_twice(
    fleet: Fleet, news: Path, undisturbed: Any
) -> None:
    printed, stood = undisturbed
    command = fleet.ingest(news)
    fleet.start(3)
    fleet.wait(lambda: fleet.read() >= NUMBER // 10, "progress")
    fleet.kill_one_that_reads()
    fleet.wait(lambda: fleet.read() >= NUMBER // 4, "more progress")
    fleet.kill_one_that_reads()
    out, error = command.communicate(timeout=WITHIN)
    assert command.returncode == 1, error + fleet.logs()  # one of the articles cannot be read
    assert json.loads(out) == printed
    assert fleet.corpus() == json.loads(json.dumps(stood))
    assert fleet.manage("verify")
    [(taken_over,)] = fleet.ask("SELECT COUNT(*) FROM corpus_runchunk WHERE attempts > 1")
    assert taken_over >= 1
    assert fleet.ask("SELECT COUNT(*) FROM corpus_reading") == [(0,)]


@pytest.mark.parametrize(("broker", "store"), [("rabbitmq", "postgresql"), ("redis", "sqlite")], indirect=True)
def test_a_document_that_kills_three_workers_is_set_aside_and_the_fourth_does_the_rest(
    fleet: Fleet, news: Path, undisturbed: Any
) -> None:
    printed, _ = undisturbed
    command = fleet.ingest(news)
    fleet.start(4, "tests.fleet.deadly")
    out, error = command.communicate(timeout=WITHIN)
    told = json.loads(out or "{}")
    assert told, error + fleet.logs()
    assert told["failed"] == printed["failed"] + 1
    assert told["created"] == printed["created"] - 1
    assert any("3 workers died while they read it" in failure["reason"] for failure in told["failures"])
    assert sorted(worker.poll() is None for worker in fleet.workers) == [False, False, False, True]
    assert fleet.manage("verify")


@on_each_broker
@pytest.mark.parametrize("store", ["postgresql"], indirect=True)
def test_workers_find_a_run_whose_messages_were_lost_and_that_nobody_waits_for(
    fleet: Fleet, broker: tuple[str, str], news: Path, undisturbed: Any
) -> None:
    command = fleet.ingest(news)
    running = "SELECT COUNT(*) FROM corpus_run WHERE state = 'running'"
    fleet.wait(lambda: fleet.ask(running) == [(1,)], "a run")
    sent = "SELECT COUNT(*) FROM corpus_runchunk WHERE sent_at IS NULL"
    fleet.wait(lambda: fleet.ask(sent) == [(0,)], "messages")
    command.send_signal(signal.SIGINT)
    _, error = command.communicate(timeout=60)
    assert command.returncode == 130, error
    assert "goes on" in error
    forget(*broker)
    fleet.start(2)
    fleet.wait(lambda: fleet.ask("SELECT COUNT(*) FROM corpus_run WHERE state = 'done'") == [(1,)], "the run's end")
    assert fleet.corpus() == json.loads(json.dumps(undisturbed[1]))

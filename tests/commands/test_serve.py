"""`manage.py serve`: its options, and how it ends what it started beside the server."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from queue import Queue
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from api.management import beside as kept
from api.management.commands import serve
from tests.prepared import serving_empty


@pytest.mark.parametrize("port", ["0", "99999", "65536", "-1", "http", "8e3", "8" * 5000, "８０"])
def test_a_port_that_is_none(port: str) -> None:
    with pytest.raises(CommandError, match="is no whole number from 1 to 65535"):
        call_command("serve", f"--port={port}")


@pytest.mark.parametrize("workers", ["0", "two", "-2", "100000"])
def test_workers_that_are_none(workers: str) -> None:
    with pytest.raises(CommandError, match="is no whole number from 1 to 1000"):
        call_command("serve", f"--workers={workers}")


class Server:
    """Ends as soon as it begins, like one that is interrupted."""

    begun: list[dict[str, Any]]
    while_it_runs: Callable[[], None] = staticmethod(lambda: None)

    def __init__(self, target: str, **options: Any) -> None:
        Server.begun.append(options)

    def on_startup(self, hook: Callable[[], None]) -> None:
        self.hook = hook

    def serve(self) -> None:
        before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
        try:
            self.hook()
            Server.while_it_runs()
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)
        raise KeyboardInterrupt


# Told to end, the one ends and the other goes on.
ENDING = "import time; print(flush=True); time.sleep(60)"
BUSY = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print(flush=True); time.sleep(60)"


class Started(list["subprocess.Popen[bytes]"]):
    """All processes, and in ``begun`` each as soon as it is there."""

    begun: Queue[Any]


@pytest.fixture
def beside(monkeypatch: pytest.MonkeyPatch) -> Iterator[Started]:
    """The processes that are started beside the server: the worker is in the middle of something long."""
    started = Started()
    begin, begun = subprocess.Popen, Queue[Any]()

    def popen(command: list[str], **options: Any) -> subprocess.Popen[bytes]:
        code = BUSY if command[-1] == "worker" else ENDING
        process = begin([sys.executable, "-c", code], stdout=subprocess.PIPE)
        assert process.stdout is not None
        process.stdout.readline()  # from now on it minds signals as it means to
        started.append(process)
        begun.put(process)
        return process

    Server.begun = []
    monkeypatch.setattr(serve, "Granian", Server)
    monkeypatch.setattr(kept.subprocess, "Popen", popen)
    monkeypatch.setattr(serve.Command, "_check_free", lambda *given: None)
    monkeypatch.setattr(kept, "STOP_SECONDS", 0.5)
    monkeypatch.setattr(kept, "SOONEST", 0.01)
    started.begun = begun
    yield started
    for process in started:
        process.kill()
        process.wait()
        process.stdout.close()


def test_a_worker_in_the_middle_of_something_long_is_stopped_and_told_of(beside, settings, capsys) -> None:
    settings.WEB_WORKERS = 3
    with pytest.raises(KeyboardInterrupt):
        call_command("serve", "--port", "8123", skip_checks=True)
    assert [process.returncode for process in beside] == [-9, -15]
    told = capsys.readouterr().err.splitlines()
    assert told == [
        "manage.py worker is in the middle of something long, and is stopped; the next start goes on with it."
    ]
    assert (Server.begun[0]["workers"], Server.begun[0]["port"]) == (3, 8123)


def test_what_dies_beside_the_server_is_started_again(beside, monkeypatch, caplog) -> None:
    """Each time it dies; nothing is left of it in the end."""

    def kill_two() -> None:
        first, _ = beside.begun.get(timeout=60), beside.begun.get(timeout=60)
        first.kill()
        again = beside.begun.get(timeout=60)
        again.kill()
        beside.begun.get(timeout=60)

    monkeypatch.setattr(Server, "while_it_runs", staticmethod(kill_two))
    with caplog.at_level("ERROR"), pytest.raises(KeyboardInterrupt):
        call_command("serve", skip_checks=True)
    assert [record.getMessage() for record in caplog.records] == [
        "manage.py worker ended (exit status -9), and is started again"
    ] * 2
    assert [process.returncode for process in beside] == [-9, -15, -9, -9]


def test_what_ends_at_ctrl_c_is_not_started_again(beside, monkeypatch, caplog) -> None:
    """It reaches the processes beside the server as well, and they may end first."""

    def interrupt() -> None:
        worker, _ = beside.begun.get(timeout=60), beside.begun.get(timeout=60)
        with pytest.raises(KeyboardInterrupt):
            signal.raise_signal(signal.SIGINT)
        worker.kill()
        worker.wait()
        for thread in threading.enumerate():
            if thread.name == "beside-worker":
                thread.join(timeout=60)
                assert not thread.is_alive()

    monkeypatch.setattr(Server, "while_it_runs", staticmethod(interrupt))
    # What runs in the background is started with Ctrl-C ignored.
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        with caplog.at_level("ERROR"), pytest.raises(KeyboardInterrupt):
            call_command("serve", skip_checks=True)
    finally:
        signal.signal(signal.SIGINT, before)
    assert (caplog.records, len(beside)) == ([], 2)


def test_without_the_worker_nothing_is_started_beside(beside) -> None:
    with pytest.raises(KeyboardInterrupt):
        call_command("serve", "--no-worker", "--workers=2", skip_checks=True)
    assert beside == []
    assert Server.begun[0]["workers"] == 2


def test_what_the_server_says_is_json(tmp_path: Path) -> None:
    """Also what granian says in processes of its own, before Django is there."""
    with serving_empty(tmp_path, LOG_LEVEL="info"):
        pass
    lines = (tmp_path / "server.log").read_text().splitlines()
    said = [json.loads(line) for line in lines if line.startswith("{")]
    assert {line["logger"] for line in said} >= {"_granian"}
    assert any("worker-1" in line["message"] for line in said)
    assert "[" not in {line[:1] for line in lines}

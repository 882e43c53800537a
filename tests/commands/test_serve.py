"""`manage.py serve`: its options, and how it ends what it started beside the server."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

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

    def __init__(self, target: str, **options: Any) -> None:
        Server.begun.append(options)

    def serve(self) -> None:
        raise KeyboardInterrupt


# Told to end, the one ends and the other goes on.
ENDING = "import time; print(flush=True); time.sleep(60)"
BUSY = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print(flush=True); time.sleep(60)"


@pytest.fixture
def beside(monkeypatch: pytest.MonkeyPatch) -> list[subprocess.Popen[bytes]]:
    """The processes that are started beside the server: the worker is in the middle of something long."""
    started: list[subprocess.Popen[bytes]] = []
    begin = subprocess.Popen

    def popen(command: list[str], **options: Any) -> subprocess.Popen[bytes]:
        code = BUSY if command[-1] == "worker" else ENDING
        process = begin([sys.executable, "-c", code], stdout=subprocess.PIPE)
        assert process.stdout is not None
        process.stdout.readline()  # from now on it minds signals as it means to
        started.append(process)
        return process

    Server.begun = []
    monkeypatch.setattr(serve, "Granian", Server)
    monkeypatch.setattr(serve.subprocess, "Popen", popen)
    monkeypatch.setattr(serve.Command, "_check_free", lambda *given: None)
    monkeypatch.setattr(serve, "STOP_SECONDS", 0.5)
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

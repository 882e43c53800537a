"""What a client meets: the product as a server of its own over the demo corpus, and plain HTTP beside it."""

from __future__ import annotations

import fcntl
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

from tests.conftest import ROOT

DESCRIPTION = ROOT / "docs" / "openapi.yaml"
CLIENTS = ROOT / "var" / "clients"
STARTS_WITHIN = 60


@dataclass(frozen=True)
class Server:
    """A running server and a token for its writes."""

    root: str
    token: str

    def ask(self, path: str, query: dict[str, Any] | None = None, body: Any = None) -> Any:
        """The JSON of an answer, by plain HTTP."""
        method = "GET" if body is None else "POST"
        answer = httpx.request(method, f"{self.root}/api/v1/{path}", params=query, json=body, timeout=60)
        return answer.raise_for_status().json()

    def all_of(self, path: str, query: dict[str, Any]) -> list[Any]:
        """The results of all pages of a list, in pages of another size than clients ask for."""
        found: list[Any] = []
        page = self.ask(path, {**query, "page_size": 200})
        while True:
            found += page["results"]
            if page["next"] is None:
                return found
            page = httpx.get(page["next"], timeout=60).raise_for_status().json()

    def most_quoted(self) -> Any:
        """The person of the demo corpus who is quoted most."""
        return self.ask("people/", {"ordering": "-quotation_count", "page_size": 1})["results"][0]


@contextmanager
def serving(folder: Path) -> Iterator[Server]:
    """A server over the demo corpus, in a database of its own under the folder."""
    environment = {name: value for name, value in os.environ.items() if name not in ("CACHE_URL", "PUBLIC_READ")} | {
        "DATABASE_URL": f"sqlite:///{folder / 'clients.sqlite3'}",
        "DEBUG": "0",
        "SECRET_KEY": "only for the tests of clients, and long enough to be one",
        "ALLOWED_HOSTS": "127.0.0.1",
        "THROTTLE": "off",
    }
    manage(["prepare"], environment)
    token = manage(["createtoken", "tester", "--groups", "ingestors,curators"], environment).splitlines()[-1]
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    command = [sys.executable, "manage.py", "serve", "--no-worker", "--port", str(port)]
    with (folder / "server.log").open("wb") as log:
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=log)
    try:
        await_answer(f"http://127.0.0.1:{port}/health/live", process, folder / "server.log")
        yield Server(f"http://127.0.0.1:{port}", token)
    finally:
        process.terminate()
        process.wait(timeout=30)


def manage(arguments: list[str], environment: dict[str, str]) -> str:
    """What a command of manage.py prints."""
    command = [sys.executable, "manage.py", *arguments]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def await_answer(address: str, process: subprocess.Popen[bytes], log: Path) -> None:
    """Wait until the server answers."""
    deadline = time.monotonic() + STARTS_WITHIN
    while time.monotonic() < deadline and process.poll() is None:
        try:
            httpx.get(address, timeout=5).raise_for_status()
            return
        except httpx.TransportError:
            time.sleep(0.1)
    raise AssertionError(f"the server did not start: {log.read_text()}")


@contextmanager
def alone(name: str) -> Iterator[Path]:
    """The folder of a client under var/, for one process at a time."""
    CLIENTS.mkdir(parents=True, exist_ok=True)
    with (CLIENTS / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield CLIENTS / name


def run(*command: str | Path, **variables: str) -> subprocess.CompletedProcess[str]:
    """A finished command, in the checkout."""
    words = [str(word) for word in command]
    return subprocess.run(words, cwd=ROOT, env=os.environ | variables, capture_output=True, text=True, check=False)

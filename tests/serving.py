"""The product as a server of its own on loopback, as it runs in production."""

from __future__ import annotations

import os
import secrets
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from tests.conftest import ROOT

STARTS_WITHIN = 120
DATABASE = "site.sqlite3"
# What a server of the tests does not take from whoever runs them.
OWN = (
    "DATABASE_URL",
    "DATABASE_REPLICA_URLS",
    "DATABASE_POOLED",
    "CACHE_URL",
    "DEBUG",
    "PUBLIC_READ",
    "SECRET_KEY",
    "CORS_ORIGINS",
    "METRICS_TOKEN",
    "PROMETHEUS_MULTIPROC_DIR",
    "CELERY_BROKER_URL",
    "CELERY_QUEUE",
)


@dataclass(frozen=True)
class Site:
    """A server that runs, with a database of its own."""

    address: str
    environment: dict[str, str]

    def manage(self, *arguments: str, **variables: str) -> str:
        """What a command of manage.py prints, run beside the server on the same database."""
        return manage(arguments, self.environment | variables)


@contextmanager
def serving(folder: Path, *prepare: str, **variables: str) -> Iterator[Site]:
    """The server of ``make run`` on a free port, on the folder's database, once the command given has prepared it."""
    environment = {name: value for name, value in os.environ.items() if name not in OWN} | {
        "DEBUG": "0",
        "SECRET_KEY": secrets.token_urlsafe(50),
        "ALLOWED_HOSTS": "127.0.0.1",
        "THROTTLE": "off",
        "WEB_STOP_SECONDS": "2",
        "DATABASE_URL": f"sqlite:///{folder / DATABASE}",
        **variables,
    }
    if prepare:
        manage(prepare, environment)
    with running(command, environment, folder / "server.log") as (port, _):
        yield Site(f"http://127.0.0.1:{port}", environment)


@contextmanager
def running(start: Callable[[int], list[str]], environment: dict[str, str], log: Path) -> Iterator[tuple[int, int]]:
    """The port and the process id of a server that is ready; ``start`` gives the command for a port."""
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    with log.open("w") as written:
        server = subprocess.Popen(
            start(port), cwd=ROOT, env=environment, stdout=written, stderr=written, start_new_session=True
        )
        try:
            deadline = time.monotonic() + STARTS_WITHIN
            while server.poll() is None and not is_ready(address):
                assert time.monotonic() < deadline, log.read_text()
                time.sleep(0.2)
            assert server.poll() is None, log.read_text()
            yield port, server.pid
        finally:
            server.terminate()
            with suppress(subprocess.TimeoutExpired):
                server.wait(timeout=20)
            # What is left of its group, where it did not stop by itself.
            with suppress(ProcessLookupError):
                os.killpg(server.pid, signal.SIGKILL)


def manage(arguments: tuple[str, ...], environment: dict[str, str]) -> str:
    """What a command of manage.py prints."""
    words = [sys.executable, "manage.py", *arguments]
    done = subprocess.run(words, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def command(port: int) -> list[str]:
    """What starts the product as in production, less the worker that has nothing to do."""
    return [sys.executable, "manage.py", "serve", "--no-worker", "--port", str(port)]


def free_port() -> int:
    """A port of loopback that nobody listens on, of those that the system gives to no client meanwhile."""
    while True:
        port = 20_000 + secrets.randbelow(12_000)
        with suppress(OSError), socket.create_server(("127.0.0.1", port)):
            return port


def is_ready(address: str) -> bool:
    """Whether the server answers that it is ready."""
    with suppress(OSError), urllib.request.urlopen(f"{address}/health/ready", timeout=5) as answer:  # noqa: S310
        return bool(answer.status == 200)
    return False

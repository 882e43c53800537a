"""The product and its peers as servers on loopback, each a granian of one process."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from tests.bench import table_server
from tests.bench.client import BadAnswer, Connection
from tests.bench.databases import FOLDER, ROOT
from tests.serving import command as product
from tests.serving import free_port

STARTS_WITHIN = 60
PRODUCT, DRIVER, IDIOMATIC, DATASETTE = "product", "E", "A", "Datasette"


def command(name: str, port: int) -> list[str]:
    """What starts a contender."""
    if name.startswith(PRODUCT):
        return product(port)
    if name == DATASETTE:
        return table_server.command(Path(urlsplit(os.environ["DATABASE_URL"]).path), FOLDER, port)
    app = {DRIVER: "tests.bench.driver.app:application", IDIOMATIC: "tests.bench.idiomatic.wsgi:application"}[name]
    options = ["--interface", "wsgi", "--workers", "1", "--blocking-threads", "4", "--no-ws"]
    return [sys.executable, "-m", "granian", *options, "--host", "127.0.0.1", "--port", str(port), app]


@contextmanager
def serving(names: list[str], variables: Mapping[str, str]) -> Iterator[dict[str, Connection]]:
    """A connection to each contender, by name; the servers stop at the end."""
    running: list[subprocess.Popen[bytes]] = []
    connections: dict[str, Connection] = {}
    try:
        for name in names:
            port = free_port()
            # The peers bring settings of their own.
            environment = {k: v for k, v in os.environ.items() if k != "DJANGO_SETTINGS_MODULE"} | dict(variables)
            with (FOLDER / f"{name}.log").open("wb") as log:
                process = subprocess.Popen(command(name, port), cwd=ROOT, env=environment, stdout=log, stderr=log)
            running.append(process)
            connections[name] = _connected(name, port, process)
        yield connections
    finally:
        for connection in connections.values():
            connection.close()
        for process in running:
            process.terminate()
        for process in running:
            try:
                process.wait(timeout=20)
            except subprocess.TimeoutExpired:
                process.kill()


def _connected(name: str, port: int, process: subprocess.Popen[bytes]) -> Connection:
    deadline = time.monotonic() + STARTS_WITHIN
    while time.monotonic() < deadline and process.poll() is None:
        try:
            connection = Connection(port)
            connection.get("/-/versions.json" if name == DATASETTE else "/health/live")
            return connection
        except (OSError, BadAnswer):
            time.sleep(0.1)
    raise BadAnswer(f"{name} did not start; {FOLDER / f'{name}.log'} says why")

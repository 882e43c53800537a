"""Brokers, stores and workers of their own for each test."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest
from kombu import Connection

from tests.conftest import ROOT
from tests.fleet.newsroom import write
from tests.lanes import AMQP, POSTGRESQL, REDIS, TEMPLATE, answers, usable_postgresql
from tests.prepared import EMPTY, copy
from tests.serving import OWN, manage
from tests.stores import ask

NUMBER = 100
WITHIN = 240  # seconds until what should come about is said not to; a machine with much else to do takes its time
BROKERS = {"rabbitmq": (AMQP, 5672), "redis": (REDIS, 6379)}


@dataclass
class Fleet:
    """Workers on a store and a broker."""

    environment: dict[str, str]
    folder: Path
    workers: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def start(self, number: int, *program: str) -> None:
        """Start so many workers."""
        for _ in range(number):
            name = f"w{len(self.workers)}"
            words = [
                sys.executable,
                "-m",
                *(program or ("celery", "-A", "api")),
                "worker",
                "--pool",
                "solo",
                "-n",
                name,
            ]
            log = (self.folder / f"{name}.log").open("wb")
            quiet = ["--without-gossip", "--without-mingle", "--loglevel", "WARNING"]
            self.workers.append(
                subprocess.Popen([*words, *quiet], cwd=ROOT, env=self.environment, stdout=log, stderr=log)
            )

    def ingest(self, news: Path) -> subprocess.Popen[str]:
        """Begin to ingest."""
        if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
            # a shell has what it runs in the background pass over it, and all that is started from there too
            signal.signal(signal.SIGINT, signal.default_int_handler)
        words = [sys.executable, "manage.py", "ingest", str(news), "--distribute", "--json"]
        pipe = subprocess.PIPE
        return subprocess.Popen(words, cwd=ROOT, env=self.environment, stdout=pipe, stderr=pipe, text=True)

    def manage(self, *words: str) -> str:
        """What a command of manage.py prints."""
        return manage(words, self.environment)

    def corpus(self) -> Any:
        """What stands in the store."""
        words = [sys.executable, "-m", "tests.fleet.rows"]
        done = subprocess.run(words, cwd=ROOT, env=self.environment, capture_output=True, text=True, check=True)
        return json.loads(done.stdout)

    def ask(self, statement: str) -> list[tuple[Any, ...]]:
        """Rows of the store, read beside everybody."""
        return ask(self.environment["DATABASE_URL"], statement)

    def wait(self, come: Callable[[], Any], what: str) -> Any:
        """Wait until something has come about, and give it."""
        deadline = time.monotonic() + WITHIN
        while not (found := come()):
            assert time.monotonic() < deadline, f"{what} did not come about\n{self.logs()}"
            time.sleep(0.05)
        return found

    def read(self) -> int:
        """Documents that are read."""
        [(number,)] = self.ask("SELECT COALESCE(SUM(read), 0) FROM corpus_runchunk")
        return int(number)

    def kill_one_that_reads(self) -> None:
        """Kill a worker, with SIGKILL, while it has a chunk."""
        ours = {worker.pid: worker for worker in self.workers if worker.poll() is None}

        def busy() -> list[int]:
            rows = self.ask("SELECT worker FROM corpus_runchunk WHERE state = 'leased'")
            return [pid for (name,) in rows if (pid := int(name.split(":")[1])) in ours]

        pid = self.wait(busy, "a chunk that somebody reads")[0]
        ours[pid].kill()
        ours[pid].wait()

    def logs(self) -> str:
        """The ends of what the workers wrote."""
        return "\n".join(f"{path.name}: {path.read_text()[-3000:]}" for path in sorted(self.folder.glob("*.log")))

    def end(self) -> None:
        """End the workers that are left."""
        for worker in self.workers:
            if worker.poll() is None:
                worker.send_signal(signal.SIGTERM)
        for worker in self.workers:
            with suppress(subprocess.TimeoutExpired):
                worker.wait(timeout=10)
            if worker.poll() is None:
                worker.kill()
                worker.wait()


@pytest.fixture(scope="session")
def news(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The articles that come in."""
    return write(tmp_path_factory.mktemp("news") / "news.jsonl", NUMBER)


@pytest.fixture(scope="session")
def quiet() -> dict[str, str]:
    """Variables that all of a fleet have."""
    given = {name: value for name, value in os.environ.items() if name not in OWN}
    return given | {"SECRET_KEY": "of a test", "EXTRACTION_MODEL": "rules", "LEASE_SECONDS": "2"}


@pytest.fixture(scope="session")
def empty_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file with all tables and no row."""
    return copy(EMPTY, tmp_path_factory.mktemp("empty") / "empty.sqlite3")


@pytest.fixture(scope="session")
def undisturbed(quiet: dict[str, str], empty_file: Path, news: Path, tmp_path_factory: pytest.TempPathFactory) -> Any:
    """What a plain run in one process prints and leaves."""
    folder = tmp_path_factory.mktemp("undisturbed")
    store = shutil.copy(empty_file, folder / "corpus.sqlite3")
    fleet = Fleet(quiet | {"DATABASE_URL": f"sqlite:///{store}"}, folder)
    words = [sys.executable, "manage.py", "ingest", str(news), "--json"]
    done = subprocess.run(words, cwd=ROOT, env=fleet.environment, capture_output=True, text=True, check=False)
    assert done.returncode == 1, done.stderr  # one of the articles cannot be read
    return json.loads(done.stdout), fleet.corpus()


@pytest.fixture(scope="session")
def empty_database(quiet: dict[str, str]) -> Iterator[str]:
    """A PostgreSQL database with all tables and no row, to be copied."""
    if not usable_postgresql(POSTGRESQL):
        pytest.skip(f"no PostgreSQL answers at {POSTGRESQL}")
    if TEMPLATE in os.environ:
        yield os.environ[TEMPLATE]
        return
    with psycopg.connect(POSTGRESQL, autocommit=True) as server:
        name = f"fleet_{uuid.uuid4().hex[:12]}"
        server.execute(f'CREATE DATABASE "{name}"')
        try:
            manage(("migrate", "-v0", "--skip-checks"), quiet | {"DATABASE_URL": _named(name)})
            yield name
        finally:
            server.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def _named(name: str) -> str:
    return urlunsplit(urlsplit(POSTGRESQL)._replace(path=f"/{name}"))


@pytest.fixture
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of an empty store of the kind that the test asks for."""
    if request.param == "sqlite":
        path = shutil.copy(request.getfixturevalue("empty_file"), tmp_path / "corpus.sqlite3")
        yield f"sqlite:///{path}"
        return
    template = request.getfixturevalue("empty_database")
    name = f"fleet_{uuid.uuid4().hex[:12]}"
    with psycopg.connect(POSTGRESQL, autocommit=True) as server:
        server.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
        yield _named(name)
        server.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@pytest.fixture
def broker(request: pytest.FixtureRequest) -> tuple[str, str]:
    """The address of the broker that the test asks for, and a queue of the test's own."""
    url, port = BROKERS[request.param]
    if not answers(url, port):
        pytest.skip(f"no broker answers at {url}")
    return url, f"test-{uuid.uuid4().hex[:12]}"


@pytest.fixture
def fleet(store: str, broker: tuple[str, str], quiet: dict[str, str], tmp_path: Path) -> Iterator[Fleet]:
    """No workers yet."""
    url, queue = broker
    made = Fleet(quiet | {"DATABASE_URL": store, "CELERY_BROKER_URL": url, "CELERY_QUEUE": queue}, tmp_path)
    try:
        yield made
    finally:
        made.end()
        forget(url, queue)


def forget(url: str, queue: str) -> None:
    """Delete the queue with all that waits in it."""
    if url.startswith("redis"):
        import redis

        with redis.Redis.from_url(url) as server:
            for key in server.scan_iter(match=f"{queue}*"):
                server.delete(key)
        return
    with Connection(url) as connection, connection.channel() as channel:
        channel.queue_delete(queue)
        channel.exchange_delete(queue)

"""Databases of the benchmark's own, made anew for each run. Knows no Django: it says what Django is to be told."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

ROOT = Path(__file__).resolve().parent.parent.parent
FOLDER = ROOT / "var" / "bench"
NAME, TWIN = "on_record_bench", "on_record_bench_twin"
POSTGRESQL = os.environ.get("TEST_DATABASE_URL", "postgres://postgres@127.0.0.1:5432/postgres")


class NoDatabase(Exception):
    """There is no database that the benchmark may use."""


@contextmanager
def alone() -> Iterator[None]:
    """No other benchmark of this checkout meanwhile: it would take the databases away from this one."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with (FOLDER / "lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise NoDatabase("another benchmark is running in this checkout") from None
        yield


@contextmanager
def chosen(database: str, *, keep: bool) -> Iterator[dict[str, str]]:
    """The variables of empty databases, or of what the run before has left; this process is told them too."""
    with alone():
        variables = standing(database) if keep else fresh(database)
        os.environ.update(variables, DJANGO_SETTINGS_MODULE="tests.bench.settings")
        yield variables


def fresh(database: str) -> dict[str, str]:
    """Empty databases, and the environment variables under which the product uses them."""
    return _variables(*(_postgresql() if database == "postgres" else _sqlite()))


def standing(database: str) -> dict[str, str]:
    """The variables for what the run before has left."""
    if database == "postgres":
        return _variables(urlunsplit(urlsplit(POSTGRESQL)._replace(path=f"/{NAME}")), TWIN)
    if not (FOLDER / f"{NAME}.sqlite3").exists():
        raise NoDatabase("no run before has left a corpus")
    return _variables(f"sqlite:///{FOLDER / NAME}.sqlite3", str(FOLDER / f"{TWIN}.sqlite3"))


def _variables(url: str, twin: str) -> dict[str, str]:
    return {
        "DATABASE_URL": url,
        "BENCH_TWIN": twin,
        "DEBUG": "0",
        "SECRET_KEY": "for benchmarks on loopback alone, over a corpus that is invented",
        "ALLOWED_HOSTS": "127.0.0.1",
        # They count, as for everybody, and never reach the limit.
        "THROTTLE_ANONYMOUS": "1000000000",
        "THROTTLE_EXPENSIVE": "1000000000",
    }


def _sqlite() -> tuple[str, str]:
    for name in (NAME, TWIN):
        for ending in ("", "-wal", "-shm"):
            (FOLDER / f"{name}.sqlite3{ending}").unlink(missing_ok=True)
    return f"sqlite:///{FOLDER / NAME}.sqlite3", str(FOLDER / f"{TWIN}.sqlite3")


def _postgresql() -> tuple[str, str]:
    import psycopg
    from psycopg.sql import SQL, Identifier

    try:
        connection = psycopg.connect(POSTGRESQL, autocommit=True, connect_timeout=5)
    except psycopg.Error as error:
        raise NoDatabase(f"no usable PostgreSQL (TEST_DATABASE_URL names one): {error}") from error
    with connection:
        for name in (NAME, TWIN):
            connection.execute(SQL("DROP DATABASE IF EXISTS {}").format(Identifier(name)))
            connection.execute(SQL("CREATE DATABASE {} TEMPLATE template0 ENCODING 'UTF8'").format(Identifier(name)))
    return urlunsplit(urlsplit(POSTGRESQL)._replace(path=f"/{NAME}")), TWIN

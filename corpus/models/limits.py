"""A limit of time on what the database is asked."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import DatabaseError, OperationalError, connections, router, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from corpus.models.article import Article

STEPS = 20_000  # of SQLite's machine between two looks at the clock; some tenths of a millisecond


class TooSlow(Exception):
    """The database did not answer in the time it was given, or what it answered was not compared in it."""


@contextmanager
def time_limit(seconds: float) -> Iterator[None]:
    """Break off a statement that runs for longer; raises `TooSlow`. Do not nest."""
    deadline = time.monotonic() + seconds
    guard = on_postgresql(seconds) if read().vendor == "postgresql" else on_sqlite(deadline)
    try:
        with guard:
            yield
    except OperationalError as error:
        if time.monotonic() >= deadline:
            raise TooSlow(f"The database was stopped after {seconds:.3g} seconds.") from error
        raise


@contextmanager
def on_postgresql(seconds: float) -> Iterator[None]:
    """By the server's own limit, for one transaction, so that it holds behind a pool of connections too."""
    connection = read()
    with transaction.atomic(using=connection.alias):
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('statement_timeout', %s, true)", [str(max(1, int(seconds * 1000)))])
        yield


@contextmanager
def on_sqlite(deadline: float) -> Iterator[None]:
    """By looking at the clock meanwhile."""
    connection = read()
    connection.ensure_connection()
    outer: float | None = getattr(connection, "read_until", None)
    watch(connection, deadline if outer is None else min(deadline, outer))
    try:
        yield
    finally:
        watch(connection, outer)


@contextmanager
def impatient(milliseconds: int) -> Iterator[None]:
    """A transaction that writes, and gives up rather than wait longer for another one: raises OperationalError."""
    connection = connections[router.db_for_write(Article)]
    if connection.vendor == "postgresql":
        with transaction.atomic(using=connection.alias):
            with connection.cursor() as cursor:
                cursor.execute("SELECT set_config('lock_timeout', %s, true)", [str(milliseconds)])
            yield
        return
    connection.ensure_connection()
    raw = connection.connection
    usual = raw.execute("PRAGMA busy_timeout").fetchone()[0]
    raw.execute(f"PRAGMA busy_timeout = {milliseconds:d}")
    try:
        with transaction.atomic(using=connection.alias):
            yield
    finally:
        raw.execute(f"PRAGMA busy_timeout = {usual:d}")


def read() -> BaseDatabaseWrapper:
    """The connection that is read."""
    return connections[router.db_for_read(Article)]


def watch(connection: BaseDatabaseWrapper, deadline: float | None) -> None:
    """Let SQLite look at the clock while it works, or stop doing so."""
    raw = connection.connection
    if raw is not None:
        raw.set_progress_handler(None if deadline is None else lambda: time.monotonic() >= deadline, STEPS)


def limit_reading(seconds: float) -> None:
    """Limit what is read from now on: each statement on PostgreSQL, all of them together on SQLite; 0 for no limit.

    PostgreSQL keeps the limit with the connection, so that it costs a message only where it changes. Behind a pooler
    of transactions it would be kept for others, so that none is set there.
    """
    connection = read()
    if connection.settings_dict.get("DISABLE_SERVER_SIDE_CURSORS"):
        return
    try:
        connection.ensure_connection()
    except DatabaseError:
        return  # whoever needs the database will be told
    raw = connection.connection
    if connection.vendor == "sqlite":
        deadline = time.monotonic() + seconds if seconds else None
        setattr(connection, "read_until", deadline)  # noqa: B010
        watch(connection, deadline)
    elif getattr(connection, "read_limit", None) != (raw, seconds) and (seconds or hasattr(connection, "read_limit")):
        # Not by Django's cursor: it is no statement of the request.
        with connection.wrap_database_errors:
            raw.execute(f"SET statement_timeout = {int(seconds * 1000)}")
        setattr(connection, "read_limit", (raw, seconds))  # noqa: B010


def end_reading() -> None:
    """What follows on the connection has no limit of the request any more."""
    connection = read()
    if connection.vendor == "sqlite" and getattr(connection, "read_until", None) is not None:
        setattr(connection, "read_until", None)  # noqa: B010
        watch(connection, None)


def was_stopped(error: Exception) -> bool:
    """Whether the database broke off by a limit of time, and did not fail by itself."""
    cause = error.__cause__
    return getattr(cause, "sqlstate", None) == "57014" or str(error) == "interrupted"

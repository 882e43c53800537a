"""A limit of time on what the database is asked."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import OperationalError, connection, transaction

STEPS = 20_000  # of SQLite's machine between two looks at the clock; some tenths of a millisecond


class TooSlow(Exception):
    """The database did not answer in the time it was given."""


@contextmanager
def time_limit(seconds: float) -> Iterator[None]:
    """Break off a statement that runs for longer; raises `TooSlow`. Do not nest."""
    deadline = time.monotonic() + seconds
    guard = on_postgresql(seconds) if connection.vendor == "postgresql" else on_sqlite(deadline)
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
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('statement_timeout', %s, true)", [str(max(1, int(seconds * 1000)))])
        yield


@contextmanager
def on_sqlite(deadline: float) -> Iterator[None]:
    """By looking at the clock meanwhile."""
    connection.ensure_connection()
    raw = connection.connection
    raw.set_progress_handler(lambda: time.monotonic() >= deadline, STEPS)
    try:
        yield
    finally:
        raw.set_progress_handler(None, STEPS)

"""One writer at a time: whoever changes the corpus waits until the one before has committed.

Entities are resolved by name and counters moved by differences, so two writers at once would make two records of one
name, or miss a merge that happens beside them. SQLite admits one writer anyway; PostgreSQL is asked to by an advisory
lock, which ends with the transaction. Reading documents, which takes the time, happens outside of it.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from enum import IntEnum

from django.db import connection, transaction


class Lock(IntEnum):
    """What is written. The numbers are keys of PostgreSQL's advisory locks, the same in every process."""

    CORPUS = 0x0C0B_0001  # articles, entities, and what refers to them
    RAW = 0x0C0B_0002  # raw documents, which come in while others are stored
    REQUESTS = 0x0C0B_0003  # requests with a key of the client's
    SOURCES = 0x0C0B_0004  # leases of sources
    ANSWERS = 0x0C0B_0005  # answers and tables kept; shared by all that keep one, alone where some are forgotten


@contextmanager
def one_writer(lock: Lock = Lock.CORPUS) -> Iterator[None]:
    """A transaction that no other writer of the same kind shares; also a decorator."""
    with transaction.atomic():
        hold(lock)
        yield


def hold(lock: Lock, *, shared: bool = False) -> None:
    """Hold the lock until the transaction ends; ``shared``: beside all others that share it."""
    if connection.vendor == "postgresql":
        function = "pg_advisory_xact_lock_shared" if shared else "pg_advisory_xact_lock"
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT {function}(%s)", [int(lock)])

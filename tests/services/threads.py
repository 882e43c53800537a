"""Writers beside each other on PostgreSQL: threads with connections of their own, and who waits for whom."""

from __future__ import annotations

import threading
from collections.abc import Callable

from django.db import connection, connections


def thread_of(work: Callable[[], object]) -> threading.Thread:
    """A thread that does the work on a connection of its own, not begun yet."""

    def run() -> None:
        try:
            work()
        finally:
            connections.close_all()

    return threading.Thread(target=run)


def somebody_waits() -> bool:
    """Whether somebody waits for an advisory lock of this database, such as that of the one writer."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT EXISTS (SELECT FROM pg_locks JOIN pg_database ON database = pg_database.oid"
            " WHERE datname = current_database() AND locktype = 'advisory' AND NOT granted)"
        )
        return bool(cursor.fetchone()[0])

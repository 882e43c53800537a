"""Rows that many tests begin with: stored by the real services once, and by the same statements from then on."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection

from corpus.models import Article, Entity

# What a SQLite file numbers next.
NUMBERS = "SELECT name, seq FROM sqlite_sequence WHERE name LIKE 'corpus_%' ORDER BY name"
WRITES = ("INSERT", "UPDATE", "DELETE", "REPLACE")
Statement = tuple[str, Any, bool]


class Replayed:
    """Stores rows by a function; again in an empty corpus of SQLite, by the statements that it led to.

    They name rows by their numbers, so these must be the same. Those of PostgreSQL go on when a test is undone, so
    there each test calls the function.
    """

    def __init__(self, make: Callable[[], Any]) -> None:
        self.make = make
        self.kept: dict[tuple[Any, ...], tuple[list[Statement], Any]] = {}

    def __call__(self) -> Any:
        """Store the rows; what the function gave when it was called."""
        if connection.vendor != "sqlite" or Article.objects.exists() or Entity.objects.exists():
            return self.make()
        with connection.cursor() as cursor:
            before = tuple(cursor.execute(NUMBERS).fetchall())
            if before in self.kept:
                statements, given = self.kept[before]
                for sql, params, many in statements:
                    (cursor.executemany if many else cursor.execute)(sql, params)
                    if "RETURNING" in sql:
                        cursor.fetchall()
                return given
        with heard() as statements:
            given = self.make()
        self.kept[before] = statements, given
        return given


@contextmanager
def heard() -> Iterator[list[Statement]]:
    """The statements that write, as they come."""
    found: list[Statement] = []

    def note(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        params = [*params] if many else params  # they may be read once only
        assert not sql.startswith("ROLLBACK"), "what was undone cannot be told from what stays"
        if sql.lstrip().upper().startswith(WRITES) or " RETURNING " in sql:
            found.append((sql, params, many))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        yield found

"""Rows that hold a key, so many of each key at the most: no key costs more than that, however many hold it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.db import connection
from django.db.models import Model

from corpus.chunks import chunked

CHUNK = 100


def holding(
    model: type[Model], column: str, keys: Iterable[int], *, most: int, marked: str = ""
) -> Iterator[tuple[Any, ...]]:
    """Key, the column and the total of the rows of a model with ``key`` and ``total``: the first by that column.

    Of those alone whose column ``marked`` is true, where one is named.
    """
    for some in chunked(keys, CHUNK):
        with connection.cursor() as cursor:
            cursor.execute(*_asked(model._meta.db_table, column, some, most, f"AND {marked}" if marked else ""))
            yield from cursor.fetchall()


def _asked(table: str, column: str, keys: list[int], most: int, also: str) -> tuple[str, list[Any]]:
    """The statement, and its parameters."""
    if connection.vendor == "postgresql":
        rows = f"SELECT t.{column}, t.total FROM {table} t WHERE t.key = k.key {also} ORDER BY t.{column} LIMIT %s"  # noqa: S608
        each = f"SELECT k.key, p.* FROM unnest(%s::bigint[]) AS k(key) CROSS JOIN LATERAL ({rows}) p"  # noqa: S608
        return each, [keys, most]
    rows = f"SELECT key, {column}, total FROM {table} WHERE key = %s {also} ORDER BY {column} LIMIT %s"  # noqa: S608
    each = " UNION ALL ".join([f"SELECT * FROM ({rows})"] * len(keys))  # noqa: S608
    return each, [it for key in keys for it in (key, most)]

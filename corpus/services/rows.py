"""Rows of whole tables, for those who carry a corpus from one place to another: read in pieces, written, compared."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from hashlib import blake2b
from typing import Any

from django.apps import apps
from django.core.management.color import no_style
from django.db import connections
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.db.models import Field, JSONField, Model, QuerySet

from corpus import search
from corpus.models import Change

CHUNK = 2000
_SUMS = 1 << 128

Row = tuple[Any, ...]
Fields = Sequence["Field[Any, Any]"]


class Tally:
    """Rows counted and summed up, in whatever order they come: two databases sort text in two ways."""

    def __init__(self, fields: Fields) -> None:
        self.rows, self.sum = 0, 0
        self._documents = [isinstance(field, JSONField) for field in fields]

    def add(self, row: Row) -> None:
        """Count the row."""
        plain = [_plain(value, document) for value, document in zip(row, self._documents, strict=True)]
        digest = blake2b(repr(plain).encode("utf-8", "surrogatepass"), digest_size=16).digest()
        self.rows += 1
        self.sum = (self.sum + int.from_bytes(digest, "big")) % _SUMS

    @property
    def checksum(self) -> str:
        """The sum of all rows, as people are told it."""
        return f"{self.sum:032x}"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Tally) and (self.rows, self.sum) == (other.rows, other.sum)

    __hash__ = None  # type: ignore[assignment]


def all_models() -> list[type[Model]]:
    """A model for each table of the installed applications, those between two others too."""
    found = apps.get_models(include_auto_created=True)
    # The feed of changes comes last: what is written before it is told there, and is no change.
    kept = [model for model in found if model._meta.managed and not model._meta.proxy]
    return sorted(kept, key=lambda model: model is Change)


def all_rows(model: type[Model], using: str) -> QuerySet[Any]:
    """Every row by its key."""
    # The models' own managers may leave rows out.
    return QuerySet(model, using=using).order_by("pk")


def _on_disk(*, at_once: bool) -> set[tuple[str, str]]:
    """Of the migrations of this version those that do the work of others at once, or the others."""
    return {key for key, one in MigrationLoader(None).disk_migrations.items() if bool(one.replaces) is at_once}


def wanted() -> set[tuple[str, str]]:
    """The migrations of this version, by application and name; one that does the work of others at once is none."""
    return _on_disk(at_once=False)


def applied(using: str) -> set[tuple[str, str]]:
    """The migrations that the database has, counted alike: whichever way its tables were made."""
    return MigrationRecorder(connections[using]).applied_migrations().keys() - _on_disk(at_once=True)


@contextmanager
def snapshot(using: str) -> Iterator[None]:
    """One state of the database for all that is read; nobody who writes is kept waiting.

    By a statement of our own: Django's transactions are IMMEDIATE on SQLite, and READ COMMITTED on PostgreSQL.
    """
    connection = connections[using]
    begin = "BEGIN" if connection.vendor == "sqlite" else "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"
    with connection.cursor() as cursor:
        cursor.execute(begin)
        try:
            yield
        finally:
            cursor.execute("ROLLBACK")


def chunks(rows: QuerySet[Any], fields: Fields) -> Iterator[list[Row]]:
    """The rows, which are ordered by their key, so that no more than a chunk is in memory."""
    key = [field.primary_key for field in fields].index(True)
    size = chunk_size(fields)
    following = rows.values_list(*[field.attname for field in fields])
    chunk = list(following[:size])
    while chunk:
        yield chunk
        chunk = list(following.filter(pk__gt=chunk[-1][key])[:size])


def chunk_size(fields: Fields) -> int:
    """How many rows are in memory at a time: articles and raw bytes are long, so fewer of them."""
    kinds = {field.get_internal_type() for field in fields}
    if "BinaryField" in kinds:
        return CHUNK // 100
    return CHUNK // 20 if "TextField" in kinds else CHUNK


def insert(model: type[Model], fields: Fields, rows: Iterable[Row], using: str) -> None:
    """Write the rows as they are, keys and all."""
    connection = connections[using]
    quote = connection.ops.quote_name
    table, columns = quote(model._meta.db_table), ", ".join(quote(str(field.column)) for field in fields)
    written = [
        [field.get_db_prep_save(value, connection) for field, value in zip(fields, row, strict=True)] for row in rows
    ]
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with connection.wrap_database_errors, cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as copy:
                for values in written:
                    copy.write_row(values)
        else:
            marks = ", ".join(["%s"] * len(fields))
            cursor.executemany(f"INSERT INTO {table} ({columns}) VALUES ({marks})", written)  # noqa: S608


def tallied(rows: QuerySet[Any], fields: Fields, count: Callable[[int], None]) -> Tally:
    """What stands there, counted and summed up; ``count`` is told of each piece that was read."""
    tally = Tally(fields)
    for chunk in chunks(rows, fields):
        for row in chunk:
            tally.add(row)
        count(len(chunk))
    return tally


def clear(model: type[Model], using: str) -> None:
    """Empty the table; what refers to its rows stays as it is."""
    QuerySet(model, using=using)._raw_delete(using)


def settle(models: Sequence[type[Model]], using: str) -> None:
    """Ask whether every key leads to a row, and have what is written from now on get keys of its own."""
    connection = connections[using]
    connection.check_constraints()
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), models):
            cursor.execute(statement)


def index(using: str, on_progress: Callable[[int, int], None]) -> str:
    """Make the search tables anew, and say what is missing in them; nothing, where they are complete."""
    search.rebuild(on_progress=on_progress, using=using)
    for name, found in search.coverage(using=using).items():
        if found.missing or found.stray:
            return f"The search index of {name} is incomplete: {found.missing} missing, {found.stray} stray."
    return ""


def analyse(using: str) -> None:
    """Have PostgreSQL count what it plans by; SQLite does so as it goes."""
    if connections[using].vendor == "postgresql":
        with connections[using].cursor() as cursor:
            cursor.execute("ANALYZE")


def _plain(value: Any, document: bool) -> Any:
    """A value as both databases give it: times in one zone, JSON whatever the order of its names."""
    if document:
        return json.loads(json.dumps(value, sort_keys=True), parse_int=float)
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, memoryview | bytearray):
        return bytes(value)
    return value

"""Everything that one database holds, put into another one of either kind, with all keys and ids as they are.

The source is read in one snapshot; the target is written in one transaction, which ends only when every row of every
table was read back and is what it was. What is derived from the rows, the search index, is made anew.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from hashlib import blake2b
from typing import Any, NamedTuple

from django.apps import apps
from django.core.management.color import no_style
from django.db import DEFAULT_DB_ALIAS, DatabaseError, connections, transaction
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.db.models import Field, JSONField, Model, QuerySet

from corpus import search
from corpus.models import Change

CHUNK = 2000
# What migrations put into an empty database; the source's rows take their place.
SEEDED = ("auth.group_permissions", "auth.group", "auth.permission", "contenttypes.contenttype")
_SUMS = 1 << 128


class MoveError(Exception):
    """Why nothing was moved; the target holds no row of the corpus."""


class Moved(NamedTuple):
    """What was checked of a table."""

    table: str
    rows: int
    checksum: str


class _Tally:
    """Rows counted and summed up, in whatever order they come: two databases sort text in two ways."""

    def __init__(self, model: type[Model]) -> None:
        self.rows, self.sum = 0, 0
        self._documents = [isinstance(field, JSONField) for field in model._meta.concrete_fields]

    def add(self, row: tuple[Any, ...]) -> None:
        plain = [_plain(value, document) for value, document in zip(row, self._documents, strict=True)]
        digest = blake2b(repr(plain).encode("utf-8", "surrogatepass"), digest_size=16).digest()
        self.rows += 1
        self.sum = (self.sum + int.from_bytes(digest, "big")) % _SUMS


def move(
    target: str,
    *,
    migrate: Callable[[], None],
    source: str = DEFAULT_DB_ALIAS,
    on_progress: Callable[[int, int], None] | None = None,
) -> list[Moved]:
    """Copy all rows from one alias to the other, which must be empty, and give what was checked of each table.

    ``migrate`` gives a target without tables those that it needs.
    """
    try:
        _prepare(source, target, migrate)
        with _snapshot(source), transaction.atomic(using=target):
            moved = _copy_all(source, target, on_progress or (lambda done, known: None))
        if connections[target].vendor == "postgresql":
            with connections[target].cursor() as cursor:
                cursor.execute("ANALYZE")
    except DatabaseError as error:
        raise MoveError(f"The database refused: {str(error).strip()}") from error
    return moved


def _models() -> list[type[Model]]:
    """A model for each table of the installed applications, those between two others too."""
    found = apps.get_models(include_auto_created=True)
    # The feed of changes comes last: what is written before it is told there, and is no change.
    kept = [model for model in found if model._meta.managed and not model._meta.proxy]
    return sorted(kept, key=lambda model: model is Change)


def _rows(model: type[Model], using: str) -> QuerySet[Any]:
    # The models' own managers may leave rows out.
    return QuerySet(model, using=using).order_by("pk")


def _prepare(source: str, target: str, migrate: Callable[[], None]) -> None:
    """Refuse what cannot be moved, or would be written over; give an empty target its tables."""
    wanted = set(MigrationLoader(None).disk_migrations)
    there = _applied(source)
    if wanted - there:
        raise MoveError("Migrations of the source are not applied; run manage.py migrate first.")
    if not connections[target].introspection.table_names():
        migrate()
    if _applied(target) & wanted != wanted or _applied(target) - there:
        raise MoveError("The migrations of the target are others than those of the source; name an empty database.")
    for model in _models():
        if model._meta.label_lower not in SEEDED and _rows(model, target).exists():
            raise MoveError(f"The target is not empty: there are rows in {model._meta.db_table}.")
    if {*_names("auth.Group", target)} - {*_names("auth.Group", source)}:
        raise MoveError("The target is not empty: it has groups that the source has not.")


def _applied(using: str) -> set[tuple[str, str]]:
    return set(MigrationRecorder(connections[using]).applied_migrations())


def _names(label: str, using: str) -> list[str]:
    return list(_rows(apps.get_model(label), using).values_list("name", flat=True))


@contextmanager
def _snapshot(using: str) -> Iterator[None]:
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


def _copy_all(source: str, target: str, on_progress: Callable[[int, int], None]) -> list[Moved]:
    models = _models()
    for label in SEEDED:
        QuerySet(apps.get_model(label), using=target)._raw_delete(target)
    # Copied, read back, and indexed.
    known = 2 * sum(_rows(model, source).count() for model in models)
    done: Counter[str] = Counter()

    def count(rows: int) -> None:
        done["rows"] += rows
        on_progress(done["rows"], known)

    copied = {}
    for model in models:
        if model is Change:
            QuerySet(model, using=target)._raw_delete(target)
        copied[model] = _copy(model, source, target, count)
    connection = connections[target]
    connection.check_constraints()
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), models):
            cursor.execute(statement)
    moved = []
    for model in models:
        here, tally = _Tally(model), copied[model]
        for rows in _chunks(model, target):
            for row in rows:
                here.add(row)
            count(len(rows))
        if (here.rows, here.sum) != (tally.rows, tally.sum):
            raise MoveError(f"{model._meta.db_table} differs: {tally.rows} rows in the source, {here.rows} arrived.")
        moved.append(Moved(model._meta.db_table, here.rows, f"{here.sum:032x}"))
    search.rebuild(on_progress=lambda now, all_: on_progress(known + now, known + all_), using=target)
    for name, found in search.coverage(using=target).items():
        if found.missing or found.stray:
            raise MoveError(f"The search index of {name} is incomplete: {found.missing} missing, {found.stray} stray.")
    return moved


def _copy(model: type[Model], source: str, target: str, count: Callable[[int], None]) -> _Tally:
    fields, connection = model._meta.concrete_fields, connections[target]
    quote = connection.ops.quote_name
    table, columns = quote(model._meta.db_table), ", ".join(quote(str(field.column)) for field in fields)
    marks = ", ".join(["%s"] * len(fields))
    tally = _Tally(model)
    for rows in _chunks(model, source):
        written = [_prepared(row, fields, target) for row in rows]
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                with connection.wrap_database_errors, cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as copy:
                    for values in written:
                        copy.write_row(values)
            else:
                cursor.executemany(f"INSERT INTO {table} ({columns}) VALUES ({marks})", written)  # noqa: S608
        for row in rows:
            tally.add(row)
        count(len(rows))
    return tally


def _chunks(model: type[Model], using: str) -> Iterator[list[tuple[Any, ...]]]:
    """All rows by their keys, so that no more than a chunk is in memory."""
    key = [field.primary_key for field in model._meta.concrete_fields].index(True)
    # Articles and raw bytes are long: fewer of them at a time.
    long = any(field.get_internal_type() in ("BinaryField", "TextField") for field in model._meta.concrete_fields)
    size = CHUNK // 20 if long else CHUNK
    following = _rows(model, using).values_list(*[field.attname for field in model._meta.concrete_fields])
    chunk = list(following[:size])
    while chunk:
        yield chunk
        chunk = list(following.filter(pk__gt=chunk[-1][key])[:size])


def _prepared(row: tuple[Any, ...], fields: tuple[Field[Any, Any], ...], target: str) -> list[Any]:
    connection = connections[target]
    return [field.get_db_prep_save(value, connection) for field, value in zip(fields, row, strict=True)]


def _plain(value: Any, document: bool) -> Any:
    """A value as both databases give it: times in one zone, JSON whatever the order of its names."""
    if document:
        return json.loads(json.dumps(value, sort_keys=True), parse_int=float)
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, memoryview | bytearray):
        return bytes(value)
    return value

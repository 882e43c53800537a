"""Write many rows at once: new ones by COPY on PostgreSQL, all else by one prepared statement.

Several times as fast as ``bulk_create``, which compiles a statement for each batch and asks for the keys of the rows.
Here nobody learns their keys, unless the rows bring keys along.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from enum import Enum
from functools import cache
from operator import attrgetter
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Field, Model

# Fields whose values the drivers take as they stand; an Enum among words is written as its value.
AS_IT_IS = frozenset(
    {
        "BigAutoField",
        "BigIntegerField",
        "BooleanField",
        "CharField",
        "FloatField",
        "ForeignKey",
        "IntegerField",
        "PositiveIntegerField",
        "PositiveSmallIntegerField",
        "SmallIntegerField",
        "TextField",
    }
)
WORDS = frozenset({"CharField", "TextField"})


def insert(rows: Iterable[Model], *, using: str = DEFAULT_DB_ALIAS) -> int:
    """Write new rows of one model, in one transaction; gives their number. Rows with keys keep them.

    Fields are given their defaults and times as by ``save``. Raises what the database raises; nothing is written then,
    and a transaction around it can only be rolled back.
    """
    waiting = list(rows)
    if not waiting:
        return 0
    model, keyed = type(waiting[0]), waiting[0].pk is not None
    columns = fields_of(model, keyed=keyed)
    put(model, columns, written(waiting, columns, connections[using]), using=using)
    return len(waiting)


def put(
    model: type[Model],
    columns: Sequence[Field[Any, Any]],
    values: Iterable[Sequence[Any]],
    *,
    using: str = DEFAULT_DB_ALIAS,
) -> None:
    """Write rows that are given by the values of these columns, as the driver takes them, in one transaction."""
    connection = connections[using]
    names = ", ".join(connection.ops.quote_name(str(field.column)) for field in columns)
    table = connection.ops.quote_name(model._meta.db_table)
    with transaction.atomic(using=using, savepoint=False), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with connection.wrap_database_errors, cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:
                for row in values:
                    copy.write_row(row)
        else:
            marks = ", ".join(["%s"] * len(columns))
            cursor.executemany(f"INSERT INTO {table} ({names}) VALUES ({marks})", list(values))  # noqa: S608


def update(rows: Iterable[Model], names: Sequence[str], *, using: str = DEFAULT_DB_ALIAS) -> int:
    """Write these fields of rows that stand, in one transaction; gives their number.

    Unlike ``bulk_update``, whose statement the database reads through once more for each row that is in it.
    """
    waiting = list(rows)
    if not waiting:
        return 0
    meta = type(waiting[0])._meta
    known = {field.name: field for field in meta.concrete_fields}
    columns = [known[name] for name in names]
    connection = connections[using]
    quote = connection.ops.quote_name
    sets = ", ".join(f"{quote(str(field.column))} = %s" for field in columns)
    statement = f"UPDATE {quote(meta.db_table)} SET {sets} WHERE {quote(str(meta.pk.column))} = %s"  # noqa: S608
    keyed = [[*values, row.pk] for row, values in zip(waiting, written(waiting, columns, connection), strict=True)]
    with transaction.atomic(using=using, savepoint=False), connection.cursor() as cursor:
        cursor.executemany(statement, keyed)
    return len(waiting)


@cache
def fields_of(model: type[Model], *, keyed: bool) -> tuple[Field[Any, Any], ...]:
    """The columns that are written; the key only where the rows bring it along."""
    return tuple(field for field in model._meta.concrete_fields if keyed or not field.primary_key)


def written(
    rows: Iterable[Model], columns: Sequence[Field[Any, Any]], connection: BaseDatabaseWrapper
) -> Iterator[list[Any]]:
    """The values of each row as the driver takes them."""
    held = attrgetter("pk", *(field.attname for field in columns))  # one name alone would give no tuple
    prepared = [(place, field) for place, field in enumerate(columns) if not as_it_is(field)]
    worded = [place for place, field in enumerate(columns) if as_it_is(field) and field.get_internal_type() in WORDS]
    for row in rows:
        _, *values = held(row)
        for place in worded:
            value = values[place]
            if value.__class__ is not str and isinstance(value, Enum):
                values[place] = value.value
        for place, field in prepared:
            values[place] = field.get_db_prep_save(field.pre_save(row, add=True), connection)
        yield values


def as_it_is(field: Field[Any, Any]) -> bool:
    """Whether the driver takes the field's value as it stands."""
    return field.get_internal_type() in AS_IT_IS and type(field).pre_save is Field.pre_save

"""Rows as they are read: tuples of the columns that an answer needs, made into plain records without Django's models.

A model instance costs more than all else of a row: signals, deferred columns, a state of its own. What answers are
written from needs none of that. Statements that differ from one request to the next in a few values only, such as the
one that finds a record by its id or the rows under a page of records, are compiled once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import chain
from operator import itemgetter
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connections, router
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Model, QuerySet

# So many values stand in one statement; fewer are filled up by the last one, so that few statements are compiled.
SIZES = (1, 2, 5, 10, 20, 50, 100, 200, 500)
# Stand for the values while a statement is compiled.
NUMBERS = 4_611_686_018_427_000_000
TEXT = "\x02"
# Columns that say when a record was last changed, or read anew.
CHANGE_TIMES = ("updated_at", "extracted_at")


class Row:
    """A record: its columns by name, the records that are joined to it, and lists of rows under it.

    ``bare``: it holds no time of a change, and no other record.
    """

    bare = False


Made = Callable[[Sequence[Any]], Row]


@dataclass
class Columns:
    """The columns of a query, each by its lookup from the row, and how a tuple of them becomes a record."""

    paths: list[str]
    make: Made


def columns(model: type[Model], wanted: Iterable[str], joins: Iterable[str], annotated: Sequence[str] = ()) -> Columns:
    """Columns of a model and of the records that are joined to it; ``annotated`` come last, in their order."""
    paths: list[str] = []
    make = _record(model, "", {*wanted}, {*joins}, annotated, paths)
    return Columns(paths, make)


def _record(
    model: Any, prefix: str, wanted: set[str], joins: set[str], annotated: Sequence[str], paths: list[str]
) -> Made:
    """What makes the record at a place of the tree of joins; its columns are added to ``paths``."""
    key = model._meta.pk.attname
    names = {key} if not prefix else set()
    inner: list[tuple[str, str]] = []
    for path in wanted:
        if not path.startswith(prefix) or "__" in path[len(prefix) :]:
            continue
        name = path[len(prefix) :]
        if name in annotated:
            continue
        column = model._meta.pk if name == "pk" else model._meta.get_field(name)
        names.add(column.attname)
        if path in joins:
            inner.append((name, column.attname))
    ordered = sorted(names)
    first = len(paths)
    paths += [f"{prefix}{name}" for name in ordered]
    places = list(range(first, first + len(ordered)))
    nested = [
        (
            name,
            first + ordered.index(attname),
            _record(model._meta.get_field(name).related_model, f"{prefix}{name}__", wanted, joins, (), paths),
        )
        for name, attname in inner
    ]
    if annotated:
        places += range(len(paths), len(paths) + len(annotated))
        ordered = [*ordered, *annotated]
    return _maker(ordered, places, nested, key)


def _maker(names: list[str], places: list[int], nested: list[tuple[str, int, Made]], key: str) -> Made:
    """The function that makes the record of a tuple."""
    take = itemgetter(*places) if len(places) > 1 else lambda row: tuple(row[place] for place in places)
    has_key = key in names
    kind = type("Row", (Row,), {"bare": not nested and not {*names}.intersection(CHANGE_TIMES)})

    def make(row: Sequence[Any]) -> Row:
        record = kind()
        held = record.__dict__ = dict(zip(names, take(row)))  # noqa: B905 - they are of one length
        if has_key:
            held["pk"] = held[key]
        for name, place, inner in nested:
            target = row[place]
            if target is None:
                held[name] = None
            else:
                joined = inner(row)
                joined.__dict__["pk"] = target
                held[name] = joined
        return record

    return make


@dataclass
class Statement:
    """A compiled query: SQL, its parameters, and the places among them of the values that change."""

    sql: str
    params: list[Any]
    places: list[list[int]]  # of each value
    convert: Callable[[Iterable[Any]], Iterable[Any]]
    model: type[Model]

    def rows(self, values: Iterable[Any]) -> list[Any]:
        """The tuples, for values in the places of those that the statement was compiled with."""
        connection = connections[router.db_for_read(self.model)]
        with connection.cursor() as cursor:
            cursor.execute(self.sql, self.filled(values, connection))
            return list(self.convert(cursor.fetchall()))

    def filled(self, values: Iterable[Any], connection: BaseDatabaseWrapper) -> list[Any]:
        """The parameters, with the values in their places."""
        params = list(self.params)
        for value, places in zip(values, self.places, strict=True):
            passed = as_parameter(value, connection)
            for place in places:
                params[place] = passed
        return params


def as_parameter(value: Any, connection: BaseDatabaseWrapper) -> Any:
    """A plain value as Django passes it to the driver."""
    return connection.ops.adapt_datetimefield_value(value) if isinstance(value, datetime) else value


def statement(query: QuerySet[Any], stand_ins: Sequence[Any]) -> Statement | None:
    """The query, compiled; None where it finds nothing whatever the rows. A value without a place is no parameter."""
    compiler: Any = query.query.get_compiler(using=query.db)
    try:
        sql, params = compiler.as_sql()
    except EmptyResultSet:
        return None
    passed = [as_parameter(value, compiler.connection) for value in stand_ins]
    places = [[at for at, param in enumerate(params) if param == one] for one in passed]
    converters = compiler.get_converters([expression for expression, *_ in compiler.select])

    def convert(rows: Iterable[Any]) -> Iterable[Any]:
        if not converters:
            return rows
        converted: Iterable[Any] = compiler.apply_converters(rows, converters)
        return converted

    return Statement(sql, list(params), places, convert, query.model)


class ByKeys:
    """A query for the rows of given keys, compiled once for each of the sizes that lists of keys are filled up to."""

    def __init__(self, *, text: bool = False) -> None:
        self.text = text  # whether the keys are text, and not numbers
        self.statements: dict[int, Statement | None] = {}

    def read(self, keys: list[Any], query: QuerySet[Any], column: str, paths: list[str]) -> Iterable[Any]:
        """The paths of the rows of the query whose column is one of the keys."""
        most = SIZES[-1]
        parts = (keys[at : at + most] for at in range(0, len(keys), most))
        return chain.from_iterable(self._some(part, query, column, paths) for part in parts)

    def _some(self, keys: list[Any], query: QuerySet[Any], column: str, paths: list[str]) -> Iterable[Any]:
        size = next(size for size in SIZES if size >= len(keys))
        stand_ins: list[Any] = [f"{TEXT}{n}" if self.text else NUMBERS + n for n in range(size)]
        if size not in self.statements:
            asked = query.filter(**{f"{column}__in": stand_ins}).values_list(*paths)
            found = statement(asked, stand_ins)
            self.statements[size] = found if found is not None and all(found.places) else None
        compiled = self.statements[size]
        if compiled is None:
            return query.filter(**{f"{column}__in": keys}).values_list(*paths)
        return compiled.rows([*keys, *[keys[-1]] * (size - len(keys))])


@dataclass
class Under:
    """Rows under records: through which foreign key, under which attribute of the record."""

    parents: str  # the way from the row of the query to the records, by attributes
    attribute: str
    key: str  # column that leads back
    query: QuerySet[Any]
    reading: Reading
    place: int = 0
    by_key: ByKeys = field(default_factory=ByKeys)

    def attach(self, rows: list[Row]) -> None:
        """Give each record its list."""
        parents = self._parents(rows)
        lists: dict[Any, list[Row]] = {}
        for parent in parents:
            parent.__dict__[self.attribute] = lists.setdefault(parent.__dict__["pk"], [])
        if not lists:
            return
        kinds: set[type[Row]] = {*map(type, parents)}
        for kind in kinds:
            kind.bare = False
        found = []
        shape = self.reading.columns
        for raw in self.by_key.read(list(lists), self.query, self.key, shape.paths):
            record = shape.make(raw)
            found.append(record)
            lists[raw[self.place]].append(record)
        self.reading.fill(found)

    def _parents(self, rows: list[Row]) -> list[Row]:
        if not self.parents:
            return rows
        way = self.parents.split(".")
        found: list[Any] = rows
        for name in way:
            found = [held for record in found if (held := getattr(record, name)) is not None]
        return found


@dataclass
class Reading:
    """How rows of a model are read for an answer: the columns of their query, and the queries for what is below."""

    model: type[Model]
    wanted: set[str]
    joins: set[str]
    under: list[Under] = field(default_factory=list)
    by_annotation: dict[tuple[str, ...], Columns] = field(default_factory=dict)
    by_key: ByKeys = field(default_factory=ByKeys)
    by_id: ByKeys = field(default_factory=lambda: ByKeys(text=True))

    @property
    def columns(self) -> Columns:
        """Those of rows without annotations."""
        return self._columns(())

    def _columns(self, annotated: tuple[str, ...]) -> Columns:
        if annotated not in self.by_annotation:
            self.by_annotation[annotated] = columns(self.model, self.wanted, self.joins, annotated)
        return self.by_annotation[annotated]

    def rows(self, query: QuerySet[Any]) -> list[Row]:
        """The records of a query of the model, with its annotations.

        The query, which is another for each request, finds the keys alone; the statement that reads all columns of the
        keys is compiled once. Compiling those columns anew would take longer than the further statement.
        """
        annotated = tuple(query.query.annotation_select)
        records = self.records(query.values_list("pk", *annotated), annotated)
        # One of them may have gone in between.
        return self._whole(query, annotated) if records is None else records

    def records(self, keys: Iterable[Any], annotated: Sequence[str]) -> list[Row] | None:
        """The records of keys, each with the values of annotations behind it; None where one is not there any more."""
        found = list(keys)
        shape = self.columns
        place = shape.paths.index(self.model._meta.pk.attname)
        raw = {row[place]: row for row in self._of([key for key, *_ in found])}
        if len(raw) < len({key for key, *_ in found}):
            return None
        records = []
        for key, *values in found:
            record = shape.make(raw[key])
            record.__dict__.update(zip(annotated, values, strict=True))
            records.append(record)
        return self.fill(records)

    def _of(self, keys: list[Any]) -> Iterable[Any]:
        """The columns of the records of these keys, in any order."""
        return self.by_key.read(keys, self.model._base_manager.order_by(), "pk", self.columns.paths)

    def _whole(self, query: QuerySet[Any], annotated: tuple[str, ...]) -> list[Row]:
        """The records by one statement."""
        shape = self._columns(annotated)
        found = [shape.make(row) for row in query.values_list(*shape.paths, *annotated)]
        return self.fill(found)

    def fill(self, found: list[Row]) -> list[Row]:
        """The records, each with the lists under it."""
        if found:
            for under in self.under:
                under.attach(found)
        return found

    def one(self, query: QuerySet[Any], public_id: str) -> Row | None:
        """The record of the public id."""
        found = self.by_id.read([public_id], query.order_by(), "public_id", self.columns.paths)
        return next(iter(self.fill([self.columns.make(row) for row in found])), None)

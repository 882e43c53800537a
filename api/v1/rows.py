"""Rows as they are read: tuples of the columns that an answer needs, made into plain records without Django's models.

A model instance costs more than all else of a row: signals, deferred columns, a state of its own. What answers are
written from needs none of that.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache, cached_property
from typing import Any

from django.db.models import Model, QuerySet

from api.v1.compiled import Compiled, compiled
from corpus.statements import ByKeys

# Columns that say when a record was last changed, or read anew.
CHANGE_TIMES = ("updated_at", "extracted_at")


@cache
def change_times(model: type[Model]) -> frozenset[str]:
    """The columns of the model that say so; some models have none."""
    return frozenset(column.name for column in model._meta.fields).intersection(CHANGE_TIMES)


class Row:
    """A record: its columns by name, the records that are joined to it, and lists of rows under it.

    ``written``: how serializers have written it, for all that it is joined to, or before anybody has asked.
    """

    written: dict[Any, Any] | None = None


# The records that were joined so far, by the place of the join and the key: one that many rows lead to is made once.
Seen = dict[tuple[int, Any], Row]
Made = Callable[[Sequence[Any], Seen], Row]


@dataclass
class Columns:
    """The columns of a query, each by its lookup from the row, and how a tuple of them becomes a record."""

    paths: list[str]
    make: Made

    @cached_property
    def changes(self) -> list[int]:
        """Places of the times at which the records were changed."""
        return [place for place, path in enumerate(self.paths) if path.rpartition("__")[2] in CHANGE_TIMES]

    def newest(self, rows: Iterable[Sequence[Any]]) -> list[datetime]:
        """When the records of rows were changed."""
        return [row[place] for row in rows for place in self.changes if row[place] is not None]


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
    columns = [f"{name!r}: row[{place}]" for name, place in zip(names, places, strict=True)]
    if key in names:
        columns.append(f"'pk': row[{places[names.index(key)]}]")
    # All that stands in it are names of columns and their places.
    take = eval(f"lambda row: {{{', '.join(columns)}}}")  # noqa: S307

    def make(row: Sequence[Any], seen: Seen) -> Row:
        record = Row()
        held = record.__dict__ = take(row)
        for name, place, inner in nested:
            target = row[place]
            if target is None:
                held[name] = None
                continue
            joined = seen.get((place, target))
            if joined is None:
                joined = seen[place, target] = inner(row, seen)
                joined.__dict__["pk"] = target
                joined.written = {}
            held[name] = joined
        return record

    return make


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

    def attach(self, rows: list[Row], changes: list[datetime] | None) -> None:
        """Give each record its list."""
        parents = self._parents(rows)
        lists: dict[Any, list[Row]] = {}
        for parent in parents:
            parent.__dict__[self.attribute] = lists.setdefault(parent.__dict__["pk"], [])
        if not lists:
            return
        found = []
        shape = self.reading.columns
        rows_under = self.rows(list(lists))
        seen: Seen = {}
        for raw in rows_under:
            record = shape.make(raw, seen)
            found.append(record)
            lists[raw[self.place]].append(record)
        if changes is not None:
            changes += shape.newest(rows_under)
        self.reading.fill(found, changes)

    def rows(self, keys: list[Any]) -> list[Sequence[Any]]:
        """The rows under these records."""
        return list(self.by_key.read(keys, lambda: self.query, self.key, self.reading.columns.paths))

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
    serializer: Any = None  # what the records are read for

    @cached_property
    def compiled(self) -> Compiled | None:
        """What writes them without making records of them; None where that is not known."""
        return None if self.serializer is None else compiled(self.serializer, self)

    @cached_property
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
        asked = [one[0] for one in found]
        raw = {row[place]: row for row in self._of(asked)}
        try:
            rows = [raw[key] for key in asked]
        except KeyError:
            return None
        names = ("pk", *annotated)
        if self.compiled is not None:
            records = []
            answers = self.compiled.records(rows, self.serializer.context)
            for answer, values in zip(answers, found, strict=True):
                record = Row()
                record.__dict__ = dict(zip(names, values, strict=True), written={self.serializer: answer})
                records.append(record)
            return records
        seen: Seen = {}
        records = self.fill([shape.make(row, seen) for row in rows])
        for record, values in zip(records, found, strict=True):
            record.__dict__.update(zip(names, values, strict=True))
        return records

    def _of(self, keys: list[Any]) -> Iterable[Any]:
        """The columns of the records of these keys, in any order."""
        return self.by_key.read(keys, self.model._base_manager.order_by, "pk", self.columns.paths)

    def _whole(self, query: QuerySet[Any], annotated: tuple[str, ...]) -> list[Row]:
        """The records by one statement."""
        shape = self._columns(annotated)
        seen: Seen = {}
        found = [shape.make(row, seen) for row in query.values_list(*shape.paths, *annotated)]
        return self.fill(found)

    def fill(self, found: list[Row], changes: list[datetime] | None = None) -> list[Row]:
        """The records, each with the lists under it; ``changes`` gathers when these were changed."""
        if found:
            for under in self.under:
                under.attach(found, changes)
        return found

    def one(self, public_id: str) -> tuple[Row, datetime | None] | None:
        """The record of the public id, and when it, or one that was read with it, was last changed."""
        rows = list(self.by_id.read([public_id], self.model._default_manager.order_by, "public_id", self.columns.paths))
        if not rows:
            return None
        changes = self.columns.newest(rows)
        record = self.columns.make(rows[0], {})
        if self.compiled is None:
            self.fill([record], changes)
        else:
            [written] = self.compiled.records(rows, self.serializer.context, changes)
            record.written = {self.serializer: written}
        return record, max(changes, default=None)

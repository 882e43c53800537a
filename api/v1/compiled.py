"""Records as they are answered, straight from the columns of rows: a serializer's fields become one Python expression.

To make a record with attributes first, only to ask a field at a time what to do with each, takes longer than the
database does. What is written is what the fields say; a serializer with a field that does not say it of columns is left
to them: such a field writes what it reads by code of its own, and has no ``expression``.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from django.db.models import Model
from rest_framework import serializers

Raw = Sequence[Any]
Record = dict[str, Any]
Lists = Mapping[Any, list[Any]]
# Reads what fields need to know of the values of all rows, and leaves it in the context.
LookUp = Callable[[list[Any], Any], object]


class NotOfColumns(Exception):
    """What a field writes does not follow from columns that are read."""


class Under(Protocol):
    """Rows under records, as `api.v1.rows` reads them."""

    parents: str
    attribute: str
    key: str
    place: int
    reading: Any

    def rows(self, keys: list[Any]) -> list[Raw]:
        """The rows under these records."""


@dataclass
class Listed:
    """Rows under records: where the rows above them have their key, and what writes them; None: nothing does."""

    under: Under
    place: int
    written: Compiled | None

    def lists(self, above: Sequence[Raw], context: Mapping[str, Any], changes: list[datetime] | None) -> Lists:
        """What is written of them by the key above; ``changes`` gathers when they were changed."""
        found: dict[Any, list[Any]] = defaultdict(list)
        keys = [key for key in dict.fromkeys(row[self.place] for row in above) if key is not None]
        if keys:
            rows = self.under.rows(keys)
            if changes is not None:
                changes += self.under.reading.columns.newest(rows)
            records = rows if self.written is None else self.written.records(rows, context, changes)
            place = self.under.place
            for row, record in zip(rows, records, strict=True):
                found[row[place]].append(record)
        return found


@dataclass
class Compiled:
    """What writes the records of a serializer."""

    bind: Callable[..., Callable[[Raw], Record]]  # of the context, the lists and the records that were written so far
    memos: int
    listed: list[Listed]
    before: dict[LookUp, list[int]]  # each with the places of the columns that it looks at

    def records(
        self, rows: Sequence[Raw], context: Mapping[str, Any], changes: list[datetime] | None = None
    ) -> list[Record]:
        """What is answered of the rows, in their order."""
        for look_up, places in self.before.items():
            look_up([row[place] for row in rows for place in places], context)
        lists = [one.lists(rows, context, changes) for one in self.listed]
        memos: list[Record] = [{} for _ in range(self.memos)]
        return list(map(self.bind(context, *lists, *memos), rows))


def compiled(serializer: Any, reading: Any) -> Compiled | None:
    """What writes the serializer's records from the columns that are read for it; None where a field does not say."""
    code = Code(reading)
    try:
        text = At(code, reading.model, "").record(serializer)
    except NotOfColumns:
        return None
    given = ", ".join(["context", *code.names["list"], *code.names["memo"]])
    # All that stands in it are names of fields, places of columns, and what `expression` of the fields makes of them.
    bind = eval(f"lambda {given}: lambda row: {text}", code.known)  # noqa: S307
    return Compiled(bind, len(code.names["memo"]), code.listed, code.before)


@dataclass
class Code:
    """What an expression is made of, beside its text."""

    reading: Any
    known: dict[str, Any] = field(default_factory=dict)
    names: dict[str, list[str]] = field(default_factory=lambda: {"list": [], "memo": []})
    listed: list[Listed] = field(default_factory=list)
    before: dict[LookUp, list[int]] = field(default_factory=dict)

    def name(self, kind: str) -> str:
        """A new one."""
        names = self.names[kind]
        names.append(f"{kind}_{len(names)}")
        return names[-1]


@dataclass
class At:
    """A place in the tree of joins, whose records are written there: ``prefix`` is the lookup that leads to it."""

    code: Code
    model: type[Model]
    prefix: str

    def column(self, path: str) -> str:
        """The value of a column, or of a foreign key."""
        return f"row[{self._place(path)}]"

    def before(self, path: str, look_up: LookUp) -> None:
        """Have a column of all rows looked at once, before the first of them is written."""
        self.code.before.setdefault(look_up, []).append(self._place(path))

    def use(self, thing: Any) -> str:
        """A name by which the expression knows a thing."""
        name = f"known_{len(self.code.known)}"
        self.code.known[name] = thing
        return name

    def rows(self, attribute: str) -> tuple[str, Callable[[str, str], str]]:
        """The rows under the record that nothing writes, and what gives a column of one of them by its name."""
        listed, text = self._listed("", attribute)
        paths = listed.under.reading.columns.paths
        return text, lambda one, name: f"{one}[{paths.index(name)}]"

    def record(self, serializer: Any) -> str:
        """The record, all of whose columns are there."""
        if not says(serializer, "absent"):
            raise NotOfColumns
        members = (f"{name!r}: {self._field(serializer, name, value)}" for name, value in serializer.fields.items())
        return f"{{{', '.join(members)}}}"

    def _place(self, path: str) -> int:
        paths = self.code.reading.columns.paths
        for name in (f"{self.prefix}{path}", f"{self.prefix}{path}_id"):
            if name in paths:
                return int(paths.index(name))
        raise NotOfColumns

    def _field(self, serializer: Any, name: str, value: Any) -> str:
        if isinstance(value, serializers.ListSerializer):
            return self._list(serializer, name, value)
        if isinstance(value, serializers.BaseSerializer):
            return self._nested(value)
        if says(value, "expression"):
            return str(value.expression(self))
        if value.source == "*" or type(value).get_attribute is not serializers.Field.get_attribute:
            raise NotOfColumns
        got = self.column(str(value.source).replace(".", "__"))
        nullable = self._nullable(value.source_attrs)
        if nullable and len(value.source_attrs) > 1 and not value.allow_null:
            raise NotOfColumns  # it is left out where there is no such record
        return self._written(value, got, nullable=nullable)

    def _written(self, value: Any, got: str, *, nullable: bool) -> str:
        if says(value, "of_value"):
            text = value.of_value(self, got)
        else:
            # What the framework does with a number it does by `float` alone.
            plain = type(value).to_representation is serializers.FloatField.to_representation
            text = f"{self.use(float if plain else value.to_representation)}({got})"
        return f"None if {got} is None else {text}" if nullable and text != got else str(text)

    def _nullable(self, names: Iterable[str]) -> bool:
        """Whether the value, or a record on the way to it, may be null."""
        model: Any = self.model
        for name in names:
            column = model._meta.get_field(name)
            if column.null:
                return True
            model = column.related_model
        return False

    def _nested(self, value: Any) -> str:
        """The record that a foreign key leads to: written once for all rows that lead to it."""
        if len(value.source_attrs) != 1:
            raise NotOfColumns
        [name] = value.source_attrs
        key = self.column(name)
        link = self.model._meta.get_field(name)
        there = At(self.code, link.related_model, f"{self.prefix}{name}__")  # type: ignore[arg-type]
        memo = self.code.name("memo")
        text = f"({memo}.get({key}) or {memo}.setdefault({key}, {there.record(value)}))"
        return f"({text} if {key} is not None else {value.absent(self)})"

    def _list(self, serializer: Any, name: str, value: Any) -> str:
        related = serializer.related.get(name)
        if related is None:
            raise NotOfColumns
        parents, _, _ = related.relation.rpartition("__")
        if self._nullable(filter(None, parents.split("__"))):
            raise NotOfColumns
        listed, text = self._listed(parents, related.attribute)
        listed.written = compiled(value.child, listed.under.reading)
        if listed.written is None:
            raise NotOfColumns
        return text

    def _listed(self, parents: str, attribute: str) -> tuple[Listed, str]:
        way = f"{self.prefix}{parents}".removesuffix("__")
        place = self._place(parents) if parents else self._key()
        for listed, name in zip(self.code.listed, self.code.names["list"], strict=True):
            if (listed.under.parents, listed.under.attribute) == (way.replace("__", "."), attribute):
                return listed, f"{name}.get(row[{place}], [])"
        for under in self.code.reading.under:
            if (under.parents, under.attribute) == (way.replace("__", "."), attribute):
                self.code.listed.append(Listed(under, place, None))
                return self.code.listed[-1], f"{self.code.name('list')}.get(row[{place}], [])"
        raise NotOfColumns

    def _key(self) -> int:
        """Where the key of the record stands: joined to others, it is theirs that leads to it."""
        paths = self.code.reading.columns.paths
        name = f"{self.prefix.removesuffix('__')}_id" if self.prefix else self.model._meta.pk.attname
        if name not in paths:
            raise NotOfColumns
        return int(paths.index(name))


def says(value: Any, name: str) -> bool:
    """Whether the class that says how a value is written also says this: another one below may write it otherwise."""
    owner = next(kind for kind in type(value).__mro__ if "to_representation" in vars(kind))
    return name in vars(owner)

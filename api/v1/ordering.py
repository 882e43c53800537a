"""ordering=: declared columns, unknown values last in both directions, the primary key breaking ties."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Case, F, IntegerField, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce

from api.v1.parameters import Parameter, nearest
from api.v1.problems import bad_parameters, fault
from corpus.models.sorting import UNKNOWN_TIME


@dataclass(frozen=True)
class Part:
    """Rows of a listing among which some of the leading keys are the same: those of one rank, or without a value.

    The parts of a listing follow one another, so each is read off an index, though their sequence is in none.
    """

    value: int  # of the leading key
    rows: Q
    settled: int = 1  # how many of the leading keys are the same


@dataclass(frozen=True)
class Column:
    """A column that a collection may be ordered by. ``unknown`` is the value that stands for "not known"."""

    path: str
    unknown: Any = None
    nullable: bool = False
    needs: str = ""  # the filter without which the order would say nothing
    parts: tuple[Part, ...] = ()
    only_first: bool = False  # whether it comes first and best first, or not at all


@dataclass(frozen=True)
class Key:
    """One term of an ORDER BY: an annotation of the row, and its direction."""

    name: str
    descending: bool
    parts: tuple[Part, ...] = field(default=(), compare=False)

    def __str__(self) -> str:
        return f"-{self.name}" if self.descending else self.name


def time(path: str) -> Column:
    """A NOT NULL time with the sentinel for "unknown"."""
    return Column(path, UNKNOWN_TIME)


def time_or_null(path: str) -> Column:
    """A time that is null where unknown."""
    return Column(path, UNKNOWN_TIME, nullable=True)


def parameter(columns: Mapping[str, Column], default: tuple[str, ...], *, ranked: bool) -> Parameter:
    """The ordering parameter of a collection."""
    words = [word for name in columns for word in (name, f"-{name}")] + (["relevance"] if ranked else [])
    first = "`relevance` when q is given, else " if ranked else ""
    needy = "".join(f" {name} needs the filter {column.needs}." for name, column in columns.items() if column.needs)
    return Parameter(
        "ordering",
        "Fields to order by, comma-separated, - for descending; unknown values stand last. Text is compared without "
        f"case, accents and marks, by code points.{needy} "
        f"Default: {first}`{','.join(default)}`. Allowed: {', '.join(f'`{word}`' for word in words)}.",
        {"type": "string", "example": ",".join(default)},
    )


def terms(given: str | None, columns: Mapping[str, Column], default: tuple[str, ...]) -> tuple[str, ...]:
    """The names asked for, each with its direction; a name that is not declared is a 400 problem."""
    if given is None:
        return default
    words = tuple(word.strip() for word in given.split(","))
    errors = []
    seen = set()
    for word in words:
        name = word.removeprefix("-")
        if name not in columns:
            near = nearest(name, columns)
            suggestion = f"-{near}" if near and word.startswith("-") else near
            detail = f"{word!r} is no field to order by; allowed are {', '.join(columns)}, each with or without -."
            errors.append(fault("ordering", "unknown_field", detail, suggestion))
        elif columns[name].only_first and (word != name or words[0] != name):
            errors.append(fault("ordering", "misplaced", f"{name!r} comes first, and has no descending order.", name))
        elif name in seen:
            errors.append(fault("ordering", "repeated", f"{name!r} stands in it twice."))
        seen.add(name)
    if errors:
        raise bad_parameters(errors)
    return words


def apply(
    rows: QuerySet[Any], words: tuple[str, ...], columns: Mapping[str, Column]
) -> tuple[QuerySet[Any], list[Key]]:
    """The rows in order, with the keys that a cursor is made from."""
    keys: list[Key] = []
    for number, word in enumerate(words):
        column = columns[word.removeprefix("-")]
        descending = word.startswith("-")
        # The rank of a row is that of the part in which it is found.
        value: Any = F(column.path) if column.path else Value(0)
        if column.unknown is not None:
            # The first column is read part by part, so nulls are never compared there, and the plain index serves.
            value = Coalesce(F(column.path), Value(column.unknown)) if column.nullable and number else value
        if says_unknown(column, descending):
            rows = rows.annotate(**{f"key_{number}_unknown": is_unknown(column)})
            keys.append(Key(f"key_{number}_unknown", False, known_first(column)))
        rows = rows.annotate(**{f"key_{number}": value})
        keys.append(Key(f"key_{number}", descending, column.parts))
    keys.append(Key("pk", keys[-1].descending if keys else True))
    return rows.order_by(*map(str, keys)), keys


def width(words: tuple[str, ...], columns: Mapping[str, Column]) -> int:
    """How many keys `apply` makes of the terms."""
    asked = [(columns[word.removeprefix("-")], word.startswith("-")) for word in words]
    return 1 + sum(2 if says_unknown(column, descending) else 1 for column, descending in asked)


def says_unknown(column: Column, descending: bool) -> bool:
    """Whether a key of its own sends unknown values to the end: descending, the sentinel is last by itself."""
    return column.unknown is not None and (column.nullable or not descending)


def known_first(column: Column) -> tuple[Part, ...]:
    """The rows with a value, and those without."""
    unknown = without_value(column)
    # Said as a bound, from which an index can be read on, and not as a negation.
    known = Q(**({f"{column.path}__isnull": False} if column.nullable else {f"{column.path}__gt": column.unknown}))
    return Part(0, known), Part(1, unknown, settled=2)


def without_value(column: Column) -> Q:
    """The condition that a row has no value."""
    return Q(**({f"{column.path}__isnull": True} if column.nullable else {column.path: column.unknown}))


def is_unknown(column: Column) -> Case:
    """1 for rows without a value, 0 for the others."""
    return Case(When(without_value(column), then=Value(1)), default=Value(0), output_field=IntegerField())

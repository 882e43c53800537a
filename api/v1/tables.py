"""CSV: flat columns with dotted names, and cells that no spreadsheet program runs."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import orjson
from rest_framework import serializers

from api.v1.serializers.base import ShapedSerializer, shaped
from corpus.cells import guarded


@dataclass(frozen=True)
class Column:
    """A column, by the way to its value."""

    path: tuple[str, ...]

    @property
    def name(self) -> str:
        """The dotted name."""
        return ".".join(self.path)

    @property
    def expression(self) -> str:
        """What takes the value from a ``record``; None where a nested record is null."""
        first, *deeper = self.path
        text = f"record[{first!r}]"
        for name in deeper:
            text = f"(None if (inner := {text}) is None else inner[{name!r}])"
        return text


def reader(columns: Iterable[Column]) -> Callable[[dict[str, Any]], list[Any]]:
    """What takes the values of all columns from a record, in one step: a table has dozens of them."""
    # All that stands in it are names of fields.
    taken: Callable[[dict[str, Any]], list[Any]] = eval(  # noqa: S307
        f"lambda record: [{', '.join(column.expression for column in columns)}]"
    )
    return taken


def columns(serializer: ShapedSerializer, before: tuple[str, ...] = ()) -> Iterator[Column]:
    """The columns of the records; a list is one column, a nested record one for each of its fields."""
    for name, field in serializer.fields.items():
        path = (*before, name)
        nested = None if isinstance(field, serializers.ListSerializer) else shaped(field)
        if nested is not None:
            yield from columns(nested, path)
        elif hasattr(field, "parts"):
            yield from (Column((*path, part)) for part in field.parts)
        else:
            yield Column(path)


def written(value: Any) -> str:
    """A value as the text of a cell: null is empty, lists are JSON."""
    if isinstance(value, str):
        return guarded(value)
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list | dict):
        return orjson.dumps(value, option=orjson.OPT_NON_STR_KEYS, default=str).decode()
    return str(value)


def rows(values: Iterable[Iterable[Any]]) -> bytes:
    """Rows of values as cells after RFC 4180, in UTF-8."""
    text = io.StringIO()
    csv.writer(text).writerows([written(value) for value in row] for row in values)
    return text.getvalue().encode()

"""CSV: flat columns with dotted names, and cells that no spreadsheet program runs."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
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

    def cell(self, record: dict[str, Any]) -> str:
        """What the record has there; empty where a nested record is null."""
        value: Any = record
        for name in self.path:
            if value is None:
                break
            value = value[name]
        return written(value)


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
    if value is None:
        return ""
    if isinstance(value, str):
        return guarded(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list | dict):
        return orjson.dumps(value, option=orjson.OPT_NON_STR_KEYS, default=str).decode()
    return str(value)


def rows(cells: Iterable[Iterable[str]]) -> bytes:
    """Rows of cells after RFC 4180, in UTF-8."""
    text = io.StringIO()
    csv.writer(text).writerows(cells)
    return text.getvalue().encode()

"""Keyset cursors: pages in both directions, without gaps or repeats while rows come and go."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.core import signing
from django.db.models import Q, QuerySet, Value
from django.utils.dateparse import parse_datetime
from rest_framework.pagination import BasePagination

from api.v1.ordering import Key
from api.v1.parameters import Parameter
from api.v1.problems import bad_parameters, fault
from corpus.services.statistics import COUNTED

DEFAULT_SIZE = 50
MAX_SIZE = 200
LONGEST_CURSOR = 4000  # characters: it holds texts that rows are ordered by
SIGNER = signing.Signer(salt="api.v1.place")
# What may differ from one page to the next without making it another query.
FREE = {"cursor", "page_size", "count", "fields", "omit", "expand", "format", "highlight", "explain"}

PARAMETERS = (
    Parameter(
        "cursor",
        "Where the page starts, from `next` or `previous` of another page of the same query.",
        longest=LONGEST_CURSOR,
    ),
    Parameter(
        "page_size",
        f"Records a page, at most {MAX_SIZE}.",
        {"type": "integer", "minimum": 1, "maximum": MAX_SIZE, "default": DEFAULT_SIZE},
    ),
    Parameter(
        "count",
        "`true` asks for the exact count, which is null otherwise. `estimate` asks for what can be said cheaply, in "
        f"`estimate`: up to {COUNTED:,} records are counted, of more it says about how many, or at least how many.",
        {"title": "Counting", "type": "string", "enum": ["true", "false", "estimate"]},
    ),
)


@dataclass(frozen=True)
class Cursor:
    """A place between two rows: the sort values of the row beside it, and where to go from there."""

    values: tuple[Any, ...]
    backwards: bool = False
    inclusive: bool = False
    floor: int | None = None  # of the ranks, as it was on the first page


@dataclass(frozen=True)
class Page:
    """Rows, and the cursors that lead on."""

    rows: list[Any]
    next: Cursor | None
    previous: Cursor | None


@dataclass(frozen=True)
class Place:
    """Where to read on: in which part of the listing, behind which row, in which direction."""

    part: int | None
    start: Cursor | None  # with the values of the keys by which the part is ordered
    backwards: bool


Read = Callable[[Place, int], Iterable[Any]]  # so many rows at most from a place on


def fingerprint(path: str, values: Mapping[str, list[str]]) -> str:
    """What a cursor is bound to: the address, the filters and the order."""
    query = sorted((name, sorted(given)) for name, given in values.items() if name not in FREE)
    return hashlib.blake2b(repr((path, query)).encode(), digest_size=9).hexdigest()


class Plainly:
    """What is signed, as JSON in UTF-8: escapes of letters beyond ASCII would make it three times as long.

    Reads the escapes too, which an older version of this server wrote.
    """

    def dumps(self, value: Any) -> bytes:
        """The bytes."""
        return json.dumps(value, separators=(",", ":"), ensure_ascii=False).encode()

    def loads(self, content: bytes) -> Any:
        """The value."""
        return json.loads(content)


def encode(cursor: Cursor, query: str) -> str:
    """The cursor as clients carry it: signed."""
    values = [["t", value.isoformat()] if isinstance(value, datetime) else value for value in cursor.values]
    # Without the time of day, which would change every page and its ETag with each second.
    told = [query, int(cursor.backwards), int(cursor.inclusive), values, cursor.floor]
    return SIGNER.sign_object(told, serializer=Plainly)


def decode(text: str, query: str) -> Cursor:
    """The cursor of a client; one that was tampered with or belongs to another query is a 400 problem."""
    try:
        owner, backwards, inclusive, values, floor = SIGNER.unsign_object(text, serializer=Plainly)
    # One that an older version of this server gave out is signed, but holds less.
    except (signing.BadSignature, ValueError):
        raise bad_parameters([fault("cursor", "malformed", "is no cursor that this server gave out.")]) from None
    if owner != query:
        detail = "belongs to another query: filters, search and ordering must be the ones that it was given out for."
        raise bad_parameters([fault("cursor", "other_query", detail)])
    plain = tuple(parse_datetime(value[1]) if isinstance(value, list) else value for value in values)
    return Cursor(plain, bool(backwards), bool(inclusive), floor)


def beyond(keys: list[Key], cursor: Cursor) -> Q:
    """The rows on the far side of the cursor: (a, b) > (x, y), spelled out for mixed directions."""
    condition = Q()
    equal: dict[str, Any] = {}
    for position, (key, value) in enumerate(zip(keys, cursor.values, strict=True)):
        lookup = "lt" if key.descending != cursor.backwards else "gt"
        last = position == len(keys) - 1
        lookup += "e" if last and cursor.inclusive else ""
        condition |= Q(**equal, **{f"{key.name}__{lookup}": value})
        equal[key.name] = value
    # Says nothing new, but lets a database start in the middle of an index.
    first = "lte" if keys[0].descending != cursor.backwards else "gte"
    return Q(**{f"{keys[0].name}__{first}": cursor.values[0]}) & condition


def page(read: Read, keys: list[Key], size: int, cursor: Cursor | None) -> Page:
    """One page of ordered rows; another reading for each part of the listing that the page reaches into."""
    found: list[Any] = []
    for place in places(keys, cursor):
        found += read(place, size + 1 - len(found))
        if len(found) > size:
            break
    return made(found, keys, size, cursor)


def made(found: list[Any], keys: list[Key], size: int, cursor: Cursor | None) -> Page:
    """The page of rows that were read from the cursor on in its direction, one more than it holds where there are."""
    backwards = cursor is not None and cursor.backwards
    more = len(found) > size
    found = found[:size]
    if backwards:
        found.reverse()
    if not found:
        return Page([], *empty(cursor))
    onward = Cursor(values(found[-1], keys))
    back = Cursor(values(found[0], keys), backwards=True)
    if backwards:
        return Page(found, onward, back if more else None)
    return Page(found, onward if more else None, back if cursor is not None else None)


def places(keys: list[Key], cursor: Cursor | None) -> Iterator[Place]:
    """Where the rows from the cursor on in its direction stand, part by part."""
    backwards = cursor is not None and cursor.backwards
    parts = keys[0].parts
    if not parts:
        yield Place(None, cursor, backwards)
        return
    for number in reversed(range(len(parts))) if backwards else range(len(parts)):
        part, start = parts[number], None
        if cursor is not None:
            passed = part.value > cursor.values[0] if backwards else part.value < cursor.values[0]
            if passed:
                continue
            if part.value == cursor.values[0]:
                start = replace(cursor, values=cursor.values[part.settled :])
        yield Place(number, start, backwards)


def rows_at(place: Place, rows: QuerySet[Any], keys: list[Key]) -> QuerySet[Any]:
    """The rows from a place on, in an order that an index may have."""
    if place.part is not None:
        part = keys[0].parts[place.part]
        left = keys[part.settled :]
        rows = rows.annotate(**{keys[0].name: Value(part.value)}).filter(part.rows).order_by(*map(str, left))
        keys = left
    if place.start is not None:
        rows = rows.filter(beyond(keys, place.start))
    return rows.reverse() if place.backwards else rows


def empty(cursor: Cursor | None) -> tuple[Cursor | None, Cursor | None]:
    """Next and previous of a page whose rows went away: the row beside the cursor may still be there."""
    if cursor is None:
        return None, None
    turned = Cursor(cursor.values, not cursor.backwards, not cursor.inclusive)
    return (turned, None) if cursor.backwards else (None, turned)


def values(row: Any, keys: list[Key]) -> tuple[Any, ...]:
    """The sort values of a row."""
    return tuple(getattr(row, key.name) for key in keys)


def page_size(given: Mapping[str, list[str]]) -> int:
    """Records a page; anything else than a number in bounds is a 400 problem."""
    text = given.get("page_size", [str(DEFAULT_SIZE)])[0]
    if not re.fullmatch(r"-?\d+", text, re.ASCII):
        raise bad_parameters([fault("page_size", "malformed", f"{text[:40]!r} is no whole number.")])
    size = int(text) if text.isascii() and text.isdigit() and len(text) < 6 else 0
    if not 1 <= size <= MAX_SIZE:
        detail = f"{text[:40]!r} is no number between 1 and {MAX_SIZE}."
        raise bad_parameters([fault("page_size", "out_of_range", detail, str(MAX_SIZE) if size else None)])
    return size


def link(root: str, path: str, given: Mapping[str, list[str]], cursor: str | None) -> str:
    """Address of another page of the same query."""
    query = urlencode([(name, value) for name, all_ in given.items() for value in all_ if name != "cursor"])
    first = f"{root}{path.lstrip('/')}{'?' if query else ''}{query}"
    return first if cursor is None else behind(first, cursor)


def behind(first: str, cursor: str) -> str:
    """Address of the page at a cursor, from that of the first page."""
    return f"{first}{'&' if '?' in first else '?'}{urlencode({'cursor': cursor})}"


class CursorPagination(BasePagination):
    """What the schema says of a page; the views page by :func:`page`.

    ``bare``: what leads on is a cursor and no address, because the query is a body.
    """

    def __init__(self, *, bare: bool = False) -> None:
        self.bare = bare

    def get_paginated_response_schema(self, schema: dict[str, Any]) -> dict[str, Any]:
        """The envelope of a page."""
        uri = {"type": ["string", "null"], "format": "uri"}
        if self.bare:
            onward = {"type": ["string", "null"], "example": "WyI1"}
            following = {**onward, "description": "The `cursor` of the next page; null on the last."}
            previous = {**onward, "description": "The `cursor` of the page before; null on the first."}
        else:
            following = {
                **uri,
                "description": "Address of the next page; null on the last.",
                "example": "https://news.example/api/v1/quotations/?cursor=WyI1",
            }
            previous = {
                **uri,
                "description": "Address of the page before; null on the first.",
                "example": "https://news.example/api/v1/quotations/?cursor=WyI0",
            }
        return {
            "type": "object",
            "required": ["next", "previous", "count", "results"],
            "properties": {
                "next": following,
                "previous": previous,
                "count": {
                    "type": ["integer", "null"],
                    "description": "Exact count, where count=true asks for it or an estimate came upon it.",
                    "example": 1204,
                },
                "estimate": {
                    "title": "Estimate",
                    "type": "object",
                    "required": ["value", "relation"],
                    "description": "How many records there are, where count=estimate asks for it.",
                    "properties": {
                        "value": {"type": "integer", "minimum": 0, "example": 1204, "description": "Records."},
                        "relation": {
                            "title": "EstimateRelation",
                            "type": "string",
                            "enum": ["exact", "about", "at_least"],
                            "example": "exact",
                            "description": "exact: counted, and `count` says it too; about: what the database expects; "
                            "at_least: there are more than were counted.",
                        },
                    },
                },
                "results": schema,
            },
        }

    def get_schema_operation_parameters(self, view: Any) -> list[dict[str, Any]]:
        """None: the view's own catalogue holds them."""
        return []

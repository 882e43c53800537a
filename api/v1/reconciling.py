"""Queries of the Reconciliation Service API 0.2 (W3C Entity Reconciliation Community Group), read strictly.

They come as JSON in a parameter, of the address or of a form; what is wrong is told with its place inside.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, NamedTuple

from rest_framework.exceptions import ParseError

from api.v1.bodies import pointer
from api.v1.parameters import nearest
from api.v1.parsers import strictly
from api.v1.problems import bad_parameters, fault
from corpus.models import Shown
from corpus.services.describe import PROPERTIES
from corpus.services.reconcile import COMPARABLE, Sought, Wanted

MOST_QUERIES = 50  # of a batch
MOST_CANDIDATES, CANDIDATES = 100, 10
MOST_PROPERTIES, MOST_VALUES, MOST_IDS = 20, 20, 200
MOST_VALUES_OF_BATCH = 500
LONGEST = 500  # characters of a name or a value
SETTINGS_LIMIT, MOST_OF_PROPERTY = 50, 500  # values of a property: as it stands, and at most
# How the types are called; publishers are organisations.
TYPES = {Shown.PERSON: "Person", Shown.ORGANISATION: "Organisation", Shown.PUBLISHER: "Publisher"}
STRICTNESS = ("any", "should", "all")


class Asked(NamedTuple):
    """A property to fetch, and how many of its values."""

    name: str
    limit: int


class Extension(NamedTuple):
    """A data extension query."""

    ids: list[str]
    properties: list[Asked]


class Wrong(Exception):
    """Something at a place inside the JSON of a parameter."""

    def __init__(self, place: tuple[str, ...], code: str, detail: str, suggestion: str | None = None) -> None:
        self.place, self.code, self.detail, self.suggestion = place, code, detail, suggestion


@contextmanager
def told_of(parameter: str) -> Iterator[None]:
    """Say of what is wrong inside in which parameter it stands: a 400 problem."""
    try:
        yield
    except ParseError as error:
        detail = str(error.detail).replace("The body", "It").replace("the body", "it")
        raise bad_parameters([fault(parameter, "malformed", detail)]) from None
    except Wrong as wrong:
        detail = f"{pointer(*wrong.place)}: {wrong.detail}" if wrong.place else wrong.detail
        raise bad_parameters([fault(parameter, wrong.code, detail, wrong.suggestion)]) from None


def batch(text: str) -> dict[str, Sought]:
    """The queries of a batch by their names; a 400 problem for one that cannot be read."""
    with told_of("queries"):
        found = an_object((), strictly(text.encode()))
        if len(found) > MOST_QUERIES:
            raise Wrong((), "too_many", f"holds {len(found)} queries; at most {MOST_QUERIES} are answered at once.")
        queries = {name: query((name,), value) for name, value in found.items()}
        values = sum(len(one.values) for sought in queries.values() for one in sought.properties)
        if values > MOST_VALUES_OF_BATCH:
            raise Wrong((), "too_many", f"holds {values} values in all; at most {MOST_VALUES_OF_BATCH} are read.")
        return queries


def query(place: tuple[str, ...], value: Any) -> Sought:
    """One query: a name, or properties, or both."""
    given = an_object(place, value, ("query", "type", "limit", "properties", "type_strict"))
    if "query" not in given and not given.get("properties"):
        raise Wrong(place, "required", "holds neither query nor properties.")
    if "type_strict" in given:
        a_word((*place, "type_strict"), given["type_strict"], STRICTNESS)
    return Sought(
        name=a_text((*place, "query"), given["query"]) if "query" in given else "",
        shown=frozenset(types((*place, "type"), given.get("type", []))),
        properties=all_wanted((*place, "properties"), given.get("properties", [])),
        limit=a_number((*place, "limit"), given.get("limit", CANDIDATES), MOST_CANDIDATES),
    )


def types(place: tuple[str, ...], value: Any) -> set[str]:
    """What the query takes: with organisations those that publish."""
    values = value if isinstance(value, list) else [value]
    found = {a_word((*place, str(n)) if value is values else place, one, tuple(TYPES)) for n, one in enumerate(values)}
    return found | ({Shown.PUBLISHER.value} if Shown.ORGANISATION in found else set())


def all_wanted(place: tuple[str, ...], value: Any) -> tuple[Wanted, ...]:
    """The properties, each of them once."""
    found: dict[str, Wanted] = {}
    for number, given in enumerate(a_list(place, value, MOST_PROPERTIES)):
        one = wanted((*place, str(number)), given)
        if one.property in found:
            detail = f"names {one.property} a second time; give all its values as one list in v."
            raise Wrong((*place, str(number), "pid"), "repeated", detail)
        found[one.property] = one
    return tuple(found.values())


def wanted(place: tuple[str, ...], value: Any) -> Wanted:
    """A property with the values that would do."""
    given = an_object(place, value, ("pid", "v"), required=("pid", "v"))
    values = given["v"] if isinstance(given["v"], list) else [given["v"]]
    a_list((*place, "v"), values, MOST_VALUES)
    name = a_word((*place, "pid"), given["pid"], COMPARABLE)
    return Wanted(name, tuple(a_value((*place, "v"), one) for one in values))


def a_value(place: tuple[str, ...], value: Any) -> str:
    """A value as text: a record by its id, a number and a boolean as JSON writes them."""
    if isinstance(value, dict):
        return a_text((*place, "id"), an_object(place, value, ("id", "name"), required=("id",))["id"])
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)[:LONGEST] if isinstance(value, int | float) else a_text(place, value)


def extension(text: str) -> Extension:
    """The records and the properties of a data extension query; a 400 problem for one that cannot be read."""
    with told_of("extend"):
        given = an_object((), strictly(text.encode()), ("ids", "properties"), required=("ids", "properties"))
        ids = a_list(("ids",), given["ids"], MOST_IDS)
        properties = a_list(("properties",), given["properties"], MOST_PROPERTIES)
        return Extension(
            [a_text(("ids", str(n)), one) for n, one in enumerate(ids)],
            [asked(("properties", str(n)), one) for n, one in enumerate(properties)],
        )


def asked(place: tuple[str, ...], value: Any) -> Asked:
    """A property to fetch, with its settings."""
    given = an_object(place, value, ("id", "name", "settings"), required=("id",))
    settings = an_object((*place, "settings"), given.get("settings") or {}, ("limit",))
    limit = settings.get("limit", SETTINGS_LIMIT)
    # Clients send what stands in a field of a form.
    number = int(limit) if isinstance(limit, str) and limit.isascii() and limit.isdigit() and len(limit) < 6 else limit
    return Asked(
        a_word((*place, "id"), given["id"], tuple(PROPERTIES)),
        a_number((*place, "settings", "limit"), number, MOST_OF_PROPERTY),
    )


def an_object(
    place: tuple[str, ...], value: Any, names: tuple[str, ...] = (), required: tuple[str, ...] = ()
) -> Mapping[str, Any]:
    """A JSON object with no other names than these, where there are any."""
    if not isinstance(value, dict):
        raise Wrong(place, "malformed", "is no object.")
    for name in value:
        if names and name not in names:
            allowed = f"There is no such field; allowed are {', '.join(names)}."
            raise Wrong((*place, name[:60]), "unknown", allowed, nearest(name, names))
    for name in required:
        if name not in value:
            raise Wrong((*place, name), "required", "has to be given.")
    return value


def a_list(place: tuple[str, ...], value: Any, most: int) -> list[Any]:
    """A JSON list of no more than so many."""
    if not isinstance(value, list):
        raise Wrong(place, "not_a_list", "is no list.")
    if len(value) > most:
        raise Wrong(place, "too_many", f"holds {len(value)} entries; at most {most} are read.")
    return value


def a_text(place: tuple[str, ...], value: Any) -> str:
    """A text that says something."""
    if not isinstance(value, str):
        raise Wrong(place, "malformed", "is no text.")
    if not value.strip():
        raise Wrong(place, "empty", "is empty.")
    if "\0" in value:
        raise Wrong(place, "malformed", "holds a NUL byte.")
    if len(value) > LONGEST:
        raise Wrong(place, "too_long", f"is longer than {LONGEST} characters.")
    return value.strip()


def a_word(place: tuple[str, ...], value: Any, words: tuple[str, ...]) -> str:
    """One of a few words. A type may come with its name, as clients keep it."""
    if isinstance(value, dict):
        value = an_object(place, value, ("id", "name", "broader"), required=("id",))["id"]
    text = a_text(place, value)
    if text not in words:
        detail = f"{text[:60]!r} is none of {', '.join(words)}."
        raise Wrong(place, "unknown_choice", detail, nearest(text, words))
    return text


def a_number(place: tuple[str, ...], value: Any, most: int) -> int:
    """A whole number from 1 to a bound."""
    number = isinstance(value, int | float) and not isinstance(value, bool)
    if not number or not 1 <= value < math.inf or value % 1:
        raise Wrong(place, "malformed", "is no whole number from 1 on.")
    return min(int(value), most)

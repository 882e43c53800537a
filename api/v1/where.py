"""``where``: conditions as nested JSON, compiled to the filter set that the query string is compiled to.

An object is what a query string is: all its members hold together, and those on a related row hold for the same one.
``and``, ``or`` and ``not`` are members too.
"""

from __future__ import annotations

import json
import operator
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q, QuerySet

from api.v1 import parameters
from api.v1.bodies import MAX_FAULTS, pointer
from api.v1.filters.base import StrictFilterSet
from api.v1.problems import Fault

LISTS = {"and": operator.and_, "or": operator.or_}
MAX_DEPTH = 10  # objects inside each other
MAX_CONDITIONS = 200  # parameters in all
MAX_VALUES = 500  # values in all; SQLite takes no expression of more than a thousand terms


@dataclass(frozen=True)
class Where:
    """The conditions as they were read."""

    filterset: type[StrictFilterSet]
    condition: Q
    named: frozenset[str]  # the parameters that stand in it anywhere
    told: list[dict[str, Any]]  # as an explanation tells them
    fingerprint: str
    given: Mapping[str, list[str]]  # the parameters of the outermost object: they hold whatever else does

    def rows(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """The rows that meet the conditions, and the defaults of parameters that are not named."""
        rows = rows.filter(self.condition)
        for default in self.filterset.standing(self.named):
            rows = rows.filter(default.condition)
        return rows


def read(
    value: Any, filterset: type[StrictFilterSet], beside: Sequence[str], *, telling: bool = False
) -> tuple[Where, list[Fault]]:
    """The conditions, and what is wrong with them; None asks for everything.

    ``beside`` are the body's own names; ``telling`` prepares an explanation, which may ask the database for names.
    """
    reader = Reader(filterset, beside, telling)
    condition, told = reader.all_of(value, ("where",), 1) if value is not None else (Q(), [])
    fingerprint = "" if reader.faults else json.dumps(value, sort_keys=True)
    found = Where(filterset, condition, frozenset(reader.named), told, fingerprint, reader.outermost)
    return found, reader.faults[:MAX_FAULTS]


@dataclass
class Reader:
    """Reads a tree of conditions, and notes all that is wrong with it."""

    filterset: type[StrictFilterSet]
    beside: Sequence[str]
    telling: bool
    named: set[str] = field(default_factory=set)
    faults: list[Fault] = field(default_factory=list)
    outermost: dict[str, list[str]] = field(default_factory=dict)
    conditions: int = 0
    values: int = 0

    def refuse(self, path: tuple[str, ...], code: str, detail: str, suggestion: str | None = None) -> None:
        """Note a fault."""
        if len(self.faults) < MAX_FAULTS:
            self.faults.append({"pointer": pointer(*path), "code": code, "detail": detail, "suggestion": suggestion})

    def all_of(self, value: Any, path: tuple[str, ...], depth: int) -> tuple[Q, list[dict[str, Any]]]:
        """An object: all its members hold."""
        if not isinstance(value, dict):
            self.refuse(path, "malformed", "is no object of parameters and of and, or, not.")
            return Q(), []
        if not value:
            self.refuse(path, "empty", "is empty; leave it out to ask for everything.")
        if depth > MAX_DEPTH:
            self.refuse(path, "too_deep", f"stands more than {MAX_DEPTH} objects deep.")
            return Q(), []
        leaves = {name: inner for name, inner in value.items() if name not in LISTS and name != "not"}
        condition, told = self.parameters(leaves, path) if leaves else (Q(), [])
        for name, inner in value.items():
            if name in LISTS:
                part, entry = self.listed(name, inner, (*path, name), depth)
            elif name == "not":
                part, entries = self.all_of(inner, (*path, name), depth + 1)
                part, entry = ~part, {"operator": "not", "of": entries}
            else:
                continue
            condition &= part
            told.append(entry)
        return condition, told

    def listed(self, name: str, value: Any, path: tuple[str, ...], depth: int) -> tuple[Q, dict[str, Any]]:
        """``and`` or ``or``: a list of objects."""
        if not isinstance(value, list) or not value:
            self.refuse(path, "malformed", "is no list of one object or more.")
            return Q(), {}
        condition, told = Q(), []
        for number, inner in enumerate(value[:MAX_CONDITIONS]):
            part, entries = self.all_of(inner, (*path, str(number)), depth + 1)
            condition = LISTS[name](condition, part)
            told.append(entries[0] if len(entries) == 1 else {"operator": "and", "of": entries})
        if len(value) > MAX_CONDITIONS:
            self.refuse(path, "too_many", f"holds more than {MAX_CONDITIONS} objects.")
        return condition, {"operator": name, "of": told}

    def parameters(self, leaves: Mapping[str, Any], path: tuple[str, ...]) -> tuple[Q, list[dict[str, Any]]]:
        """The parameters of an object, together."""
        known = self.filterset.base_filters
        given: dict[str, list[str]] = {}
        spelled: dict[str, str] = {}
        for spelling, value in leaves.items():
            name = f"{spelling[:-1]}__not" if spelling.endswith("!") else spelling
            at = (*path, spelling)
            if name not in known:
                self.unknown(name, at)
                continue
            texts = self.texts(value, known[name].meaning.schema["type"], at)
            if len(texts) > 1 and not known[name].meaning.many:
                self.refuse(at, "repeated", "takes one value, no list.")
            given.setdefault(name, []).extend(texts)
            spelled[name] = spelling
        self.conditions += len(given)
        self.values += sum(map(len, given.values()))
        if self.conditions > MAX_CONDITIONS or self.values > MAX_VALUES:
            detail = f"is one too many: at most {MAX_CONDITIONS} parameters with {MAX_VALUES} values in all."
            self.refuse(path, "too_many", detail)
        if self.faults:
            # What is wrong already makes looking values up in the database needless.
            return Q(), []
        self.named.update(given)
        if len(path) == 1:
            self.outermost = given
        filterset = self.filterset(given)
        for fault in filterset.faults():
            self.refuse((*path, spelled[fault["parameter"]]), fault["code"], fault["detail"], fault["suggestion"])
        return (
            (Q(), [])
            if self.faults
            else (filterset.condition(filterset.values()), filterset.told() if self.telling else [])
        )

    def unknown(self, name: str, path: tuple[str, ...]) -> None:
        """A parameter that the collection does not have."""
        if name in self.beside:
            self.refuse(path, "unknown", f"{name} stands beside where, not inside it.")
        elif len(self.faults) < parameters.MAX_UNKNOWN:
            fault = parameters.unknown(name, [*self.filterset.base_filters])
            self.refuse(path, "unknown", fault["detail"], fault["suggestion"])

    def texts(self, value: Any, kind: str, path: tuple[str, ...]) -> list[str]:
        """The value or values as the query string would give them."""
        if value == []:
            self.refuse(path, "empty", "is empty; leave it out to ask for everything.")
        found = []
        for one in value if isinstance(value, list) else [value]:
            text = text_of(one)
            if text is None:
                hint = " Unknown values are asked for with __isnull." if one is None else ""
                self.refuse(path, "malformed", f"is no {kind}, and no list of such values.{hint}")
            elif problem := parameters.bad_value(text):
                self.refuse(path, *problem)
            else:
                found.append(text)
        return found


def text_of(value: Any) -> str | None:
    """A value of JSON as the query string would give it; None for what it cannot give."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return f"{value:.20f}".rstrip("0").rstrip(".")
    if isinstance(value, int):
        # Beyond this no parameter takes it, and writing it out would take long.
        return str(value) if abs(value) < 10**20 else "9" * 21
    return value if isinstance(value, str) else None

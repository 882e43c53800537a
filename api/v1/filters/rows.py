"""Filters on related rows: those of one row that are given together must be met by the same one."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Q, QuerySet

from api.v1.filters.base import Condition, Family, Meaning, Row
from api.v1.filters.families import MANY, NOT_SO, Filters, is_none, lead


@dataclass(frozen=True)
class Rows:
    """Rows that are related to the one that is filtered, with filters of their own under a prefix."""

    name: str
    noun: str  # "role of the person"
    rows: Callable[[], QuerySet[Any]]  # related to OuterRef
    families: Iterable[Family]
    every: tuple[str, ...] = ()  # of which filters several values may be asked for, each of another row
    optional: bool = True  # whether there may be none at all

    def filters(self) -> Filters:
        """The filters of the related rows, and whether there is one."""
        row = Row(self.name, self.rows)
        found: Filters = {}
        for family in self.families:
            for inner, meaning in family.filters().items():
                name = f"{self.name}__{inner}"
                found[name] = self.bound(meaning, row)
                if inner in self.every:
                    text = f"{found[name].help_text.removesuffix(MANY)} Repeat it for AND: one {self.noun} for each."
                    found[f"{name}__all"] = replace(found[name], each=True, help_text=text)
        if self.optional:
            found |= is_none(self.name, row.exists(Q()), self.noun)
        return found

    def bound(self, meaning: Meaning, row: Row) -> Meaning:
        """The filter of the related row as one of the row itself. A negation says that there is no such row."""
        if meaning.denied is None:
            return replace(meaning, row=row, help_text=lead(f"Of one {self.noun}:", meaning.help_text))
        text = lead(f"Of no {self.noun}:", meaning.help_text.removeprefix(NOT_SO).lstrip())
        return replace(meaning, condition=no_such(row, meaning.denied), denied=None, help_text=text)


def no_such(row: Row, denied: Condition) -> Condition:
    """There is no related row that meets the condition."""

    def condition(given: list[Any]) -> Q:
        return ~row.exists(denied(given))

    return condition

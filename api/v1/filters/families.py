"""Families of filters, one for each kind of column. Names of lookups are Django's own."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.db.models import Q

from api.v1.filters import values
from api.v1.filters.base import Condition, Family, ParameterFilter, Parse
from corpus.folding import name_key
from corpus.models.sorting import UNKNOWN_TIME

Filters = dict[str, ParameterFilter]
BOOLEAN = {"type": "boolean"}
MANY = " Repeat it for OR."
COMPARISONS = {"gte": "at least", "lte": "at most", "gt": "more than", "lt": "less than"}


def exact(name: str, parse: Parse, condition: Condition, help_text: str, schema: dict[str, Any]) -> Filters:
    """The repeatable filter and its negation."""

    def negated(given: list[Any]) -> Q:
        return ~condition(given)

    return {
        name: ParameterFilter(parse=parse, condition=condition, help_text=help_text + MANY, schema=schema, many=True),
        f"{name}__not": ParameterFilter(
            parse=parse,
            condition=negated,
            help_text=f"Not so: {help_text[0].lower()}{help_text[1:]} Repeat it to exclude several.",
            schema=schema,
            many=True,
        ),
    }


def one(parse: Parse, condition: Callable[[Any], Q], help_text: str, schema: dict[str, Any]) -> ParameterFilter:
    """A filter that may be given once."""
    return ParameterFilter(parse=parse, condition=lambda given: condition(given[0]), help_text=help_text, schema=schema)


def is_null(name: str, unknown: Q, help_text: str) -> Filters:
    """Whether the value is unknown."""
    text = f"true: {help_text[0].lower()}{help_text[1:].rstrip('.')} is unknown; false: is known."
    return {f"{name}__isnull": one(values.boolean, lambda wanted: unknown if wanted else ~unknown, text, BOOLEAN)}


def compared(lookup: str, value: Any) -> Q:
    """A comparison with one value."""
    return Q(**{lookup: value})


def bound(known: Q, lookup: str, edge: str, span: values.Interval) -> Q:
    """A comparison with the start or the end of a span of time."""
    return known & Q(**{lookup: getattr(span, edge)})


@dataclass(frozen=True)
class Choice:
    """A column with a closed list of words."""

    name: str
    choices: Sequence[tuple[str, str]]
    help_text: str
    path: str = ""
    nullable: bool = False  # the empty word stands for "unknown"

    def filters(self) -> Filters:
        """Exact, negation, and whether it is known."""
        path = self.path or self.name
        words = [word for word, _ in self.choices]
        found = exact(
            self.name,
            partial(values.one_of, allowed=words),
            lambda given: Q(**{f"{path}__in": given}),
            self.help_text,
            {"type": "string", "enum": words},
        )
        if self.nullable:
            found |= is_null(self.name, Q(**{path: ""}), self.help_text)
        return found


@dataclass(frozen=True)
class Text:
    """A column of text. ``folded`` compares without case, accents and marks, in a column made for that."""

    name: str
    help_text: str
    path: str = ""
    folded: str = ""
    exactly: bool = True
    parts: bool = True
    nullable: bool = False

    def filters(self) -> Filters:
        """Exact and negation, parts of it, and whether it is known."""
        path, schema = self.path or self.name, {"type": "string"}
        found: Filters = {}
        if self.exactly:
            found |= exact(
                self.name, values.any_text, lambda given: Q(**{f"{path}__in": given}), self.help_text, schema
            )
        for lookup, words in (("icontains", "contains"), ("istartswith", "starts with")) if self.parts else ():
            text = f"{self.help_text.rstrip('.')} {words} this, whatever the case."
            found[f"{self.name}__{lookup}"] = one(values.any_text, partial(self.part, lookup, path), text, schema)
        if self.nullable:
            found |= is_null(self.name, Q(**{path: ""}), self.help_text)
        return found

    def part(self, lookup: str, path: str, text: str) -> Q:
        """The condition of a comparison with a part."""
        if not self.folded:
            return Q(**{f"{path}__{lookup}": text})
        key = name_key(text)
        # Nothing but marks: no name contains it.
        return Q(**{f"{self.folded}__{lookup.removeprefix('i')}": key}) if key else Q(pk__in=[])


@dataclass(frozen=True)
class Moment:
    """A column of time. Dates mean the whole day, so ``__lte=2024-03-05`` takes that day in."""

    name: str
    help_text: str
    path: str = ""
    nullable: bool = False
    sentinel: bool = False

    def filters(self) -> Filters:
        """Exact, comparisons, and whether it is known."""
        path = self.path or self.name
        schema = {"type": "string", "example": "2024-03-05"}
        note = (
            "ISO 8601: a year, month, week (2024-W10) or day (the whole of it, in UTC) or a date-time; without a zone "
            "it is UTC."
        )
        known = Q(**{f"{path}__gt": UNKNOWN_TIME}) if self.sentinel else Q()

        def within(given: list[values.Interval]) -> Q:
            condition = Q()
            for span in given:
                condition |= Q(**{f"{path}__gte": span.start, f"{path}__lt": span.end})
            return known & condition

        found = {
            self.name: ParameterFilter(
                parse=values.moment,
                condition=within,
                help_text=f"{self.help_text} {note}{MANY}",
                schema=schema,
                many=True,
            )
        }
        bounds = {"gte": ("gte", "start"), "gt": ("gte", "end"), "lte": ("lt", "end"), "lt": ("lt", "start")}
        words = {"gte": "At that time or later", "gt": "Later", "lte": "At that time or earlier", "lt": "Earlier"}
        for lookup, (operator, edge) in bounds.items():
            found[f"{self.name}__{lookup}"] = one(
                values.moment,
                partial(bound, known, f"{path}__{operator}", edge),
                f"{words[lookup]}: {self.help_text[0].lower()}{self.help_text[1:]} {note}",
                schema,
            )
        if self.sentinel:
            found |= is_null(self.name, Q(**{path: UNKNOWN_TIME}), self.help_text)
        elif self.nullable:
            found |= is_null(self.name, Q(**{f"{path}__isnull": True}), self.help_text)
        return found


@dataclass(frozen=True)
class Number:
    """A column of numbers: whole ones, or fractions between 0 and 1."""

    name: str
    help_text: str
    path: str = ""
    probability: bool = False

    def filters(self) -> Filters:
        """Comparisons; for whole numbers exact and negation too."""
        path = self.path or self.name
        parse: Parse = values.fraction if self.probability else values.whole
        schema: dict[str, Any] = {"type": "integer", "minimum": 0}
        if self.probability:
            schema = {"type": "number", "minimum": 0, "maximum": 1}
        found: Filters = {}
        if not self.probability:
            found |= exact(self.name, parse, lambda given: Q(**{f"{path}__in": given}), self.help_text, schema)
        for lookup, words in COMPARISONS.items():
            text = f"{self.help_text.rstrip('.')}: {words} this."
            found[f"{self.name}__{lookup}"] = one(parse, partial(compared, f"{path}__{lookup}"), text, schema)
        return found


@dataclass(frozen=True)
class Flag:
    """A column of true and false."""

    name: str
    help_text: str
    condition: Callable[[bool], Q]

    def filters(self) -> Filters:
        """Exact alone."""
        return {self.name: one(values.boolean, self.condition, self.help_text, BOOLEAN)}


@dataclass(frozen=True)
class Related:
    """Records that a row is related to, by public id. ``find`` gives the keys of the records named."""

    name: str
    help_text: str
    find: Callable[[str], int]
    condition: Condition
    nullable: str = ""  # the column that is null where there is none
    example: str = ""

    def filters(self) -> Filters:
        """Exact, negation, and whether there is one."""
        schema: dict[str, Any] = {"type": "string"}
        found = exact(self.name, self.find, self.condition, self.help_text, schema)
        if self.nullable:
            found |= is_null(self.name, Q(**{f"{self.nullable}__isnull": True}), self.help_text)
        return found


@dataclass(frozen=True)
class Only:
    """A filter or two of its own kind."""

    found: Callable[[], Filters]

    def filters(self) -> Filters:
        """The filters as they are."""
        return self.found()


__all__ = ["Choice", "Family", "Flag", "Moment", "Number", "Only", "Related", "Text"]

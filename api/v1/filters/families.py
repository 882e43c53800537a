"""Families of filters, one for each kind of column. Names of lookups are Django's own."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, Literal

from django.db.models import Q

from api.v1.filters import values
from api.v1.filters.base import Condition, Find, Meaning, Parse, Show
from corpus.folding import name_key
from corpus.models.sorting import UNKNOWN_TIME

Filters = dict[str, Meaning]
BOOLEAN = {"type": "boolean"}
STRING = {"type": "string"}
MANY = " Repeat it for OR."
NOT_SO = "Not so:"
CASELESS = {"icontains": "caseless_contains", "istartswith": "caseless_startswith"}
PARTS = {"icontains": "contains", "istartswith": "starts with"}
COMPARISONS = {"gte": "at least", "lte": "at most", "gt": "more than", "lt": "less than"}


def lead(words: str, help_text: str) -> str:
    """The help text after other words."""
    return f"{words} {help_text[0].lower()}{help_text[1:]}"


def exact(
    name: str, parse: Parse, condition: Condition, help_text: str, schema: Mapping[str, Any], **more: Any
) -> Filters:
    """The repeatable filter and its negation."""

    def negated(given: list[Any]) -> Q:
        return ~condition(given)

    common = {"parse": parse, "schema": schema, "many": True, **more}
    return {
        name: Meaning(condition=condition, help_text=help_text + MANY, **common),
        f"{name}__not": Meaning(
            condition=negated,
            denied=condition,
            help_text=f"{lead(NOT_SO, help_text)} Repeat it to exclude several.",
            **common,
        ),
    }


def every(name: str, single: Meaning) -> Filters:
    """All of the values: to each its own related row."""

    def condition(given: list[Any]) -> Q:
        found = Q()
        for value in given:
            found &= single.condition([value])
        return found

    text = f"{single.help_text.removesuffix(MANY)} Repeat it for AND: each of them."
    return {f"{name}__all": replace(single, condition=condition, help_text=text)}


def one(parse: Parse, condition: Callable[[Any], Q], help_text: str, schema: Mapping[str, Any], **more: Any) -> Meaning:
    """A filter that may be given once."""
    return Meaning(parse=parse, condition=lambda given: condition(given[0]), help_text=help_text, schema=schema, **more)


def is_null(name: str, unknown: Q, help_text: str) -> Filters:
    """Whether the value is unknown."""
    text = f"{lead('true:', help_text).rstrip('.')} is unknown; false: is known."
    return {f"{name}__isnull": one(values.boolean, lambda wanted: unknown if wanted else ~unknown, text, BOOLEAN)}


def is_none(name: str, there_is: Q, what: str) -> Filters:
    """Whether there is no related row at all."""
    text = f"true: there is no {what}; false: there is one."
    return {f"{name}__isnull": one(values.boolean, lambda wanted: ~there_is if wanted else there_is, text, BOOLEAN)}


def holds(path: str, lookup: str, text: str) -> Q:
    """The text of a column contains this, or starts with it, whatever the case."""
    return Q(**{f"{path}__{CASELESS[lookup]}": text})


def holds_key(path: str, lookup: str, text: str) -> Q:
    """A column of folded names contains this, or starts with it."""
    key = name_key(text)
    # Nothing but accents: no name contains it.
    return Q(**{f"{path}__{lookup.removeprefix('i')}": key}) if key else Q(pk__in=[])


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
            plain=True,
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
    read: Parse = values.any_text  # a value as the column has it

    def filters(self) -> Filters:
        """Exact and negation, parts of it, and whether it is known."""
        path = self.path or self.name
        found: Filters = {}
        case = ", whatever the case and accents" if self.folded else ""
        if self.exactly:
            column, parse = (self.folded, name_key) if self.folded else (path, self.read)
            text = f"{self.help_text.rstrip('.')}{case}."
            found |= exact(self.name, parse, lambda given: Q(**{f"{column}__in": given}), text, STRING, plain=True)
        for lookup, words in PARTS.items() if self.parts else ():
            text = f"{self.help_text.rstrip('.')} {words} this{case or ', whatever the case'}."
            condition = partial(holds_key, self.folded, lookup) if self.folded else partial(holds, path, lookup)
            found[f"{self.name}__{lookup}"] = one(values.any_text, condition, text, STRING)
        if self.nullable:
            found |= is_null(self.name, Q(**{path: ""}), self.help_text)
        return found


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

        text = f"{self.help_text} {note}"
        found = exact(self.name, values.moment, within, text, schema, shown=values.spans, plain=True)
        bounds = {"gte": ("gte", "start"), "gt": ("gte", "end"), "lte": ("lt", "end"), "lt": ("lt", "start")}
        words = {"gte": "At that time or later", "gt": "Later", "lte": "At that time or earlier", "lt": "Earlier"}
        for lookup, (operator, edge) in bounds.items():
            found[f"{self.name}__{lookup}"] = one(
                values.moment,
                partial(bound, known, f"{path}__{operator}", edge),
                f"{lead(f'{words[lookup]}:', self.help_text)} {note}",
                schema,
                shown=values.spans,
                plain=True,
            )
        if self.sentinel:
            found |= is_null(self.name, Q(**{path: UNKNOWN_TIME}), self.help_text)
        elif self.nullable:
            found |= is_null(self.name, Q(**{f"{path}__isnull": True}), self.help_text)
        return found


NUMBERS: dict[str, tuple[Parse, dict[str, Any]]] = {
    "counts": (values.whole, {"type": "integer", "minimum": 0}),
    "probabilities": (values.fraction, {"type": "number", "minimum": 0, "maximum": 1}),
    "numbers": (values.number, {"type": "number"}),
}


@dataclass(frozen=True)
class Number:
    """A column of numbers: whole ones from 0 on, fractions between 0 and 1, or any."""

    name: str
    help_text: str
    path: str = ""
    of: Literal["counts", "probabilities", "numbers"] = "counts"

    def filters(self) -> Filters:
        """Exact, negation and comparisons."""
        path = self.path or self.name
        parse, schema = NUMBERS[self.of]
        found = exact(self.name, parse, lambda given: Q(**{f"{path}__in": given}), self.help_text, schema, plain=True)
        for lookup, words in COMPARISONS.items():
            text = f"{self.help_text.rstrip('.')}: {words} this."
            found[f"{self.name}__{lookup}"] = one(
                parse, partial(compared, f"{path}__{lookup}"), text, schema, plain=True
            )
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
    """Records that a row is related to, by public id. ``find`` gives their keys."""

    name: str
    help_text: str
    parse: Parse
    find: Find
    condition: Condition
    shown: Show
    nullable: str = ""  # the column that is null where there is none
    anyone: Q | None = None  # where there may be many: that there is one
    what: str = "one"  # what there may be many of
    each: Condition | None = None  # the condition of `__all` on one value, where the other asks the database first
    plain: bool = False  # see Meaning

    def filters(self) -> Filters:
        """Exact, negation, where there may be many all of them, and whether there is one."""
        more = {"find": self.find, "shown": self.shown, "plain": self.plain}
        found = exact(self.name, self.parse, self.condition, self.help_text, STRING, **more)
        if self.anyone is not None:
            found |= every(self.name, replace(found[self.name], condition=self.each or self.condition))
            found |= is_none(self.name, self.anyone, self.what)
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

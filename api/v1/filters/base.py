"""Filter sets: django-filter, with families of filters for each kind of column and strict values."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, ClassVar, Protocol

import django_filters  # type: ignore[import-untyped]
from django.core.exceptions import ValidationError
from django.db.models import Exists, Q, QuerySet

from api.v1.deprecation import Deprecation
from api.v1.parameters import Parameter
from api.v1.problems import Fault, bad_parameters, fault

MAX_VALUES = 200
Parse = Callable[[str], Any]
Find = Callable[[list[Any]], list[Any]]
Condition = Callable[[list[Any]], Q]
Show = Callable[[list[Any]], list[Any]]


def told(name: str, error: ValidationError) -> Fault:
    """The fault of a parameter whose value cannot be read."""
    return fault(name, error.code or "invalid", str(error.message), (error.params or {}).get("suggestion"))


@dataclass(frozen=True)
class Row:
    """A related row: all conditions on it that are given together must be met by the same one."""

    name: str
    rows: Callable[[], QuerySet[Any]]  # related to OuterRef

    def exists(self, condition: Q) -> Q:
        """There is such a row."""
        return Q(Exists(self.rows().filter(condition)))


@dataclass(frozen=True, kw_only=True)
class Meaning:
    """What a parameter means: how its values are read, and the condition that they make."""

    parse: Parse
    condition: Condition
    help_text: str
    schema: Mapping[str, Any]
    many: bool = False  # may be repeated
    find: Find | None = None  # what the values stand for, all of them looked up at once
    denied: Condition | None = None  # of a negation: what it negates
    row: Row | None = None  # the related row that it is a condition on
    each: bool = False  # every value wants a related row of its own
    shown: Show = list  # the values as an explanation tells them
    # Whether all that differs between two conditions of as many values is what stands there as parameters of the SQL.
    plain: bool = False

    def read(self, texts: list[str]) -> list[Any]:
        """The values as the condition takes them; raises a ValidationError with all that is wrong with them."""
        if len(texts) > MAX_VALUES:
            raise ValidationError(f"is given more than {MAX_VALUES} times.", code="too_many")
        parsed = [self.parse(one) for one in texts]
        return self.find(parsed) if self.find else parsed


class ParameterFilter(django_filters.Filter):
    """One parameter as a filter of django-filter."""

    def __init__(self, meaning: Meaning) -> None:
        super().__init__()
        self.meaning = meaning


@dataclass(frozen=True)
class Default:
    """Values of a parameter that are meant where neither it nor its negation is given."""

    parameter: str
    values: Sequence[str]
    condition: Q  # that one of the values stands there, as the database reads it best

    def holds(self, given: Iterable[str]) -> bool:
        """Whether none of its parameters is given."""
        return not {self.parameter, f"{self.parameter}__not"}.intersection(given)


class Family(Protocol):
    """The filters of one column: exact, negation, comparisons."""

    def filters(self) -> dict[str, Meaning]:
        """What each parameter means, by its name."""


class StrictFilterSet(django_filters.FilterSet):
    """The filters of a collection, from families.

    Values are read by what their parameters mean and not by a form, which django-filter would make anew for each
    request: that took as long as the query.
    """

    families: ClassVar[Iterable[Family]] = ()
    defaults: ClassVar[Iterable[Default]] = ()
    # Filters that go away.
    deprecated: ClassVar[Mapping[str, Deprecation]] = {}
    base_filters: Any

    def __init__(self, data: Mapping[str, list[str]]) -> None:
        self.given = data

    @classmethod
    def get_filters(cls) -> dict[str, ParameterFilter]:
        """The filters of all families."""
        return {name: ParameterFilter(meaning) for family in cls.families for name, meaning in family.filters().items()}

    @classmethod
    def parameters(cls) -> list[Parameter]:
        """The filters as parameters of the endpoint."""
        return [
            Parameter(name, found.help_text, found.schema, found.many, deprecated=cls.deprecated.get(name))
            for name, found in ((name, filter_.meaning) for name, filter_ in cls.base_filters.items())
        ]

    @cached_property
    def read(self) -> tuple[dict[str, list[Any]], list[Fault]]:
        """The values by their parameters, and what is wrong with those that cannot be read."""
        values: dict[str, list[Any]] = {}
        faults: list[Fault] = []
        for name, texts in self.given.items():
            try:
                values[name] = self.base_filters[name].meaning.read(texts)
            except ValidationError as errors:
                faults += [told(name, error) for error in errors.error_list]
        return values, faults

    def faults(self) -> list[Fault]:
        """What is wrong with the values."""
        return self.read[1]

    def values(self) -> dict[str, list[Any]]:
        """The values as they were read, by their parameters; one that cannot be read is a 400 problem."""
        values, faults = self.read
        if faults:
            raise bad_parameters(faults)
        return values

    @classmethod
    def condition(cls, given: Mapping[str, list[Any]]) -> Q:
        """What values ask for together. Those on a related row ask for one row that meets them all."""
        found = Q()
        bound: dict[Row, Q] = {}
        each: dict[Row, list[Q]] = {}
        for name, values in given.items():
            meaning: Meaning = cls.base_filters[name].meaning
            row = meaning.row
            if row is None:
                found &= meaning.condition(values)
            elif meaning.each:
                each.setdefault(row, []).extend(meaning.condition([value]) for value in values)
            else:
                bound[row] = bound.get(row, Q()) & meaning.condition(values)
        for row in {**bound, **each}:
            for one in each.get(row, [Q()]):
                found &= row.exists(bound.get(row, Q()) & one)
        return found

    @classmethod
    def standing(cls, given: Iterable[str]) -> list[Default]:
        """The defaults that hold where these parameters are given."""
        named = set(given)
        return [default for default in cls.defaults if default.holds(named)]

    @classmethod
    def restrict(cls, rows: QuerySet[Any], given: Mapping[str, list[Any]]) -> QuerySet[Any]:
        """The rows that meet the conditions of the values, and the defaults of parameters that are not given."""
        rows = rows.filter(cls.condition(given))
        for default in cls.standing(given):
            rows = rows.filter(default.condition)
        return rows

    def told(self) -> list[dict[str, Any]]:
        """The parameters as an explanation tells them: what was read, and what it means."""
        told = []
        for name, values in self.values().items():
            meaning: Meaning = self.base_filters[name].meaning
            told.append({"parameter": name, "values": meaning.shown(values), "means": meaning.help_text})
        return told

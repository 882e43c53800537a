"""Filter sets: django-filter, with families of filters for each kind of column and strict values."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Protocol

import django_filters  # type: ignore[import-untyped]
from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Exists, Q, QuerySet
from django.utils.datastructures import MultiValueDict

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


class Values(forms.Widget):
    """All values of a parameter, as a list."""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[str]:
        """The values in their order."""
        values: list[str] = data.getlist(name)
        return values


class ValuesField(forms.Field):
    """Cleans every value of a parameter."""

    widget = Values

    def __init__(self, *, parse: Parse, find: Find | None, **kwargs: Any) -> None:
        self.parse = parse
        self.find = find
        super().__init__(required=False)

    def clean(self, value: list[str]) -> list[Any]:
        """The values as the condition takes them."""
        if len(value) > MAX_VALUES:
            raise ValidationError(f"is given more than {MAX_VALUES} times.", code="too_many")
        parsed = [self.parse(one) for one in value]
        return self.find(parsed) if self.find and parsed else parsed


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

    def __deepcopy__(self, memo: Any) -> Meaning:
        return self  # django-filter copies filters for each request; what they mean never changes


class ParameterFilter(django_filters.Filter):
    """One parameter as a filter of django-filter."""

    field_class = ValuesField

    def __init__(self, meaning: Meaning) -> None:
        super().__init__(parse=meaning.parse, find=meaning.find)
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
    """The filters of a collection, from families."""

    families: ClassVar[Iterable[Family]] = ()
    defaults: ClassVar[Iterable[Default]] = ()
    base_filters: Any

    def __init__(self, data: Mapping[str, list[str]], queryset: QuerySet[Any]) -> None:
        # Most requests use few of the many filters; copying all of them would cost more than the query.
        everything = self.base_filters
        self.base_filters = {name: everything[name] for name in data if name in everything}
        super().__init__(data=MultiValueDict(data), queryset=queryset)
        self.is_bound = True
        self.given = set(data)

    @classmethod
    def get_filters(cls) -> dict[str, ParameterFilter]:
        """The filters of all families."""
        return {name: ParameterFilter(meaning) for family in cls.families for name, meaning in family.filters().items()}

    @classmethod
    def parameters(cls) -> list[Parameter]:
        """The filters as parameters of the endpoint."""
        return [
            Parameter(name, filter_.meaning.help_text, filter_.meaning.schema, filter_.meaning.many)
            for name, filter_ in cls.base_filters.items()
        ]

    def faults(self) -> list[Fault]:
        """What is wrong with the values."""
        return [told(name, error) for name, errors in self.form.errors.as_data().items() for error in errors]

    def values(self) -> dict[str, list[Any]]:
        """The values as they were read, by their parameters; none where one cannot be read."""
        return {name: values for name, values in self.form.cleaned_data.items() if values} if self.is_valid() else {}

    def condition(self) -> Q:
        """What the parameters ask for together. Those on a related row ask for one row that meets them all."""
        found = Q()
        bound: dict[Row, Q] = {}
        each: dict[Row, list[Q]] = {}
        for name, values in self.values().items():
            meaning: Meaning = self.filters[name].meaning
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

    def told(self) -> list[dict[str, Any]]:
        """The parameters as an explanation tells them: what was read, and what it means."""
        told = []
        for name, values in self.values().items():
            meaning: Meaning = self.filters[name].meaning
            told.append({"parameter": name, "values": meaning.shown(values), "means": meaning.help_text})
        return told

    def filter_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """The rows that meet all conditions."""
        return queryset.filter(self.condition())

    def rows(self) -> QuerySet[Any]:
        """The rows that meet all conditions; a value that cannot be read is a 400 problem."""
        errors = self.faults()
        if errors:
            raise bad_parameters(errors)
        rows: QuerySet[Any] = self.qs
        for default in self.standing(self.given):
            rows = rows.filter(default.condition)
        return rows

"""Filter sets: django-filter, with families of filters for each kind of column and strict values."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterable, Mapping
from typing import Any, ClassVar, Protocol

import django_filters  # type: ignore[import-untyped]
from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.utils.datastructures import MultiValueDict

from api.v1.parameters import Parameter
from api.v1.problems import Fault, bad_parameters, fault

MAX_VALUES = 200
Parse = Callable[[str], Any]
Condition = Callable[[list[Any]], Q]


class Values(forms.Widget):
    """All values of a parameter, as a list."""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[str]:
        """The values in their order."""
        values: list[str] = data.getlist(name)
        return values


class ValuesField(forms.Field):
    """Cleans every value of a parameter."""

    widget = Values

    def __init__(self, *, parse: Parse, **kwargs: Any) -> None:
        self.parse = parse
        super().__init__(required=False)

    def clean(self, value: list[str]) -> list[Any]:
        """The values as the condition takes them."""
        if len(value) > MAX_VALUES:
            raise ValidationError(f"is given more than {MAX_VALUES} times.", code="too_many")
        return [self.parse(one) for one in value]


class ParameterFilter(django_filters.Filter):
    """One parameter: how its values are read, and the condition that they make."""

    field_class = ValuesField

    def __init__(
        self, *, parse: Parse, condition: Condition, help_text: str, schema: Mapping[str, Any], many: bool = False
    ) -> None:
        super().__init__(parse=parse)
        self.condition = condition
        self.help_text = help_text
        self.schema = schema
        self.many = many

    def filter(self, qs: QuerySet[Any], value: list[Any]) -> QuerySet[Any]:
        """The rows that meet the condition."""
        return qs.filter(self.condition(value)) if value else qs


class Family(Protocol):
    """The filters of one column: exact, negation, comparisons."""

    def filters(self) -> dict[str, ParameterFilter]:
        """The filters by the names of their parameters."""


class StrictFilterSet(django_filters.FilterSet):
    """The filters of a collection, from families."""

    families: ClassVar[Iterable[Family]] = ()
    # Conditions on rows that hold unless one of the parameters is given.
    defaults: ClassVar[Mapping[tuple[str, ...], Q]] = {}
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
        found: dict[str, ParameterFilter] = {}
        for family in cls.families:
            found.update(family.filters())
        return copy.copy(found)

    @classmethod
    def parameters(cls) -> list[Parameter]:
        """The filters as parameters of the endpoint."""
        return [
            Parameter(name, filter_.help_text, filter_.schema, filter_.many)
            for name, filter_ in cls.base_filters.items()
        ]

    def rows(self) -> QuerySet[Any]:
        """The rows that meet all conditions; a value that cannot be read is a 400 problem."""
        errors: list[Fault] = []
        for name, faults in self.form.errors.as_data().items():
            for error in faults:
                suggestion = (error.params or {}).get("suggestion")
                errors.append(fault(name, error.code or "invalid", str(error.message), suggestion))
        if errors:
            raise bad_parameters(errors)
        rows: QuerySet[Any] = self.qs
        for names, condition in self.defaults.items():
            if not self.given.intersection(names):
                rows = rows.filter(condition)
        return rows

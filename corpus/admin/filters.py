"""Filters that stay cheap however many rows there are."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any, cast
from urllib.parse import parse_qsl

from django import forms
from django.contrib import admin
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.views.main import PAGE_VAR, ChangeList
from django.db.models import ForeignKey, Model, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.safestring import SafeString

from corpus.admin.widgets import RecordSelect, is_key
from corpus.models.sorting import UNKNOWN_TIME


class AutocompleteFilter(admin.SimpleListFilter):
    """One record of a relation, found by typing: no list of thousands of choices.

    Subclasses name the relation in ``field_name``; its model's admin must have ``search_fields``.
    """

    template = "corpus/admin/autocomplete_filter.html"
    field_name: str

    def __init__(
        self, request: HttpRequest, params: dict[str, Any], model: type[Model], model_admin: admin.ModelAdmin
    ) -> None:
        self.parameter_name = self.field_name
        field = cast("ForeignKey[Any]", model._meta.get_field(self.field_name))
        self.title = field.verbose_name
        super().__init__(request, params, model, model_admin)
        self.remote = field.remote_field.model
        self.widget = RecordSelect(field, model_admin.admin_site, attrs={"aria-label": self.title})
        self.widget.choices = forms.models.ModelChoiceIterator(
            forms.ModelChoiceField(self.remote._default_manager.all(), required=False)
        )

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        """No choices: they are looked up while the editor types."""
        return []

    def has_output(self) -> bool:
        """Always shown."""
        return True

    def key(self) -> int | None:
        """Primary key of the chosen record; None where none is chosen."""
        value = self.value()
        if not value:
            return None
        if not is_key(value):
            raise IncorrectLookupParameters(f"{self.parameter_name} is no key")
        return int(value)

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Rows that point at the chosen record."""
        key = self.key()
        return queryset if key is None else queryset.filter(**{f"{self.field_name}_id": key})

    def choices(self, changelist: ChangeList) -> Iterator[Any]:
        """The one form of the filter, with what the rest of the page's address holds."""
        rest = changelist.get_query_string(remove=[self.field_name, PAGE_VAR])
        yield {
            "selected": self.key() is not None,
            "query_string": rest,
            "hidden": parse_qsl(rest.removeprefix("?"), keep_blank_values=True),
            "field": self.field_html(),
        }

    def field_html(self) -> SafeString:
        """The drop-down, which holds the chosen record alone until the editor types."""
        return self.widget.render(
            self.field_name, self.key(), {"id": f"or-filter-{self.field_name}", "required": False}
        )


class WithAutocompleteFilters:
    """Gives a changelist the scripts that autocomplete filters need."""

    @property
    def media(self) -> forms.Media:
        """Scripts and styles of the page."""
        media = super().media  # type: ignore[misc]
        for entry in self.list_filter:  # type: ignore[attr-defined]
            if isinstance(entry, type) and issubclass(entry, AutocompleteFilter):
                field = self.model._meta.get_field(entry.field_name)  # type: ignore[attr-defined]
                media += RecordSelect(field, self.admin_site).media  # type: ignore[attr-defined]
        return media


class FilledFilter(admin.SimpleListFilter):
    """Whether a column is filled, in words that say what that means."""

    column: str
    words: tuple[str, str]

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        """The two answers."""
        return [("yes", self.words[0]), ("no", self.words[1])]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Rows whose column is filled, or not."""
        field = queryset.model._meta.get_field(self.column)
        empty = {f"{self.column}__isnull": True} if field.null else {self.column: ""}
        if self.value() == "yes":
            return queryset.exclude(**empty)
        return queryset.filter(**empty) if self.value() == "no" else queryset


def filled(column: str, title: str, yes: str, no: str) -> type[FilledFilter]:
    """The filter of a column that may be empty: its title, and what filled and empty mean."""
    fields = {"column": column, "title": title, "parameter_name": f"{column}_given", "words": (yes, no)}
    return type(f"{column.title()}Filled", (FilledFilter,), fields)


def autocomplete(field: str) -> type[AutocompleteFilter]:
    """The autocomplete filter of a relation."""
    return type(f"{field.title()}Filter", (AutocompleteFilter,), {"field_name": field})


class PublishedFilter(admin.SimpleListFilter):
    """When it was published, by the index of the date alone."""

    title = "publication date"
    parameter_name = "published"
    column = "published_at"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        """The spans of time that are offered."""
        year = timezone.now().year
        return [
            ("week", "past 7 days"),
            ("month", "past 30 days"),
            (str(year), str(year)),
            (str(year - 1), str(year - 1)),
            ("older", f"before {year - 1}"),
            ("unknown", "unknown"),
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Rows published in the chosen span of time."""
        now, value, column = timezone.now(), self.value(), self.column
        if value in ("week", "month"):
            return queryset.filter(**{f"{column}__gte": now - timedelta(days=7 if value == "week" else 30)})
        if value == "unknown":
            return queryset.filter(**{f"{column}__lte": UNKNOWN_TIME})
        start_of_year = now.replace(month=1, day=1, hour=0, minute=0, second=0, microsecond=0)
        last_year = start_of_year.replace(year=now.year - 1)
        if value == "older":
            return queryset.filter(**{f"{column}__gt": UNKNOWN_TIME, f"{column}__lt": last_year})
        if value == str(now.year):
            return queryset.filter(**{f"{column}__gte": start_of_year})
        if value == str(now.year - 1):
            return queryset.filter(**{f"{column}__gte": last_year, f"{column}__lt": start_of_year})
        return queryset


class LastPrintedFilter(PublishedFilter):
    """When it was printed last."""

    title = "last printed"
    parameter_name = "printed"
    column = "last_at"


class ConfidenceFilter(admin.SimpleListFilter):
    """How sure the machine is."""

    title = "confidence"
    parameter_name = "sure"
    bands = {"low": (0.0, 0.5), "middle": (0.5, 0.8), "high": (0.8, 1.01)}

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        """Three bands."""
        return [("low", "below 0.5"), ("middle", "0.5 to 0.8"), ("high", "0.8 and above")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Rows in the chosen band."""
        band = self.bands.get(self.value() or "")
        return queryset.filter(confidence__gte=band[0], confidence__lt=band[1]) if band else queryset

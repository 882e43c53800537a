"""Affiliations: the roles of people."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest

from corpus.admin.base import ReadOnlyAdmin
from corpus.admin.context import WithContext, shown_around
from corpus.admin.display import NOTHING, badge, day, likelihood, link, moment
from corpus.admin.evidence import affiliation_mark, in_context
from corpus.admin.filters import WithAutocompleteFilters, autocomplete
from corpus.admin.history import WithHistory
from corpus.admin.searching import entities_named
from corpus.models import Affiliation, Article


@admin.register(Affiliation)
class AffiliationAdmin(WithContext, WithHistory, WithAutocompleteFilters, ReadOnlyAdmin):
    """Who was what, where, as articles state it."""

    list_display = ["title", "person_link", "organisation_link", "tense", "time", "status_badge", "sure", "stated"]
    list_select_related = ["person", "organisation"]
    list_filter = ["status", "tense", autocomplete("person"), autocomplete("organisation")]
    search_fields = ["title"]
    search_help_text = "Words of the role as printed, a name of the person or the organisation, or an id."
    sortable_by = ["stated"]
    fieldsets = [
        (
            None,
            {"fields": ["context", "title", "person_link", "organisation_link", "tense", "began", "ended"]},
        ),
        ("How sure", {"fields": ["status_badge", "sure"]}),
        (
            "In the corpus",
            {
                "fields": [
                    "public_id",
                    "article_link",
                    "stated",
                    "original_person_link",
                    "original_organisation_link",
                    "version",
                    "created_at",
                    "updated_at",
                ]
            },
        ),
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Affiliation]:
        """The page of one affiliation needs more than the list."""
        rows = super().get_queryset(request)
        match = request.resolver_match
        if match and match.kwargs.get("object_id"):
            return rows.select_related(
                "person", "organisation", "original_person", "original_organisation", "text__article__publisher"
            )
        return rows

    def search(self, request: HttpRequest, queryset: QuerySet[Any], term: str) -> tuple[QuerySet[Any], bool]:
        """By the phrase or by whom it names."""
        if not term:
            return queryset, False
        named = entities_named(term).values("pk")
        return queryset.filter(Q(title__icontains=term) | Q(person__in=named) | Q(organisation__in=named)), False

    @admin.display(description="person")
    def person_link(self, row: Affiliation) -> str:
        """The person, linked."""
        return link(row.person)

    @admin.display(description="organisation")
    def organisation_link(self, row: Affiliation) -> str:
        """The organisation, linked."""
        return link(row.organisation)

    @admin.display(description="person, before any merge")
    def original_person_link(self, row: Affiliation) -> str:
        """The person it was first resolved to."""
        return link(row.original_person)

    @admin.display(description="organisation, before any merge")
    def original_organisation_link(self, row: Affiliation) -> str:
        """The organisation it was first resolved to."""
        return link(row.original_organisation)

    @admin.display(description="article")
    def article_link(self, row: Affiliation) -> str:
        """The article that states it."""
        return link(row.text.article) if row.text else NOTHING

    @admin.display(description="began")
    def began(self, row: Affiliation) -> str:
        """When the role began."""
        return moment(row.began_at, row.began_precision)

    @admin.display(description="ended")
    def ended(self, row: Affiliation) -> str:
        """When the role ended."""
        return moment(row.ended_at, row.ended_precision)

    @admin.display(description="time")
    def time(self, row: Affiliation) -> str:
        """From when to when."""
        return f"{self.began(row)} – {self.ended(row)}" if row.began_at or row.ended_at else NOTHING

    @admin.display(description="stated", ordering="stated_at")
    def stated(self, row: Affiliation) -> str:
        """The day on which the article was published."""
        return day(row.stated_at)

    @admin.display(description="confidence")
    def sure(self, row: Affiliation) -> str:
        """How sure the machine is."""
        return likelihood(row.confidence)

    @admin.display(description="status")
    def status_badge(self, row: Affiliation) -> str:
        """Where it stands between machine and editor."""
        return badge(row.status)

    def article_of(self, row: Affiliation) -> Article | None:
        """The article in which it stands."""
        return row.text.article if row.text else None

    @admin.display(description="in the text")
    def context(self, row: Affiliation) -> str:
        """The phrase where it stands, marked."""
        if row.text is None or row.start is None or row.end is None:
            return "no article states it"
        return in_context(row.text, row.start, row.end, [affiliation_mark(row)], around=shown_around(row))

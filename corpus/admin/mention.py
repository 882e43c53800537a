"""Mentions."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from corpus.admin.base import ReadOnlyAdmin
from corpus.admin.context import WithContext, shown_around
from corpus.admin.display import badge, likelihood, link, shortened
from corpus.admin.evidence import in_context, mention_mark
from corpus.admin.filters import ConfidenceFilter, WithAutocompleteFilters, autocomplete
from corpus.admin.history import WithHistory
from corpus.admin.searching import entities_named
from corpus.models import Article, Mention


@admin.register(Mention)
class MentionAdmin(WithContext, WithHistory, WithAutocompleteFilters, ReadOnlyAdmin):
    """Where people and organisations are mentioned."""

    list_display = ["words", "entity_link", "kind", "status_badge", "sure", "article_brief"]
    list_select_related = ["entity", "text__article"]
    list_filter = ["status", "kind", ConfidenceFilter, autocomplete("entity")]
    search_fields = ["entity__name"]
    search_help_text = "A name of whom it refers to, or a mention's id."
    ordering = ["-id"]
    sortable_by = ()
    fieldsets = [
        (None, {"fields": ["context", "words", "entity_link", "kind", "status_badge", "sure"]}),
        (
            "In the corpus",
            {"fields": ["public_id", "article_link", "revision", "start", "end", "original_entity_link"]},
        ),
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Mention]:
        """Lists do not load the words of the articles."""
        rows = super().get_queryset(request)
        match = request.resolver_match
        if match and match.kwargs.get("object_id"):
            return rows.select_related("entity", "original_entity", "text__article__publisher")
        return rows.defer("text__body")

    def search(self, request: HttpRequest, queryset: QuerySet[Any], term: str) -> tuple[QuerySet[Any], bool]:
        """By the names of whom it refers to."""
        return (queryset.filter(entity__in=entities_named(term).values("pk")) if term else queryset), False

    @admin.display(description="refers to")
    def entity_link(self, mention: Mention) -> str:
        """The entity, linked."""
        return link(mention.entity)

    @admin.display(description="resolved to, before any merge")
    def original_entity_link(self, mention: Mention) -> str:
        """The entity it was first resolved to."""
        return link(mention.original_entity)

    @admin.display(description="article")
    def article_brief(self, mention: Mention) -> str:
        """The article, linked, with the beginning of its headline."""
        return link(mention.text.article, shortened(str(mention.text.article), 50))

    @admin.display(description="article")
    def article_link(self, mention: Mention) -> str:
        """The article, linked."""
        return link(mention.text.article)

    @admin.display(description="revision")
    def revision(self, mention: Mention) -> int:
        """The revision whose words it points at."""
        return mention.text.revision

    @admin.display(description="confidence")
    def sure(self, mention: Mention) -> str:
        """How sure the machine is."""
        return likelihood(mention.confidence)

    @admin.display(description="status")
    def status_badge(self, mention: Mention) -> str:
        """Where it stands between machine and editor."""
        return badge(mention.status)

    def article_of(self, mention: Mention) -> Article:
        """The article in which it stands."""
        return mention.text.article

    @admin.display(description="in the text")
    def context(self, mention: Mention) -> str:
        """The words where they stand, marked."""
        return in_context(
            mention.text, mention.start, mention.end, [mention_mark(mention)], around=shown_around(mention)
        )

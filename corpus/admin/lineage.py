"""What is told of records beside their own pages: the feed of changes, and words that are given to several speakers."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest

from corpus.admin.base import PUBLIC_ID, ReadOnlyAdmin
from corpus.admin.display import link
from corpus.models import Change, Dispute


@admin.register(Change)
class ChangeAdmin(ReadOnlyAdmin):
    """Where records stand in the feed of changes."""

    list_display = ["record", "place", "first", "at"]
    search_fields = ["=record"]
    search_help_text = "The id of the record."
    id_lookup = "record"
    ordering = ["-id"]
    sortable_by = ()
    fields = ["record", "place", "first", "at"]

    @admin.display(description="place in the feed")
    def place(self, change: Change) -> int:
        """The key, by which the feed is ordered."""
        return change.pk


@admin.register(Dispute)
class DisputeAdmin(ReadOnlyAdmin):
    """The same words, given to two speakers: as long as both are printed and no decision made the two one."""

    list_display = ["first_link", "first_speaker", "second_link", "second_speaker"]
    search_fields = ["first__text", "second__text"]
    search_help_text = "Words of either, or the id of one."
    id_lookup = ""
    ordering = ["-id"]
    sortable_by = ()
    fields = ["first_link", "first_speaker", "second_link", "second_speaker"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Those that stand, with both wordings and their speakers."""
        rows: Any = super().get_queryset(request)
        return rows.standing().select_related("first__speaker", "second__speaker")

    def search(self, request: HttpRequest, queryset: QuerySet[Any], term: str) -> tuple[QuerySet[Any], bool]:
        """By words of either, or by the id of either."""
        if PUBLIC_ID.fullmatch(term):
            return queryset.filter(Q(first__public_id=term) | Q(second__public_id=term)), False
        return super().search(request, queryset, term)

    @admin.display(description="one wording")
    def first_link(self, dispute: Dispute) -> str:
        """The first wording, linked."""
        return link(dispute.first)

    @admin.display(description="given to")
    def first_speaker(self, dispute: Dispute) -> str:
        """Its speaker, linked."""
        return link(dispute.first.speaker)

    @admin.display(description="the other")
    def second_link(self, dispute: Dispute) -> str:
        """The second wording, linked."""
        return link(dispute.second)

    @admin.display(description="given to")
    def second_speaker(self, dispute: Dispute) -> str:
        """Its speaker, linked."""
        return link(dispute.second.speaker)

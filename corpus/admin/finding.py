"""What records are found by while a name is typed, and quotations in any text: rows that services keep in step."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from corpus.admin.base import ReadOnlyAdmin
from corpus.admin.display import link
from corpus.folding import name_key
from corpus.models import NamePart, Shingle


@admin.register(NamePart)
class NamePartAdmin(ReadOnlyAdmin):
    """Beginnings of names."""

    list_display = ["text", "place", "entity_link", "shown", "weight"]
    list_select_related = ["entity"]
    list_filter = ["shown", "place"]
    search_fields = ["text"]
    search_help_text = "The beginning of a name or of a word of it, or the id of its record."
    id_lookup = "entity__public_id"
    ordering = ["-id"]
    sortable_by = ()
    fields = ["text", "place", "entity_link", "shown", "weight"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Rows with their entities."""
        return super().get_queryset(request).select_related("entity")

    def search(self, request: HttpRequest, queryset: QuerySet[Any], term: str) -> tuple[QuerySet[Any], bool]:
        """By their beginning, folded."""
        return (queryset.beginning(name_key(term)) if term else queryset), False  # type: ignore[attr-defined]

    @admin.display(description="of")
    def entity_link(self, part: NamePart) -> str:
        """The entity, linked."""
        return link(part.entity)


@admin.register(Shingle)
class ShingleAdmin(ReadOnlyAdmin):
    """Runs of quoted words."""

    list_display = ["key", "quotation_link", "total"]
    list_select_related = ["quotation"]
    search_fields = ["=key"]
    search_help_text = "The id of the quotation, or the exact key."
    id_lookup = "quotation__public_id"
    ordering = ["-id"]
    sortable_by = ()
    fields = ["key", "quotation_link", "total"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Rows with their quotations."""
        return super().get_queryset(request).select_related("quotation")

    @admin.display(description="of")
    def quotation_link(self, shingle: Shingle) -> str:
        """The quotation, linked."""
        return link(shingle.quotation)

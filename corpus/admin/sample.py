"""Samples of quotations, and what was drawn for them."""

from __future__ import annotations

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from corpus.admin.base import ReadOnlyAdmin
from corpus.admin.display import badge, link
from corpus.admin.filters import WithAutocompleteFilters, autocomplete
from corpus.models import ReviewSample, SampledQuotation


@admin.register(ReviewSample)
class ReviewSampleAdmin(ReadOnlyAdmin):
    """Random quotations, which tell what share of all is right."""

    list_display = ["__str__", "created_by", "created_at"]
    list_select_related = ["publisher", "created_by"]
    search_fields = ["=created_by__username", "publisher__name"]
    search_help_text = "Who drew it, or the outlet."
    id_lookup = ""
    sortable_by = ()
    fields = ["publisher", "kind", "extractor", "created_by", "created_at"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[ReviewSample]:
        """Samples with what names them."""
        return super().get_queryset(request).select_related("publisher", "created_by")


@admin.register(SampledQuotation)
class SampledQuotationAdmin(WithAutocompleteFilters, ReadOnlyAdmin):
    """The quotations that were drawn."""

    list_display = ["position", "quotation_link", "kind", "status_badge"]
    list_select_related = ["quotation"]
    list_filter = [autocomplete("sample")]
    search_fields = ["=quotation__public_id"]
    search_help_text = "Id of the quotation."
    id_lookup = "quotation__public_id"
    ordering = ["-sample", "position"]
    sortable_by = ()
    fields = ["sample", "quotation_link", "position", "kind"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[SampledQuotation]:
        """Rows with their quotations."""
        return super().get_queryset(request).select_related("sample__publisher", "quotation")

    @admin.display(description="quotation")
    def quotation_link(self, row: SampledQuotation) -> str:
        """The quotation, linked."""
        return link(row.quotation)

    @admin.display(description="status")
    def status_badge(self, row: SampledQuotation) -> str:
        """What editors said of it."""
        return badge(row.quotation.status)

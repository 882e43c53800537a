"""The rows that belong to quotations: spans, candidates, readings of older revisions."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from corpus.admin.base import ReadOnlyAdmin
from corpus.admin.display import link, shortened
from corpus.admin.entity import PartInline
from corpus.admin.filters import WithAutocompleteFilters, autocomplete
from corpus.models import Candidate, QuotationReading, QuotationSpan


class CandidateInline(PartInline):
    """Who else may have spoken."""

    model = Candidate
    fields = ["candidate", "score"]
    readonly_fields = ["candidate"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Candidate]:
        """Rows with their entities."""
        return super().get_queryset(request).select_related("entity")

    @admin.display(description="candidate")
    def candidate(self, row: Candidate) -> str:
        """The entity, linked."""
        return link(row.entity)


class SpanInline(PartInline):
    """Where it stands."""

    model = QuotationSpan
    fields = ["role", "position", "start", "end"]


class PartOfQuotationAdmin(WithAutocompleteFilters, ReadOnlyAdmin):
    """A row that belongs to a quotation."""

    list_select_related: ClassVar[Any] = ["quotation"]
    list_filter: ClassVar[Any] = []
    search_fields: ClassVar[Any] = ["=quotation__public_id"]
    search_help_text = "Id of the quotation."
    id_lookup = "quotation__public_id"
    ordering = ["-id"]
    sortable_by = ()

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Rows with what their page shows."""
        return super().get_queryset(request).select_related(*self.list_select_related)

    @admin.display(description="quotation")
    def quotation_link(self, row: Any) -> str:
        """The quotation, linked."""
        return link(row.quotation)


@admin.register(QuotationSpan)
class QuotationSpanAdmin(PartOfQuotationAdmin):
    """Where quotations stand."""

    list_display = ["__str__", "quotation_link", "role", "position", "start", "end"]
    list_filter = ["role"]
    fields = ["quotation_link", "role", "position", "start", "end"]


@admin.register(Candidate)
class CandidateAdmin(PartOfQuotationAdmin):
    """Who may have spoken."""

    list_display = ["entity_link", "quotation_link", "position", "score"]
    list_select_related = ["quotation", "entity"]
    list_filter = [autocomplete("entity")]
    fields = ["quotation_link", "entity_link", "position", "score"]

    @admin.display(description="candidate")
    def entity_link(self, row: Candidate) -> str:
        """The entity, linked."""
        return link(row.entity)


@admin.register(QuotationReading)
class QuotationReadingAdmin(PartOfQuotationAdmin):
    """How quotations read in older revisions."""

    list_display = ["short_words", "quotation_link", "revision"]
    list_select_related = ["quotation", "text", "original_speaker"]
    fields = ["quotation_link", "revision", "words", "speaker_link", "fields"]

    @admin.display(description="words")
    def short_words(self, row: QuotationReading) -> str:
        """The beginning of the words."""
        return shortened(row.words, 120)

    @admin.display(description="revision")
    def revision(self, row: QuotationReading) -> int:
        """The older revision."""
        return row.text.revision

    @admin.display(description="speaker")
    def speaker_link(self, row: QuotationReading) -> str:
        """The speaker as resolved then."""
        return link(row.original_speaker)

"""Quotations, and the rows that belong to them."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from corpus.admin.base import ReadOnlyAdmin
from corpus.admin.display import NOTHING, badge, likelihood, link, moment, shortened
from corpus.admin.entity import PartInline
from corpus.admin.evidence import in_context, quotation_marks, speaker_name
from corpus.admin.filters import ConfidenceFilter, PublishedFilter, WithAutocompleteFilters, autocomplete
from corpus.models import Candidate, Quotation, QuotationReading, QuotationSpan


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


@admin.register(Quotation)
class QuotationAdmin(WithAutocompleteFilters, ReadOnlyAdmin):
    """Who said what."""

    list_display = [
        "short_words",
        "speaker_link",
        "kind",
        "attitude",
        "channel",
        "article_link",
        "published",
        "sure",
        "status_badge",
    ]
    list_select_related = ["speaker", "article"]
    list_filter = [
        "status",
        "kind",
        ConfidenceFilter,
        "speaker_type",
        PublishedFilter,
        "attitude",
        "channel",
        autocomplete("speaker"),
        autocomplete("article"),
    ]
    search_fields = ["words"]
    search_help_text = "Words of the quotation, or its id."
    sortable_by = ["published"]
    inlines = [CandidateInline, SpanInline]
    fieldsets = [
        (None, {"fields": ["context", "speaker_link", "kind", "channel", "status_badge"]}),
        (
            "As printed",
            {
                "fields": [
                    "words",
                    "speaker_text",
                    "speaker_type",
                    "speaker_role",
                    "cue",
                    "addressee_link",
                    "addressee_text",
                    "attitude",
                    "said",
                ]
            },
        ),
        ("How sure", {"fields": ["sure", "confidence_span", "confidence_speaker", "confidence_kind", "extractor"]}),
        (
            "In the corpus",
            {
                "classes": ["collapse"],
                "fields": [
                    "public_id",
                    "article_link",
                    "revision",
                    "published",
                    "utterance_link",
                    "made_by_hand",
                    "original_speaker_link",
                    "version",
                    "created_at",
                    "updated_at",
                ],
            },
        ),
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Quotation]:
        """The page of one quotation needs more than the list."""
        rows = super().get_queryset(request)
        match = request.resolver_match
        if match and match.kwargs.get("object_id"):
            return rows.select_related(
                "article", "speaker", "original_speaker", "addressee", "utterance", "text"
            ).prefetch_related("span_rows")
        return rows

    @admin.display(description="words")
    def short_words(self, quotation: Quotation) -> str:
        """The beginning of the words."""
        return shortened(quotation.words, 120)

    @admin.display(description="speaker")
    def speaker_link(self, quotation: Quotation) -> str:
        """The speaker, linked; as printed where it has no record."""
        return link(quotation.speaker) if quotation.speaker else speaker_name(quotation)

    @admin.display(description="resolved to, before any merge")
    def original_speaker_link(self, quotation: Quotation) -> str:
        """The entity it was first resolved to."""
        return link(quotation.original_speaker)

    @admin.display(description="addressee")
    def addressee_link(self, quotation: Quotation) -> str:
        """To whom it was said."""
        return link(quotation.addressee)

    @admin.display(description="article")
    def article_link(self, quotation: Quotation) -> str:
        """The article, linked."""
        return link(quotation.article)

    @admin.display(description="utterance")
    def utterance_link(self, quotation: Quotation) -> str:
        """The utterance that gathers its printings."""
        return link(quotation.utterance) if quotation.utterance else NOTHING

    @admin.display(description="revision")
    def revision(self, quotation: Quotation) -> int:
        """The revision whose words it points at."""
        return quotation.text.revision

    @admin.display(description="published", ordering="published_at")
    def published(self, quotation: Quotation) -> str:
        """The article's date."""
        return moment(quotation.published_at, quotation.article.published_precision)

    @admin.display(description="said")
    def said(self, quotation: Quotation) -> str:
        """The time of speaking, where it is stated."""
        return moment(quotation.said_at, quotation.said_precision) if quotation.said_at else NOTHING

    @admin.display(description="confidence")
    def sure(self, quotation: Quotation) -> str:
        """How sure the machine is of all together."""
        return likelihood(quotation.confidence)

    @admin.display(description="status")
    def status_badge(self, quotation: Quotation) -> str:
        """Where it stands between machine and editor."""
        return badge(quotation.status)

    @admin.display(description="in the text")
    def context(self, quotation: Quotation) -> str:
        """The words where they stand, marked."""
        return in_context(quotation.text, quotation.start, quotation.end, quotation_marks(quotation))


class PartOfQuotationAdmin(WithAutocompleteFilters, ReadOnlyAdmin):
    """A row that belongs to a quotation."""

    list_select_related: list[str] = ["quotation"]
    list_filter: list[Any] = []
    search_fields: list[str] = ["=quotation__public_id"]
    search_help_text = "Id of the quotation."
    id_lookup = "quotation__public_id"
    ordering = ["-id"]
    sortable_by: list[str] = []

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

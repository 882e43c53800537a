"""Utterances: the same words by the same speaker across articles."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.html import format_html_join

from corpus.admin.base import ReadOnlyAdmin
from corpus.admin.display import NOTHING, link, moment, shortened
from corpus.admin.filters import LastPrintedFilter, WithAutocompleteFilters, autocomplete
from corpus.admin.searching import full_text
from corpus.models import Utterance

SHOWN_PRINTINGS = 100


@admin.register(Utterance)
class UtteranceAdmin(WithAutocompleteFilters, ReadOnlyAdmin):
    """What was said once, and where it is printed."""

    list_display = ["short_text", "speaker_link", "times_printed", "outlet_count", "variant_count", "first", "last"]
    list_select_related = ["speaker"]
    list_filter = ["words_disputed", "speaker_disputed", autocomplete("speaker"), LastPrintedFilter]
    search_fields = ["text"]
    search_help_text = "Words of the utterance, or its id."
    sortable_by = ["times_printed", "last"]
    fields = [
        "text",
        "speaker_link",
        "times_printed",
        "outlet_count",
        "first",
        "last",
        "wordings",
        "printed_in",
        "public_id",
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Utterance]:
        """Utterances with their speakers; wordings stand on the page of the utterance that they belong to."""
        return super().get_queryset(request).filter(variant_of=None).select_related("speaker")

    def search(self, request: HttpRequest, queryset: QuerySet[Any], term: str) -> tuple[QuerySet[Any], bool]:
        """By the words of the quotations that print it."""
        return full_text(request, queryset, term), False

    @admin.display(description="words")
    def short_text(self, utterance: Utterance) -> str:
        """The beginning of the words."""
        return shortened(utterance.text, 120)

    @admin.display(description="speaker")
    def speaker_link(self, utterance: Utterance) -> str:
        """The speaker, linked."""
        return link(utterance.speaker)

    @admin.display(description="first printed")
    def first(self, utterance: Utterance) -> str:
        """Day of the first article that prints it."""
        return moment(utterance.first_at, "day")

    @admin.display(description="last printed", ordering="last_at")
    def last(self, utterance: Utterance) -> str:
        """Day of the last article that prints it."""
        return moment(utterance.last_at, "day")

    @admin.display(description="wordings")
    def wordings(self, utterance: Utterance) -> str:
        """How else it is printed."""
        rows = utterance.variants.filter(printings__gt=0).order_by("-printings", "pk")[:SHOWN_PRINTINGS]
        return format_html_join("", "<p>{} ({} times)</p>", ((row.text, row.printings) for row in rows)) or NOTHING

    @admin.display(description="printed in")
    def printed_in(self, utterance: Utterance) -> str:
        """The quotations that print it, linked, with their articles."""
        rows = utterance.quotations.select_related("article")[:SHOWN_PRINTINGS]
        return (
            format_html_join("", "<p>{} in {}, {}</p>", ((link(r), link(r.article), r.status) for r in rows)) or NOTHING
        )

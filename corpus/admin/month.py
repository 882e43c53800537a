"""Quotations by month of publication: rows that services keep in step."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from corpus.admin.base import ReadOnlyAdmin
from corpus.admin.display import link
from corpus.models import QuotationMonth, SpeakerMonth
from corpus.models.periods import UNKNOWN_MONTH, Unit, title


class MonthAdmin(ReadOnlyAdmin):
    """What the counts of months have in common."""

    ordering = ["-month", "-id"]
    sortable_by = ()

    @admin.display(description="month")
    def month_shown(self, row: Any) -> str:
        """Its name."""
        return "unknown" if row.month == UNKNOWN_MONTH else title(row.month, Unit.MONTH)


@admin.register(QuotationMonth)
class QuotationMonthAdmin(MonthAdmin):
    """All quotations of a month."""

    list_display = ["month_shown", "quotations", "unattributed"]
    search_fields = ["month"]
    search_help_text = "A month: 2024-03."
    id_lookup = ""
    fields = ["month_shown", "quotations", "unattributed"]


@admin.register(SpeakerMonth)
class SpeakerMonthAdmin(MonthAdmin):
    """How often somebody is quoted in a month."""

    list_display = ["month_shown", "speaker_link", "quotations"]
    list_select_related = ["speaker"]
    search_fields = ["month"]
    search_help_text = "A month (2024-03), or the id of the speaker."
    id_lookup = "speaker__public_id"
    fields = ["month_shown", "speaker_link", "quotations"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Rows with their speakers."""
        return super().get_queryset(request).select_related("speaker")

    @admin.display(description="speaker")
    def speaker_link(self, row: SpeakerMonth) -> str:
        """The speaker, linked."""
        return link(row.speaker)

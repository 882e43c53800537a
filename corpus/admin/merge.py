"""Merges, and the log of what people decided."""

from __future__ import annotations

import json

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.html import format_html

from corpus.admin.base import ReadOnlyAdmin
from corpus.admin.display import badge, link, shortened
from corpus.admin.filters import WithAutocompleteFilters, autocomplete, filled
from corpus.admin.marking import visible
from corpus.admin.merging import Undoable
from corpus.models import Decision, Merge


@admin.register(Merge)
class MergeAdmin(WithAutocompleteFilters, Undoable, ReadOnlyAdmin):
    """Two records that an editor declared one."""

    list_display = ["public_id", "loser_link", "survivor_link", "merged_by", "merged_at", "standing"]
    list_select_related = ["loser", "survivor", "merged_by"]
    list_filter = [filled("undone_at", "state", "undone", "stands"), autocomplete("survivor"), autocomplete("loser")]
    date_hierarchy = "merged_at"
    search_fields = ["=public_id", "=loser__public_id", "=survivor__public_id", "loser__name", "survivor__name"]
    search_help_text = "A name or id of either record, or a merge's id."
    sortable_by = ()
    id_lookup = ""
    fields = [
        "public_id",
        "loser_link",
        "survivor_link",
        "reason",
        "merged_by",
        "merged_at",
        "standing",
        "undone_at",
        "undone_by",
        "undo_reason",
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Merge]:
        """Merges with all that they name."""
        return super().get_queryset(request).select_related("loser", "survivor", "merged_by", "undone_by")

    @admin.display(description="merged away")
    def loser_link(self, merge: Merge) -> str:
        """The record that lives on in the other."""
        return link(merge.loser)

    @admin.display(description="survivor")
    def survivor_link(self, merge: Merge) -> str:
        """The record that stands."""
        return link(merge.survivor)

    @admin.display(description="state")
    def standing(self, merge: Merge) -> str:
        """Whether it was undone."""
        return badge("withdrawn", "undone") if merge.undone_at else badge("confirmed", "stands")


@admin.register(Decision)
class DecisionAdmin(ReadOnlyAdmin):
    """Who decided what, when and why."""

    list_display = ["record", "action", "change", "short_reason", "decided_by", "decided_at"]
    list_select_related = ["decided_by"]
    date_hierarchy = "decided_at"
    search_fields = ["=record", "=decided_by__username"]
    search_help_text = "A record's id, or who decided."
    sortable_by = ()
    id_lookup = "record"
    fields = ["record", "action", "before_values", "after_values", "reason", "decided_by", "decided_at", "erased_at"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Decision]:
        """Decisions with who took them."""
        return super().get_queryset(request).select_related("decided_by")

    @admin.display(description="change")
    def change(self, decision: Decision) -> str:
        """The fields before and after, in short."""
        return shortened(f"{_values(decision.before)} → {_values(decision.after)}", 120)

    @admin.display(description="reason")
    def short_reason(self, decision: Decision) -> str:
        """The beginning of the reason."""
        return shortened(decision.reason, 100)

    @admin.display(description="before")
    def before_values(self, decision: Decision) -> str:
        """The changed fields as they were."""
        return _block(decision.before)

    @admin.display(description="after")
    def after_values(self, decision: Decision) -> str:
        """The changed fields as they are."""
        return _block(decision.after)


def _values(fields: dict[str, object]) -> str:
    return ", ".join(f"{name}: {value}" for name, value in fields.items()) or "–"


def _block(fields: dict[str, object]) -> str:
    return format_html("<pre>{}</pre>", visible(json.dumps(fields, indent=1, ensure_ascii=False)))

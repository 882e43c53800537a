"""Pairs of records that may be one: the queue of those who decide."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.db.models import Q, QuerySet
from django.db.models.expressions import Combinable
from django.http import HttpRequest, HttpResponse
from django.utils.html import format_html, format_html_join

from corpus.admin.base import PUBLIC_ID, ReadOnlyAdmin
from corpus.admin.display import AGAINST, NOTHING, badge, day, evidence_list, link, log_odds
from corpus.admin.portrait import how_often
from corpus.admin.searching import entities_named
from corpus.admin.settling import Settleable
from corpus.models import Decision, DuplicatePair, Entity, PairState

SHOWN_FOR, SHOWN_AGAINST = 2, 1  # lines of evidence in the list
SHOWN_DECISIONS = 20


class StateFilter(admin.SimpleListFilter):
    """What waits for an editor, unless something else is asked for."""

    title = "state"
    parameter_name = "state"
    states = [
        (PairState.OPEN, "to decide"),
        (PairState.MERGED, "one record"),
        (PairState.DIFFERENT, "two records"),
        ("overtaken", "overtaken: a record is gone"),
        ("all", "all"),
    ]

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        """The states, the first of which is the default."""
        return [(str(value), label) for value, label in self.states]

    def value(self) -> str:
        """The state that is asked for; what is none counts as not asked."""
        asked = super().value()
        return asked if asked in dict(self.lookup_choices) else str(PairState.OPEN)

    def choices(self, changelist: ChangeList) -> Iterator[Any]:
        """The states alone: "all" is the last of them."""
        return (choice for position, choice in enumerate(super().choices(changelist)) if position)

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Pairs in the state."""
        state = self.value()
        if state == PairState.OPEN:
            return queryset.open()  # type: ignore[attr-defined]
        if state == "overtaken":
            return queryset.overtaken()  # type: ignore[attr-defined]
        return queryset if state == "all" else queryset.filter(state=state)


@admin.register(DuplicatePair)
class DuplicatePairAdmin(Settleable, ReadOnlyAdmin):
    """Two records with like names; the surest first."""

    change_list_template = "corpus/admin/duplicate_change_list.html"
    list_display = ["compare", "records", "score_figure", "evidence_lines", "state_badge", "found"]
    list_filter = [StateFilter, "first__type"]
    search_fields = ["first__name", "second__name"]
    search_help_text = "Any part of a name or alias of either record, or its id."
    sortable_by = ()
    id_lookup = ""
    fieldsets = [("In the corpus", {"fields": ["found_at", "decisions"]})]

    def get_queryset(self, request: HttpRequest) -> QuerySet[DuplicatePair]:
        """Pairs with both records and who decided."""
        return super().get_queryset(request).select_related("first", "second", "decided_by")

    def get_ordering(self, request: HttpRequest) -> list[str | Combinable]:
        """What is decided by the day of the decision, the last first."""
        decided = request.GET.get("state") in (PairState.MERGED, PairState.DIFFERENT)
        return ["-decided_at", "-pk"] if decided else ["-score", "-pk"]

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """The list, which knows whether anything waits at all."""
        return super().changelist_view(
            request, {"waits": DuplicatePair.objects.open().exists(), **(extra_context or {})}
        )

    def search(self, request: HttpRequest, queryset: QuerySet[Any], term: str) -> tuple[QuerySet[Any], bool]:
        """By a name or an id of either record."""
        if not term:
            return queryset, False
        named = Entity.objects.filter(public_id=term) if PUBLIC_ID.fullmatch(term) else entities_named(term)
        return queryset.filter(Q(first__in=named.values("pk")) | Q(second__in=named.values("pk"))), False

    @admin.display(description="pair")
    def compare(self, pair: DuplicatePair) -> str:
        """The way to the page of the pair."""
        return "Compare"

    @admin.display(description="records")
    def records(self, pair: DuplicatePair) -> str:
        """Both, linked, with how often they are mentioned and quoted."""
        lines = ((link(entity), how_often(entity)) for entity in (pair.first, pair.second))
        return format_html(
            '<ul class="or-facts">{}</ul>', format_html_join("", '<li>{} <span class="or-quiet">{}</span></li>', lines)
        )

    @admin.display(description="score")
    def score_figure(self, pair: DuplicatePair) -> str:
        """The sum of the evidence; none where nobody weighed it."""
        return log_odds(pair.score) if pair.evidence else NOTHING

    @admin.display(description="evidence")
    def evidence_lines(self, pair: DuplicatePair) -> str:
        """The weightiest lines of either side."""
        pro = [line for line in pair.evidence if not line.startswith(AGAINST)]
        contra = [line for line in pair.evidence if line.startswith(AGAINST)]
        shown = pro[:SHOWN_FOR] + contra[:SHOWN_AGAINST]
        rest = len(pair.evidence) - len(shown)
        return format_html(
            "{}{}", evidence_list(shown), format_html('<span class="or-quiet">{} more</span>', rest) if rest else ""
        )

    @admin.display(description="state")
    def state_badge(self, pair: DuplicatePair) -> str:
        """Where it stands."""
        return badge("off", "overtaken") if pair.is_overtaken else badge(pair.state, pair.get_state_display())

    @admin.display(description="found")
    def found(self, pair: DuplicatePair) -> str:
        """The day it was found."""
        return day(pair.found_at)

    @admin.display(description="decisions about either record")
    def decisions(self, pair: DuplicatePair) -> str:
        """What people decided about the two, the newest first."""
        rows = Decision.objects.filter(record__in=[pair.first.public_id, pair.second.public_id])
        lines = (
            (link(row, row.action), row.record, row.decided_by or "no account", day(row.decided_at), row.reason)
            for row in rows.select_related("decided_by")[:SHOWN_DECISIONS]
        )
        return format_html_join("", "<p>{} {} by {}, {}: {}</p>", lines) or NOTHING

"""Filters of merges and of the history of a record."""

from __future__ import annotations

from django.db.models import Q

from api.v1.filters import references
from api.v1.filters.base import StrictFilterSet
from api.v1.filters.families import Flag, Moment, Text
from corpus.models import Decision, Entity, Merge


def merged_into(keys: list[int]) -> Q:
    """Merges into the records, or into one that was itself merged into them."""
    found, level = set(keys), set(keys)
    while level := set(Entity.objects.filter(merged_into__in=level).values_list("pk", flat=True)) - found:
        found |= level
    return Q(survivor__in=found)


class MergeFilterSet(StrictFilterSet):
    """What was merged into what."""

    families = (
        references.entities("survivor", "Id of the record that others were merged into.", merged_into),
        references.record(
            "loser", "Id of the record that was merged away.", "a person or organisation", Entity.objects.all
        ),
        Flag("undone", "Whether the merge was undone.", lambda wanted: Q(undone_at__isnull=not wanted)),
        Moment("merged_at", "When it was merged."),
    )

    class Meta:
        model = Merge
        fields: list[str] = []


class DecisionFilterSet(StrictFilterSet):
    """What was decided, and when."""

    families = (
        Text("action", "What was done", parts=False),
        Moment("decided_at", "When it was decided."),
    )

    class Meta:
        model = Decision
        fields: list[str] = []

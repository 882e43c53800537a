"""Filters of merges and of the history of a record."""

from __future__ import annotations

from django.db.models import Q

from api.v1.filters import references
from api.v1.filters.base import Default, StrictFilterSet
from api.v1.filters.families import Choice, Flag, Moment, Number, Text
from corpus.models import Decision, DuplicatePair, Entity, Merge, PairState, Proposal, ProposalState, Quotation
from corpus.models.choices import ENTITY_TYPES
from corpus.models.duplicate import standing_pair


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


class ProposalFilterSet(StrictFilterSet):
    """What was proposed, and what became of it."""

    families = (
        references.record("quotation", "Id of the quotation.", "a quotation", Quotation.objects.readable),
        Choice("state", ProposalState.choices, "Where it stands."),
        Moment("proposed_at", "When it was proposed."),
        Moment("decided_at", "When it was decided.", nullable=True),
    )

    class Meta:
        model = Proposal
        fields: list[str] = []


def concerning(keys: list[int]) -> Q:
    """Pairs that one of the records is part of."""
    return Q(first__in=keys) | Q(second__in=keys)


class PairFilterSet(StrictFilterSet):
    """Which pairs."""

    families = (
        Choice("state", PairState.choices, "Where it stands; open, with both records standing, if not given."),
        references.entities("record", "Id of a person or organisation that is one of the two.", concerning),
        Choice("type", ENTITY_TYPES, "Whether the two are people or organisations.", "first__type"),
        Number(
            "score",
            "Sum of the weights of the evidence, below 0 where more speaks against it than for it.",
            of="numbers",
        ),
        Moment("found_at", "When it was found."),
        Moment("decided_at", "When it was decided.", nullable=True),
    )
    # What a merge or a removal left undecided is nobody's work.
    defaults = (Default("state", [PairState.OPEN], standing_pair()),)

    class Meta:
        model = DuplicatePair
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

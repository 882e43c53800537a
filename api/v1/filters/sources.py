"""Filters of sources and of the entries that they listed."""

from __future__ import annotations

from django.db.models import Q

from api.v1.filters.base import StrictFilterSet
from api.v1.filters.families import Choice, Flag, Moment, Number, Text
from corpus.models import Source, SourceEntry
from corpus.models.choices import EntryState, PollOutcome, SourceKind, SourceState, choices
from corpus.records import Outcome


class SourceFilterSet(StrictFilterSet):
    """Which sources."""

    families = (
        Choice("state", SourceState.choices, "Whether it is polled."),
        Choice("kind", SourceKind.choices, "What it is; unknown: it was not read yet."),
        Text("address", "Address of the feed or sitemap", "url"),
        Text("host", "Host of the address", parts=False),
        Text("publisher", "Name of the outlet, as it was given", nullable=True),
        Choice("poll_outcome", PollOutcome.choices, "How the last poll ended.", nullable=True),
        Flag(
            "failing",
            "Whether the last request to it failed.",
            lambda wanted: ~Q(last_error="") if wanted else Q(last_error=""),
        ),
        Number("failures", "Failures in a row"),
        Moment("polled_at", "When it was polled last.", nullable=True),
        Moment("changed_at", "When a poll last brought something new.", nullable=True),
        Moment("added_at", "When it was added."),
    )

    class Meta:
        model = Source
        fields: list[str] = []


class SourceEntryFilterSet(StrictFilterSet):
    """Which entries."""

    families = (
        Choice("state", EntryState.choices, "How far it is."),
        Choice("outcome", choices(Outcome), "What became of it last.", nullable=True),
        Text("address", "Address of the page", "url", nullable=True),
        Flag("is_list", "Whether it is another sitemap.", lambda wanted: Q(is_list=wanted)),
        Moment("first_seen_at", "When it was first listed."),
        Moment("changed_at", "When what the source says of it last changed."),
    )

    class Meta:
        model = SourceEntry
        fields: list[str] = []

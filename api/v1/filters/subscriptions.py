"""Filters of subscriptions and of the log of what was sent."""

from __future__ import annotations

from django.db.models import Q

from api.v1.filters.base import StrictFilterSet
from api.v1.filters.families import Choice, Flag, Moment, Text
from corpus.models import Delivery, Subscription
from corpus.models.choices import EventKind, EventState, SubscriptionState
from corpus.models.subscription import NAMES


class SubscriptionFilterSet(StrictFilterSet):
    """Which subscriptions."""

    families = (
        Choice("state", SubscriptionState.choices, "Whether it is delivered."),
        Choice("collection", NAMES, "What it is about."),
        Moment("created_at", "When it was made."),
    )

    class Meta:
        model = Subscription
        fields: list[str] = []


class DeliveryFilterSet(StrictFilterSet):
    """Which attempts."""

    families = (
        Text("event", "Id of an event", "event__public_id", parts=False),
        Choice("kind", EventKind.choices, "What the event told.", "event__kind"),
        Choice("state", EventState.choices, "Where the event stands now.", "event__state"),
        Flag("failed", "Whether the attempt failed.", lambda wanted: ~Q(error="") if wanted else Q(error="")),
        Moment("at", "When it was sent."),
    )

    class Meta:
        model = Delivery
        fields: list[str] = []

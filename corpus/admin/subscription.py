"""Subscriptions: whether each is delivered, and what was sent."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest

from corpus.admin.base import ReadOnlyAdmin
from corpus.admin.display import badge, link, list_link, moment, shortened
from corpus.admin.filters import WithAutocompleteFilters, autocomplete
from corpus.models import Delivery, Subscription, SubscriptionEvent, SubscriptionRecord
from corpus.models.choices import SubscriptionState
from corpus.records import Precision
from corpus.services import subscriptions
from corpus.services.errors import ServiceError


@admin.register(Subscription)
class SubscriptionAdmin(ReadOnlyAdmin):
    """Saved searches whose changes are sent to a receiver. They are made over the API; secrets are never shown."""

    actions = ["pause", "resume", "send_again"]
    list_display = ["public_id", "name", "owner", "collection", "state_badge", "last_delivery", "failures", "why"]
    list_select_related = ["owner"]
    list_filter = ["state", "collection"]
    search_fields = ["=public_id", "name", "=owner__username"]
    search_help_text = "An id, part of a name, or an account."
    sortable_by = ()
    fields = [
        "public_id",
        "name",
        "owner",
        "collection",
        "query",
        "url",
        "state_badge",
        "reason",
        "failures",
        "next_try_at",
        "last_delivery",
        "log_link",
        "events_link",
        "position",
        "worker",
        "leased_until",
        "created_at",
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Subscription]:
        """Subscriptions with their accounts."""
        return super().get_queryset(request).select_related("owner")

    def has_deliver_permission(self, request: HttpRequest) -> bool:
        """Who may change subscriptions over the API may pause them here; the rows themselves are only read."""
        return request.user.has_perm("corpus.change_subscription")

    def _each(
        self, request: HttpRequest, rows: QuerySet[Subscription], act: Callable[[Subscription], object], done: str
    ) -> None:
        number = 0
        for row in rows:
            try:
                act(row)
            except ServiceError as refusal:
                messages.warning(request, refusal.detail)
            else:
                number += 1
        level = messages.SUCCESS if number else messages.INFO
        messages.add_message(request, level, f"{number} {'subscription' if number == 1 else 'subscriptions'} {done}.")

    @admin.action(description="Pause", permissions=["deliver"])
    def pause(self, request: HttpRequest, rows: QuerySet[Subscription]) -> None:
        """Send nothing more."""
        reason = f"paused by {request.user.get_username()}"
        active = rows.filter(state=SubscriptionState.ACTIVE)
        self._each(request, active, lambda row: subscriptions.pause(row, reason), "paused")

    @admin.action(description="Take up again", permissions=["deliver"])
    def resume(self, request: HttpRequest, rows: QuerySet[Subscription]) -> None:
        """Send on from where it stopped."""
        self._each(request, rows.filter(state=SubscriptionState.PAUSED), subscriptions.resume, "taken up again")

    @admin.action(description="Send again what was given up", permissions=["deliver"])
    def send_again(self, request: HttpRequest, rows: QuerySet[Subscription]) -> None:
        """Events that failed to the last attempt."""
        self._each(request, rows, subscriptions.replay_dead, "will have sent again what was given up")

    @admin.display(description="state")
    def state_badge(self, row: Subscription) -> str:
        """Whether it is delivered."""
        return badge(row.state)

    @admin.display(description="last delivery")
    def last_delivery(self, row: Subscription) -> str:
        """To the minute."""
        return moment(row.delivered_at, Precision.MINUTE) if row.delivered_at else "never"

    @admin.display(description="reason")
    def why(self, row: Subscription) -> str:
        """Why it is paused."""
        return shortened(row.reason, 120)

    @admin.display(description="log")
    def log_link(self, row: Subscription) -> str:
        """All attempts."""
        return list_link("delivery", "attempts to send", subscription=row.pk)

    @admin.display(description="events")
    def events_link(self, row: Subscription) -> str:
        """What it is told."""
        return list_link("subscriptionevent", "events", subscription=row.pk)


class OfSubscription(WithAutocompleteFilters, ReadOnlyAdmin):
    """Rows that belong to a subscription."""

    list_select_related: ClassVar[Any] = ["subscription"]
    list_filter: ClassVar[Any] = [autocomplete("subscription")]
    search_fields: ClassVar[Any] = ["=subscription__public_id"]
    search_help_text = "A subscription's id."
    id_lookup = "subscription__public_id"
    sortable_by = ()

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Rows with their subscriptions."""
        rows: QuerySet[Any] = super().get_queryset(request).select_related(*self.list_select_related)
        return rows

    @admin.display(description="subscription")
    def subscription_link(self, row: Any) -> str:
        """The subscription, linked."""
        return link(row.subscription)


@admin.register(SubscriptionEvent)
class SubscriptionEventAdmin(OfSubscription):
    """What subscriptions are told."""

    list_display = ["public_id", "subscription_link", "kind", "record", "state_badge", "attempts", "at", "done_at"]
    list_filter = ["state", "kind", autocomplete("subscription")]
    fields = [
        "public_id",
        "subscription_link",
        "kind",
        "record",
        "survivor",
        "position",
        "at",
        "state_badge",
        "attempts",
        "done_at",
    ]

    @admin.display(description="state")
    def state_badge(self, row: SubscriptionEvent) -> str:
        """How far it is."""
        return badge(row.state)


@admin.register(SubscriptionRecord)
class SubscriptionRecordAdmin(OfSubscription):
    """Which records receivers know to stand in their lists."""

    list_display = ["record", "subscription_link"]
    fields = ["record", "subscription_link"]


@admin.register(Delivery)
class DeliveryAdmin(OfSubscription):
    """The log of all attempts."""

    list_display = ["__str__", "subscription_link", "at", "status", "milliseconds", "short_error"]
    list_select_related = ["subscription", "event"]
    fields = [
        "subscription_link",
        "event_link",
        "attempt",
        "at",
        "status",
        "milliseconds",
        "error",
        "excerpt",
    ]

    @admin.display(description="event")
    def event_link(self, row: Delivery) -> str:
        """The event, linked."""
        return link(row.event)

    @admin.display(description="error")
    def short_error(self, row: Delivery) -> str:
        """Why it failed."""
        return shortened(row.error, 120)

"""Subscriptions: whether each is delivered, and what was sent."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib import admin
from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse

from corpus.admin.base import ReadOnlyAdmin
from corpus.admin.delivering import Delivered
from corpus.admin.display import badge, link, list_link, moment, shortened
from corpus.admin.filters import FilledFilter, WithAutocompleteFilters, autocomplete, filled
from corpus.models import Delivery, Subscription, SubscriptionEvent, SubscriptionRecord
from corpus.models.choices import EventState
from corpus.records import Precision

FAILED: type[FilledFilter] = filled("error", "attempt", "failed", "was taken")


def in_state(state: str) -> Coalesce:
    """How many events of a subscription stand so."""
    rows = SubscriptionEvent.objects.filter(subscription=OuterRef("pk"), state=state).order_by()
    return Coalesce(Subquery(rows.values("subscription").annotate(number=Count("pk")).values("number")), 0)


@admin.register(Subscription)
class SubscriptionAdmin(Delivered, ReadOnlyAdmin):
    """Saved searches whose changes are sent to a receiver. They are made over the API; secrets are never shown."""

    change_list_template = "corpus/admin/subscription_change_list.html"
    list_display = [
        "public_id",
        "name",
        "owner",
        "collection",
        "state_badge",
        "waiting",
        "delivered",
        "given_up",
        "last_delivery",
        "failures",
        "last_error",
        "why",
    ]
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
        "waiting",
        "delivered",
        "given_up",
        "failures",
        "last_error",
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
        """Subscriptions with their accounts, how many of their events stand how, and how the last attempt ended."""
        numbers = {f"number_{state}": in_state(state) for state in EventState.values}
        last = Delivery.objects.filter(subscription=OuterRef("pk")).order_by("-id").values("error")[:1]
        rows = super().get_queryset(request).select_related("owner")
        return rows.annotate(**numbers, newest_error=Subquery(last))

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """The list; where it is empty, what to do next."""
        api = request.build_absolute_uri("/api/v1/subscriptions/")
        shown = {"stands": Subscription.objects.exists(), "api": api, **(extra_context or {})}
        return super().changelist_view(request, shown)

    @admin.display(description="waiting")
    def waiting(self, row: Subscription) -> int:
        """Events that are still to be sent."""
        return getattr(row, f"number_{EventState.WAITING}", 0)

    @admin.display(description="delivered")
    def delivered(self, row: Subscription) -> int:
        """Events that the receiver took, of those that are kept."""
        return getattr(row, f"number_{EventState.DELIVERED}", 0)

    @admin.display(description="given up")
    def given_up(self, row: Subscription) -> int:
        """Events that failed to the last attempt."""
        return getattr(row, f"number_{EventState.DEAD}", 0)

    @admin.display(description="last error")
    def last_error(self, row: Subscription) -> str:
        """Why the last attempt failed; empty where it did not."""
        return shortened(getattr(row, "newest_error", "") or "", 120)

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

    change_list_template = "corpus/admin/delivery_change_list.html"
    list_filter = [FAILED, autocomplete("subscription")]
    list_display = ["__str__", "state_badge", "subscription_link", "at", "status", "milliseconds", "short_error"]
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

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """The list; where it is empty, what to do next."""
        return super().changelist_view(request, {"stands": Delivery.objects.exists(), **(extra_context or {})})

    @admin.display(description="event is")
    def state_badge(self, row: Delivery) -> str:
        """Where the event stands now."""
        return badge(row.event.state)

    @admin.display(description="event")
    def event_link(self, row: Delivery) -> str:
        """The event, linked."""
        return link(row.event)

    @admin.display(description="error")
    def short_error(self, row: Delivery) -> str:
        """Why it failed."""
        return shortened(row.error, 120)

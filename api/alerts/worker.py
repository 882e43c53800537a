"""The worker's turns: one subscription at a time, by a lease."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from django.db.models import Case, QuerySet, Value, When
from django.utils import timezone

from api.alerts.collecting import collect
from api.alerts.sending import send, sender
from corpus.fetching import Fetcher
from corpus.models import Change, Subscription, SubscriptionEvent
from corpus.models.choices import EventKind, EventState, SubscriptionState
from corpus.services.deliveries import follow, hold, lease_subscription, note_delivery, pause_held, release
from corpus.services.leases import LostLease

A_TURN = 20  # events that are sent before another subscription has its turn
log = logging.getLogger(__name__)


def never() -> bool:
    """Nobody asks the worker to stop."""
    return False


@dataclass
class Deliverer:
    """Takes turns, and counts what was done in them."""

    stopping: Callable[[], bool] = never
    fetcher: Fetcher = field(default_factory=sender)
    only: Sequence[int] | None = None
    counts: dict[str, int] = field(default_factory=lambda: {"events": 0, "delivered": 0, "failed": 0})

    def turn(self) -> bool:
        """Collect and send for the subscription that waits longest; false where nothing is to be done."""
        subscription = lease_subscription(Change.objects.position(), self.only)
        if subscription is None:
            return False
        try:
            self._take_turn(subscription)
        except LostLease:
            log.warning("the subscription is another worker's now", extra={"subscription": subscription.public_id})
        finally:
            release(subscription)
        return True

    def _take_turn(self, subscription: Subscription) -> None:
        """Collect and send; LostLease where it is another's meanwhile, or deleted."""
        try:
            self.counts["events"] += collect(subscription)
            self._send(subscription)
        except ValueError as error:  # what cannot be written out: no reason to stop for the others
            log.exception("a subscription cannot be delivered", extra={"subscription": subscription.public_id})
            pause_held(subscription, f"its events cannot be written out: {type(error).__name__}")

    def _send(self, subscription: Subscription) -> None:
        """Send what waits, in order: what fails holds up what follows."""
        for _ in range(A_TURN):
            if self.stopping():
                return
            hold(subscription)
            follow(subscription)
            if subscription.state != SubscriptionState.ACTIVE:
                return
            if subscription.next_try_at is not None and subscription.next_try_at > timezone.now():
                return
            event = waiting(subscription).first()
            if event is None:
                return
            attempt = send(subscription, event, self.fetcher)
            note_delivery(subscription, event, attempt)
            self.counts["failed" if attempt.error else "delivered"] += 1


def waiting(subscription: Subscription) -> QuerySet[SubscriptionEvent]:
    """What is to be sent, in order: tests first."""
    rows = SubscriptionEvent.objects.filter(subscription=subscription, state=EventState.WAITING)
    return rows.order_by(Case(When(kind=EventKind.TEST, then=Value(0)), default=Value(1)), "pk")

"""Receivers in memory: what one holds that follows the events in the order in which they come."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.test import Client
from django.utils import timezone

from api.alerts import sending
from api.alerts.worker import Deliverer
from corpus.folding import name_key
from corpus.models import Entity, Subscription, SubscriptionEvent
from corpus.services import deliveries
from corpus.services.deliveries import Attempt

ELLWIN, PARDEW = "name__icontains=ellwin", "name__icontains=pardew"


@dataclass
class Copy:
    """A copy of a list; one that ``drops`` doubles takes no event whose id it has seen."""

    drops: bool = False
    held: set[str] = field(default_factory=set)
    seen: set[str] = field(default_factory=set)

    def take(self, public_id: str, data: dict[str, Any]) -> None:
        if not (self.drops and public_id in self.seen):
            (self.held.add if data["action"] in ("created", "updated") else self.held.discard)(data["id"])
        self.seen.add(public_id)


@dataclass
class Sent:
    """Takes the place of sending: every copy takes each event, and ``got`` keeps what came in its order."""

    copies: list[Copy] = field(default_factory=lambda: [Copy(), Copy(drops=True)])
    got: list[tuple[str, dict[str, Any]]] = field(default_factory=list)

    def __call__(self, subscription: Subscription, event: SubscriptionEvent, fetcher: Any) -> Attempt:
        data = sending.message(subscription, event)["data"]
        self.got.append((event.public_id, data))
        for copy in self.copies:
            copy.take(event.public_id, data)
        return Attempt(1, 204)

    @property
    def held(self) -> set[str]:
        """What the copies hold; it is the same."""
        first, *others = (copy.held for copy in self.copies)
        assert [one ^ first for one in others] == [set()] * len(others)
        return first

    def told(self, record: str) -> list[str]:
        """What came of a record."""
        return [data["action"] for _, data in self.got if data["id"] == record]


def deliver() -> None:
    """All that is due now; what waits for its next attempt is due too."""
    deliverer = Deliverer()
    Subscription.objects.update(next_try_at=None)
    while deliverer.turn():
        Subscription.objects.update(next_try_at=None)


def listed(made: Subscription) -> set[str]:
    """What the list of the subscription holds."""
    made.refresh_from_db()
    answer = Client().get(f"/api/v1/{made.collection}/?page_size=200&{made.query}".rstrip("&"))
    assert answer.status_code == 200, answer.content
    return {row["id"] for row in answer.json()["results"]}


def known(made: Subscription) -> set[str]:
    return set(made.records.values_list("record", flat=True))


def rename(record: Entity, name: str) -> None:
    Entity.objects.filter(pk=record.pk).update(name=name, name_key=name_key(name))


def gone(record: Entity) -> None:
    Entity.objects.filter(pk=record.pk).update(removed_at=timezone.now())


def forget() -> None:
    """All that was taken is forgotten."""
    SubscriptionEvent.objects.filter(state="delivered").update(done_at=timezone.now() - timedelta(days=4000))
    deliveries.forget_done()

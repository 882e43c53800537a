"""A receiver that follows its events holds what the list holds, after any changes, queries and replays."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any

import pytest

from api.alerts import collecting, worker
from corpus.models import Change, Entity, Subscription, SubscriptionEvent
from corpus.services import deliveries, subscriptions
from corpus.services.deliveries import Attempt
from corpus.services.merge import merge
from tests.alerts.copies import ELLWIN, PARDEW, Copy, Sent, deliver, forget, gone, known, listed, rename
from tests.api.conftest import person

pytestmark = pytest.mark.django_db


class Desk:
    """A newsroom that changes its people, its query and its mind, at random; the same seed does the same."""

    QUERIES = ("", ELLWIN, PARDEW, "name__icontains=mara", "name__icontains=joss")

    def __init__(self, seed: int, made: Subscription, sent: Sent) -> None:
        self.random, self.made, self.sent = random.Random(seed), made, sent
        self.fails = False

    def send(self, subscription: Subscription, event: SubscriptionEvent, fetcher: Any) -> Attempt:
        """Some events are refused, and of some the answer alone is lost, while it is so."""
        if self.fails and self.random.random() < 0.3:
            return Attempt(1, 500, "answered 500")
        taken = self.sent(subscription, event, fetcher)
        return Attempt(1, None, "no answer") if self.fails and self.random.random() < 0.2 else taken

    def act(self) -> None:
        weighted: dict[Callable[[], object], int] = {
            self.add: 4,
            self.rename: 4,
            self.join: 1,
            self.lose: 2,
            self.another_query: 4,
            self.again_since: 3,
            self.again_one: 3,
            self.some_turns: 4,
            self.forget: 1,
        }
        self.random.choices(list(weighted), list(weighted.values()))[0]()

    def some(self, number: int) -> list[Entity]:
        rows = list(Entity.objects.standing().filter(type="person").order_by("pk"))
        return self.random.sample(rows, number) if len(rows) >= number else []

    def name(self) -> str:
        return f"{self.random.choice(['Mara', 'Joss'])} {self.random.choice(['Ellwin', 'Pardew', 'Orrin'])}"

    def add(self) -> None:
        person(self.name())

    def rename(self) -> None:
        for row in self.some(1):
            rename(row, self.name())

    def join(self) -> None:
        for loser, survivor in [rows] if len(rows := self.some(2)) == 2 else []:
            merge(loser, survivor, user=self.made.owner, reason="one")

    def lose(self) -> None:
        for row in self.some(1):
            gone(row)

    def another_query(self) -> None:
        self.made.refresh_from_db()
        subscriptions.change_subscription(self.made, query=self.random.choice(self.QUERIES))

    def again_since(self) -> None:
        subscriptions.replay_since(self.made, self.random.randint(0, Change.objects.position()))

    def again_one(self) -> None:
        events = list(SubscriptionEvent.objects.order_by("pk"))
        if events:
            subscriptions.replay_event(self.made, self.random.choice(events).public_id)

    def some_turns(self) -> None:
        self.fails = self.random.random() < 0.5
        deliverer = worker.Deliverer()
        for _ in range(self.random.randint(1, 4)):
            Subscription.objects.update(next_try_at=None)
            deliverer.turn()
        self.fails = False

    def forget(self) -> None:
        forget()

    def settle(self) -> None:
        """All is delivered, what was given up too."""
        deliver()
        subscriptions.replay_dead(self.made)
        deliver()


@pytest.mark.parametrize("seed", range(12))
def test_whatever_happens(seed: int, sent: Sent, made: Subscription, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(collecting, "AT_ONCE", 2)
    monkeypatch.setattr(worker, "A_TURN", 3)
    monkeypatch.setattr(deliveries, "ATTEMPTS", 1)
    monkeypatch.setattr(deliveries, "MOST_FAILURES", 10_000)
    desk = Desk(seed, made, sent)
    monkeypatch.setattr("api.alerts.worker.send", desk.send)
    for _ in range(5):
        for _ in range(12):
            desk.act()
        desk.settle()
        assert sent.held == known(made) <= listed(made)
    # Whoever begins with nothing has all of the list by a replay from its beginning.
    sent.copies += [Copy(), Copy(drops=True)]
    subscriptions.replay_since(made, 0)
    deliver()
    assert sent.held == known(made) == listed(made)

"""Events that somebody has sent again while one is under way: none is lost, and none given up for what was before."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.db import connection, connections, transaction
from django.utils import timezone

from api.alerts import sending
from api.alerts.worker import Deliverer
from corpus.models import Change, Delivery, Subscription, SubscriptionEvent
from corpus.services import deliveries, subscriptions
from corpus.services.deliveries import Attempt, lease_subscription, note_delivery
from tests.alerts.receiver import Receiver, receiver
from tests.api.conftest import person

Replay = Callable[[Subscription, SubscriptionEvent], object]


def since(made: Subscription, event: SubscriptionEvent) -> object:
    return subscriptions.replay_since(made, 0)


def one(made: Subscription, event: SubscriptionEvent) -> object:
    return subscriptions.replay_event(made, event.public_id)


each_replay = pytest.mark.parametrize("replay", [since, one])


@pytest.fixture
def hook(settings) -> Iterator[Receiver]:
    settings.WEBHOOK_ALLOW_PRIVATE = True
    with receiver() as server:
        yield server


def subscribed(hook: Receiver) -> Subscription:
    owner = get_user_model().objects.create_user("dana")
    return subscriptions.subscribe(owner, name="People", collection="people", query="", url=hook.url)


def deliver() -> dict[str, int]:
    """All that is due now; what waits for its next attempt is due too."""
    Subscription.objects.update(next_try_at=None)
    deliverer = Deliverer()
    while deliverer.turn():
        pass
    return deliverer.counts


def while_sent(monkeypatch: pytest.MonkeyPatch, number: int, act: Callable[[SubscriptionEvent], object]) -> None:
    """Do something once the receiver has answered the event of that number, before the answer is noted."""
    sent: list[SubscriptionEvent] = []

    def send(subscription: Subscription, event: SubscriptionEvent, fetcher: Any) -> Attempt:
        attempt = sending.send(subscription, event, fetcher)
        sent.append(event)
        if len(sent) == number:
            act(event)
        return attempt

    monkeypatch.setattr("api.alerts.worker.send", send)


@pytest.mark.django_db
@each_replay
def test_what_is_under_way_is_sent_again(hook: Receiver, monkeypatch: pytest.MonkeyPatch, replay: Replay) -> None:
    """The receiver may have lost what it took before it asked, and that event with it."""
    made = subscribed(hook)
    person("Joss Pardew"), person("Mara Ellwin")
    while_sent(monkeypatch, 2, lambda event: replay(made, event))
    assert deliver()["delivered"] == (4 if replay is since else 3)
    first, second = SubscriptionEvent.objects.order_by("pk").values_list("public_id", flat=True)
    again = [first, second] if replay is since else [second]
    assert [message.id for message in hook.got] == [first, second, *again]
    assert set(SubscriptionEvent.objects.values_list("state", "replays")) == (
        {("delivered", 1)} if replay is since else {("delivered", 0), ("delivered", 1)}
    )
    assert Delivery.objects.count() == len(hook.got)
    made.refresh_from_db()
    assert made.position == Change.objects.position()


@pytest.mark.django_db
@each_replay
def test_attempts_of_before_give_nothing_up(hook: Receiver, monkeypatch: pytest.MonkeyPatch, replay: Replay) -> None:
    made = subscribed(hook)
    person()
    hook.answer = lambda handler: handler.reply(500)
    for _ in range(deliveries.ATTEMPTS - 1):
        deliver()
    while_sent(monkeypatch, 1, lambda event: replay(made, event))
    deliver()
    event = SubscriptionEvent.objects.get()
    assert (event.state, event.attempts, event.done_at) == ("waiting", 0, None)
    made.refresh_from_db()
    # As after a first attempt, and no day as after the ninth.
    assert 0 < (made.next_try_at - timezone.now()).total_seconds() <= deliveries.FIRST_PAUSE * 1.2
    hook.answer = lambda handler: handler.reply(204)
    assert deliver()["delivered"] == 1
    assert SubscriptionEvent.objects.get().state == "delivered"


@pytest.mark.django_db
def test_an_event_of_which_nobody_asks_is_given_up_as_before(hook: Receiver) -> None:
    subscribed(hook)
    person()
    hook.answer = lambda handler: handler.reply(500)
    for _ in range(deliveries.ATTEMPTS):
        deliver()
    event = SubscriptionEvent.objects.get()
    assert (event.state, event.attempts, event.done_at is None) == ("dead", deliveries.ATTEMPTS, False)


def gone(made: Subscription, event: SubscriptionEvent) -> object:
    return subscriptions.unsubscribe(made)


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite has one writer at a time")
@pytest.mark.parametrize("act", [since, one, gone])
def test_noting_and_asking_again_at_once_wait_for_each_other(
    hook: Receiver, monkeypatch: pytest.MonkeyPatch, act: Replay
) -> None:
    """One has locked the subscription and comes to the event while the other begins."""
    made = subscribed(hook)
    person()
    held = lease_subscription(Change.objects.position())
    assert held is not None
    deliverer = Deliverer(stopping=lambda: True)
    deliverer._take_turn(held)  # notes the event, and sends nothing
    event = SubscriptionEvent.objects.get()
    has_lock, heard = threading.Event(), []
    create = Delivery.objects.create

    def slow(**columns: Any) -> Delivery:
        has_lock.set()
        asking.join(1.0)  # it waits for the lock that is held here
        return create(**columns)

    def ask() -> None:
        try:
            has_lock.wait(30)
            heard.append(act(made, event))
        except Exception as error:
            heard.append(error)
        finally:
            connections.close_all()

    monkeypatch.setattr(Delivery.objects, "create", slow)
    asking = threading.Thread(target=ask)
    asking.start()
    note_delivery(held, event, Attempt(1, 204))
    asking.join(30)
    assert heard == [None if act is gone else 1]
    assert list(SubscriptionEvent.objects.values_list("state", flat=True)) == ([] if act is gone else ["waiting"])


@pytest.mark.django_db
def test_a_pause_and_a_new_address_count_from_the_next_event_on(
    hook: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = subscribed(hook)
    for name in ("Joss Pardew", "Mara Ellwin", "Tilda Orrin"):
        person(name)
    with receiver() as other:
        while_sent(monkeypatch, 1, lambda event: Subscription.objects.update(url=other.url))
        deliver()
        assert (len(hook.got), len(other.got)) == (1, 2)
        subscriptions.replay_since(made, 0)
        while_sent(monkeypatch, 2, lambda event: subscriptions.pause(made, "they move house"))
        assert deliver()["delivered"] == 2
        assert (len(hook.got), len(other.got)) == (1, 4)
    made.refresh_from_db()
    assert (made.state, made.reason, made.worker) == ("paused", "they move house", "")
    assert SubscriptionEvent.objects.filter(state="waiting").count() == 1


@pytest.mark.django_db
def test_what_was_done_with_long_ago_is_forgotten(
    hook: Receiver, monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    monkeypatch.setattr(deliveries, "FORGOTTEN_AT_ONCE", 2)
    subscribed(hook)
    for number in range(6):
        person(f"Mara Ellwin {number}")
    deliver()
    ids = list(SubscriptionEvent.objects.order_by("pk").values_list("pk", flat=True))
    old = timezone.now() - timedelta(days=settings.WEBHOOK_KEEP_DAYS + 1)
    SubscriptionEvent.objects.filter(pk__in=ids[:5]).update(done_at=old)
    assert deliveries.forget_done() == 5
    assert list(SubscriptionEvent.objects.values_list("pk", flat=True)) == ids[5:]
    assert Delivery.objects.get().event_id == ids[5]


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite has one writer at a time")
def test_what_is_asked_for_again_meanwhile_is_not_forgotten(hook: Receiver, settings: Any) -> None:
    made = subscribed(hook)
    person()
    deliver()
    old = timezone.now() - timedelta(days=settings.WEBHOOK_KEEP_DAYS + 1)
    SubscriptionEvent.objects.update(done_at=old)
    told: list[int] = []

    def forget() -> None:
        try:
            told.append(deliveries.forget_done())
        finally:
            connections.close_all()

    other = threading.Thread(target=forget)
    with transaction.atomic():
        subscriptions.replay_since(made, 0)
        other.start()
        other.join(0.5)
        assert other.is_alive()
    other.join(10)
    assert told == [0]
    assert SubscriptionEvent.objects.get().state == "waiting"

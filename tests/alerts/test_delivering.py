"""Subscriptions: what is sent is what the list has, whatever the receiver does and whenever the worker dies."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.test import Client
from django.utils import timezone
from standardwebhooks import Webhook, WebhookVerificationError

from api.alerts import collecting, sending
from api.alerts.worker import Deliverer
from api.measures import FleetCollector
from corpus.models import Change, Delivery, Entity, Quotation, Subscription, SubscriptionEvent
from corpus.services import deliveries, subscriptions
from corpus.services.deliveries import lease_subscription, release
from corpus.services.merge import merge
from corpus.services.note_events import note_changes
from corpus.services.review import reject_quotation
from corpus.services.take_down import take_down
from tests.alerts.receiver import Handler, Receiver, receiver
from tests.api.conftest import EDITION, person
from tests.builders import store

pytestmark = pytest.mark.django_db


@pytest.fixture
def hook(settings):
    settings.WEBHOOK_ALLOW_PRIVATE = True
    settings.WEBHOOK_MAX_SECONDS = 0.5
    with receiver() as server:
        yield server


@pytest.fixture
def owner(db):
    return get_user_model().objects.create_user("dana")


def subscribe(owner, hook: Receiver, collection: str = "quotations", query: str = "") -> Subscription:
    return subscriptions.subscribe(owner, name="Harbour", collection=collection, query=query, url=hook.url)


def run(**more) -> dict[str, int]:
    """All that is due now; what waits for its next attempt is due too."""
    Subscription.objects.update(next_try_at=None)
    deliverer = Deliverer(**more)
    while deliverer.turn():
        pass
    return deliverer.counts


def told(hook: Receiver) -> dict[str, str]:
    """What a receiver holds that drops doubles and follows the events in their order."""
    held: dict[str, str] = {}
    seen = set()
    for message in hook.got:
        body, new = message.body, message.id not in seen
        seen.add(message.id)
        if new and body["data"].get("action") in ("created", "updated"):
            held[body["data"]["id"]] = body["type"]
        elif new:
            held.pop(body["data"]["id"], None)
    return held


def listed(address: str) -> set[str]:
    answer = Client().get(f"/api/v1/{address}")
    assert answer.status_code == 200, answer.content
    return {row["id"] for row in answer.json()["results"]}


def test_what_is_sent_is_what_the_list_has(hook, owner):
    store("“The tide waits,” said Mara Ellwin.", headline="Before", url="https://gazette.example/0")
    queries = {"quotations": "kind=direct&q=wall+OR+boats", "people": "name__icontains=ellwin", "articles": ""}
    made = {name: subscribe(owner, hook, name, query) for name, query in queries.items()}
    article = store(EDITION, headline="Harbour wall", url="https://gazette.example/wall")
    run()
    for name, query in queries.items():
        sent = {m.body["data"]["id"] for m in hook.got if m.body["data"]["subscription"] == made[name].public_id}
        before = {"articles": 1, "people": 0, "quotations": 0}[name]
        assert sent <= listed(f"{name}/?{query}")
        assert len(sent) == len(listed(f"{name}/?{query}")) - before > 0
    words = [m for m in hook.got if m.body["type"].startswith("quotation.")]
    assert {m.body["type"] for m in words} == {"quotation.created"}
    shown = Client().get(f"/api/v1/quotations/{words[0].body['data']['id']}/").json()
    assert words[0].body["data"]["record"]["text"] == shown["text"]
    # One that is rejected leaves the list, by its default; all leave it with their article.
    quotation = Quotation.objects.get(public_id=words[0].body["data"]["id"])
    reject_quotation(quotation, user=owner)
    run()
    gone = [m.body["data"] for m in hook.got if m.body["type"] == "quotation.removed"]
    assert [(data["id"], data["record"]) for data in gone] == [(quotation.public_id, None)]
    assert set(told(hook)) & {q.public_id for q in Quotation.objects.all()} == listed(
        f"quotations/?{queries['quotations']}"
    )
    take_down(article, user=owner, reason="asked for")
    run()
    assert not {one for one in told(hook) if one.startswith("quo_")}


def test_a_merge_is_told_to_who_knows_the_record(hook, owner):
    subscribe(owner, hook, "people", "name__icontains=pardew")
    survivor, loser, stranger = person("Joss Pardew"), person("J. Pardew"), person("Else Where")
    run()
    assert sorted(told(hook)) == sorted([survivor.public_id, loser.public_id])
    merge(loser, survivor, user=owner, reason="one")
    Entity.objects.filter(pk=stranger.pk).update(description="elsewhere")
    run()
    ends = [m.body for m in hook.got if m.body["type"] == "person.merged"]
    assert [(e["data"]["id"], e["data"]["survivor"]) for e in ends] == [(loser.public_id, survivor.public_id)]
    assert set(told(hook)) == {survivor.public_id} == listed("people/?name__icontains=pardew")


def test_signatures_after_standard_webhooks(hook, owner):
    made = subscribe(owner, hook, "people")
    person()
    run()
    message = hook.got[-1]
    assert Webhook(made.secret).verify(message.content, message.headers)["type"] == "person.created"
    with pytest.raises(WebhookVerificationError):
        Webhook(made.secret).verify(message.content + b" ", message.headers)
    new = subscriptions.rotate(made)
    person()
    run()
    for secret in (made.secret, new):
        Webhook(secret).verify(hook.got[-1].content, hook.got[-1].headers)
    Subscription.objects.update(old_secret_until=timezone.now())
    person()
    run()
    Webhook(new).verify(hook.got[-1].content, hook.got[-1].headers)
    with pytest.raises(WebhookVerificationError):
        Webhook(made.secret).verify(hook.got[-1].content, hook.got[-1].headers)


def endless(handler: Handler) -> None:
    handler.send_response(500)
    handler.end_headers()
    while not handler.server.released.is_set():
        handler.wfile.write(b"x" * 10_000)


def redirect(handler: Handler) -> None:
    handler.reply(302, Location=handler.server.url)


@pytest.mark.parametrize(
    ("answer", "status", "reason"),
    [
        (lambda handler: handler.reply(500, b"<p>no\x00\xff"), 500, "answered 500"),
        (lambda handler: handler.server.released.wait(5), None, ""),
        (lambda handler: handler.wfile.write(b"rubbish\r\n\r\n"), None, ""),
        (redirect, 302, "redirects are not followed"),
        (endless, 500, "answered 500"),
    ],
    ids=["fails", "hangs", "no HTTP", "redirects", "endless"],
)
def test_what_fails_is_tried_again_in_order(hook, owner, answer, status, reason):
    made, good = subscribe(owner, hook, "people"), hook.answer
    first, second = person(), person()
    hook.answer = answer
    assert run() == {"events": 2, "delivered": 0, "failed": 1}
    row = Delivery.objects.get()
    assert (row.status, row.attempt, reason in row.error) == (status, 1, True)
    assert row.error
    assert len(row.excerpt) <= 500
    assert hook.followed == 0
    made.refresh_from_db()
    assert timedelta(seconds=5) < made.next_try_at - timezone.now() < timedelta(seconds=13)
    hook.answer = good
    assert run()["delivered"] == 2
    assert [m.body["data"]["id"] for m in hook.got] == [first.public_id, first.public_id, second.public_id]
    assert hook.got[0].id == hook.got[1].id
    made.refresh_from_db()
    assert (made.failures, made.next_try_at, made.worker) == (0, None, "")


def test_rubbish_with_200_is_taken(hook, owner):
    subscribe(owner, hook, "people")
    hook.answer = lambda handler: handler.reply(200, b"\x00\xff{rubbish" * 10)
    person()
    assert run()["delivered"] == 1
    assert "rubbish" in Delivery.objects.get().excerpt


def test_retry_after_and_410(hook, owner):
    made = subscribe(owner, hook, "people")
    person()
    hook.answer = lambda handler: handler.reply(503, Retry_After="7200")
    run()
    made.refresh_from_db()
    assert made.next_try_at - timezone.now() > timedelta(seconds=7100)
    hook.answer = lambda handler: handler.reply(410)
    run()
    made.refresh_from_db()
    assert (made.state, "410" in made.reason) == ("paused", True)
    assert run()["failed"] == 0
    hook.answer = lambda handler: handler.reply(204)
    subscriptions.resume(made)
    assert run()["delivered"] == 1


def test_given_up_paused_and_sent_again(hook, owner, monkeypatch):
    made = subscribe(owner, hook, "people")
    person()
    hook.answer = lambda handler: handler.reply(500)
    for _ in range(deliveries.ATTEMPTS):
        run()
    event = SubscriptionEvent.objects.get()
    assert (event.state, event.attempts, Delivery.objects.count()) == ("dead", 10, 10)
    monkeypatch.setattr(deliveries, "MOST_FAILURES", 11)
    person()
    run()
    made.refresh_from_db()
    assert made.state == "paused"
    assert "11 attempts in a row failed" in made.reason
    hook.answer = lambda handler: handler.reply(204)
    subscriptions.resume(made)
    made.refresh_from_db()
    assert subscriptions.replay_event(made, event.public_id) == 1
    assert run()["delivered"] == 2
    assert hook.got[-2].id == event.public_id


def test_pauses_make_about_a_day():
    pauses = [deliveries.pause_after(n) for n in range(1, deliveries.ATTEMPTS)]
    assert 20 * 3600 < sum(pauses) < 36 * 3600
    assert pauses[0] < 13


def test_killed_between_sending_and_noting(hook, owner, monkeypatch):
    made = subscribe(owner, hook, "people")
    one = person()

    def killed(*args):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("api.alerts.worker.note_delivery", killed)
        patch.setattr("api.alerts.worker.release", lambda subscription: None)
        with pytest.raises(KeyboardInterrupt):
            run()
    # The lease of the dead stands, so nobody else sends meanwhile.
    assert run()["delivered"] == 0
    Subscription.objects.update(leased_until=timezone.now() - timedelta(seconds=1))
    assert run()["delivered"] == 1
    assert hook.got[0].id == hook.got[1].id
    assert set(told(hook)) == {one.public_id}
    made.refresh_from_db()
    assert made.position == Change.objects.position()


def test_two_workers_never_have_one_subscription(hook, owner):
    subscribe(owner, hook, "people")
    person()
    end = Change.objects.position()
    mine = lease_subscription(end)
    assert lease_subscription(end) is None
    # Whose lease ran out finds that another has it, and notes nothing.
    Subscription.objects.update(leased_until=timezone.now() - timedelta(seconds=1))
    other = lease_subscription(end)
    with pytest.raises(deliveries.LostLease):
        note_changes(mine, [], set(), end)
    release(mine)
    assert Subscription.objects.get().worker == other.worker
    release(other)
    assert run()["delivered"] == 1


def test_who_is_too_late_for_one_subscription_takes_the_next(hook, owner, monkeypatch):
    first, second = subscribe(owner, hook, "people"), subscribe(owner, hook, "people")
    person()
    named = deliveries.worker_name

    def too_late() -> str:
        soon = timezone.now() + timedelta(minutes=1)
        Subscription.objects.filter(pk=first.pk).update(worker="another", leased_until=soon)
        return named()

    monkeypatch.setattr(deliveries, "worker_name", too_late)
    assert lease_subscription(Change.objects.position()).pk == second.pk
    assert lease_subscription(Change.objects.position()) is None


def test_one_that_is_deleted_while_it_cannot_be_written_out_stops_no_other(hook, owner, monkeypatch):
    subscribe(owner, hook, "people")
    other = subscribe(owner, hook, "people")
    person()

    def fail_and_delete(subscription, event, fetcher):
        if subscription.pk == other.pk:
            return sending.send(subscription, event, fetcher)
        subscriptions.unsubscribe(Subscription.objects.get(pk=subscription.pk))
        raise ValueError("no such number")

    monkeypatch.setattr("api.alerts.worker.send", fail_and_delete)
    assert run()["delivered"] == 1
    assert Subscription.objects.get() == other


def test_one_that_is_deleted_while_it_is_sent_stops_no_other(hook, owner, monkeypatch):
    subscribe(owner, hook, "people")
    subscribe(owner, hook, "people")
    person()

    def send_and_delete(subscription, event, fetcher):
        attempt = sending.send(subscription, event, fetcher)
        if len(hook.got) == 1:
            subscriptions.unsubscribe(Subscription.objects.get(pk=subscription.pk))
        return attempt

    monkeypatch.setattr("api.alerts.worker.send", send_and_delete)
    assert run() == {"events": 2, "delivered": 1, "failed": 0}
    assert len(hook.got) == 2
    assert (Subscription.objects.count(), Delivery.objects.count()) == (1, 1)


def test_private_addresses_are_refused(hook, owner, settings):
    settings.WEBHOOK_ALLOW_PRIVATE = False
    subscribe(owner, hook, "people")
    person()
    assert run()["failed"] == 1
    assert (hook.got, "not a public address" in Delivery.objects.get().error) == ([], True)


def test_replay_from_the_beginning_fills_a_copy(hook, owner):
    store(EDITION, url="https://gazette.example/wall")
    made = subscribe(owner, hook, "quotations")
    assert run()["delivered"] == 0
    subscriptions.replay_since(made, 0)
    run()
    assert set(told(hook)) == listed("quotations/") != set()
    # Once more: the same ids.
    before = [m.id for m in hook.got]
    made.refresh_from_db()
    subscriptions.replay_since(made, 0)
    run()
    assert [m.id for m in hook.got] == before * 2


def test_another_query_removes_what_it_does_not_find(hook, owner, monkeypatch):
    monkeypatch.setattr(collecting, "AT_ONCE", 2)  # several steps
    made = subscribe(owner, hook, "people", "")
    stays = [person(f"Mara Ellwin {number}") for number in range(3)]
    goes = [person(f"Joss Pardew {number}") for number in range(3)]
    late = person("Ana Kerr")
    run()
    assert len(told(hook)) == 7
    subscriptions.change_subscription(made, name="Harbours")
    run()
    assert len(hook.got) == 7
    # One of them is taken down before the change is looked at: it is told of once.
    merge(late, stays[0], user=owner, reason="one")
    made.refresh_from_db()
    subscriptions.change_subscription(made, query="name__icontains=ellwin")
    before = len(hook.got)
    run()
    ends = [m.body["data"] for m in hook.got[before:] if m.body["type"] != "person.updated"]
    assert sorted((data["id"], data["action"]) for data in ends) == sorted(
        [(late.public_id, "merged"), *((one.public_id, "removed") for one in goes)]
    )
    assert set(told(hook)) == {one.public_id for one in stays} == listed("people/?name__icontains=ellwin")
    # A wider one tells nothing of what stands, until it changes.
    before = len(hook.got)
    made.refresh_from_db()
    assert made.compared is None
    subscriptions.change_subscription(made, query="")
    run()
    assert len(hook.got) == before


def test_a_new_query_is_compared_once_though_the_worker_dies(hook, owner):
    made = subscribe(owner, hook, "people", "")
    gone = person("Joss Pardew")
    run()
    subscriptions.change_subscription(made, query="name__icontains=ellwin")
    leased = lease_subscription(Change.objects.position())
    assert collecting.collect(leased) == 1
    # It was noted; the next worker sends it and notes nothing anew.
    Subscription.objects.update(leased_until=None)
    assert run() == {"events": 0, "delivered": 1, "failed": 0}
    assert [m.body["data"]["id"] for m in hook.got if m.body["type"] == "person.removed"] == [gone.public_id]
    # A query that changes while it is compared is compared anew.
    subscriptions.change_subscription(Subscription.objects.get(pk=made.pk), query="name__icontains=kerr")
    leased = lease_subscription(Change.objects.position())
    Subscription.objects.filter(pk=made.pk).update(query="", compared=0)
    with pytest.raises(deliveries.LostLease):
        collecting.collect(leased)


def test_a_query_that_is_none_any_more_pauses(hook, owner):
    made = subscribe(owner, hook, "people", "nmae=Mara")
    person()
    run()
    made.refresh_from_db()
    assert made.state == "paused"
    assert "nmae" in made.reason


def test_an_owner_who_left_is_sent_nothing(hook, owner):
    made = subscribe(owner, hook, "people")
    get_user_model().objects.update(is_active=False)
    person()
    run()
    made.refresh_from_db()
    assert (made.state, hook.got) == ("paused", [])


def test_the_command(hook, owner, capsys, settings):
    made = subscribe(owner, hook, "people")
    subscriptions.send_test(made)
    person()
    call_command("deliver", "--once", "--json")
    assert json.loads(capsys.readouterr().out) == {"events": 1, "delivered": 2, "failed": 0}
    assert [m.body["type"] for m in hook.got] == ["test", "person.created"]
    # The log is kept for a while.
    SubscriptionEvent.objects.update(done_at=timezone.now() - timedelta(days=settings.WEBHOOK_KEEP_DAYS + 1))
    deliveries.forget_done()
    assert not Delivery.objects.exists()


def test_nothing_of_a_removed_record_goes_out(hook, owner):
    made = subscribe(owner, hook, "articles")
    article = store(EDITION, url="https://gazette.example/wall")
    leased = lease_subscription(Change.objects.position())
    from api.alerts.collecting import collect

    collect(leased)
    release(leased)
    take_down(article, user=owner, reason="asked for")
    event = SubscriptionEvent.objects.get(subscription=made)
    assert sending.message(leased, event)["data"]["record"] is None


def test_no_more_events_wait_than_may(hook, owner, settings):
    settings.SUBSCRIPTION_MAX_WAITING = 2
    made, good = subscribe(owner, hook, "people"), hook.answer
    people = [person() for _ in range(3)]
    hook.answer = lambda handler: handler.reply(500)
    run()
    later = [person() for _ in range(3)]
    for _ in range(deliveries.FULL_FAILURES - 1):
        made.refresh_from_db()
        assert (made.state, made.events.count()) == ("active", 3)
        run()
    run()
    made.refresh_from_db()
    assert (made.state, "2 events wait, as many as may" in made.reason) == ("paused", True)
    assert made.events.count() == 3
    # What the feed kept comes when there is room.
    hook.got.clear()
    hook.answer = good
    subscriptions.resume(made)
    run()
    assert set(told(hook)) == {one.public_id for one in people + later}


def test_nothing_is_gathered_while_the_receiver_is_left_alone(hook, owner):
    made = subscribe(owner, hook, "people")
    hook.answer = lambda handler: handler.reply(500)
    person()
    run()
    person()
    assert not Deliverer().turn()
    assert made.events.count() == 1


def test_figures(hook, owner):
    made = subscribe(owner, hook, "people")
    hook.answer = lambda handler: handler.reply(500)
    person(), person()
    run()
    first, _ = made.events.order_by("pk")
    deliveries.settle(first, state="dead", done_at=timezone.now())
    SubscriptionEvent.objects.update(at=timezone.now() - timedelta(hours=1))
    told = {
        (sample.name, *sample.labels.values()): sample.value
        for family in FleetCollector().collect()
        for sample in family.samples
    }
    assert told["on_record_subscriptions", "active"] == 1
    assert [told["on_record_subscription_events", state] for state in ("waiting", "dead")] == [1, 1]
    assert told["on_record_subscription_oldest_waiting_seconds",] >= 3600

"""A receiver that follows its events holds what the list holds, whatever its query was before and was sent again."""

from __future__ import annotations

import pytest

from api.alerts import collecting
from corpus.models import Change, Subscription, SubscriptionEvent
from corpus.services import deliveries, subscriptions
from corpus.services.deliveries import Attempt, lease_subscription
from corpus.services.leases import LostLease
from corpus.services.merge import merge
from tests.alerts.copies import ELLWIN, PARDEW, Copy, Sent, deliver, forget, gone, known, listed, rename
from tests.api.conftest import person

pytestmark = pytest.mark.django_db


def ask(made: Subscription, query: str) -> None:
    """Give it another query, and deliver what follows."""
    made.refresh_from_db()
    subscriptions.change_subscription(made, query=query)
    deliver()


def test_what_a_query_dropped_and_finds_again_is_told_anew(sent: Sent, made: Subscription) -> None:
    pardew, stays = person("Joss Pardew"), person("Mara Ellwin")
    deliver()
    ask(made, ELLWIN)
    assert sent.held == {stays.public_id}
    ask(made, "")
    assert sent.held == {stays.public_id}
    subscriptions.replay_since(made, 0)
    deliver()
    assert sent.held == known(made) == listed(made) == {pardew.public_id, stays.public_id}
    # What becomes of it afterwards is told too.
    gone(pardew)
    deliver()
    assert sent.told(pardew.public_id)[-1] == "removed"
    assert sent.held == {stays.public_id}


def test_a_place_between_two_events_brings_the_truth_of_the_later_one(sent: Sent, made: Subscription) -> None:
    pardew = person("Joss Pardew")
    deliver()
    between = Change.objects.position()
    person("Mara Ellwin")
    ask(made, ELLWIN)
    ask(made, "")
    for since in (0, between, between + 1):
        subscriptions.replay_since(made, since)
        deliver()
        assert pardew.public_id in sent.held
    assert sent.held == listed(made)
    # Of one record the places never fall, so whoever goes by them is not led astray.
    places = list(SubscriptionEvent.objects.filter(record=pardew.public_id).order_by("pk").values_list("position"))
    assert places == sorted(places)


def test_one_who_read_it_before_another_query_came_has_the_known_compared_too(sent: Sent, made: Subscription) -> None:
    pardew, ellwin = person("Joss Pardew"), person("Mara Ellwin")
    ask(made, ELLWIN)
    read_before = Subscription.objects.get(pk=made.pk)
    ask(made, PARDEW)
    subscriptions.replay_since(made, 0)
    deliver()
    assert sent.held == {pardew.public_id}
    subscriptions.change_subscription(read_before, query=ELLWIN)
    deliver()
    assert sent.told(pardew.public_id)[-1] == "removed"
    assert sent.held == known(made) <= listed(made) == {ellwin.public_id}


def test_what_left_by_the_feed_and_is_found_by_another_query(sent: Sent, made: Subscription) -> None:
    ask(made, ELLWIN)
    one = person("Mara Ellwin")
    deliver()
    rename(one, "Mara Pardew")
    deliver()
    assert sent.held == set()
    ask(made, PARDEW)
    subscriptions.replay_since(made, 0)
    deliver()
    assert sent.held == known(made) == listed(made) == {one.public_id}


def test_an_event_that_was_overtaken_tells_how_its_record_stands(sent: Sent, made: Subscription) -> None:
    pardew, ellwin = person("Joss Pardew"), person("Mara Ellwin")
    deliver()
    first = SubscriptionEvent.objects.get(record=pardew.public_id)
    ask(made, ELLWIN)
    assert subscriptions.replay_event(made, first.public_id) == 1
    deliver()
    public_id, data = sent.got[-1]
    assert (public_id, data["action"], data["record"]) == (first.public_id, "removed", None)
    # The other way round: it was told that the record goes, and it is there again.
    dropped = SubscriptionEvent.objects.get(record=pardew.public_id, kind="removed")
    ask(made, "")
    subscriptions.replay_since(made, 0)
    deliver()
    subscriptions.replay_event(made, dropped.public_id)
    deliver()
    public_id, data = sent.got[-1]
    assert (public_id, data["action"], data["record"]["name"]) == (dropped.public_id, "updated", "Joss Pardew")
    assert sent.held == {pardew.public_id, ellwin.public_id}


def test_an_event_of_a_merged_record_tells_who_stands_for_it(sent: Sent, made: Subscription) -> None:
    loser, survivor = person("J. Pardew"), person("Joss Pardew")
    deliver()
    first = SubscriptionEvent.objects.get(record=loser.public_id)
    merge(loser, survivor, user=made.owner, reason="one")
    deliver()
    subscriptions.replay_event(made, first.public_id)
    deliver()
    public_id, data = sent.got[-1]
    assert (public_id, data["action"], data["survivor"]) == (first.public_id, "merged", survivor.public_id)
    subscriptions.replay_since(made, 0)
    deliver()
    assert sent.held == {survivor.public_id}


def test_what_was_given_up_and_overtaken_brings_nothing_back(
    sent: Sent, made: Subscription, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(deliveries, "ATTEMPTS", 1)
    pardew = person("Joss Pardew")
    with monkeypatch.context() as patch:
        patch.setattr("api.alerts.worker.send", lambda *given: Attempt(1, 500, "answered 500"))
        deliver()
    ask(made, ELLWIN)
    assert sent.told(pardew.public_id) == ["removed"]
    assert subscriptions.replay_dead(made) == 1
    deliver()
    assert sent.told(pardew.public_id) == ["removed", "removed"]
    assert sent.held == set()


def test_what_is_told_anew_long_after_has_no_id_of_before(sent: Sent, made: Subscription) -> None:
    person("Joss Pardew")
    deliver()
    ask(made, ELLWIN)
    forget()
    assert not SubscriptionEvent.objects.exists()
    ask(made, "")
    subscriptions.replay_since(made, 0)
    deliver()
    assert sent.held == listed(made) != set()
    # Nor is it lost on somebody who begins anew that its event was forgotten.
    forget()
    sent.copies.append(Copy())
    subscriptions.replay_since(made, 0)
    deliver()
    assert sent.held == listed(made)


def test_a_place_read_twice_brings_no_second_event(sent: Sent, made: Subscription) -> None:
    person("Joss Pardew"), person("Mara Ellwin")
    deliver()
    ids = [public_id for public_id, _ in sent.got]
    for _ in range(2):
        subscriptions.replay_since(made, 0)
        deliver()
    assert [public_id for public_id, _ in sent.got] == ids * 3


def test_the_event_at_the_very_place_comes_again(sent: Sent, made: Subscription) -> None:
    """What a new query drops is told at the place that was read last: who was there may not have heard of it."""
    person("Joss Pardew")
    deliver()
    there = Change.objects.position()
    ask(made, ELLWIN)
    before = len(sent.got)
    assert subscriptions.replay_since(made, there) == 2
    deliver()
    assert [data["action"] for _, data in sent.got[before:]] == ["removed", "removed"]


def test_known_records_are_compared_while_the_feed_moves_on(
    sent: Sent, made: Subscription, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(collecting, "AT_ONCE", 2)
    goes = [person(f"Joss Pardew {number}") for number in range(3)]
    deliver()
    subscriptions.change_subscription(made, query=ELLWIN)
    for number in range(9):
        person(f"Mara Ellwin {number}")
    for left in (1, 0):
        made.refresh_from_db()
        leased = lease_subscription(Change.objects.position())
        assert leased is not None
        assert collecting.collect(leased) == 2 + min(2, left + 1)
        deliveries.release(leased)
        assert leased.position < Change.objects.position()
        assert len(known(made) & {one.public_id for one in goes}) == left
    deliver()
    assert sent.held == listed(made)
    assert made.compared is None
    assert [sent.told(one.public_id) for one in goes] == [["created", "removed"]] * 3


def test_one_that_is_merged_ahead_in_the_feed_is_told_so(
    sent: Sent, made: Subscription, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(collecting, "AT_ONCE", 2)
    survivor, loser = person("Mara Ellwin"), person("M. Ellwin")
    deliver()
    for number in range(3):
        person(f"Tilda Ellwin {number}")
    merge(loser, survivor, user=made.owner, reason="one")
    ask(made, ELLWIN)
    ends = [data for _, data in sent.got if data["id"] == loser.public_id and data["action"] != "created"]
    assert [(data["action"], data["survivor"]) for data in ends] == [("merged", survivor.public_id)]
    assert sent.held == listed(made)


def test_a_fault_of_the_query_of_before_pauses_no_other(made: Subscription) -> None:
    subscriptions.change_subscription(made, query="nmae=Mara")
    person("Mara Ellwin")
    leased = lease_subscription(Change.objects.position())
    assert leased is not None
    subscriptions.change_subscription(Subscription.objects.get(pk=made.pk), query=ELLWIN)
    with pytest.raises(LostLease):
        collecting.collect(leased)
    made.refresh_from_db()
    assert (made.state, made.reason) == ("active", "")

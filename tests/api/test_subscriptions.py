"""Subscriptions over the API: made, read by their owner alone, changed, tested, sent again, deleted."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from api.v1.views.subscriptions import SubscriptionViewSet
from corpus.models import Subscription, SubscriptionEvent
from corpus.models.ids import IdType, fresh
from tests.api.conftest import fault, ids, make_account

pytestmark = pytest.mark.django_db
PATH = "/api/v1/subscriptions/"
BODY = {"name": "The mayor", "collection": "people", "query": "q=", "receiver": "https://Gazette.example/hook#x"}


def ask(client, method, path="", body=None):
    return getattr(client, method)(PATH + path, body or {}, content_type="application/json")


def make(client, **fields):
    answer = ask(client, "post", "", {**BODY, "query": "?name__icontains=ellwin", **fields})
    assert answer.status_code == 201, answer.content
    return answer.json()


def test_from_the_first_to_the_last():
    client = make_account("curators")
    made = make(client)
    assert made["secret"].startswith("whsec_")
    assert made["receiver"] == "https://gazette.example/hook"
    path = f"{made['id']}/"
    read = client.get(PATH + path)
    assert "secret" not in read.json()
    assert read.json()["list"] == "http://testserver/api/v1/people/?name__icontains=ellwin"
    assert client.get(read.json()["feed"])["Content-Type"].startswith("application/atom+xml")
    new = ask(client, "post", f"{path}rotate/").json()["secret"]
    row = Subscription.objects.get()
    assert (row.secret, row.old_secret) == (new, made["secret"])
    event = ask(client, "post", f"{path}test/").json()["event"]
    assert ask(client, "post", f"{path}replay/", {"event": event}).json() == {"events": 1}
    assert ask(client, "post", f"{path}replay/", {"since": "0"}).status_code == 202
    assert fault(ask(client, "post", f"{path}replay/", {"event": "evt_aaaaaaaaaaaaa"}))["pointer"] == "/event"
    assert ask(client, "post", f"{path}replay/", {"since": "999999999"}).status_code == 400
    assert ask(client, "post", f"{path}replay/").status_code == 400
    paused = ask(client, "patch", path, {"state": "paused", "query": ""}).json()
    assert (paused["state"], paused["query"], paused["reason"].startswith("paused by")) == ("paused", "", True)
    assert ask(client, "post", f"{path}test/").status_code == 409
    assert ask(client, "patch", path, {"state": "active"}).json()["reason"] is None
    assert ask(client, "delete", path).status_code == 204
    assert client.get(PATH + path).status_code == 404


@pytest.mark.parametrize(
    ("verb", "body"),
    [
        ("rotate", {}),
        ("test", {}),
        ("replay", {"event": "evt_aaaaaaaaaaaaa"}),
        ("replay", {"since": "0"}),
        ("replay", {"state": "dead"}),
    ],
)
def test_what_is_deleted_after_it_was_found(monkeypatch, verb, body):
    client = make_account("curators")
    path = f"{make(client)['id']}/{verb}/"
    find = SubscriptionViewSet.find

    def found(self, id):
        row = find(self, id)
        Subscription.objects.all().delete()
        return row

    monkeypatch.setattr(SubscriptionViewSet, "find", found)
    answer = ask(client, "post", path, body)
    assert (answer.status_code, answer.json()["code"]) == (409, "conflict")


def test_the_list_refuses_what_it_would_refuse():
    client = make_account("curators")
    for query, code in (("nmae=Mara", "unknown"), ("q=x", "unknown"), ("page_size=5", "unknown"), ("name=", "empty")):
        found = fault(ask(client, "post", "", {**BODY, "query": query}))
        assert (found["pointer"], found["code"]) == ("/query", code)
    for receiver in ("ftp://gazette.example/", "https://me:secret@gazette.example/", "gazette"):
        assert fault(ask(client, "post", "", {**BODY, "query": "", "receiver": receiver}))["pointer"] == "/receiver"
    assert not Subscription.objects.exists()


def test_each_account_sees_its_own(settings):
    one, other, staff = make_account("curators"), make_account("ingestors"), make_account("curators", staff=True)
    settings.SUBSCRIPTIONS_PER_ACCOUNT = 1
    mine, theirs = make(one)["id"], make(other)["id"]
    assert ask(one, "post", "", {**BODY, "query": ""}).status_code == 409
    for _ in range(2):  # the second time by statements that are prepared
        assert ids(one.get(PATH)) == [mine]
        assert ids(other.get(PATH)) == [theirs]
        assert sorted(ids(staff.get(PATH))) == sorted([mine, theirs])
    assert one.get(f"{PATH}{theirs}/").status_code == 403
    assert staff.get(f"{PATH}{theirs}/deliveries/").json()["results"] == []


def events(row, **numbers):
    """So many events in each state."""
    for state, number in numbers.items():
        for _ in range(number):
            SubscriptionEvent.objects.create(
                public_id=fresh(IdType.EVENT),
                subscription=row,
                kind="test",
                position=0,
                at=timezone.now(),
                state=state,
                done_at=None if state == "waiting" else timezone.now(),
            )


def test_how_many_events_wait_and_were_given_up():
    client = make_account("curators")
    first, other = make(client), make(client)
    assert (first["waiting"], first["dead"]) == (0, 0)
    events(Subscription.objects.get(public_id=first["id"]), waiting=2, dead=3, delivered=1)
    events(Subscription.objects.get(public_id=other["id"]), dead=1)
    for _ in range(2):  # the second time by statements that are prepared
        rows = client.get(PATH).json()["results"]
        assert [(row["id"], row["waiting"], row["dead"]) for row in rows] == [(other["id"], 0, 1), (first["id"], 2, 3)]
        one = client.get(f"{PATH}{first['id']}/").json()
        assert (one["waiting"], one["dead"]) == (2, 3)
    lines = b"".join(client.get(f"{PATH}?format=ndjson&fields=waiting,dead").streaming_content)
    assert lines == b'{"waiting":0,"dead":1}\n{"waiting":2,"dead":3}\n'
    named = ask(client, "patch", f"{first['id']}/", {"name": "Harbours"}).json()
    assert (named["waiting"], named["dead"]) == (2, 3)


def test_they_are_counted_for_all_subscriptions_at_once():
    client = make_account("curators")

    def queries(path):
        with CaptureQueriesContext(connection) as caught:
            assert client.get(path).status_code == 200
        return [query["sql"] for query in caught.captured_queries if "subscriptionevent" in query["sql"]]

    for _ in range(3):
        events(Subscription.objects.get(public_id=make(client)["id"]), waiting=1, dead=1)
        found = queries(PATH)
        assert len(found) == 1, found
    assert queries(f"{PATH}?omit=waiting,dead") == []


def test_all_that_was_given_up_is_sent_again():
    client = make_account("curators")
    path = f"{make(client)['id']}/"
    events(Subscription.objects.get(), waiting=1, dead=2, delivered=1)
    Subscription.objects.update(next_try_at=timezone.now())
    answer = ask(client, "post", f"{path}replay/", {"state": "dead"})
    assert (answer.status_code, answer.json()) == (202, {"events": 2})
    read = client.get(PATH + path).json()
    assert (read["waiting"], read["dead"], read["next_try_at"]) == (3, 0, None)
    assert ask(client, "post", f"{path}replay/", {"state": "dead"}).json() == {"events": 0}
    for body in ({"state": "waiting"}, {"state": "dead", "since": "0"}, {"state": None}):
        assert ask(client, "post", f"{path}replay/", body).status_code == 400
    ask(client, "patch", path, {"state": "paused"})
    assert ask(client, "post", f"{path}replay/", {"state": "dead"}).status_code == 409

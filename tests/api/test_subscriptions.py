"""Subscriptions over the API: made, read by their owner alone, changed, tested, sent again, deleted."""

from __future__ import annotations

import pytest

from api.v1.views.subscriptions import SubscriptionViewSet
from corpus.models import Subscription
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
    [("rotate", {}), ("test", {}), ("replay", {"event": "evt_aaaaaaaaaaaaa"}), ("replay", {"since": "0"})],
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

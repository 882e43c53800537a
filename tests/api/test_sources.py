"""Sources over the API: added, read by those who may, changed, paused, polled now, removed; and what they listed."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from corpus.models import Article, Source, SourceEntry
from corpus.models.raw import RawDocument
from corpus.services.sources import add_source, remove_source
from corpus.services.watch import Watch
from tests.api.conftest import fault, ids, make_account
from tests.watch.outlet import Outlet, feed, fetcher, item, outlet, page

pytestmark = pytest.mark.django_db
PATH = "/api/v1/sources/"
ADDRESS = "https://gazette.example/feed.xml?key=hush"
BODY = {"address": "HTTPS://Gazette.example/feed.xml?key=hush#top", "publisher": " The Gazette ", "interval": 600}


def ask(client, method, path="", body=None, **headers):
    return getattr(client, method)(PATH + path, body or {}, content_type="application/json", headers=headers)


def made(client, **fields):
    answer = ask(client, "post", "", {**BODY, **fields})
    assert answer.status_code == 201, answer.content
    return answer.json()


@pytest.fixture
def client():
    return make_account("ingestors")


@pytest.fixture
def gazette(settings):
    settings.EXTRACTION_MODEL = "rules"
    settings.WATCH_DELAY_SECONDS = 0.0
    with outlet() as server:
        yield server


def test_from_the_first_to_the_last(client):
    answer = ask(client, "post", "", BODY)
    source = answer.json()
    assert (source["address"], source["host"], source["publisher"]) == (ADDRESS, "gazette.example", "The Gazette")
    assert (source["interval"], source["state"], source["kind"], source["version"]) == (600, "active", "unknown", 1)
    assert (source["polled_at"], source["poll_outcome"], source["last_error"]) == (None, None, None)
    assert answer["Location"] == source["url"] == f"http://testserver{PATH}{source['id']}/"
    path = f"{source['id']}/"
    assert client.get(PATH + path).json() == source
    changed = ask(client, "patch", path, {"interval": 60, "publisher": ""}).json()
    assert (changed["interval"], changed["publisher"], changed["version"]) == (60, None, 2)
    paused = ask(client, "patch", path, {"state": "paused"}).json()
    assert (paused["state"], paused["next_poll_at"]) == ("paused", None)
    assert paused["reason"].startswith("paused by user-")
    assert ask(client, "post", f"{path}poll/").status_code == 409
    assert ask(client, "patch", path, {"state": "active"}).json()["reason"] is None
    assert ask(client, "delete", path).status_code == 204
    assert client.get(PATH + path).status_code == 404
    assert ask(client, "delete", path).status_code == 404
    assert made(client)["id"] == source["id"]


def test_what_may_be_left_out_is(client):
    source = made(client, address="http://gazette.example")
    answer = ask(client, "post", "", {"address": "https://other.example/map.xml"}).json()
    assert (source["address"], answer["publisher"], answer["interval"]) == ("http://gazette.example/", None, 900)


@pytest.mark.parametrize(
    ("body", "pointer", "code"),
    [
        ({}, "/address", "required"),
        ({"address": "gazette"}, "/address", "refused"),
        ({"address": "ftp://gazette.example/"}, "/address", "refused"),
        ({"address": "https://me:secret@gazette.example/"}, "/address", "refused"),
        ({"address": f"https://gazette.example/{'é' * 700}"}, "/address", "refused"),
        ({"address": "x" * 2001}, "/address", "max_length"),
        ({"address": 5}, "/address", "invalid"),
        ({"address": ""}, "/address", "blank"),
        ({**BODY, "interval": 59}, "/interval", "min_value"),
        ({**BODY, "interval": 604_801}, "/interval", "max_value"),
        ({**BODY, "interval": True}, "/interval", "invalid"),
        ({**BODY, "interval": None}, "/interval", "null"),
        ({**BODY, "publisher": "x" * 301}, "/publisher", "max_length"),
        ({**BODY, "publisher": "a\0b"}, "/publisher", "null_characters_not_allowed"),
        ({**BODY, "state": "paused"}, "/state", "unknown"),
        ({"url": ADDRESS}, "/url", "unknown"),
    ],
)
def test_what_cannot_be_a_source(client, body, pointer, code):
    found = fault(ask(client, "post", "", body))
    assert (found["pointer"], found["code"]) == (pointer, code)
    assert not Source.objects.exists()


def test_an_address_is_watched_once(client):
    made(client)
    found = fault(ask(client, "post", "", {"address": "https://GAZETTE.example/feed.xml?key=hush"}), 409)
    assert (found["pointer"], found["detail"]) == ("/address", f"{ADDRESS} is watched already")


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({}, ""),
        ({"state": "gone"}, "/state"),
        ({"interval": 5}, "/interval"),
        ({"address": "https://other.example/"}, "/address"),
        ({"reason": "mine"}, "/reason"),
    ],
)
def test_what_cannot_be_changed(client, body, pointer):
    source = made(client)
    assert fault(ask(client, "patch", f"{source['id']}/", body))["pointer"] == pointer
    assert client.get(f"{PATH}{source['id']}/").json() == source


def test_a_change_is_based_on_what_was_read(client):
    path = f"{made(client)['id']}/"
    tag = client.get(PATH + path)["ETag"]
    # What a watcher notes is no change of what is set.
    Source.objects.update(polls=3, polled_at=timezone.now())
    assert client.get(PATH + path)["ETag"] != tag
    changed = ask(client, "patch", path, {"interval": 60}, **{"If-Match": tag})
    assert changed.status_code == 200
    assert client.get(PATH + path)["ETag"] == changed["ETag"]
    assert client.get(PATH + path, headers={"If-None-Match": changed["ETag"]}).status_code == 304
    for method in ("patch", "delete"):
        for stale in (tag, '"1"', 'W/"7"', "nonsense"):
            answer = ask(client, method, path, {"interval": 70}, **{"If-Match": stale})
            assert (answer.status_code, answer.json()["code"]) == (412, "stale")
    assert Source.objects.get().interval == 60
    assert ask(client, "delete", path, **{"If-Match": '"2"'}).status_code == 204


def test_who_polls_more_often_does_not_wait_as_long_as_before(client):
    source = made(client, interval=604_800)
    in_a_week = timezone.now() + timedelta(days=7)
    Source.objects.update(next_poll_at=in_a_week)
    slower = ask(client, "patch", f"{source['id']}/", {"interval": 604_799}).json()
    sooner = ask(client, "patch", f"{source['id']}/", {"interval": 60}).json()
    within = timezone.now() + timedelta(seconds=60)
    assert datetime.fromisoformat(slower["next_poll_at"]) <= in_a_week
    assert datetime.fromisoformat(sooner["next_poll_at"]) <= within
    # what is due soon is not put off
    Source.objects.update(next_poll_at=timezone.now())
    longer = ask(client, "patch", f"{source['id']}/", {"interval": 86_400}).json()
    assert datetime.fromisoformat(longer["next_poll_at"]) <= timezone.now()


def test_the_same_request_again_is_answered_as_before(client):
    key = {"Idempotency-Key": "add-the-gazette"}
    first, again = (ask(client, "post", "", BODY, **key) for _ in range(2))
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.content == again.content


def test_one_that_is_removed_meanwhile(client, monkeypatch):
    """Between the look at it and the write."""
    source = add_source(ADDRESS)
    find = "api.v1.views.sources.SourceViewSet.find"
    monkeypatch.setattr(find, lambda self, id, serializer=None: Source(pk=source.pk, url=source.url))
    remove_source(source)
    for method, path in (("patch", ""), ("delete", ""), ("post", "poll/")):
        answer = ask(client, method, f"{source.public_id}/{path}", {"interval": 60} if method == "patch" else None)
        assert (answer.status_code, answer.json()["code"]) == (409, "conflict")
    monkeypatch.setattr("corpus.services.sources.change_source", lambda *given, **more: None)
    assert ask(client, "patch", f"{source.public_id}/", {"interval": 60}).status_code == 404


def test_addresses_are_for_those_who_may_see_sources(client):
    path = f"{made(client)['id']}/"
    for account, status in ((make_account(), 403), (make_account("readers"), 403), (make_account("curators"), 200)):
        for address in ("", path, f"{path}entries/"):
            answer = account.get(PATH + address)
            assert answer.status_code == status
            assert (b"hush" in answer.content) == (status == 200 and "entries" not in address)
            assert "public" not in answer["Cache-Control"]
    assert ask(make_account("curators"), "patch", path, {"state": "paused"}).status_code == 403


def polled(source, client):
    """The source as it reads after a watcher had its turn."""
    Watch(fetcher=fetcher()).turn()
    return client.get(f"{PATH}{source['id']}/").json()


def test_what_it_last_did(client, gazette: Outlet):
    link = gazette.url("/feed.xml")
    gazette.pages |= {"/feed.xml": feed(item(gazette.url("/a")), item(gazette.url("/gone"))), "/a": page()}
    source = made(client, address=link, publisher="The Tolmouth Gazette")
    told = polled(source, client)
    assert (told["kind"], told["poll_outcome"], told["entries_found"]) == ("rss", "changed", 2)
    assert (told["polls"], told["created"], told["failed"], told["last_error"]) == (1, 1, 1, None)
    interval = datetime.fromisoformat(told["next_poll_at"]) - datetime.fromisoformat(told["polled_at"])
    assert (interval, told["changed_at"]) == (timedelta(seconds=600), told["polled_at"])
    entries = {one["address"]: one for one in client.get(f"{PATH}{source['id']}/entries/").json()["results"]}
    read, gone = entries[gazette.url("/a")], entries[gazette.url("/gone")]
    assert (read["state"], read["outcome"], read["reason"]) == ("done", "created", None)
    assert read["article"] == Article.objects.get().public_id
    assert (gone["state"], gone["reason"], gone["article"]) == ("failed", "answered with status 404", None)
    gazette.pages["/gone"] = page("Another story", title="Ferry")
    assert ask(client, "post", f"{source['id']}/retry/").json() == {"entries": 1}
    assert polled(source, client)["created"] == 2
    gazette.pages["/feed.xml"] = lambda handler: handler.reply(b"", 500)
    assert ask(client, "post", f"{source['id']}/poll/").status_code == 202
    told = polled(source, client)
    assert (told["poll_outcome"], told["entries_found"], told["failures"]) == ("failed", 0, 1)
    assert (told["last_error"], told["version"]) == ("answered with status 500", 1)
    assert datetime.fromisoformat(told["next_poll_at"]) >= datetime.fromisoformat(told["polled_at"]) + timedelta(0, 60)
    assert Article.objects.count() == 2


def test_private_addresses_are_refused_when_they_are_asked(client, gazette: Outlet):
    source = made(client, address=gazette.url("/feed.xml"))
    Watch().turn()
    told = client.get(f"{PATH}{source['id']}/").json()
    assert (told["poll_outcome"], told["state"]) == ("failed", "active")
    assert told["last_error"] == "robots.txt of 127.0.0.1: 127.0.0.1 leads to 127.0.0.1, which is not a public address"
    assert gazette.asked == []


@pytest.fixture
def three(client):
    """Sources that stand differently, the last added first."""
    now = timezone.now()
    stands = (
        {"kind": "rss", "publisher": "The Gazette", "polled_at": now, "poll_outcome": "unchanged"},
        {"state": "paused", "reason": "asked to", "polled_at": now - timedelta(days=2), "poll_outcome": "failed"},
        {"last_error": "answered with status 500", "failures": 3, "not_before": now + timedelta(hours=1)},
    )
    names = []
    for number, columns in enumerate(stands):
        source = add_source(f"https://outlet{number}.example/feed.xml")
        added_at = datetime(2024, 3, 1 + number, tzinfo=UTC)
        Source.objects.filter(pk=source.pk).update(added_at=added_at, **columns)
        names.append(source.public_id)
    return names


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", [2, 1, 0]),
        ("state=paused", [1]),
        ("state__not=paused", [2, 0]),
        ("kind=rss&kind=atom", [0]),
        ("address=https://outlet1.example/feed.xml", [1]),
        ("address__icontains=OUTLET", [2, 1, 0]),
        ("host=outlet2.example", [2]),
        ("publisher=The Gazette", [0]),
        ("publisher__isnull=true", [2, 1]),
        ("poll_outcome=failed&poll_outcome=unchanged", [1, 0]),
        ("poll_outcome__isnull=true", [2]),
        ("failing=true", [2]),
        ("failing=false", [1, 0]),
        ("failures__gte=1", [2]),
        ("polled_at__isnull=true", [2]),
        ("changed_at__isnull=false", []),
        ("added_at__lte=2024-03-01", [0]),
        ("ordering=added_at", [0, 1, 2]),
        ("ordering=-polled_at", [0, 1, 2]),
        ("ordering=polled_at", [1, 0, 2]),
        ("ordering=-failures,added_at", [2, 0, 1]),
    ],
)
def test_filters_and_orders(client, three, query, found):
    for _ in range(2):  # the second time by statements that are prepared
        assert ids(client.get(f"{PATH}?{query}")) == [three[number] for number in found]


@pytest.mark.parametrize("query", ["stat=active", "state=gone", "url=x", "next_poll_at__gte=2024", "failing="])
def test_wrong_queries(client, query):
    assert client.get(f"{PATH}?{query}").json()["code"] == "invalid_parameters"


def test_pages_and_shapes(client, three):
    first = client.get(f"{PATH}?page_size=2&count=true&fields=id,next_poll_at").json()
    assert (first["count"], [set(one) for one in first["results"]]) == (3, [{"id", "next_poll_at"}] * 2)
    failing, paused = first["results"]
    assert paused["next_poll_at"] is None
    assert datetime.fromisoformat(failing["next_poll_at"]) > timezone.now() + timedelta(minutes=59)
    second = client.get(first["next"])
    assert ids(second) == three[:1]
    assert ids(client.get(second.json()["previous"])) == three[:0:-1]
    whole = client.get(f"{PATH}{three[0]}/?omit=address,url").json()
    assert not {"address", "url"} & set(whole)
    assert client.get(f"{PATH}?fields=secret").status_code == 400


@pytest.mark.parametrize("written", ["csv", "ndjson"])
def test_whole_result_sets(client, three, written):
    lines = b"".join(client.get(f"{PATH}?format={written}").streaming_content).decode().splitlines()
    assert len(lines) == (4 if written == "csv" else 3)
    if written == "ndjson":
        assert [json.loads(line)["id"] for line in lines] == three[::-1]


def test_entries(client, edition):
    source = add_source(ADDRESS)
    other = add_source("https://other.example/")
    raw = RawDocument.objects.get(article=edition)
    rows = (
        {"key": "1", "url": "https://gazette.example/wall", "state": "done", "outcome": "created", "raw": raw},
        {"key": "2", "url": "https://gazette.example/map.xml", "is_list": True},
        {"key": "3", "state": "failed", "outcome": "failed", "reason": "answered with status 404"},
    )
    for number, columns in enumerate(rows):
        seen = datetime(2024, 3, 1 + number, tzinfo=UTC)
        SourceEntry.objects.create(source=source, first_seen_at=seen, changed_at=seen, **columns)
    SourceEntry.objects.create(source=other, key="1", url="https://other.example/1")

    def shown(query=""):
        answer = client.get(f"{PATH}{source.public_id}/entries/?{query}")
        assert answer.status_code == 200, answer.content
        return [(one["address"], one["article"]) for one in answer.json()["results"]]

    wall, chart = ("https://gazette.example/wall", edition.public_id), ("https://gazette.example/map.xml", None)
    assert shown() == [(None, None), chart, wall]
    for query, found in (
        ("state=waiting", [chart]),
        ("outcome=created", [wall]),
        ("outcome__isnull=true", [chart]),
        ("is_list=true", [chart]),
        ("address__isnull=true", [(None, None)]),
        ("address=https://gazette.example/wall", [wall]),
        ("first_seen_at__lt=2024-03-02&ordering=changed_at", [wall]),
        ("ordering=changed_at", [wall, chart, (None, None)]),
    ):
        assert shown(query) == found
    assert client.get(f"{PATH}{source.public_id}/entries/?count=true&page_size=1").json()["count"] == 3
    # Of an article that was taken down the id is no good.
    Article.objects.update(removed_at=timezone.now())
    assert shown("outcome=created") == [(wall[0], None)]


def test_many_entries_take_no_more_queries(client, edition, django_assert_max_num_queries):
    source = add_source(ADDRESS)
    raw = RawDocument.objects.get(article=edition)
    SourceEntry.objects.bulk_create(
        SourceEntry(source=source, key=str(number), url=f"https://gazette.example/{number}", state="done", raw=raw)
        for number in range(30)
    )
    client.get(f"{PATH}{source.public_id}/entries/")
    with django_assert_max_num_queries(7):
        assert len(client.get(f"{PATH}{source.public_id}/entries/").json()["results"]) == 30

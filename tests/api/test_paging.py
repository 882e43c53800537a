"""Cursors: both directions, no gaps, no repeats, while rows come and go."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from api.v1.pagination import SIGNER, Plainly
from corpus.models import Article
from tests.api.conftest import articles, fault, ids, person

pytestmark = pytest.mark.django_db


def test_pages_lead_on_and_back(client):
    rows = articles(7)
    expected = [row.public_id for row in reversed(rows)]
    first = client.get("/api/v1/articles/?page_size=3")
    assert ids(first) == expected[:3]
    assert first.json()["previous"] is None
    second = client.get(first.json()["next"])
    assert ids(second) == expected[3:6]
    third = client.get(second.json()["next"])
    assert ids(third) == expected[6:]
    assert third.json()["next"] is None
    again = client.get(third.json()["previous"])
    assert ids(again) == expected[3:6]
    start = client.get(again.json()["previous"])
    assert ids(start) == expected[:3]
    assert start.json()["previous"] is None


def test_link_headers_say_the_same(client):
    articles(3)
    response = client.get(client.get("/api/v1/articles/?page_size=1").json()["next"])
    body = response.json()
    assert f'<{body["next"]}>; rel="next"' in response["Link"]
    assert f'<{body["previous"]}>; rel="prev"' in response["Link"]
    assert '<http://testserver/api/v1/articles/?page_size=1>; rel="first"' in response["Link"]


@pytest.mark.parametrize(("query", "count"), [("", None), ("?count=true", 5), ("?count=true&page_size=2", 5)])
def test_count_only_where_it_is_asked_for(client, query, count):
    articles(5)
    assert client.get(f"/api/v1/articles/{query}").json()["count"] == count


def test_a_cursor_belongs_to_its_query(client):
    articles(3)
    link = client.get("/api/v1/articles/?page_size=1").json()["next"]
    assert fault(client.get(f"{link}&language=en"))["code"] == "other_query"
    assert fault(client.get(link.replace("/articles/", "/quotations/")))["code"] == "other_query"
    assert fault(client.get(f"{link}&ordering=headline"))["code"] == "other_query"
    assert client.get(link.replace("page_size=1", "page_size=2&fields=id")).status_code == 200
    assert fault(client.get(f"{link}x"))["code"] == "malformed"


@pytest.mark.parametrize("ordering", ["published_at", "-published_at"])
def test_unknown_values_are_last_in_both_directions(client, ordering):
    rows = articles(4, lambda n: None if n == 1 else n)
    got = ids(client.get(f"/api/v1/articles/?ordering={ordering}"))
    known = [rows[0].public_id, rows[2].public_id, rows[3].public_id]
    assert got == [*(known if ordering == "published_at" else reversed(known)), rows[1].public_id]


def test_ties_are_broken_by_the_key(client):
    rows = articles(6, lambda n: 1)
    seen, link = [], "/api/v1/articles/?page_size=2"
    while link:
        page = client.get(link)
        seen += ids(page)
        link = page.json()["next"]
    assert seen == [row.public_id for row in reversed(rows)]


def walk(client, link, way, change):
    """Ids of all pages one way, with a change between each two of them."""
    seen = []
    while link:
        response = client.get(link)
        page = ids(response)
        seen.append(page)
        change()
        link = response.json()[way]
    return seen


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    days=st.lists(st.one_of(st.none(), st.integers(0, 4)), min_size=1, max_size=14),
    size=st.integers(1, 4),
    ordering=st.sampled_from(
        ["published_at", "-published_at", "headline", "-word_count,published_at", "published_at,-headline"]
    ),
    added=st.lists(st.one_of(st.none(), st.integers(0, 4)), max_size=6),
    removed=st.lists(st.integers(0, 13), max_size=4),
)
def test_walks_miss_and_repeat_nothing(client, days, size, ordering, added, removed):
    from django.core.cache import cache

    cache.clear()
    Article.objects.all().delete()
    rows = articles(len(days), lambda n: days[n])
    going = {rows[n].pk for n in removed if n < len(rows)}
    stable = {row.public_id for row in rows if row.pk not in going}
    fresh, leaving = list(added), sorted(going)

    def change():
        if fresh:
            day = fresh.pop()
            articles(1, lambda _: day)
        if leaving:
            Article.objects.filter(pk=leaving.pop()).delete()

    order = [row["id"] for row in client.get(f"/api/v1/articles/?ordering={ordering}&page_size=200").json()["results"]]
    forward = walk(client, f"/api/v1/articles/?ordering={ordering}&page_size={size}", "next", change)
    seen = [id_ for page in forward for id_ in page]
    assert len(seen) == len(set(seen))
    assert stable <= set(seen)
    assert [id_ for id_ in seen if id_ in stable] == [id_ for id_ in order if id_ in stable]

    # And back from the end, while as many rows are added again.
    fresh = list(added)
    last = client.get(f"/api/v1/articles/?ordering={ordering}&page_size={size}")
    while last.json()["next"]:
        last = client.get(last.json()["next"])
    backward = walk(client, last.json()["previous"], "previous", change)
    seen = [id_ for page in reversed(backward) for id_ in page] + ids(last)
    assert len(seen) == len(set(seen))
    assert stable <= set(seen)
    assert [id_ for id_ in seen if id_ in stable] == [id_ for id_ in order if id_ in stable]


def test_a_page_whose_rows_went_away_leads_back(client):
    rows = articles(3)
    link = client.get("/api/v1/articles/?page_size=2").json()["next"]
    rows[0].delete()
    empty = client.get(link)
    assert ids(empty) == []
    assert ids(client.get(empty.json()["previous"])) == [rows[2].public_id, rows[1].public_id]


LETTERS = {"latin": "a", "cyrillic": "ж", "chinese": "港", "beyond the first plane": "𐐨"}


@pytest.mark.parametrize("script", LETTERS)
def test_names_and_headlines_as_long_as_they_may_be_lead_on(client, script):
    rows = articles(3)
    for number, row in enumerate(rows):
        row.headline = LETTERS[script] * 299 + str(number)
        row.save()
        person(LETTERS[script] * 299 + str(number))
    for path, body in (("articles", {"ordering": "headline"}), ("people", {"ordering": "name"})):
        seen, address = [], f"/api/v1/{path}/?ordering={body['ordering']}&page_size=1"
        while address and len(seen) < 5:
            answer = client.get(address)
            assert answer.status_code == 200, answer.content
            seen += ids(answer)
            address = answer.json()["next"]
        assert len(seen) == 3
        answer = client.get(answer.json()["previous"])
        assert ids(answer) == seen[1:2]
        body = {**body, "page_size": 1}
        for public_id in seen:
            answer = client.post(f"/api/v1/{path}/search/", body, content_type="application/json")
            assert answer.status_code == 200, answer.content
            assert ids(answer) == [public_id]
            body["cursor"] = answer.json()["next"]


def test_cursors_of_an_older_version_lead_on(client):
    for number in range(2):
        person("ж" * 299 + str(number))
    query = "ordering=name&page_size=1"
    address = client.get(f"/api/v1/people/?{query}").json()["next"]
    told = SIGNER.unsign_object(parse_qs(urlsplit(address).query)["cursor"][0], serializer=Plainly)
    older = SIGNER.sign_object(told)
    assert len(older) > 2000
    assert ids(client.get(f"/api/v1/people/?{query}&cursor={older}")) == ids(client.get(address))

"""``explain=true`` tells how a query is understood."""

from __future__ import annotations

import pytest

from tests.api.conftest import fault
from tests.api.newsroom import Newsroom, build

pytestmark = pytest.mark.django_db
LIVE = {"parameter": "status", "values": ["extracted", "confirmed", "corrected"]}


@pytest.fixture
def newsroom(db) -> Newsroom:
    return build()


def explained(response):
    assert response.status_code == 200, response.content
    body = response.json()
    assert (body["next"], body["previous"], body["count"], body["results"]) == (None, None, None, [])
    return body["explanation"]


def test_everything_that_a_query_means(client, newsroom):
    response = client.get(
        "/api/v1/quotations/",
        {
            "q": '"harbour walls" boat* OR ship -ferries',
            "published_at__gte": "2024-03",
            "explain": "true",
            "count": "true",
        },
    )
    told = explained(response)
    assert told["q"] == {
        "text": '"harbour walls" boat* OR ship -ferries',
        "all_of": [["harbour wall"], ["boat*", "ship"]],
        "none_of": ["ferri"],
        "readings": [
            {"language": language, "all_of": [[walls], ["boat*", "ship"]], "none_of": [ferries]}
            for language, walls, ferries in (
                ("en", "harbour wall", "ferri"),
                ("de", "harbour wall", "ferri"),
                ("fr", "harbour wall", "ferr"),
                ("es", "harbour walls", "ferri"),
            )
        ],
    }
    assert told["filters"][0]["values"] == [{"from": "2024-03-01T00:00:00Z", "before": "2024-04-01T00:00:00Z"}]
    assert told["filters"][0]["means"].startswith("At that time or later: publication date")
    assert told["defaults"] == [LIVE]
    assert told["ordering"] == [
        {"field": "relevance", "descending": False},
        {"field": "published_at", "descending": True},
    ]
    assert told["tie_break"] == {"field": "key", "descending": True}
    assert told["page_size"] == 50


def test_ids_are_told_as_what_they_stand_for(client, newsroom):
    joss, ines = newsroom["joss"], newsroom["ines"]
    type(joss).objects.filter(pk=joss.pk).update(merged_into=ines.pk)
    query = f"speaker={joss.public_id}&article={newsroom.id('wall')}&speaker__identifier=wikidata:Q1"
    told = explained(client.get(f"/api/v1/quotations/?explain=true&{query}"))["filters"]
    assert [one["values"] for one in told] == [
        [{"id": ines.public_id, "name": "Inès Tarrow"}],
        [{"id": newsroom.id("wall")}],
        ["wikidata:Q1"],
    ]


def test_an_order_and_a_status_that_were_asked_for(client, newsroom):
    told = explained(
        client.get("/api/v1/quotations/?explain=true&ordering=confidence,-published_at&status=rejected&page_size=7")
    )
    assert told["defaults"] == []
    assert told["ordering"] == [
        {"field": "confidence", "descending": False},
        {"field": "published_at", "descending": True},
    ]
    assert told["q"] is None
    assert told["page_size"] == 7


def test_a_tree(client, newsroom):
    where = {"kind": "direct", "or": [{"channel": ["email", "letter"]}, {"cue": "said", "not": {"status": "rejected"}}]}
    body = {"where": where, "explain": True}
    told = explained(client.post("/api/v1/quotations/search/", body, content_type="application/json"))
    assert told["defaults"] == []
    kind, either = told["filters"]
    assert (kind["parameter"], kind["values"]) == ("kind", ["direct"])
    channel, both = either["of"]
    assert (either["operator"], channel["values"]) == ("or", ["email", "letter"])
    assert (both["operator"], both["of"][0]["parameter"], both["of"][1]["operator"]) == ("and", "cue", "not")
    assert both["of"][1]["of"][0]["parameter"] == "status"


@pytest.mark.parametrize("path", ["articles", "people", "organisations", "affiliations", "utterances", "merges"])
def test_every_collection_explains(client, path):
    assert explained(client.get(f"/api/v1/{path}/?explain=true"))["filters"] == []


@pytest.mark.parametrize(
    ("query", "parameter", "code"),
    [
        ("explain=yes", "explain", "malformed"),
        ("explain=true&kind=dirct", "kind", "unknown_choice"),
        ('explain=true&q="', "q", "syntax"),
        ("explain=true&ordering=x", "ordering", "unknown_field"),
        ("explain=true&page_size=0", "page_size", "out_of_range"),
    ],
)
def test_what_is_wrong_is_refused_as_ever(client, query, parameter, code):
    found = fault(client.get(f"/api/v1/quotations/?{query}"))
    assert (found["parameter"], found["code"]) == (parameter, code)


def test_exact_words_are_told_as_people_write_them(client, newsroom):
    told = explained(
        client.get("/api/v1/quotations/", {"q": '"O’Brien\'s Ltd." U.S.', "exact": "true", "explain": "true"})
    )
    assert told["q"]["all_of"] == [["O'Brien Ltd"], ["U.S"]]

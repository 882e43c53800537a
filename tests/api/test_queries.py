"""How many queries an answer costs, whatever the size of the page, and what they read."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from api.v1 import listings
from tests.builders import store

pytestmark = pytest.mark.django_db

TEXT = (
    "“The wall number {n} will be rebuilt by spring,” said Mara Ellwin{n}, the mayor of Tolmouth.\n\n"
    "“It will cost {n} million,” said Joss Pardew, a spokesman for Norrick Shipping Ltd."
)
LISTS = {
    "articles/": 2,
    "articles/?fields=id,headline": 1,
    "articles/?expand=publisher": 4,
    "articles/?expand=quotations": 5,
    "articles/?count=true": 3,
    "articles/?q=wall&highlight=true": 3,
    "quotations/": 3,
    "quotations/?fields=id,text,speaker": 1,
    "quotations/?omit=candidates": 2,
    "quotations/?expand=speaker,article.publisher": 8,
    "people/": 3,
    "people/?expand=affiliations": 4,
    "people/?omit=aliases,identifiers": 1,
    "organisations/": 3,
    "affiliations/": 1,
    "utterances/": 1,
    "merges/": 1,
}
DETAILS = {
    "articles/{article}/": 5,
    "articles/{article}/?fields=headline": 1,
    "articles/{article}/?omit=quotations": 2,
    "articles/{article}/quotations/": 4,
    "articles/{article}/mentions/": 2,
    "articles/{article}/history/": 2,
    "quotations/{quotation}/": 3,
    "people/{person}/": 3,
    "people/{person}/quotations/": 4,
    "people/{person}/affiliations/": 2,
    "organisations/{organisation}/": 3,
}


@pytest.fixture
def stored(db):
    articles = [store(TEXT.format(n=n), headline=f"Wall {n}", key=f"n{n}") for n in range(4)]
    quotation = articles[0].quotations.filter(speaker__type="person").first()
    return {
        "article": articles[0].public_id,
        "quotation": quotation.public_id,
        "person": quotation.speaker.public_id,
        "organisation": articles[0].publisher.public_id,
    }


def sql_of(client, address):
    with CaptureQueriesContext(
        connection,
    ) as captured:
        response = client.get(address)
    assert response.status_code == 200, response.content
    return [query["sql"] for query in captured.captured_queries]


def test_lists(client, stored):
    measured = {}
    for path in LISTS:
        joiner = "&" if "?" in path else "?"
        counts = {len(sql_of(client, f"/api/v1/{path}{joiner}page_size={size}")) for size in (1, 2, 50)}
        assert len(counts) == 1, f"{path}: the number of queries depends on the size of the page"
        measured[path] = counts.pop()
    # A list without rows spares its further queries.
    assert measured == {**LISTS, "merges/": 1}


@pytest.mark.parametrize("name", ["articles", "quotations", "people", "organisations", "affiliations", "utterances"])
def test_no_filter_costs_more_than_looking_its_values_up(client, stored, name):
    listing = getattr(listings, name.upper())
    plain = len(sql_of(client, f"/api/v1/{name}/?fields=id"))
    known = [stored["article"], stored["person"], stored["organisation"]]
    dear = {}
    for one, found in listing.filterset.base_filters.items():
        meaning = found.meaning
        samples = {"integer": ["1"], "number": ["0.5"], "boolean": ["true"]}.get(meaning.schema["type"], [])
        for value in [*meaning.schema.get("enum", []), *samples, *known, "2024", "wikidata:Q1"]:
            query = "&".join([f"{one}={value}"] * (50 if meaning.many else 1))
            with CaptureQueriesContext(connection) as captured:
                answered = client.get(f"/api/v1/{name}/?fields=id&{query}").status_code == 200
            if answered:
                break
        else:
            # A record that this small corpus does not hold.
            assert one.removesuffix("__not").removesuffix("__all").endswith("utterance"), one
        if len(captured.captured_queries) > plain + (1 if meaning.find or one.startswith("id") else 0):
            dear[one] = len(captured.captured_queries)
    assert not dear


def test_a_search_costs_what_its_query_string_does(client, stored):
    where = {"or": [{"speaker": [stored["person"]] * 20}, {"not": {"article__mentions__all": [stored["person"]] * 20}}]}
    with CaptureQueriesContext(connection) as captured:
        body = {"where": where, "fields": "id,text,speaker"}
        assert client.post("/api/v1/quotations/search/", body, content_type="application/json").status_code == 200
    assert len(captured.captured_queries) == LISTS["quotations/?fields=id,text,speaker"] + 2
    assert len(sql_of(client, "/api/v1/quotations/?explain=true&kind=direct")) == 0


def test_details(client, stored):
    measured = {path: len(sql_of(client, f"/api/v1/{path.format(**stored)}")) for path in DETAILS}
    assert measured == DETAILS


@pytest.mark.parametrize(
    ("path", "absent"),
    [
        ("articles/", '"body"'),
        ("quotations/", '"body"'),
        ("quotations/?fields=id", '"words"'),
        ("quotations/?fields=id", "corpus_entity"),
        ("articles/?omit=correction", '"correction"'),
        ("articles/{article}/?omit=body", '"body"'),
    ],
)
def test_what_is_not_asked_for_is_not_read(client, stored, path, absent):
    assert not [sql for sql in sql_of(client, f"/api/v1/{path.format(**stored)}") if absent in sql]

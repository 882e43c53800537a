"""How many queries an answer costs, whatever the size of the page, and what they read."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

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
UNPAGED = {
    "autocomplete/?q=mara": 5,
    "autocomplete/?q=mara&type=publisher&size=1": 3,
    "autocomplete/?q=nobody here": 5,
}
LOOKUPS = {"": 5, "?omit=printings": 4, "?fields=start,end,match": 4, "?expand=quotation,speaker": 9}
DETAILS = {
    "articles/{article}/": 5,
    "articles/{article}/?fields=headline": 1,
    "articles/{article}/?omit=quotations": 2,
    "articles/{article}/quotations/": 4,
    "articles/{article}/mentions/": 2,
    "articles/{article}/history/": 2,
    "articles/{article}/annotations/": 5,
    "articles/{article}/annotations/?include=mentions": 7,
    "quotations/{quotation}/verify/": 3,
    "quotations/{quotation}/verify/?text=The+wall": 3,
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


def test_details(client, stored):
    measured = {path: len(sql_of(client, f"/api/v1/{path.format(**stored)}")) for path in DETAILS}
    assert measured == DETAILS


def test_suggestions(client, stored):
    assert {path: len(sql_of(client, f"/api/v1/{path}")) for path in UNPAGED} == UNPAGED


@pytest.mark.parametrize("numbers", [[1], [0, 1, 2, 3]])
def test_look_ups_whatever_they_find(client, stored, numbers):
    text = "\n\n".join(TEXT.format(n=n) for n in numbers)
    measured = {}
    for query in LOOKUPS:
        with CaptureQueriesContext(connection) as captured:
            answer = client.post(f"/api/v1/quotations/lookup/{query}", {"text": text}, content_type="application/json")
        assert len(answer.json()["matches"]) == 2 * len(numbers)
        measured[query] = len(captured)
    assert measured == LOOKUPS


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

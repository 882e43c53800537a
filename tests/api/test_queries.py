"""How many queries an answer costs, whatever the size of the page, and what they read."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from api.v1 import listings
from corpus.models import Affiliation, Article, Decision, Merge
from corpus.services.merge import merge
from corpus.services.propose import propose
from corpus.services.rule_copy import rule_copy
from corpus.services.take_down import take_down
from tests.api.conftest import person
from tests.builders import store

pytestmark = pytest.mark.django_db

TEXT = (
    "“The wall number {n} will be rebuilt by spring,” said Mara Ellwin{n}, the mayor of Tolmouth.\n\n"
    "“It will cost {n} million,” said Joss Pardew, a spokesman for Norrick Shipping Ltd."
)
LISTS = {
    "articles/": 3,
    "articles/?fields=id,headline": 2,
    "articles/?expand=publisher": 5,
    "articles/?expand=quotations": 5,
    "articles/?count=true": 4,
    "quotations/": 4,
    "quotations/?fields=id,text,speaker": 2,
    "quotations/?omit=candidates": 3,
    "quotations/?expand=speaker,article.publisher": 9,
    "people/": 4,
    "people/?expand=affiliations": 4,
    "people/?omit=aliases,identifiers": 2,
    "organisations/": 4,
    "affiliations/": 2,
    "utterances/": 2,
    "merges/": 3,  # whom articles name that are down, among what the page names
    "articles/?fields=id,quotations.text": 2,
    "articles/?fields=id,quotations.speaker.name": 2,
    "articles/?expand=quotations.speaker": 7,
    "articles/?count=estimate": 4,
    "quotations/?expand=addressee": 4,
    "quotations/?expand=article,utterance": 5,
    "quotations/?expand=speaker.affiliations.article": 7,
    "people/?fields=id,affiliations.title": 2,
    "people/?expand=affiliations.organisation": 6,
    "affiliations/?expand=person,organisation,article": 7,
    "utterances/?expand=speaker": 4,
    "merges/?expand=loser,survivor": 7,
}
# A listing in parts asks for the next one where a page is not full; SQLite asks first how many records hold a word.
IN_PARTS = {
    "articles/?q=wall&highlight=true": (6, 5),
    "articles/?q=wall&ordering=-published_at&fields=id": (3, 2),
    "articles/?q=rebuilt+spring&fields=id": (7, 6),
    "quotations/?q=rebuilt&highlight=true&fields=id": (4, 3),
    "utterances/?q=rebuilt&highlight=true&fields=id": (6, 4),
    "utterances/?q=rebuilt&ordering=-variant_count&fields=id": (3, 2),
    "quotations/?ordering=published_at&fields=id": (3, 3),
    "quotations/?ordering=-said_at&fields=id": (3, 3),
}
# Counting costs one query for the number of rows, one a facet, one more where a row may fall to several buckets, and
# one for the articles that shares are taken from.
FACETS = {
    "quotations/facets/?by=speaker": 3,
    "quotations/facets/?by=speaker&by=kind&by=channel&by=published_month": 6,
    "quotations/facets/?by=mentions": 3,
    "quotations/facets/?by=published_week&by=publisher&normalise=articles": 5,
    "quotations/facets/?by=kind&q=wall": 2,
    "articles/facets/?by=author&by=mentions&by=publisher": 6,
    "people/facets/?by=affiliation__organisation": 3,
    "organisations/facets/?by=is_publisher": 2,
    "affiliations/facets/?by=person&by=tense": 3,
    "utterances/facets/?by=speaker&by=publisher": 4,
    "utterances/facets/?by=disputed&q=wall": 2,
}
UNPAGED = {
    "autocomplete/?q=mara": 6,
    "autocomplete/?q=mara&type=publisher&size=1": 3,
    "autocomplete/?q=nobody here": 5,
}
LOOKUPS = {"": 5, "?omit=printings": 4, "?fields=start,end,match": 4, "?expand=quotation,speaker": 9}
DETAILS = {
    "articles/{article}/": 5,
    "articles/{article}/?fields=headline": 1,
    "articles/{article}/?omit=quotations": 2,
    "articles/{article}/quotations/": 5,
    "articles/{article}/mentions/": 3,
    "articles/{article}/history/": 2,
    "articles/{article}/annotations/": 5,
    "articles/{article}/annotations/?include=mentions": 7,
    "quotations/{quotation}/verify/": 3,
    "quotations/{quotation}/verify/?text=The+wall": 3,
    "quotations/{quotation}/": 3,
    "people/{person}/": 3,
    "people/{person}/quotations/": 5,
    "people/{person}/affiliations/": 3,
    "people/{person}/timeline/": 4,
    "people/{person}/associates/": 8,
    "organisations/{organisation}/": 3,
    "articles/{article}/?revision=1": 5,
    "articles/{article}/mentions/?expand=entity": 5,
    "quotations/{quotation}/?expand=speaker,article,utterance": 6,
    "quotations/{quotation}/history/": 2,
    "people/{person}/?expand=affiliations": 4,
    "people/{person}/history/": 2,
    "organisations/{organisation}/affiliations/": 2,
    "organisations/{organisation}/quotations/": 2,
    "organisations/{organisation}/history/": 2,
    "affiliations/{affiliation}/": 1,
    "affiliations/{affiliation}/?expand=person,organisation,article": 4,
    "affiliations/{affiliation}/history/": 2,
    "utterances/{utterance}/": 1,
    "utterances/{utterance}/?expand=speaker": 3,
    "quotations/{quotation}/proposals/": 3,
    "proposals/{proposal}/": 1,
    "proposals/{proposal}/?expand=quotation": 3,
    "decisions/{decision}/": 3,  # and whether its record may be read
    "merges/{merge}/": 2,
    "merges/{merge}/?expand=loser,survivor": 6,
    "organisations/{employer}/people/": 3,
    "utterances/{utterance}/quotations/": 5,
}
JOB = 5


@pytest.fixture(scope="module")
def stored(module_rows):
    with module_rows.unblock():
        articles = [store(TEXT.format(n=n), headline=f"Wall {n}", key=f"n{n}") for n in range(4)]
        for name in ("Zed Kerr", "Zia Kerr"):
            merge(person(name), person(f"{name} senior"), user=None, reason="one record")
        quotation = articles[0].quotations.filter(speaker__type="person").first()
        return {
            "article": articles[0].public_id,
            "quotation": quotation.public_id,
            "person": quotation.speaker.public_id,
            "organisation": articles[0].publisher.public_id,
            "affiliation": Affiliation.objects.order_by("pk").first().public_id,
            "utterance": quotation.utterance.public_id,
            "merge": Merge.objects.order_by("pk").first().public_id,
            "proposal": propose(quotation, {"channel": "letter"}, user=None).public_id,
            "decision": Decision.objects.order_by("pk").first().public_id,
            "employer": Affiliation.objects.filter(organisation__isnull=False).first().organisation.public_id,
        }


def sql_of(client, address):
    with CaptureQueriesContext(
        connection,
    ) as captured:
        response = client.get(address)
    assert response.status_code == 200, response.content
    # A limit of time is a transaction and a setting on PostgreSQL, and no query on SQLite.
    bounds = ("SAVEPOINT", "RELEASE", "SELECT set_config")
    return [query["sql"] for query in captured.captured_queries if not query["sql"].startswith(bounds)]


def test_lists(client, stored):
    measured = {}
    for path in LISTS:
        joiner = "&" if "?" in path else "?"
        counts = {len(sql_of(client, f"/api/v1/{path}{joiner}page_size={size}")) for size in (1, 2, 50)}
        assert len(counts) == 1, f"{path}: the number of queries depends on the size of the page"
        measured[path] = counts.pop()
    assert measured == LISTS


def test_lists_in_parts(client, stored):
    measured = {}
    for path in IN_PARTS:
        counts = [len(sql_of(client, f"/api/v1/{path}&page_size={size}")) for size in (1, 2, 50, 200)]
        assert counts == sorted(counts)
        measured[path] = counts.pop()
    vendor = ("sqlite", "postgresql").index(connection.vendor)
    assert measured == {path: counts[vendor] for path, counts in IN_PARTS.items()}


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
        # How often somebody is mentioned or quoted says from which side their articles are found.
        weighed = name == "articles" and one in ("mentions", "mentions__not", "quotes", "quotes__not")
        if len(captured.captured_queries) > plain + (1 if meaning.find or one.startswith("id") else 0) + weighed:
            dear[one] = len(captured.captured_queries)
    assert not dear


def test_a_search_costs_what_its_query_string_does(client, stored):
    where = {"or": [{"speaker": [stored["person"]] * 20}, {"not": {"article__mentions__all": [stored["person"]] * 20}}]}
    with CaptureQueriesContext(connection) as captured:
        body = {"where": where, "fields": "id,text,speaker"}
        assert client.post("/api/v1/quotations/search/", body, content_type="application/json").status_code == 200
    assert len(captured.captured_queries) == LISTS["quotations/?fields=id,text,speaker"] + 2
    assert len(sql_of(client, "/api/v1/quotations/?explain=true&kind=direct")) == 0


def test_facets(client, stored):
    measured = {}
    for path in FACETS:
        counts = {len(sql_of(client, f"/api/v1/{path}&size={size}")) for size in (1, 200)}
        assert len(counts) == 1, f"{path}: the number of queries depends on the number of buckets"
        measured[path] = counts.pop()
    assert measured == FACETS


def test_details(client, stored):
    measured = {path: len(sql_of(client, f"/api/v1/{path.format(**stored)}")) for path in DETAILS}
    assert measured == DETAILS


def test_a_history_that_names_many_articles(client, stored):
    ruled, *originals = Article.objects.order_by("pk")
    for original in originals:
        rule_copy(ruled, original, user=None)
    hidden = originals[1]
    take_down(hidden, user=None, reason="court order")
    path = f"/api/v1/articles/{ruled.public_id}/history/"
    told = client.get(path).json()["results"]
    named = {id for one in told for values in (one["before"], one["after"]) if (id := values.get("copy_of"))}
    assert named == {original.public_id for original in originals} - {hidden.public_id}
    for query in ("?page_size=1", "?page_size=2", "?page_size=50", "?fields=after", "?format=ndjson"):
        # the record, the keys of the page, its decisions, the articles that they name
        assert len(sql_of(client, path + query)) == 4, query


def test_a_job(account):
    client = account("ingestors")
    lines = b'{"key": "a", "body": "The wall stands."}\n{"key": "b", "body": "The wall fell."}\n'
    sent = client.post("/api/v1/articles/bulk/", lines, content_type="application/x-ndjson")
    assert len(sql_of(client, sent["Location"])) == JOB


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

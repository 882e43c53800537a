"""Searches by POST: the filters of the query string as a tree in a body."""

from __future__ import annotations

import json

import pytest
from django.core.cache import cache
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from api.v1 import examples
from api.v1.where import MAX_CONDITIONS, MAX_DEPTH
from tests.api.conftest import fault, ids
from tests.api.newsroom import Newsroom, build
from tests.builders import store

pytestmark = pytest.mark.django_db

BODIES = {
    "articles": examples.ARTICLES_SOUGHT,
    "quotations": examples.QUOTATIONS_SOUGHT,
    "people": examples.ENTITIES_SOUGHT,
    "organisations": examples.ENTITIES_SOUGHT,
    "affiliations": examples.AFFILIATIONS_SOUGHT,
    "utterances": examples.UTTERANCES_SOUGHT,
}


@pytest.fixture
def newsroom(db) -> Newsroom:
    return build()


def ask(client, name, body):
    return client.post(f"/api/v1/{name}/search/", body, content_type="application/json")


ALL = {"first", "again", "undated_again", "company", "unnamed", "nobody"}


@pytest.mark.parametrize(
    ("name", "where", "expected"),
    [
        ("quotations", {"kind": "mixed"}, {"again"}),
        ("quotations", {"kind": ["mixed", "indirect"]}, {"again", "company"}),
        ("quotations", {"kind": "mixed", "confidence__lt": 0.5}, {"again"}),
        ("quotations", {"kind": "mixed", "confidence__gt": 0.5}, set()),
        ("quotations", {"and": [{"kind": "mixed"}, {"confidence": 0.4}]}, {"again"}),
        ("quotations", {"or": [{"kind": "mixed"}, {"channel": "letter"}]}, {"again", "company"}),
        ("quotations", {"not": {"or": [{"kind": "mixed"}, {"channel": "letter"}]}}, ALL - {"again", "company"}),
        ("quotations", {"not": {"kind": "direct", "speaker": ["{ines}"]}}, ALL - {"first", "undated_again"}),
        ("quotations", {"kind!": "direct"}, {"again", "company"}),
        ("quotations", {"speaker__isnull": True, "not": {"speaker_type__isnull": True}}, {"unnamed"}),
        ("quotations", {"article__word_count": 5}, {"undated_again"}),
        # The default holds wherever the status is not named, and nowhere where it is.
        ("quotations", {"not": {"kind": "indirect"}}, ALL - {"company"}),
        ("quotations", {"or": [{"status": "rejected"}, {"kind": "mixed"}]}, {"rejected", "again"}),
        ("quotations", {"not": {"status": "confirmed"}}, ALL - {"nobody"} | {"rejected"}),
        # One object asks for one related row, two may be met by two.
        ("people", {"affiliation__organisation": "{port}", "affiliation__tense": "former"}, set()),
        ("people", {"and": [{"affiliation__organisation": "{port}"}, {"affiliation__tense": "former"}]}, {"ines"}),
        (
            "people",
            {"not": {"affiliation__organisation": "{port}", "affiliation__tense": "current"}},
            {"joss", "adele"},
        ),
        ("people", {"or": [{"id": "{ines}"}, {"id": ["{joss}"]}]}, {"ines", "joss"}),
        ("organisations", {"not": {"mention__isnull": True}}, {"port"}),
        ("articles", {"or": [{"quotation__kind": "indirect"}, {"headline__isnull": True}]}, {"ferry", "undated"}),
        ("articles", {"mentions__all": ["{ines}", "{port}"]}, {"wall"}),
        ("affiliations", {"not": {"organisation": "{port}"}}, {"clerk", "captain"}),
        ("utterances", {"not": {"times_printed__gte": 2}}, {"once"}),
    ],
)
def test_conditions(client, newsroom, name, where, expected):
    assert newsroom.names(ids(ask(client, name, {"where": newsroom.fill(where), "page_size": 200}))) == expected


@pytest.mark.parametrize("name", BODIES)
def test_the_documented_bodies_are_answered_to_everybody(client, newsroom, name):
    assert ask(client, name, BODIES[name]).status_code == 200
    assert len(ids(ask(client, name, {}))) == len(ids(client.get(f"/api/v1/{name}/")))


def test_where_reading_is_closed_a_search_is_too(client, newsroom, account, settings):
    settings.PUBLIC_READ = False
    assert ask(client, "articles", {}).status_code == 401
    assert ask(account("readers"), "articles", {}).status_code == 200


def test_what_stands_beside_where(client):
    store("The wall fell.\n\n“We shall rebuild the wall,” said Mara Ellwin.", headline="Storm")
    body = {"q": "rebuild", "highlight": True, "count": True, "fields": "id,text", "where": {"kind": "direct"}}
    page = ask(client, "quotations", body).json()
    assert page["count"] == 1
    assert page["results"][0]["highlight"]["text"] == "We shall <mark>rebuild</mark> the wall,"
    assert set(page["results"][0]) == {"id", "text", "highlight"}


def test_pages_lead_on_by_cursor(client, newsroom):
    body = {"where": {"not": {"kind": "mixed"}}, "ordering": "-confidence", "page_size": 2}
    whole = ids(ask(client, "quotations", {**body, "page_size": 200}))
    found, cursor = [], None
    while True:
        page = ask(client, "quotations", {**body, **({"cursor": cursor} if cursor else {})}).json()
        found += [row["id"] for row in page["results"]]
        if page["next"] is None:
            break
        cursor = page["next"]
    assert found == whole
    assert len(whole) == 5
    back = ask(client, "quotations", {**body, "cursor": page["previous"]}).json()
    assert [row["id"] for row in back["results"]] == whole[2:4]
    other = ask(client, "quotations", {**body, "where": {"kind": "direct"}, "cursor": cursor})
    assert (fault(other)["pointer"], fault(other)["code"]) == ("/cursor", "other_query")
    assert "Link" not in back


def nested(depth: int) -> dict:
    tree: dict = {"kind": "direct"}
    for _ in range(depth - 1):
        tree = {"not": tree}
    return tree


@pytest.mark.parametrize(
    ("body", "pointer", "code", "suggestion"),
    [
        ({"where": {"kindd": "direct"}}, "/where/kindd", "unknown", "kind"),
        ({"where": {"or": [{"kind": "mixed"}, {"title": "e"}]}}, "/where/or/1/title", "unknown", "affiliation__title"),
        ({"where": {"not": {"kind": "dirct"}}}, "/where/not/kind", "unknown_choice", "direct"),
        ({"where": {"kind": ["direct", "dirct"]}}, "/where/kind", "unknown_choice", "direct"),
        ({"where": {"kind!": "dirct"}}, "/where/kind!", "unknown_choice", "direct"),
        ({"where": {"kind": ""}}, "/where/kind", "empty", None),
        ({"where": {"kind": []}}, "/where/kind", "empty", None),
        ({"where": {"kind": None}}, "/where/kind", "malformed", None),
        ({"where": {"kind": {"in": ["direct"]}}}, "/where/kind", "malformed", None),
        ({"where": {"kind": [["direct"]]}}, "/where/kind", "malformed", None),
        ({"where": {"text__icontains": "a\0b"}}, "/where/text__icontains", "malformed", None),
        ({"where": {"text__icontains": "a" * 2001}}, "/where/text__icontains", "too_long", None),
        ({"where": {"confidence__gte": [0.1, 0.2]}}, "/where/confidence__gte", "repeated", None),
        ({"where": {"confidence__gte": 1.5}}, "/where/confidence__gte", "malformed", None),
        ({"where": {"article__word_count": 10**30}}, "/where/article__word_count", "malformed", None),
        ({"where": {"speaker": "per_aaaaaaaaaaaaa"}}, "/where/speaker", "unknown_id", None),
        ({"where": {"q": "wall"}}, "/where/q", "unknown", None),
        ({"where": {"kind": ["direct"] * 201}}, "/where/kind", "too_many", None),
        ({"where": {"or": [{"kind": ["direct"] * 200}] * 3}}, "/where/or/2", "too_many", None),
        ({"where": []}, "/where", "malformed", None),
        ({"where": None}, "/where", "malformed", None),
        ({"where": {}}, "/where", "empty", None),
        ({"where": {"or": []}}, "/where/or", "malformed", None),
        ({"where": {"or": {"kind": "direct"}}}, "/where/or", "malformed", None),
        ({"where": {"and": [[]]}}, "/where/and/0", "malformed", None),
        ({"where": {"not": [{"kind": "direct"}]}}, "/where/not", "malformed", None),
        ({"where": nested(MAX_DEPTH + 1)}, "/where" + "/not" * MAX_DEPTH, "too_deep", None),
        ({"where": {"or": [{"kind": "direct"}] * (MAX_CONDITIONS + 1)}}, "/where/or", "too_many", None),
        ({"kind": "direct"}, "/kind", "unknown", "where"),
        ({"or": [{"kind": "direct"}]}, "/or", "unknown", "where"),
        ({"page_siz": 2}, "/page_siz", "unknown", "page_size"),
        ({"format": "csv"}, "/format", "unknown", None),
        ({"page_size": "2"}, "/page_size", "malformed", None),
        ({"page_size": True}, "/page_size", "malformed", None),
        ({"page_size": 201}, "/page_size", "out_of_range", "200"),
        ({"count": "true"}, "/count", "malformed", None),
        ({"fields": ["id"]}, "/fields", "malformed", None),
        ({"fields": "id,txt"}, "/fields", "unknown_name", "text"),
        ({"ordering": "publishd_at"}, "/ordering", "unknown_field", "published_at"),
        ({"q": '"wall'}, "/q", "syntax", None),
        ({"highlight": True}, "/highlight", "needs_q", None),
        ({"cursor": "x"}, "/cursor", "malformed", None),
    ],
)  # fmt: skip
def test_wrong_bodies(client, body, pointer, code, suggestion):
    found = fault(ask(client, "quotations", body))
    assert (found["pointer"], found["code"]) == (pointer, code)
    assert found["detail"]
    assert "parameter" not in found
    if suggestion:
        assert found["suggestion"] == suggestion


def test_the_deepest_and_the_longest_are_answered(client, newsroom):
    assert ask(client, "quotations", {"where": nested(MAX_DEPTH)}).status_code == 200
    for name in ("or", "and"):
        tree = {name: [{"published_at__not": "2024-03-01"}] * (MAX_CONDITIONS - 1)}
        assert ask(client, "quotations", {"where": {name: [tree, {"kind": "direct"}]}}).status_code == 200
    tree = {"published_at": [f"{year}" for year in range(1800, 2000)]}
    tree = {"or": [tree, {"said_at": [f"{year}-02" for year in range(1800, 2000)]}, {"not": {"kind": ["mixed"] * 100}}]}
    assert ask(client, "quotations", {"where": tree}).status_code == 200


def test_all_faults_are_told_at_once(client):
    body = {"where": {"or": [{"kindd": 1}, {"kind": "x"}], "status": None}, "page_siz": 1}
    errors = ask(client, "quotations", body).json()["errors"]
    assert [error["pointer"] for error in errors] == ["/where/status", "/where/or/0/kindd", "/page_siz"]


def test_a_number_too_long_to_be_read(client):
    content = '{"where": {"article__word_count": %s}}' % ("9" * 5000)
    response = client.post("/api/v1/quotations/search/", content, content_type="application/json")
    assert response.json()["code"] == "malformed_body"


@pytest.mark.parametrize("content", ["", "[]", "1", '"x"', "null"])
def test_bodies_that_are_no_object(client, content):
    response = client.post("/api/v1/quotations/search/", content, content_type="application/json")
    assert response.status_code == (200 if content == "" else 400)


VALUES = st.recursive(
    st.one_of(
        st.none(),
        st.booleans(),
        st.integers(),
        st.floats(allow_nan=False, allow_infinity=False),
        st.text(max_size=10),
        st.sampled_from(["direct", "2024", "per_aaaaaaaaaaaaa", "wikidata:Q1", "\0", "9999-99-99", "en"]),
    ),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(
            st.sampled_from(
                ["and", "or", "not", "kind", "speaker", "q", "mentions__all", "published_at", "x", "text__icontains"]
            ),
            inner,
            max_size=3,
        ),
    ),
    max_leaves=8,
)
NAMES = st.sampled_from(
    ["where", "q", "cursor", "page_size", "count", "fields", "ordering", "highlight", "explain", "x"]
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(name=st.sampled_from(sorted(BODIES)), body=st.one_of(VALUES, st.dictionaries(NAMES, VALUES, max_size=4)))
def test_no_body_is_too_odd(client, name, body):
    cache.clear()
    response = client.post(f"/api/v1/{name}/search/", json.dumps(body), content_type="application/json")
    assert response.status_code in (200, 400)

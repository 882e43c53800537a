"""The query string is read strictly: what is not understood is refused."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.api.conftest import fault

pytestmark = pytest.mark.django_db

LISTS = ["articles", "quotations", "people", "organisations", "affiliations", "utterances", "merges"]


@pytest.mark.parametrize("name", LISTS)
def test_every_collection_refuses_an_unknown_parameter(client, name):
    assert fault(client.get(f"/api/v1/{name}/?nonsense=1"))["code"] == "unknown"


@pytest.mark.parametrize("path", ["", "schema/", "docs/", "redoc/", "errors/"])
def test_other_addresses_are_strict_too(client, path):
    assert fault(client.get(f"/api/v1/{path}?nonsense=1"))["code"] == "unknown"


@pytest.mark.parametrize(
    ("query", "parameter", "code", "suggestion"),
    [
        ("speeker=x", "speeker", "unknown", "speaker"),
        ("speaker_name__icontains=x", "speaker_name__icontains", "unknown", "speaker__name__icontains"),
        ("published_at__after=2024-01-01", "published_at__after", "unknown", "published_at__lte"),
        ("kind=", "kind", "empty", None),
        ("kind", "kind", "empty", None),
        ("kind=%20", "kind", "empty", None),
        ("kind=dirct", "kind", "unknown_choice", "direct"),
        ("kind!=dirct", "kind__not", "unknown_choice", "direct"),
        ("confidence__gte=2", "confidence__gte", "malformed", None),
        ("confidence__gte=nan", "confidence__gte", "malformed", None),
        ("confidence__gte=1e-1", "confidence__gte", "malformed", None),
        ("confidence__gte=0.5&confidence__gte=0.6", "confidence__gte", "repeated", None),
        ("published_at__gte=9999-99-99", "published_at__gte", "malformed", None),
        ("published_at__gte=2024-02-30", "published_at__gte", "malformed", None),
        ("published_at__gte=yesterday", "published_at__gte", "malformed", None),
        ("published_at__gte=0001-01-01T00:00:00%2B14:00", "published_at__gte", "malformed", None),
        ("published_at__isnull=yes", "published_at__isnull", "malformed", None),
        ("language=en", "language", "unknown", "article__language"),
        ("language__not=en", "language__not", "unknown", "article__language__not"),
        ("article__publisher=x", "article__publisher", "unknown", "publisher"),
        ("article__publisher__name=x", "article__publisher__name", "unknown", "publisher__name"),
        ("addressee_name__icontains=x", "addressee_name__icontains", "unknown", "addressee__name__icontains"),
        ("author=x", "author", "unknown", "article__author"),
        ("organisation=x", "organisation", "unknown", "affiliation__organisation"),
        ("published=2024", "published", "unknown", "published_at"),
        ("outlet=x", "outlet", "unknown", "publisher"),
        ("limit=5", "limit", "unknown", "page_size"),
        ("sort=-published_at", "sort", "unknown", "ordering"),
        ("page_size=abc", "page_size", "malformed", None),
        ("page_size=1.5", "page_size", "malformed", None),
        ("page_size=0", "page_size", "out_of_range", None),
        ("page_size=201", "page_size", "out_of_range", None),
        ("page_size=-1", "page_size", "out_of_range", None),
        ("page_size=99999999999999999999", "page_size", "out_of_range", None),
        ("page_size=10&page_size=10", "page_size", "repeated", None),
        ("cursor=garbage", "cursor", "malformed", None),
        ("count=1", "count", "malformed", None),
        ("highlight=maybe", "highlight", "malformed", None),
        ("highlight=true", "highlight", "needs_q", None),
        ("ordering=published", "ordering", "unknown_field", "published_at"),
        ("ordering=-publisht_at", "ordering", "unknown_field", "-published_at"),
        ("ordering=start,-start", "ordering", "repeated", None),
        ("ordering=start&ordering=start", "ordering", "repeated", None),
        ("fields=id,txt", "fields", "unknown_name", "text"),
        ("fields=speaker.nme", "fields", "unknown_name", "speaker.name"),
        ("fields=id.x", "fields", "unknown_name", None),
        ("omit=spanz", "omit", "unknown_name", "spans"),
        ("expand=speakers", "expand", "unknown_name", "speaker"),
        ("expand=text", "expand", "unknown_name", None),
        ("expand=article.publishr", "expand", "unknown_name", "article.publisher"),
        ("format=xml", "format", "unknown_choice", None),
        ("speaker=x", "speaker", "malformed", None),
        ("speaker=per_aaaaaaaaaaaaa", "speaker", "unknown_id", None),
        ("speaker=wikidata:none", "speaker", "unknown_id", None),
        ("article=quo_aaaaaaaaaaaaa", "article", "unknown_id", None),
        ("speaker=%00", "speaker", "malformed", None),
        ("text__icontains=a%00b", "text__icontains", "malformed", None),
        (f"text__icontains={'a' * 2001}", "text__icontains", "too_long", None),
        ("q=%22", "q", "syntax", None),
    ],
)
def test_wrong_queries_of_quotations(client, query, parameter, code, suggestion):
    found = fault(client.get(f"/api/v1/quotations/?{query}"))
    assert (found["parameter"], found["code"]) == (parameter, code)
    assert found["detail"]
    if suggestion:
        assert found["suggestion"] == suggestion


@pytest.mark.parametrize(
    ("path", "query", "parameter", "code"),
    [
        ("articles", "word_count__gte=99999999999999999999", "word_count__gte", "malformed"),
        ("articles", "word_count=1.5", "word_count", "malformed"),
        ("articles", "publisher=per_aaaaaaaaaaaaa", "publisher", "unknown_id"),
        ("articles", "expand=body", "expand", "unknown_name"),
        ("articles", "fields=body", "fields", "unknown_name"),
        ("people", "identifier=Q42", "identifier", "malformed"),
        ("people", "is_publisher=true", "is_publisher", "unknown"),
        ("people", "q=x", "q", "unknown"),
        ("organisations", "is_publisher=1", "is_publisher", "malformed"),
        ("affiliations", "tense=past", "tense", "unknown_choice"),
        ("utterances", "times_printed__gte=-1", "times_printed__gte", "malformed"),
        ("merges", "survivor=nobody", "survivor", "malformed"),
    ],
)
def test_wrong_queries_elsewhere(client, path, query, parameter, code):
    found = fault(client.get(f"/api/v1/{path}/?{query}"))
    assert (found["parameter"], found["code"]) == (parameter, code)


@pytest.mark.parametrize(
    ("query", "suggestion"),
    [
        ("nonsense=1", None),
        ("colour=red", None),
        ("fields=zebra", None),
        ("fields=title", None),
        ("ordering=age", None),
    ],
)
def test_no_name_is_suggested_that_is_not_near(client, query, suggestion):
    assert fault(client.get(f"/api/v1/quotations/?{query}"))["suggestion"] == suggestion


def test_an_address_says_what_it_takes(client):
    detail = fault(client.get("/api/v1/schema/?nonsense=1"))["detail"]
    assert detail == "is not a parameter of this address. It takes format."
    detail = fault(client.get("/api/v1/quotations/?published_at__after=2024"))["detail"]
    assert "Did you mean published_at__lte? Like it: published_at__gte" in detail
    assert detail.endswith("All that it takes are at /api/v1/docs/.")


def test_letters_that_a_client_sends_as_they_are(client):
    response = client.get(
        "/api/v1/articles/", QUERY_STRING="headline__icontains=école&explain=true".encode().decode("latin-1")
    )
    assert response.json()["explanation"]["filters"][0]["values"] == ["école"]


def test_all_faults_are_told_at_once(client):
    body = client.get("/api/v1/quotations/?speeker=x&kindd=y&page_size=10&page_size=20").json()
    assert [error["parameter"] for error in body["errors"]] == ["speeker", "kindd", "page_size"]


def test_a_person_where_an_organisation_is_asked_for(client, edition):
    speaker = edition.quotations.filter(speaker__isnull=False).first().speaker
    found = fault(client.get(f"/api/v1/articles/?publisher={speaker.public_id}"))
    assert found["code"] == "wrong_type"


@pytest.mark.parametrize("query", ["speaker=%ED%A0%80", "speaker=%ff", "%ff=1", "q=%c3%28"])
def test_what_is_not_utf_8(client, query):
    response = client.get(f"/api/v1/quotations/?{query}")
    assert response.status_code == 400
    assert response.json()["code"] == "bad_request"


def test_too_many_parameters(client):
    query = "&".join(f"kind=direct&a{n}=1" for n in range(1500))
    response = client.get(f"/api/v1/quotations/?{query}")
    assert response.status_code == 400
    assert response["Content-Type"] == "application/problem+json"


def test_too_many_values(client):
    assert fault(client.get("/api/v1/quotations/?" + "&".join(["kind=direct"] * 201)))["code"] == "too_many"


def test_details_are_strict(client, edition):
    assert fault(client.get(f"/api/v1/articles/{edition.public_id}/?revison=1"))["suggestion"] == "revision"
    assert fault(client.get(f"/api/v1/articles/{edition.public_id}/?revision=one"))["code"] == "malformed"


NAMES = [
    "speaker",
    "kind",
    "q",
    "ordering",
    "fields",
    "omit",
    "expand",
    "cursor",
    "page_size",
    "published_at",
    "text",
    "highlight",
    "count",
    "id",
]
LOOKUPS = ["__gte", "__lte", "__not", "__isnull", "__icontains", "!", "=", "&"]
VALUES = [
    "%00",
    "%ff",
    "-",
    ",",
    ".",
    "per_",
    "wikidata:",
    "2024",
    "'",
    '"',
    "(",
    "*",
    "%F0%9F%98%80",
    "OR",
    ";",
    "+",
    "1e999",
    "direct",
    "true",
    "99999999999",
]
PIECES = st.sampled_from([*NAMES, *LOOKUPS, *VALUES])


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(path=st.sampled_from(LISTS), query=st.lists(PIECES, max_size=12).map("".join))
def test_no_query_string_is_too_odd(client, path, query):
    from django.core.cache import cache

    cache.clear()
    response = client.get(f"/api/v1/{path}/?{query}")
    assert response.status_code in (200, 400)

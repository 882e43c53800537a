"""The examples of the documentation say what the API would say, and no body is too odd for it."""

from __future__ import annotations

import json

import pytest
from django.core.cache import cache
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from api.v1 import examples, operation_examples
from corpus.models import Affiliation
from tests.api.conftest import person

pytestmark = pytest.mark.django_db


def test_the_example_of_a_quotation_is_one(client, account):
    made = account("ingestors").post("/api/v1/articles/", examples.ARTICLE, content_type="application/json")
    assert made.status_code == 201
    real = next(q for q in made.json()["quotations"] if q["kind"] == "direct")
    shown = operation_examples.answers()["quotations_retrieve"]["200"]
    assert list(real) == list(shown)
    printed = ["text", "spans", "quoted", "kind", "prefix", "suffix", "speaker_text", "speaker_span", "cue", "cue_span"]
    for name in printed:
        assert real[name] == shown[name], name
    assert real["speaker"]["name"] == examples.SPEAKER["name"]
    assert list(real["article"]) == list(examples.BRIEF_ARTICLE)


def test_the_example_of_a_problem_is_one(client):
    body = client.get("/api/v1/quotations/?speeker=x").json()
    assert body["errors"] == examples.PROBLEM["errors"]
    assert list(body) == list(examples.PROBLEM)


VALUES = st.recursive(
    st.one_of(
        st.none(),
        st.booleans(),
        st.integers(),
        st.floats(allow_nan=False, allow_infinity=False),
        st.text(max_size=40),
        st.sampled_from(
            ["“", "\0", "2024-03-05", "9999-99-99", "per_aaaaaaaaaaaaa", "<p>", "https://[", "\u2028", "🜁"]
        ),
    ),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(st.text(max_size=8), inner, max_size=3)),
    max_leaves=6,
)
INGESTED = ["key", "headline", "body", "text", "html", "publisher", "authors", "published", "url", "language", "@type"]
REVIEWED = ["speaker", "kind", "channel", "status", "reason", "into", "addressee", "speaker_role", "id"]
EDITED = ["name", "description", "add_aliases", "remove_aliases", "add_identifiers", "body_access", "published_at"]
EDITED += ["span", "spans", "quoted", "cue_span", "article", "person", "tense", "began_at", "mentions", "articles"]
FIELDS = st.sampled_from([*INGESTED, *REVIEWED, *EDITED])
BODIES = st.one_of(VALUES, st.dictionaries(FIELDS, VALUES, max_size=6))


@pytest.fixture
def editor(account):
    """An account that may do everything, and addresses to write to."""
    client = account("curators", "ingestors")
    made = client.post("/api/v1/articles/", examples.ARTICLE, content_type="application/json").json()
    speaker = next(q["speaker"]["id"] for q in made["quotations"] if q["speaker"])
    client.targets = [
        ("post", "articles/", "application/json"),
        ("post", "articles/bulk/", "application/x-ndjson"),
        ("post", "extract/", "application/json"),
        ("patch", f"quotations/{made['quotations'][0]['id']}/", "application/json"),
        ("post", f"people/{person().public_id}/merge/", "application/json"),
        ("post", f"people/{speaker}/split/", "application/json"),
        ("patch", f"people/{speaker}/", "application/json"),
        ("patch", f"organisations/{made['publisher']['id']}/", "application/json"),
        ("patch", f"articles/{made['id']}/", "application/json"),
        ("post", f"articles/{made['id']}/mentions/", "application/json"),
        ("post", "quotations/", "application/json"),
        ("post", f"quotations/{made['quotations'][0]['id']}/proposals/", "application/json"),
        ("post", "affiliations/", "application/json"),
        ("patch", f"affiliations/{Affiliation.objects.first().public_id}/", "application/json"),
    ]
    return client


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(body=BODIES, target=st.integers(0, 13))
def test_no_body_is_too_odd(editor, body, target):
    cache.clear()
    method, path, media_type = editor.targets[target]
    content = json.dumps(body).encode()
    response = getattr(editor, method)(f"/api/v1/{path}", content, content_type=media_type)
    assert response.status_code in (200, 201, 202, 400, 409)

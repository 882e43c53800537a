"""Clients that mean harm: refused with a reason, at no other cost."""

from __future__ import annotations

import pytest
from django.core import signing
from django.db import connection

from api.v1.pagination import SIGNER
from api.v1.views.quotations import QuotationViewSet
from corpus.models import Article, limits

pytestmark = pytest.mark.django_db
ENDLESS = {
    "sqlite": "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM n",
    "postgresql": "SELECT pg_sleep(60)",
}


def run_endlessly() -> None:
    with connection.cursor() as cursor:
        cursor.execute(ENDLESS[connection.vendor])


@pytest.fixture
def short(settings):
    """A short limit, which does not outlive the test."""
    settings.STATEMENT_TIMEOUT_SECONDS = 0.3
    yield
    limits.limit_reading(0)


def endless(self, request, *args, **kwargs):
    run_endlessly()


@pytest.mark.django_db(transaction=True)
def test_a_statement_that_takes_too_long_is_stopped_and_the_next_request_is_answered(client, short, monkeypatch):
    with monkeypatch.context() as patch:
        patch.setattr(QuotationViewSet, "list", endless)
        response = client.get("/api/v1/quotations/")
    assert (response.status_code, response.json()["code"]) == (400, "too_costly")
    assert client.get("/api/v1/quotations/").status_code == 200


@pytest.mark.django_db(transaction=True)
def test_a_limit_within_the_limit_leaves_it_standing(client, short, monkeypatch):
    def within(self, request, *args, **kwargs):
        with limits.time_limit(20):
            Article.objects.count()
        run_endlessly()

    with monkeypatch.context() as patch:
        patch.setattr(QuotationViewSet, "list", within)
        assert client.get("/api/v1/quotations/").json()["code"] == "too_costly"


def test_another_failure_of_the_database_is_one_of_the_server(client, monkeypatch):
    def fail(self, request, *args, **kwargs):
        connection.cursor().execute("SELECT * FROM nothing")

    client.raise_request_exception = False
    monkeypatch.setattr(QuotationViewSet, "list", fail)
    assert client.get("/api/v1/quotations/").status_code == 500


@pytest.mark.parametrize("opening", ["[", '{"text":'])
@pytest.mark.parametrize("depth", [101, 100_000])
def test_deep_bodies(client, opening, depth):
    closing = "]" if opening == "[" else "}"
    body = opening * depth + "1" + closing * depth
    response = client.post("/api/v1/extract/", body, content_type="application/json")
    assert (response.status_code, response.json()["code"]) == (400, "malformed_body")


def test_thousands_of_parameters(client):
    query = "&".join(f"p{number}=1" for number in range(3000))
    response = client.get(f"/api/v1/quotations/?{query}")
    assert response.status_code == 400
    assert len(response.content) < 100_000


@pytest.mark.parametrize("size", ["0", "-1", "201", "1e3", "9" * 400, "٣٣٣", " 5", "0x10", "NaN", ""])
def test_page_sizes(client, size):
    response = client.get("/api/v1/quotations/", {"page_size": size})
    assert response.status_code == 400
    assert response.json()["errors"][0]["parameter"] == "page_size"


@pytest.mark.parametrize(
    "cursor",
    [
        "x",
        "x" * 8000,
        "eyJ2IjpbXX0",
        signing.Signer(salt="another").sign("eyJ2IjpbXX0"),
        signing.dumps({"values": [1]}, key="guessed", salt="api.v1.place"),
        SIGNER.sign("never made here"),
        SIGNER.sign("W1tbW1tbXV1dXV1d"),
    ],
    # The name of a test must not tell of its second: processes that share the suite would disagree.
    ids=["word", "long", "bare", "of another salt", "of another key", "signed nonsense", "signed lists"],
)
def test_forged_cursors(client, cursor):
    response = client.get("/api/v1/quotations/", {"cursor": cursor})
    assert response.status_code == 400
    assert response.json()["errors"][0]["parameter"] == "cursor"

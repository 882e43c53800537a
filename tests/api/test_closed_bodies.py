"""Whole words that a publisher keeps to some: closed wherever a body leaves, and nothing else is."""

from __future__ import annotations

import json

import pytest

from corpus.models import Article, Entity
from corpus.services.edit_entity import edit_entity
from corpus.services.merge import merge
from tests.api.conftest import EDITION
from tests.builders import store

pytestmark = pytest.mark.django_db

LONG = "\n\n".join([EDITION, *(f"There was filler of number {n} about the tide." for n in range(60))])
FAR = "filler of number 50"


@pytest.fixture(scope="module")
def stored(module_rows):
    """The key of an article of two revisions."""
    with module_rows.unblock():
        store(LONG, headline="Harbour wall to be rebuilt", key="wall")
        return store(LONG.replace("Monday", "Tuesday"), headline="Harbour wall to be rebuilt", key="wall").pk


@pytest.fixture
def closed(stored, django_user_model):
    """Close the publisher's articles as far as the word says."""
    article = Article.objects.get(pk=stored)
    editor = django_user_model.objects.create(username="edith")

    def close(access):
        edit_entity(article.publisher, body_access=access, user=editor)
        return article

    return close


@pytest.fixture
def clients(client, account):
    return {"stranger": client, "reader": account("readers"), "curator": account("curators")}


READ = {
    "everyone": {"stranger", "reader", "curator"},
    "tokens": {"reader", "curator"},
    "nobody": {"curator"},
}


@pytest.mark.parametrize("access", READ)
@pytest.mark.parametrize("path", ["", "?revision=1", "?fields=body", "?fields=id,body,body_access", "?omit=quotations"])
def test_who_reads_the_body(closed, clients, access, path):
    article = closed(access)
    for name, one in clients.items():
        response = one.get(f"/api/v1/articles/{article.public_id}/{path}")
        assert response.status_code == 200
        told = response.json()
        assert (told["body"] is not None) == (name in READ[access]), (name, access)
        assert told.get("body_access", access) == access
        assert (FAR in response.content.decode()) == (name in READ[access])
        # What depends on who asks is kept by nobody else.
        assert "public" not in response["Cache-Control"]
        assert "Authorization" in response["Vary"]


@pytest.mark.parametrize("access", ["tokens", "nobody"])
def test_no_other_answer_holds_the_words(closed, client, access):
    article = closed(access)
    quotation = article.quotations.first().public_id
    paths = [
        f"articles/{article.public_id}/?format=jsonld",
        f"articles/{article.public_id}/?format=jsonld&revision=1",
        f"articles/{article.public_id}/annotations/?include=mentions",
        f"articles/{article.public_id}/mentions/",
        f"articles/{article.public_id}/quotations/?expand=article",
        f"articles/{article.public_id}/history/",
        f"quotations/{quotation}/?expand=article",
        f"quotations/{quotation}/verify/",
        "articles/?expand=quotations",
        *(f"articles/?format={name}" for name in ("jsonld", "atom", "ndjson", "csv")),
        *(f"quotations/?format={name}" for name in ("jsonld", "atom", "ndjson", "csv")),
        "articles/?q=number&highlight=true",
        "articles/?q=number&highlight=true&format=ndjson",
    ]
    for path in paths:
        response = client.get(f"/api/v1/{path}")
        assert response.status_code == 200, path
        content = b"".join(response) if response.streaming else response.content
        text = content.decode()
        found = sum(f"number {n} about" in text.replace("<mark>", "").replace("</mark>", "") for n in range(60))
        assert found <= 6, path  # an excerpt alone
        assert "articleBody" not in text


def test_what_stays_open(closed, client):
    article = closed("nobody")
    (row,) = client.get("/api/v1/articles/?q=filler&highlight=true").json()["results"]
    assert row["id"] == article.public_id
    assert "<mark>" in row["highlight"]["body"]
    assert len(row["highlight"]["body"]) < 500
    quotation = client.get(f"/api/v1/articles/{article.public_id}/quotations/").json()["results"][0]
    assert quotation["text"]
    assert quotation["prefix"] or quotation["suffix"]
    passage = client.get(f"/api/v1/quotations/{quotation['id']}/verify/").json()["passage"]
    assert quotation["text"] in passage["text"]
    assert len(passage["text"]) <= len(quotation["text"]) + 400


def test_the_answer_to_an_ingest_keeps_to_it(closed, account):
    closed("nobody")
    sender = account("ingestors")
    body = {"key": "wall", "headline": "Harbour wall", "body": LONG, "publisher": "The Tolmouth Gazette"}
    response = sender.post("/api/v1/articles/", json.dumps(body), content_type="application/json")
    assert response.json()["body"] is not None  # those who may change articles read them


def test_a_merge_of_publishers_opens_nothing(closed, client, django_user_model):
    article = closed("nobody")
    store("The sea is calm.", publisher="The Ellport Mail")
    editor = django_user_model.objects.get(username="edith")
    merge(article.publisher, Entity.objects.get(name="The Ellport Mail"), user=editor)
    assert client.get(f"/api/v1/articles/{article.public_id}/").json()["body"] is None


def test_an_article_of_nobody_is_open(client):
    article = store("The sea is calm tonight, and the boats are in.", publisher=None)
    told = client.get(f"/api/v1/articles/{article.public_id}/").json()
    assert (told["publisher"], told["body_access"], bool(told["body"])) == (None, "everyone", True)


def test_a_publisher_is_closed_over_http(closed, account, client):
    article = closed("everyone")
    path = f"/api/v1/organisations/{article.publisher.public_id}/"
    tag = client.get(f"/api/v1/articles/{article.public_id}/")["ETag"]
    made = account("curators").patch(path, {"body_access": "tokens"}, content_type="application/json")
    assert (made.status_code, made.json()["body_access"]) == (200, "tokens")
    again = client.get(f"/api/v1/articles/{article.public_id}/", headers={"If-None-Match": tag})
    assert (again.status_code, again.json()["body"]) == (200, None)

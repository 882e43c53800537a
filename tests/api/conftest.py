"""Rows and clients for the tests of the API."""

from __future__ import annotations

import itertools
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.test import Client
from knox.models import AuthToken

from corpus.folding import name_key, words_key
from corpus.models import Article, Entity, Quotation
from corpus.models.ids import IdType, derive, fresh
from corpus.models.sorting import UNKNOWN_TIME
from tests.builders import store
from tests.replayed import Replayed

NUMBER = itertools.count(1)


@pytest.fixture(autouse=True)
def _one_minute(monkeypatch: pytest.MonkeyPatch) -> None:
    """Throttles count by the minute, and none may end between two requests of a test."""
    now = time.time()
    monkeypatch.setattr("api.v1.throttles.time", SimpleNamespace(time=lambda: now))


EDITION = """The harbour board met in Tolmouth on Monday.

“The wall will be rebuilt by spring,” said Mara Ellwin, the mayor of Tolmouth.

“We owe it to the boats,” she added.

Joss Pardew, a spokesman for Norrick Shipping, said in an email that the company would pay half."""


@Replayed
def stored_edition() -> str:
    """Store the article; its public id."""
    told = {"headline": "Harbour wall to be rebuilt", "url": "https://gazette.example/wall", "authors": ["Ana Kerr"]}
    return store(EDITION, **told).public_id


@pytest.fixture
def edition(db: None) -> Article:
    """One article, through the real services and the real extraction."""
    return Article.objects.select_related("current_text").get(public_id=stored_edition())


def make_account(*groups: str, staff: bool = False) -> Client:
    """A client with the token of a new account in the groups given."""
    user = get_user_model().objects.create_user(f"user-{next(NUMBER)}", is_staff=staff)
    user.groups.set(Group.objects.filter(name__in=groups))
    assert user.groups.count() == len(groups)
    _, token = AuthToken.objects.create(user)
    client = Client(headers={"Authorization": f"Token {token}"})
    client.user = user
    return client


@pytest.fixture
def account(db: None) -> Callable[..., Client]:
    """Makes accounts, each with a client."""
    return make_account


@pytest.fixture
def curator(account: Callable[..., Client]) -> Client:
    """An account that decides."""
    return account("curators")


def send(client: Client, path: str, data: Any, method: str = "post", **headers: str) -> Any:
    """The answer to a body in JSON."""
    return getattr(client, method)(f"/api/v1/{path}", data, content_type="application/json", headers=headers)


def history(client: Client, path: str) -> list[dict[str, Any]]:
    """The decisions about a record, latest first."""
    found: list[dict[str, Any]] = client.get(f"/api/v1/{path}/history/").json()["results"]
    return found


def person(name: str = "", **fields: Any) -> Entity:
    """A person, by hand."""
    name = name or f"Person {next(NUMBER)}"
    fields = {"type": "person", "public_id": fresh(IdType.PERSON), "name_key": name_key(name), **fields}
    return Entity.objects.create(name=name, **fields)


def organisation(name: str = "", **fields: Any) -> Entity:
    """An organisation, by hand."""
    name = name or f"Body {next(NUMBER)}"
    fields = {"type": "organisation", "public_id": fresh(IdType.ORGANISATION), "name_key": name_key(name), **fields}
    return Entity.objects.create(name=name, **fields)


def articles(count: int, day: Callable[[int], int | None] = lambda n: n) -> list[Article]:
    """Articles without words, on the day of March 2024 that the number gives; None: undated."""
    rows = []
    for number in range(count):
        offset = day(number)
        dated = offset is not None
        published = datetime(2024, 3, 1, tzinfo=UTC) + timedelta(days=offset) if dated else UNKNOWN_TIME
        key = f"bare-{next(NUMBER)}"
        rows.append(
            Article(
                public_id=derive(IdType.ARTICLE, key),
                source_key=key,
                content_key=key,
                headline=f"Headline {number}",
                published_at=published,
                published_precision="day" if dated else "",
            )
        )
    return Article.objects.bulk_create(rows)


# What a quotation on the first ten characters of a text was read as.
READING = {
    "start": 0,
    "end": 10,
    "kind": "direct",
    "attitude": "said",
    "confidence": 0.9,
    "confidence_span": 0.9,
    "confidence_speaker": 0.9,
    "confidence_kind": 0.9,
}


def quotations(article: Article, count: int, **fields: Any) -> list[Quotation]:
    """Quotations of an article that has words, all on its first ten characters."""
    given = {
        "article": article,
        "text": article.current_text,
        **READING,
        "published_at": article.published_at,
        **fields,
    }
    return Quotation.objects.bulk_create(
        Quotation(public_id=fresh(IdType.QUOTATION), words=f"words {n}", words_key=words_key(f"words {n}"), **given)
        for n in range(count)
    )


def ids(response: Any) -> list[str]:
    """Public ids of a page."""
    assert response.status_code == 200, response.content
    return [row["id"] for row in response.json()["results"]]


def fault(response: Any, status: int = 400) -> dict[str, Any]:
    """The first fault of a problem."""
    assert response.status_code == status, response.content
    assert response["Content-Type"] == "application/problem+json"
    body = response.json()
    assert body["status"] == status
    assert body["request_id"] == response["X-Request-ID"]
    assert body["type"].endswith(f"/api/v1/errors/#{body['code']}")
    return body["errors"][0]

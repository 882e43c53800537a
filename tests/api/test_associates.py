"""Associates: who is quoted or mentioned in the same articles."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from corpus.models import Article, Entity, Mention, associates
from tests.api.conftest import fault
from tests.builders import store

pytestmark = pytest.mark.django_db

MAYOR = "“The wall will be rebuilt by spring,” said Mara Ellwin, the mayor of Tolmouth."
BOTH = f"{MAYOR}\n\n“It will cost a million,” said Joss Pardew, a spokesman for Norrick Shipping Ltd."
NAMED = f"{MAYOR}\n\nShe had met Ines Tarrow and Joss Pardew, both of Kessmouth, at the harbour."


@pytest.fixture
def mayor(db):
    """Somebody quoted in three articles: with one other in two of them, beside two who are mentioned in the third."""
    for number, words in enumerate([BOTH, BOTH, NAMED]):
        store(f"{words} It was report {number}.", published=f"2024-03-0{number + 1}")
    return Entity.objects.get(name="Mara Ellwin")


def ask(client, entity, query=""):
    response = client.get(f"/api/v1/people/{entity.public_id}/associates/?{query}")
    assert response.status_code == 200, response.content
    return response.json()


def people(answer):
    return [(one["name"], one["articles"], one["quoted"]) for one in answer["results"]]


def test_who_is_there_most_comes_first(client, mayor):
    answer = ask(client, mayor, "type=person")
    assert people(answer) == [("Joss Pardew", 3, 2), ("Ines Tarrow", 1, 0)]
    assert (answer["count"], answer["articles"], answer["approximate"]) == (2, 3, False)
    first = answer["results"][0]
    assert first["url"].endswith(f"/api/v1/people/{first['id']}/")
    assert first["type"] == "person"


def test_organisations_are_associates_too(client, mayor):
    bodies = ask(client, mayor, "type=organisation")["results"]
    assert "Norrick Shipping Ltd" in [one["name"].rstrip(".") for one in bodies]
    assert {one["type"] for one in bodies} == {"organisation"}
    everybody = ask(client, mayor)
    assert everybody["count"] == len(bodies) + 2
    assert not [one for one in everybody["results"] if one["id"] == mayor.public_id]


def test_it_works_from_the_side_of_who_is_mentioned(client, mayor):
    named = Entity.objects.get(name="Ines Tarrow")
    assert sorted(people(ask(client, named, "type=person"))) == [("Joss Pardew", 1, 0), ("Mara Ellwin", 1, 0)]


def test_fewer_are_shown_than_there_are(client, mayor):
    answer = ask(client, mayor, "type=person&size=1")
    assert (people(answer), answer["count"]) == ([("Joss Pardew", 3, 2)], 2)


def test_only_the_newest_articles_are_looked_through(client, mayor, monkeypatch):
    monkeypatch.setattr(associates, "MOST_ARTICLES", 2)
    answer = ask(client, mayor, "type=person")
    assert people(answer) == [("Joss Pardew", 2, 1), ("Ines Tarrow", 1, 0)]
    assert (answer["articles"], answer["approximate"]) == (2, True)


def test_what_is_taken_down_or_rejected_does_not_count(client, mayor):
    first, second, third = Article.objects.order_by("published_at")
    Article.objects.filter(pk=first.pk).update(removed_at=datetime(2024, 7, 1, tzinfo=UTC))
    second.quotations.filter(speaker__name="Joss Pardew").update(status="rejected")
    Mention.objects.filter(text=third.current_text_id, entity__name="Ines Tarrow").update(status="withdrawn")
    assert people(ask(client, mayor, "type=person")) == [("Joss Pardew", 2, 0)]


def test_a_removed_record_is_no_associate(client, mayor):
    Entity.objects.filter(name="Joss Pardew").update(removed_at=datetime(2024, 7, 1, tzinfo=UTC))
    assert people(ask(client, mayor, "type=person")) == [("Ines Tarrow", 1, 0)]


@pytest.mark.parametrize(
    ("query", "parameter", "code"),
    [
        ("type=persons", "type", "unknown_choice"),
        ("size=500", "size", "malformed"),
        ("page_size=5", "page_size", "unknown"),
    ],
)
def test_wrong_questions(client, mayor, query, parameter, code):
    found = fault(client.get(f"/api/v1/people/{mayor.public_id}/associates/?{query}"))
    assert (found["parameter"], found["code"]) == (parameter, code)

"""Suggestions while a name is being typed."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from corpus.folding import name_key
from corpus.models import Alias, Entity, Merge
from corpus.services.edit_entity import edit_entity
from corpus.services.merge import merge, undo
from corpus.services.name_parts import index_names
from tests.api.conftest import fault, organisation, person
from tests.api.newsroom import role
from tests.builders import store

pytestmark = pytest.mark.django_db


def known(entity: Entity, *aliases: str, kind: str = "printed") -> Entity:
    """The entity as the services leave it: found by its names."""
    for alias in aliases:
        Alias.objects.create(entity=entity, name=alias, name_key=name_key(alias), kind=kind)
    index_names([entity.pk])
    return entity


def names(client, q: str, **more: str) -> list[str]:
    answer = client.get("/api/v1/autocomplete/", {"q": q, **more})
    assert answer.status_code == 200, answer.content
    return [one["name"] for one in answer.json()["results"]]


@pytest.fixture
def people(db) -> None:
    known(person("Mara Ellwin", mention_count=3), "M. Ellwin", "Ellwin")
    known(person("Mára Ørsted-Kellbrook", mention_count=9))
    known(person("Marlon", mention_count=1))
    known(person("Ana Maria de Souza", mention_count=40))
    known(person("O’Hára", mention_count=2))
    known(organisation("Norrick Shipping", mention_count=5), "NS Line", "Norrick")
    known(organisation("British Harbour Board", mention_count=7), "BHB", kind="acronym")
    known(organisation("The Tolmouth Gazette", is_publisher=True, mention_count=1))
    known(person("安倍 晋三", mention_count=1))
    known(person("★★★", mention_count=1))


@pytest.mark.parametrize(
    ("q", "expected"),
    [
        ("mar", ["Mára Ørsted-Kellbrook", "Mara Ellwin", "Marlon", "Ana Maria de Souza"]),
        ("MÁR", ["Mára Ørsted-Kellbrook", "Mara Ellwin", "Marlon", "Ana Maria de Souza"]),
        ("mara", ["Mára Ørsted-Kellbrook", "Mara Ellwin"]),
        ("marlon", ["Marlon"]),
        ("ellw", ["Mara Ellwin"]),
        ("ellwin m", ["Mara Ellwin"]),
        ("m ellwin", ["Mara Ellwin"]),
        ("souza, ana", ["Ana Maria de Souza"]),
        ("de sou", ["Ana Maria de Souza"]),
        ("kellb", ["Mára Ørsted-Kellbrook"]),
        ("lbroo", ["Mára Ørsted-Kellbrook"]),
        ("ohara", ["O’Hára"]),
        ("o'ha", ["O’Hára"]),
        ("BHB", ["British Harbour Board"]),
        ("ns l", ["Norrick Shipping"]),
        ("the t", ["The Tolmouth Gazette"]),
        ("gaz", ["The Tolmouth Gazette"]),
        ("安", ["安倍 晋三"]),
        ("晋三", ["安倍 晋三"]),
        ("★", ["★★★"]),
        ("%", []),
        ("_a", []),
        ("'", []),
        ('"; drop table', []),
        ("\u0301", []),
        ("zz", []),
        ("\U0010ffff", []),
    ],
)
def test_who_is_found(client, people, q, expected):
    assert names(client, q) == expected


@pytest.mark.parametrize("q", ["x" * 2000, "%" * 2000, "ﷺ" * 600, "a b " * 400, "́" * 900])
def test_long_texts_find_nobody(client, people, q):
    assert names(client, q) == []


def test_the_best_come_first(client):
    known(person("Tarn", mention_count=1))
    known(person("Tarn Abbot", mention_count=2))
    known(person("Tarnow", mention_count=5))
    known(person("Ines Tarn", mention_count=90))
    known(organisation("Lake Body", mention_count=300), "Tarn Body")
    known(organisation("Astarne", mention_count=900))
    known(organisation("Upper Lakes", mention_count=1), "TARN", kind="acronym")
    exact_first = ["Tarn", "Upper Lakes", "Tarnow", "Tarn Abbot", "Ines Tarn", "Lake Body", "Astarne"]
    assert names(client, "tarn") == exact_first
    assert names(client, "tarn", size="3") == exact_first[:3]


@pytest.mark.parametrize(
    ("types", "expected"),
    [
        (["person"], ["Nora Fell"]),
        (["organisation"], ["Norrick Shipping", "Norton Post"]),
        (["publisher"], ["Norton Post"]),
        (["person", "publisher"], ["Nora Fell", "Norton Post"]),
    ],
)
def test_types(client, types, expected):
    known(person("Nora Fell", mention_count=3))
    known(organisation("Norrick Shipping", mention_count=2))
    known(organisation("Norton Post", is_publisher=True, mention_count=1))
    answer = client.get("/api/v1/autocomplete/", {"q": "nor", "type": types})
    assert [one["name"] for one in answer.json()["results"]] == expected
    inside = client.get("/api/v1/autocomplete/", {"q": "or", "type": types})
    assert [one["name"] for one in inside.json()["results"]] == expected


def test_what_is_told(client):
    mayor = known(person("Mara Ellwin", mention_count=3, quotation_count=2), "Maribel Ellwin")
    role(mayor, "former harbour master", None, None, "former")
    role(mayor, "mayor of Tolmouth", None, None, "current")
    board = known(organisation("British Harbour Board"), "BHB", kind="acronym")
    known(organisation("Tolmouth Post", is_publisher=True))
    [told] = client.get("/api/v1/autocomplete/?q=ellwin").json()["results"]
    assert told == {
        "id": mayor.public_id,
        "type": "person",
        "name": "Mara Ellwin",
        "hint": "mayor of Tolmouth",
        "alias": None,
        "count": 5,
        "url": f"http://testserver/api/v1/people/{mayor.public_id}/",
    }
    [told] = client.get("/api/v1/autocomplete/?q=maribel").json()["results"]
    assert (told["id"], told["alias"], told["hint"]) == (mayor.public_id, "Maribel Ellwin", "mayor of Tolmouth")
    [told] = client.get("/api/v1/autocomplete/?q=harbour").json()["results"]
    assert (told["id"], told["type"], told["hint"], told["alias"]) == (board.public_id, "organisation", "BHB", None)
    [told] = client.get("/api/v1/autocomplete/?q=tolm").json()["results"]
    assert (told["type"], told["hint"]) == ("publisher", None)


@pytest.mark.parametrize(
    ("title", "hint"),
    [("spokesman", "spokesman, Norrick Shipping"), ("head of norrick shipping", "head of norrick shipping")],
)
def test_a_role_names_its_organisation_once(client, title, hint):
    role(known(person("Joss Pardew")), title, organisation("Norrick Shipping"), None, "current")
    assert client.get("/api/v1/autocomplete/?q=pardew").json()["results"][0]["hint"] == hint


def test_a_role_of_an_article_that_was_taken_down_is_no_hint(client, edition):
    q = {"q": "mara ellwin"}
    assert client.get("/api/v1/autocomplete/", q).json()["results"][0]["hint"] == "mayor of Tolmouth"
    edition.removed_at = timezone.now()
    edition.save()
    assert client.get("/api/v1/autocomplete/", q).json()["results"][0]["hint"] is None


def test_merged_records_come_once_as_their_survivor(client):
    stays, goes = known(person("Mara Ellwin"), "Mayor Ellwin"), known(person("Maribel Ellwin"), "Bel")
    made = merge(goes, stays, user=None)
    assert names(client, "ellwin") == ["Mara Ellwin"]
    assert names(client, "maribel") == names(client, "bel") == ["Mara Ellwin"]
    undo(Merge.objects.get(pk=made.pk), user=None)
    assert sorted(names(client, "ellwin")) == ["Mara Ellwin", "Maribel Ellwin"]
    assert names(client, "bel") == ["Maribel Ellwin"]


def test_a_new_name_and_an_ingested_one_are_found(client, edition):
    assert names(client, "pardew") == ["Joss Pardew"]
    assert names(client, "gazet", type="publisher") == ["The Tolmouth Gazette"]
    edit_entity(Entity.objects.get(name="Joss Pardew"), user=None, name="Josephine Wray")
    assert names(client, "wray") == names(client, "pardew") == ["Josephine Wray"]


def test_removed_records_are_not_offered(client):
    known(person("Mara Ellwin"))
    Entity.objects.update(removed_at=timezone.now())
    assert names(client, "ellwin") == names(client, "llw") == []


def test_counts_move_with_the_articles(client, edition):
    for number in range(3):
        store("Mara Ellwin, the mayor of Tolmouth, spoke.", key=f"more-{number}", headline=f"More {number}")
    known(person("Mara Elsdon", mention_count=3))
    assert names(client, "mara el") == ["Mara Ellwin", "Mara Elsdon"]


@pytest.mark.parametrize(
    ("query", "parameter", "code", "suggestion"),
    [
        ("", "q", "required", None),
        ("q=", "q", "empty", None),
        ("q=%20", "q", "empty", None),
        (f"q={'x' * 2001}", "q", "too_long", None),
        ("q=a&q=b", "q", "repeated", None),
        ("q=a&type=persn", "type", "unknown_choice", "person"),
        ("q=a&size=0", "size", "out_of_range", None),
        ("q=a&size=51", "size", "out_of_range", "50"),
        ("q=a&size=x", "size", "out_of_range", None),
        ("q=a&sise=3", "sise", "unknown", "size"),
    ],
)
def test_wrong_parameters(client, query, parameter, code, suggestion):
    found = fault(client.get(f"/api/v1/autocomplete/?{query}"))
    assert (found["parameter"], found["code"], found["suggestion"]) == (parameter, code, suggestion)


@pytest.mark.parametrize(("q", "most"), [("n", 5), ("number", 7), ("number 1", 9), ("umbe", 7), ("er numb", 9)])
def test_queries_do_not_grow(client, q, most):
    for number in range(30):
        known(organisation(f"Number {number}"), f"No {number}")
    with CaptureQueriesContext(connection) as captured:
        client.get("/api/v1/autocomplete/", {"q": q, "size": 50})
    assert len(captured) <= most


@pytest.mark.cache
def test_typing_is_no_expensive_request(client, settings):
    settings.THROTTLE_EXPENSIVE = 1
    assert [client.get("/api/v1/autocomplete/?q=ma").status_code for _ in range(3)] == [200] * 3

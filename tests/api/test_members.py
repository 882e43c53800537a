"""The people of an organisation, each once, and the quotations of an utterance."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from corpus.models import Affiliation, Quotation, Utterance
from corpus.models.ids import IdType, fresh
from tests.api.conftest import fault, ids, organisation, person
from tests.builders import store

pytestmark = pytest.mark.django_db


@pytest.fixture
def board(db):
    """Mara was treasurer and is chair; Joss was chair; Ines has a rejected role."""
    body, mara, joss, ines = organisation("Harbour Board"), person("Mara"), person("Joss"), person("Ines")
    rows = [
        (mara, "treasurer", "current", 1, "extracted"),
        (mara, "chair", "current", 3, "confirmed"),
        (mara, "former treasurer", "former", 2, "extracted"),
        (joss, "chair", "current", 1, "extracted"),
        (joss, "former chair", "former", 4, "extracted"),
        (joss, "chair again", "current", 5, "rejected"),
        (ines, "secretary", "current", 5, "withdrawn"),
    ]
    for who, title, tense, day, status in rows:
        Affiliation.objects.create(
            public_id=fresh(IdType.AFFILIATION),
            person_id=who.pk,
            original_person_id=who.pk,
            organisation_id=body.pk,
            original_organisation_id=body.pk,
            title=title,
            tense=tense,
            status=status,
            began_at=datetime(2020, 1, day, tzinfo=UTC),
            began_precision="day",
            stated_at=datetime(2024, 3, day, tzinfo=UTC),
        )
    Affiliation.objects.create(
        public_id=fresh(IdType.AFFILIATION),
        person_id=mara.pk,
        original_person_id=mara.pk,
        title="mayor",
        tense="current",
        stated_at=datetime(2024, 3, 9, tzinfo=UTC),
    )
    return body


def shown(client, body, query=""):
    response = client.get(f"/api/v1/organisations/{body.public_id}/people/?{query}")
    assert response.status_code == 200, response.content
    return [(one["person"]["name"], one["title"], one["tense"], one["count"]) for one in response.json()["results"]]


MARA = ("Mara", "chair", "current", 3)
JOSS = ("Joss", "former chair", "former", 2)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", [JOSS, MARA]),
        ("tense=current", [MARA]),
        ("tense=former", [JOSS]),
        ("title__icontains=chair&ordering=stated_at", [MARA, JOSS]),
        ("person__name__icontains=mara", [MARA]),
        ("ordering=-count", [MARA, JOSS]),
        ("ordering=name", [JOSS, MARA]),
        ("title=treasurer", []),
    ],
)
def test_each_person_once_with_what_was_said_last(client, board, query, expected):
    assert shown(client, board, query) == expected


def test_names_are_ordered_without_case_and_accents(client):
    body = organisation("Harbour Board")
    for name in ("Zaro", "écluse", "de Wit"):
        who = person(name)
        Affiliation.objects.create(
            public_id=fresh(IdType.AFFILIATION),
            person=who,
            original_person=who,
            organisation=body,
            original_organisation=body,
            title="member",
            tense="current",
        )
    assert [name for name, *_ in shown(client, body, "ordering=name")] == ["de Wit", "écluse", "Zaro"]
    assert [name for name, *_ in shown(client, body, "ordering=-name")] == ["Zaro", "écluse", "de Wit"]


@pytest.mark.parametrize("order", ["-stated_at", "count", "-count", "name"])
def test_pages(client, board, order):
    address = f"/api/v1/organisations/{board.public_id}/people/?page_size=1&ordering={order}"
    found = []
    while address:
        answer = client.get(address)
        found += ids(answer)
        address = answer.json()["next"]
    assert len(found) == len(set(found)) == 2


def test_what_all_share_is_no_filter(client, board):
    address = f"/api/v1/organisations/{board.public_id}/people/?organisation={board.public_id}"
    assert fault(client.get(address))["code"] == "unknown"


def test_fields_and_count(client, board):
    answer = client.get(f"/api/v1/organisations/{board.public_id}/people/?fields=count,began_at&count=true").json()
    assert answer["count"] == 2
    assert answer["results"][0] == {"began_at": "2020-01-04T00:00:00Z", "count": 2}


def test_the_quotations_of_an_utterance(client):
    words = "“The harbour wall will be rebuilt by spring of next year,” said Mara Ellwin, the mayor of Tolmouth."
    for number, outlet in enumerate(["The Tolmouth Gazette", "The Norrick Post"]):
        store(f"{words} It was report {number}.", publisher=outlet)
    utterance = Utterance.objects.get(times_printed=2)
    address = f"/api/v1/utterances/{utterance.public_id}/quotations/"
    printed = ids(client.get(address))
    assert sorted(printed) == sorted(Quotation.objects.values_list("public_id", flat=True))
    assert len(ids(client.get(f"{address}?publisher__name=The Norrick Post"))) == 1
    Quotation.objects.filter(public_id=printed[0]).update(status="rejected")
    assert ids(client.get(address)) == printed[1:]
    assert client.get("/api/v1/utterances/utt_aaaaaaaaaaaaa/quotations/").status_code == 404

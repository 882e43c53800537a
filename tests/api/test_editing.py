"""What editors write over HTTP beside corrections: edits of records, and what they add by hand."""

from __future__ import annotations

import json

import pytest

from api.v1 import editing, examples
from corpus.models import Affiliation, Decision, Entity, Mention, Quotation
from corpus.services.verify import verify
from tests.api.conftest import EDITION, fault, history, send
from tests.builders import store

pytestmark = pytest.mark.django_db


def span(article, words):
    start = article.current_text.body.index(words)
    return [start, start + len(words)]


# --- records ---------------------------------------------------------------------------------------------


def test_a_person_is_edited_with_the_version_that_was_read(curator, edition):
    entity = Entity.objects.get(name="Mara Ellwin")
    path = f"people/{entity.public_id}/"
    tag = curator.get(f"/api/v1/{path}")["ETag"]
    body = {
        "name": "Mara J. Ellwin",
        "description": "Mayor of Tolmouth",
        "add_aliases": ["M. J. Ellwin"],
        "add_identifiers": [{"scheme": "wikidata", "value": "Q0"}],
        "reason": "as she signs",
    }
    response = send(curator, path, body, "patch", **{"If-Match": tag})
    assert response.status_code == 200
    read = curator.get("/api/v1/people/wikidata:Q0/")
    assert (read.json(), read["ETag"]) == (response.json(), response["ETag"])
    assert {alias["name"] for alias in read.json()["aliases"]} >= {"Mara Ellwin", "M. J. Ellwin"}
    assert send(curator, path, {"description": None}, "patch", **{"If-Match": tag}).status_code == 412
    assert send(curator, path, {"description": None, "remove_aliases": ["M. J. Ellwin"]}, "patch").status_code == 200
    rows = history(curator, f"people/{entity.public_id}")
    assert [row["action"] for row in rows] == ["edit", "edit"]
    assert (rows[1]["reason"], rows[1]["before"]["name"], rows[1]["record"]) == (
        "as she signs",
        "Mara Ellwin",
        entity.public_id,
    )
    assert list(verify()) == []


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({}, ""),
        ({"nane": "x"}, "/nane"),
        ({"name": ""}, "/name"),
        ({"name": 5}, "/name"),
        ({"name": "x" * 301}, "/name"),
        ({"add_aliases": "x"}, "/add_aliases"),
        ({"add_aliases": [""]}, "/add_aliases/0"),
        ({"remove_aliases": ["nobody"]}, "/remove_aliases"),
        ({"add_identifiers": [{"scheme": "wikidata"}]}, "/add_identifiers/0/value"),
        ({"add_identifiers": [{"scheme": "Wiki data", "value": "Q1"}]}, "/add_identifiers"),
        ({"body_access": "tokens"}, "/body_access"),
    ],
)
def test_edits_of_a_person_that_are_refused(curator, edition, body, pointer):
    entity = Entity.objects.get(name="Mara Ellwin")
    found = fault(send(curator, f"people/{entity.public_id}/", body, "patch"))
    assert found["pointer"].startswith(pointer)
    assert not Decision.objects.exists()


def test_an_identifier_that_another_record_has(curator, edition):
    for entity, status in ((edition.publisher, 200), (Entity.objects.get(name="Norrick Shipping"), 409)):
        body = {"add_identifiers": [{"scheme": "lei", "value": "5299"}]}
        assert send(curator, f"organisations/{entity.public_id}/", body, "patch").status_code == status


def test_an_affiliation_is_corrected_confirmed_and_rejected(curator, edition):
    row = Affiliation.objects.get(title__contains="mayor")
    path = f"affiliations/{row.public_id}/"
    made = send(curator, path, {"tense": "former", "began_at": "2019-03", "ended_at": "2023"}, "patch")
    assert made.status_code == 200, made.content
    told = made.json()
    assert (told["status"], told["began_at"], told["began_precision"], told["ended_precision"]) == (
        "corrected",
        "2019-03-01T00:00:00Z",
        "month",
        "year",
    )
    assert send(curator, path, {"status": "rejected"}, "patch", **{"If-Match": '"1"'}).status_code == 412
    assert send(curator, path, {"status": "rejected"}, "patch", **{"If-Match": '"2"'}).json()["status"] == "rejected"
    assert [row["action"] for row in history(curator, path.rstrip("/"))] == ["reject", "correct"]


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({}, ""),
        ({"title": "king"}, "/title"),
        ({"person": None}, "/person"),
        ({"person": "per_aaaaaaaaaaaaa"}, "/person"),
        ({"organisation": "{mayor}"}, "/organisation"),
        ({"began_at": "soon"}, "/began_at"),
        ({"began_at": "1 March 2024"}, "/began_at"),
        ({"began_at": "2024-13"}, "/began_at"),
        ({"began_at": 2024}, "/began_at"),
        ({"began_at": "2024", "ended_at": "2023"}, "/ended_at"),
        ({"status": "extracted"}, "/status"),
        ({"status": "rejected", "tense": "former"}, "/status"),
    ],
)
def test_corrections_of_an_affiliation_that_are_refused(curator, edition, body, pointer):
    row = Affiliation.objects.get(title__contains="mayor")
    body = {k: row.person.public_id if v == "{mayor}" else v for k, v in body.items()}
    assert fault(send(curator, f"affiliations/{row.public_id}/", body, "patch"))["pointer"] == pointer


def test_an_articles_metadata_are_set(curator, account, edition):
    path = f"articles/{edition.public_id}/"
    mail = store("The sea is calm.", publisher="The Ellport Mail").publisher
    body = {"publisher": mail.public_id, "published_at": "2023-11", "section": "Harbour", "authors": ["Ana Kerr"]}
    made = send(curator, path, body, "patch", **{"If-Match": f'"{edition.version}"'})
    assert made.status_code == 200, made.content
    told = made.json()
    assert (told["publisher"]["name"], told["published_at"], told["published_precision"], told["section"]) == (
        "The Ellport Mail",
        "2023-11-01T00:00:00Z",
        "month",
        "Harbour",
    )
    again = {"key": edition.source_key, "headline": "Harbour wall", "body": EDITION, "published": "2024-03-05"}
    assert send(account("ingestors"), "articles/", again).json()["published_at"] == told["published_at"]
    (row,) = history(curator, path.rstrip("/"))
    assert row["after"]["publisher"] == mail.public_id
    reverted = send(curator, f"decisions/{row['id']}/revert/", {"reason": "it was right"})
    assert (reverted.status_code, reverted.json()["reverts"]) == (201, row["id"])
    assert curator.get(f"/api/v1/{path}").json()["published_at"] == "2024-03-05T00:00:00Z"


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({}, ""),
        ({"headline": "Other words"}, "/headline"),
        ({"published_at": "yesterday"}, "/published_at"),
        ({"authors": "Ana Kerr"}, "/authors"),
        ({"publisher": "per_aaaaaaaaaaaaa"}, "/publisher"),
        ({"language": "x" * 36}, "/language"),
    ],
)
def test_edits_of_an_article_that_are_refused(curator, edition, body, pointer):
    assert fault(send(curator, f"articles/{edition.public_id}/", body, "patch"))["pointer"] == pointer


# --- what is added by hand -------------------------------------------------------------------------------


def test_a_quotation_is_added(curator, edition):
    mayor = Entity.objects.get(name="Mara Ellwin")
    body = {
        "article": edition.public_id,
        "revision": 1,
        "spans": [span(edition, "harbour board met in Tolmouth")],
        "speaker": mayor.public_id,
        "speaker_span": None,
        "channel": "statement",
        "reason": "it is a report of hers",
    }
    made = send(curator, "quotations/", body, **{"Idempotency-Key": "one"})
    assert made.status_code == 201, made.content
    told = made.json()
    assert made["Location"] == told["url"]
    assert (told["text"], told["kind"], told["status"], told["extractor"], told["confidence"]) == (
        "harbour board met in Tolmouth",
        "indirect",
        "confirmed",
        None,
        1.0,
    )
    assert send(curator, "quotations/", body, **{"Idempotency-Key": "one"}).json() == told
    again = send(curator, "quotations/", body)
    assert (again.status_code, told["id"] in again.json()["detail"]) == (409, True)
    assert Quotation.objects.filter(made_by_hand=True).count() == 1
    assert send(curator, "quotations/", {**body, "revision": 2}).status_code == 409
    assert list(verify()) == []


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({"article": "art_aaaaaaaaaaaaa"}, "/article"),
        ({"spans": []}, "/spans"),
        ({"spans": [[5]]}, "/spans/0"),
        ({"spans": [["5", "9"]]}, "/spans/0"),
        ({"spans": [[5, 2]]}, "/spans"),
        ({"spans": [[5, 10**9]]}, "/spans"),
        ({"speaker": "per_aaaaaaaaaaaaa"}, "/speaker"),
        ({"cue_span": [9, 9]}, "/cue_span"),
        ({"kind": "direct"}, "/kind"),
        ({"quoted": [[0, 3]]}, "/quoted"),
        ({"text": "other words"}, "/text"),
    ],
)
def test_additions_that_are_refused(curator, edition, body, pointer):
    given = {"article": edition.public_id, "spans": [span(edition, "harbour board met in Tolmouth")], **body}
    assert fault(send(curator, "quotations/", given))["pointer"].startswith(pointer)
    assert not Quotation.objects.filter(made_by_hand=True).exists()


def test_a_role_is_added(curator, edition):
    mayor = Entity.objects.get(name="Mara Ellwin")
    body = {"article": edition.public_id, "span": span(edition, "harbour board"), "person": mayor.public_id}
    made = send(curator, "affiliations/", {**body, "began_at": "2020"})
    assert made.status_code == 201, made.content
    assert (made.json()["title"], made.json()["tense"], made.json()["status"]) == (
        "harbour board",
        "current",
        "confirmed",
    )
    assert send(curator, "affiliations/", body).status_code == 409
    assert (
        fault(send(curator, "affiliations/", {**body, "began_at": "2024", "ended_at": "2020"}))["pointer"]
        == "/ended_at"
    )


def test_mentions_are_added_and_reviewed(curator, edition):
    path = f"articles/{edition.public_id}/mentions/"
    body = {"span": span(edition, "harbour board"), "name": "Tolmouth Harbour Board", "type": "organisation"}
    made = send(curator, path, body)
    assert made.status_code == 201, made.content
    told = made.json()
    assert (told["text"], told["entity"]["name"], told["status"]) == (
        "harbour board",
        "Tolmouth Harbour Board",
        "confirmed",
    )
    mayor = Entity.objects.get(name="Mara Ellwin")
    one = f"{path}{told['id']}/"
    assert send(curator, one, {"entity": mayor.public_id}, "patch").json()["entity"]["name"] == "Mara Ellwin"
    assert send(curator, one, {"status": "rejected"}, "patch").json()["status"] == "rejected"
    rows = Decision.objects.filter(record=told["id"])
    assert [row.action for row in rows] == ["reject", "repoint", "add"]
    assert send(curator, f"decisions/{rows[0].public_id}/revert/", {}).status_code == 201
    assert Mention.objects.get(public_id=told["id"]).status == "corrected"
    for wrong, pointer in (
        ({"span": body["span"]}, ""),
        ({**body, "entity": mayor.public_id}, ""),
        ({**body, "span": "here"}, "/span"),
    ):
        assert fault(send(curator, path, wrong))["pointer"] == pointer
    assert list(verify()) == []


# --- examples --------------------------------------------------------------------------------------------


def test_the_examples_hold_fields_that_bodies_have(curator, edition):
    """Of what stands in them only ids are unknown here."""
    quotation, affiliation = edition.quotations.first(), Affiliation.objects.first()
    mention = edition.current_text.mentions.first()
    for path, method, body in (
        ("quotations/", "post", {**editing.QUOTATION, "article": edition.public_id}),
        (f"quotations/{quotation.public_id}/proposals/", "post", editing.PROPOSAL),
        ("affiliations/", "post", {**editing.AFFILIATION, "article": edition.public_id}),
        (f"affiliations/{affiliation.public_id}/", "patch", editing.AFFILIATION_CORRECTION),
        (f"articles/{edition.public_id}/mentions/{mention.public_id}/", "patch", editing.MENTION_CORRECTION),
        (f"people/{affiliation.person.public_id}/split/", "post", editing.SPLIT),
        (f"people/{affiliation.person.public_id}/", "patch", {**editing.PERSON, "remove_aliases": []}),
        (f"articles/{edition.public_id}/", "patch", editing.ARTICLE),
        (f"organisations/{edition.publisher.public_id}/", "patch", editing.ORGANISATION),
        (f"people/{affiliation.person.public_id}/merge/", "post", examples.MERGE),
    ):
        response = send(curator, path, json.dumps(body), method)
        assert response.status_code in (200, 201, 400), response.content
        if response.status_code == 400:
            assert {one["code"] for one in response.json()["errors"]} <= {"unknown_id"}, response.content

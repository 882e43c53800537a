"""What editors write over HTTP beside corrections: edits, additions, splits, pairs, proposals, decisions taken back."""

from __future__ import annotations

import json

import pytest

from api.v1 import editing, examples
from corpus.models import Affiliation, Decision, DuplicatePair, Entity, Mention, Proposal, Quotation
from corpus.services.verify import verify
from tests.api.conftest import EDITION, fault, ids, person
from tests.builders import store

pytestmark = pytest.mark.django_db


def send(client, path, data, method="post", **headers):
    return getattr(client, method)(f"/api/v1/{path}", data, content_type="application/json", headers=headers)


@pytest.fixture
def curator(account):
    return account("curators")


def span(article, words):
    start = article.current_text.body.index(words)
    return [start, start + len(words)]


def history(client, path):
    return client.get(f"/api/v1/{path}/history/").json()["results"]


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


# --- one record or two -----------------------------------------------------------------------------------


def test_a_record_is_split_by_words(curator):
    article = store("“We have begun,” said Ana Kerr, the mayor. Ana Kerr of the choir sang. “I sing,” said Ana Kerr.")
    kerr = Entity.objects.get(name="Ana Kerr")
    found = curator.get(f"/api/v1/articles/{article.public_id}/mentions/").json()["results"]
    rows = [row["id"] for row in found if row["text"] == "Ana Kerr"][1:]
    said = Quotation.objects.get(words__contains="I sing").public_id
    body = {"mentions": rows, "quotations": [said], "reason": "two women"}
    made = send(curator, f"people/{kerr.public_id}/split/", body)
    assert made.status_code == 201, made.content
    assert made["Location"] == made.json()["url"]
    singer = made.json()["id"]
    assert curator.get(f"/api/v1/quotations/{said}/").json()["speaker"]["id"] == singer
    other = person("Dagny Ruhl")
    back = send(curator, f"people/{singer}/split/", {"mentions": rows[:1], "into": other.public_id})
    assert (back.status_code, back.json()["id"]) == (200, other.public_id)
    assert [row["action"] for row in history(curator, f"people/{singer}")] == ["split", "split"]
    for wrong, pointer in (
        ({}, ""),
        ({"mentions": ["men_aaaaaaaaaaaaa"]}, "/mentions/0"),
        ({"quotations": ["nonsense"]}, "/quotations/0"),
        ({"mentions": rows}, "/mentions"),
        ({"articles": [article.public_id]}, "/articles"),
        ({"mentions": rows[1:], "into": "per_aaaaaaaaaaaaa"}, "/into"),
    ):
        assert fault(send(curator, f"people/{singer}/split/", wrong))["pointer"] == pointer
    assert send(curator, f"people/{singer}/split/", body, **{"If-Match": '"1"'}).status_code == 412
    assert list(verify()) == []


@pytest.fixture
def pair(db):
    first, second = person("Ana Kerr"), person("Ana Kehr")
    return DuplicatePair.objects.create(first=first, second=second, score=0.5, evidence=["like names"])


def test_pairs_are_decided(curator, account, pair):
    path = f"pairs/{pair.public_id}/"
    (row,) = account("readers").get("/api/v1/pairs/").json()["results"]
    assert (row["first"]["name"], row["evidence"], row["state"]) == ("Ana Kerr", ["like names"], "open")
    for wrong, pointer in (
        ({}, "/verdict"),
        ({"verdict": "alike"}, "/verdict"),
        ({"verdict": "different", "into": pair.first.public_id}, "/into"),
        ({"verdict": "same", "into": person().public_id}, "/into"),
    ):
        assert fault(send(curator, f"{path}decide/", wrong))["pointer"] == pointer
    made = send(curator, f"{path}decide/", {"verdict": "same", "into": pair.second.public_id, "reason": "one"})
    assert made.status_code == 200, made.content
    assert (made.json()["state"], made.json()["decided_by"]) == ("merged", curator.user.get_username())
    assert Entity.objects.get(pk=pair.first_id).survivor == pair.second
    assert send(curator, f"{path}decide/", {"verdict": "different"}).status_code == 409
    assert ids(curator.get("/api/v1/pairs/")) == []
    assert ids(curator.get("/api/v1/pairs/?state=merged")) == [pair.public_id]


def test_two_records_stay_two(curator, pair):
    made = send(curator, f"pairs/{pair.public_id}/decide/", {"verdict": "different"})
    assert (made.status_code, made.json()["state"]) == (200, "different")
    assert ids(curator.get(f"/api/v1/pairs/?state=different&record={pair.first.public_id}&type=person")) == [
        pair.public_id
    ]


# --- proposals -------------------------------------------------------------------------------------------


def test_a_correction_is_proposed_and_decided(curator, account, client, edition):
    sender = account("contributors")
    quotation = edition.quotations.filter(speaker__name="Mara Ellwin").first()
    path = f"quotations/{quotation.public_id}/"
    assert send(sender, path, {"channel": "email"}, "patch").status_code == 403
    made = send(sender, f"{path}proposals/", {"channel": "email", "reason": "I was there"}, **{"Idempotency-Key": "p"})
    assert made.status_code == 201, made.content
    told = made.json()
    assert (told["state"], told["changes"], told["quotation"]["id"], told["proposed_by"]) == (
        "open",
        {"channel": "email"},
        quotation.public_id,
        sender.user.get_username(),
    )
    assert made["Location"] == told["url"]
    assert client.get(told["url"]).json()["proposed_by"] is None
    assert (
        ids(client.get("/api/v1/proposals/?state=open")) == ids(client.get(f"/api/v1/{path}proposals/")) == [told["id"]]
    )
    accepted = send(curator, f"proposals/{told['id']}/accept/", {"reason": "so it was"})
    assert (accepted.status_code, accepted.json()["state"]) == (200, "accepted")
    assert curator.get(f"/api/v1/{path}").json()["channel"] == "email"
    (row,) = history(curator, path.rstrip("/"))
    assert (row["id"], row["decided_by"]) == (accepted.json()["decision"], curator.user.get_username())
    assert send(curator, f"proposals/{told['id']}/decline/", {}).status_code == 409
    other = send(sender, f"{path}proposals/", {"status": "rejected"}).json()
    assert send(curator, f"proposals/{other['id']}/decline/", {"reason": "no"}).json()["decision_reason"] == "no"
    assert ids(client.get("/api/v1/proposals/?state=declined")) == [other["id"]]


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({}, ""),
        ({"words": "x"}, "/words"),
        ({"kind": "indirect"}, "/kind"),
        ({"speaker": "per_aaaaaaaaaaaaa"}, "/speaker"),
    ],
)
def test_proposals_that_are_refused(account, edition, body, pointer):
    quotation = edition.quotations.filter(kind="direct").first()
    sender = account("contributors")
    assert fault(send(sender, f"quotations/{quotation.public_id}/proposals/", body))["pointer"] == pointer
    assert not Proposal.objects.exists()


# --- decisions -------------------------------------------------------------------------------------------


def test_a_decision_is_read_and_taken_back(curator, account, client, edition):
    quotation = edition.quotations.filter(speaker__isnull=False).first()
    path = f"quotations/{quotation.public_id}/"
    before = client.get(f"/api/v1/{path}").json()
    assert send(curator, path, {"speaker": None}, "patch").status_code == 200
    (row,) = history(client, path.rstrip("/"))
    assert client.get(row["url"]).json() == row
    assert send(account("ingestors"), f"decisions/{row['id']}/revert/", {}).status_code == 403
    made = send(curator, f"decisions/{row['id']}/revert/", {"reason": "the tape says so"}, **{"Idempotency-Key": "r"})
    assert made.status_code == 201, made.content
    assert (made.json()["action"], made.json()["reverts"], made["Location"]) == (
        "revert",
        row["id"],
        made.json()["url"],
    )
    after = client.get(f"/api/v1/{path}").json()
    changing = ("version", "updated_at")
    assert {k: v for k, v in after.items() if k not in changing} == {
        k: v for k, v in before.items() if k not in changing
    }
    again = send(curator, f"decisions/{row['id']}/revert/", {"reason": "the tape says so"}, **{"Idempotency-Key": "r"})
    assert (again.status_code, again.json()) == (201, made.json())
    assert send(curator, f"decisions/{row['id']}/revert/", {}).status_code == 409
    assert len(history(client, path.rstrip("/"))) == 2


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

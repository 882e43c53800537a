"""What editors decide over HTTP: one record or two, proposals, decisions taken back."""

from __future__ import annotations

import pytest

from corpus.models import DuplicatePair, Entity, Proposal, Quotation
from corpus.services.verify import verify
from tests.api.conftest import fault, history, ids, person, send
from tests.builders import store

pytestmark = pytest.mark.django_db


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


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("score=0.5", 1),
        ("score__gte=0.25", 1),
        ("score__lt=-0.2", 0),
        ("score__gt=-2&score__lte=5e-1", 1),
        ("score__not=0.5", 0),
    ],
)
def test_pairs_are_found_by_their_score(curator, pair, asked, found):
    assert len(ids(curator.get(f"/api/v1/pairs/?{asked}"))) == found


@pytest.mark.parametrize("asked", ["nan", "1e999", "inf", "0,5", "--1", "1e", "٣", "9" * 400])
def test_what_is_no_score_is_told(curator, pair, asked):
    assert fault(curator.get("/api/v1/pairs/", {"score": asked}))["code"] in ("malformed", "too_long")


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

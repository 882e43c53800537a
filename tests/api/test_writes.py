"""Writing over HTTP: articles, jobs, corrections, merges."""

from __future__ import annotations

import json

import pytest
from django.contrib.auth.models import Permission
from django.utils import timezone

from corpus.models import Article, Decision, Entity, Job, Quotation, RawDocument
from corpus.services.jobs import run_next_job
from tests.api.conftest import EDITION, fault, ids, person

pytestmark = pytest.mark.django_db

GIVEN = {
    "key": "wall",
    "headline": "Wall",
    "body": EDITION,
    "publisher": "The Tolmouth Gazette",
    "published": "2024-03-05",
}


def send(client, path, data, method="post", **headers):
    return getattr(client, method)(f"/api/v1/{path}", data, content_type="application/json", headers=headers)


def test_an_article_is_stored_and_read(account):
    client = account("ingestors")
    made = send(client, "articles/", GIVEN)
    assert made.status_code == 201
    body = made.json()
    assert body["outcome"] == "created"
    assert made["Location"] == body["url"]
    assert [q["speaker"]["name"] for q in body["quotations"] if q["kind"] == "direct"] == ["Mara Ellwin"] * 2
    again = send(client, "articles/", GIVEN)
    assert (again.status_code, again.json()["outcome"], again.json()["id"]) == (200, "unchanged", body["id"])
    changed = send(client, "articles/", {**GIVEN, "body": EDITION.replace("Monday", "Tuesday")})
    assert (changed.status_code, changed.json()["outcome"], changed.json()["revision"]) == (200, "updated", 2)
    other = send(client, "articles/", {**GIVEN, "key": "copy", "body": EDITION.replace("Monday", "Tuesday")})
    assert (other.status_code, other.json()["outcome"], other.json()["id"]) == (200, "duplicate", body["id"])
    assert Article.objects.count() == 1
    raw = RawDocument.objects.order_by("pk").first()
    assert client.user.get_username() in raw.source


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "invalid_body"),
        (b"{", "malformed_body"),
        (b"[]", "invalid_body"),
        (b'"text"', "invalid_body"),
        (b"null", "invalid_body"),
        (b"NaN", "malformed_body"),
        (b'{"headline": "\\ud800"}', "malformed_body"),
        (b'{"headline": "\xff"}', "malformed_body"),
        (b"[" * 100_000, "malformed_body"),
        (b"{}", "invalid_body"),
        (b'{"headline": "Only a headline"}', "invalid_document"),
        (b'{"headline": "x", "body": "words", "published": "soon"}', "invalid_document"),
        (b'{"headline": {"a": [1]}, "body": 5}', "invalid_document"),
    ],
)
def test_unreadable_articles(account, content, code):
    client = account("ingestors")
    response = client.post("/api/v1/articles/", content, content_type="application/json")
    assert response.status_code == 400
    assert response.json()["code"] == code
    assert not Article.objects.exists()


def test_bulk_leaves_the_work_to_the_worker(account, client):
    sender, other, staff = account("ingestors"), account("ingestors"), account(staff=True)
    lines = "\n".join([json.dumps(GIVEN), "null", json.dumps({**GIVEN, "key": "second", "body": "Other words here."})])
    response = sender.post("/api/v1/articles/bulk/", lines, content_type="application/x-ndjson")
    assert response.status_code == 202
    job = response.json()
    assert (job["state"], job["total"], job["pending"]) == ("waiting", 3, 3)
    assert response["Location"] == job["url"]
    assert run_next_job()
    done = sender.get(job["url"]).json()
    assert (done["state"], done["created"], done["failed"], done["pending"]) == ("done", 2, 1, 0)
    assert [failure["line"] for failure in done["failures"]] == [2]
    assert staff.get(job["url"]).status_code == 403
    staff.user.user_permissions.add(Permission.objects.get(codename="view_job"))
    assert staff.get(job["url"]).status_code == 200
    assert other.get(job["url"]).status_code == 403
    assert client.get(job["url"]).status_code == 401


@pytest.mark.parametrize("content", [b"", b"\n\n"])
def test_bulk_without_lines(account, content):
    response = account("ingestors").post("/api/v1/articles/bulk/", content, content_type="application/x-ndjson")
    assert response.status_code == 400
    assert not Job.objects.exists()


def test_extract_stores_nothing(client):
    text = "  “We owe it to the boats,” said Mara Ellwin."
    response = send(client, "extract/", {"text": text, "id": "mine"})
    assert response.status_code == 200
    body = response.json()
    assert body["id"] == "mine"
    (quotation,) = body["quotations"]
    start, end = quotation["spans"][0]
    assert text[start:end] == quotation["text"]
    assert quotation["speaker"]["name"] == "Mara Ellwin"
    assert not Article.objects.exists()
    assert not RawDocument.objects.exists()


@pytest.mark.parametrize(
    ("data", "pointer"),
    [
        ({}, "/text"),
        ({"text": ""}, "/text"),
        ({"text": "   "}, "/text"),
        ({"text": None}, "/text"),
        ({"text": ["a"]}, "/text"),
        ({"text": "a\0b"}, "/text"),
        ({"text": "words", "published": "soon"}, "/published"),
        ({"text": "words", "txt": "x"}, "/txt"),
    ],
)
def test_texts_that_cannot_be_read(client, data, pointer):
    assert fault(send(client, "extract/", data))["pointer"] == pointer


def test_bodies_have_a_limit(client, account, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000
    response = send(account("ingestors"), "articles/", {"body": "x" * 2000})
    assert (response.status_code, response.json()["code"]) == (413, "too_large")
    from api.v1.views.extract import ExtractViewSet

    text = "x" * (ExtractViewSet.max_body + 1)
    assert send(client, "extract/", {"text": text}).status_code == 413


@pytest.fixture
def quotation(edition):
    return edition.quotations.filter(kind="direct").order_by("start").first()


def test_a_correction(account, quotation):
    client, speaker = account("curators"), person("Joan Pardew")
    made = send(
        client,
        f"quotations/{quotation.public_id}/",
        {"speaker": speaker.public_id, "channel": "email", "reason": "her brother's wife"},
        "patch",
        if_match='"1"',
    )
    assert made.status_code == 200
    body = made.json()
    assert (body["speaker"]["id"], body["channel"], body["status"]) == (speaker.public_id, "email", "corrected")
    assert body["version"] == 2
    anonymous = client.get(f"/api/v1/quotations/{quotation.public_id}/history/").json()["results"]
    assert anonymous[0]["decided_by"] == client.user.get_username()
    assert anonymous[0]["reason"] == "her brother's wife"
    assert anonymous[0]["after"]["speaker"] == speaker.public_id
    cleared = send(client, f"quotations/{quotation.public_id}/", {"speaker": None, "channel": None}, "patch").json()
    assert (cleared["speaker"], cleared["channel"]) == (None, None)


def test_history_names_no_account_to_strangers(account, client, quotation):
    send(account("curators"), f"quotations/{quotation.public_id}/", {"status": "confirmed"}, "patch")
    (row,) = client.get(f"/api/v1/quotations/{quotation.public_id}/history/").json()["results"]
    assert (row["action"], row["decided_by"]) == ("confirm", None)


@pytest.mark.parametrize(("status", "listed"), [("confirmed", True), ("rejected", False)])
def test_confirming_and_rejecting(account, client, quotation, status, listed):
    body = send(account("curators"), f"quotations/{quotation.public_id}/", {"status": status}, "patch").json()
    assert body["status"] == status
    found = client.get(f"/api/v1/quotations/?id={quotation.public_id}").json()["results"]
    assert bool(found) is listed


@pytest.mark.parametrize(
    ("data", "pointer", "code"),
    [
        ({}, "", "required"),
        ({"reason": "why"}, "", "required"),
        ({"speaker": "per_aaaaaaaaaaaaa"}, "/speaker", "unknown_id"),
        ({"speaker": "Mara"}, "/speaker", "malformed"),
        ({"speaker": ["x"]}, "/speaker", "invalid"),
        ({"kind": "loud"}, "/kind", "invalid_choice"),
        ({"kind": "indirect"}, "/kind", "refused"),
        ({"status": "extracted"}, "/status", "invalid_choice"),
        ({"status": "confirmed", "kind": "mixed"}, "/status", "conflict"),
        ({"words": "other words"}, "/words", "unknown"),
        ({"speaker_role": "a\0b"}, "/speaker_role", "null_characters_not_allowed"),
        ({"speaker_role": "x" * 501}, "/speaker_role", "max_length"),
        ([], "", "invalid"),
    ],
)
def test_corrections_that_cannot_be_made(account, quotation, data, pointer, code):
    found = fault(send(account("curators"), f"quotations/{quotation.public_id}/", data, "patch"))
    assert (found["pointer"], found["code"]) == (pointer, code)
    assert Quotation.objects.get(pk=quotation.pk).version == 1


@pytest.mark.parametrize("header", ['"2"', 'W/"2"', '"2-abcdef"', '"x"', "1", '"99999999999999"'])
def test_stale_corrections(account, quotation, header):
    client = account("curators")
    response = send(client, f"quotations/{quotation.public_id}/", {"kind": "mixed"}, "patch", if_match=header)
    assert (response.status_code, response.json()["code"]) == (412, "stale")
    assert not Decision.objects.exists()


@pytest.mark.parametrize("header", ['"1"', 'W/"1"', "*", None])
def test_fresh_corrections(account, quotation, header):
    client = account("curators")
    address = f"quotations/{quotation.public_id}/"
    given = header or client.get(f"/api/v1/{address}")["ETag"]
    assert send(client, address, {"kind": "mixed"}, "patch", if_match=given).status_code == 200


def test_merge_and_undo(account, client, quotation):
    curator, loser, survivor = account("curators"), quotation.speaker, person("Mara J. Ellwin")
    merged = send(curator, f"people/{loser.public_id}/merge/", {"into": survivor.public_id, "reason": "one person"})
    assert merged.status_code == 200
    assert (merged.json()["id"], merged.json()["quotation_count"]) == (survivor.public_id, 2)
    assert client.get(f"/api/v1/people/{loser.public_id}/").status_code == 308
    again = send(curator, f"people/{survivor.public_id}/merge/", {"into": loser.public_id})
    assert (again.status_code, again.json()["code"]) == (409, "conflict")
    (row,) = client.get(f"/api/v1/merges/?survivor={survivor.public_id}").json()["results"]
    assert (row["reason"], row["merged_by"], row["undone_at"]) == ("one person", None, None)
    undone = send(curator, f"merges/{row['id']}/undo/", {"reason": "two people"})
    assert (undone.status_code, undone.json()["undo_reason"]) == (200, "two people")
    assert undone.json()["undone_by"] == curator.user.get_username()
    assert client.get(f"/api/v1/people/{loser.public_id}/").json()["quotation_count"] == 2
    twice = curator.post(f"/api/v1/merges/{row['id']}/undo/", b"", content_type="application/json")
    assert twice.status_code == 409
    assert client.get(f"/api/v1/people/{loser.public_id}/history/").json()["results"][0]["action"] == "undo merge"


def test_after_a_merge_old_etags_are_stale(account, client, quotation):
    curator, loser, survivor = account("curators"), quotation.speaker, person("Mara J. Ellwin")
    addresses = [f"quotations/{quotation.public_id}/", f"people/{survivor.public_id}/"]
    tags = [client.get(f"/api/v1/{address}")["ETag"] for address in addresses]
    since = timezone.now().isoformat().replace("+00:00", "Z")
    send(curator, f"people/{loser.public_id}/merge/", {"into": survivor.public_id})
    stale = send(curator, addresses[0], {"channel": "email"}, "patch", if_match=tags[0])
    assert (stale.status_code, stale.json()["code"]) == (412, "stale")
    again = send(curator, f"{addresses[1]}merge/", {"into": person("X").public_id}, if_match=tags[1])
    assert again.status_code == 412
    assert quotation.public_id in ids(client.get(f"/api/v1/quotations/?updated_at__gte={since}"))
    assert survivor.public_id in ids(client.get(f"/api/v1/people/?updated_at__gte={since}"))


@pytest.mark.parametrize(("data", "code"), [({}, "required"), ({"into": "per_aaaaaaaaaaaaa"}, "unknown_id")])
def test_merges_that_cannot_be_made(account, data, code):
    one = person()
    assert fault(send(account("curators"), f"people/{one.public_id}/merge/", data))["code"] == code
    assert not Entity.objects.filter(merged_into__isnull=False).exists()


def test_a_session_needs_its_csrf_token(account, edition, client):
    from django.test import Client

    user = account("ingestors").user
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(user)
    refused = browser.post("/api/v1/articles/", GIVEN, content_type="application/json")
    assert (refused.status_code, refused.json()["code"]) == (403, "forbidden")
    token = "a" * 32
    browser.cookies["csrftoken"] = token
    accepted = browser.post("/api/v1/articles/", GIVEN, content_type="application/json", headers={"x-csrftoken": token})
    assert accepted.status_code == 201

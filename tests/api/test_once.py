"""Idempotency-Key: a request that is sent again is carried out once."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.utils import timezone

from corpus.models import AnsweredRequest, Article, DuplicatePair, Entity, Job, Merge
from corpus.services import once
from corpus.services.erase import erase
from corpus.services.merge import merge
from corpus.services.take_down import reinstate, take_down
from tests.api.conftest import EDITION, person
from tests.builders import store

pytestmark = pytest.mark.django_db

GIVEN = {"headline": "Wall", "body": EDITION, "publisher": "The Tolmouth Gazette"}


def send(client, path, data, key, content_type="application/json"):
    body = data if isinstance(data, bytes) else json.dumps(data).encode()
    return client.post(f"/api/v1/{path}", body, content_type=content_type, headers={"Idempotency-Key": key})


def test_the_same_again_is_answered_as_the_first_time(account):
    client = account("ingestors")
    first = send(client, "articles/", GIVEN, "a-1")
    again = send(client, "articles/", dict(reversed(GIVEN.items())), "a-1")
    assert (first.status_code, again.status_code) == (201, 201)
    assert (again.content, again["Location"]) == (first.content, first["Location"])
    assert send(client, "articles/", GIVEN, "a-2").json()["outcome"] == "unchanged"


def test_an_answer_that_is_sent_again_leads_on_to_the_next_write(account, edition):
    curator = account("curators")
    address = f"/api/v1/quotations/{edition.quotations.first().public_id}/"

    def patch(channel, **headers):
        return curator.patch(
            address, json.dumps({"channel": channel}), content_type="application/json", headers=headers
        )

    first = patch("letter", **{"Idempotency-Key": "a"})
    again = patch("letter", **{"Idempotency-Key": "a"})
    assert again["ETag"] == first["ETag"] == curator.get(address)["ETag"]
    assert patch("email", **{"If-Match": again["ETag"]}).status_code == 200
    assert patch("phone", **{"If-Match": again["ETag"]}).status_code == 412


def test_a_key_is_for_one_request(account):
    client = account("ingestors")
    send(client, "articles/", GIVEN, "a-1")
    for path, data in (
        ("articles/", {**GIVEN, "headline": "Another", "body": "Other words."}),
        ("articles/?format=json", GIVEN),
    ):
        response = send(client, path, data, "a-1")
        assert (response.status_code, response.json()["code"]) == (422, "key_reused")
    assert Article.objects.count() == 1
    # Another account's keys are its own.
    assert send(account("ingestors"), "articles/", {**GIVEN, "body": "Other words."}, "a-1").status_code == 201


def test_one_job_and_one_merge(account):
    sender, curator = account("ingestors"), account("curators")
    lines = json.dumps(GIVEN).encode()
    jobs = [send(sender, "articles/bulk/", lines, "j", "application/x-ndjson").json()["id"] for _ in range(2)]
    assert (Job.objects.count(), len(set(jobs))) == (1, 1)
    one, two = person(), person()
    merged = [send(curator, f"people/{one.public_id}/merge/", {"into": two.public_id}, "m") for _ in range(2)]
    assert [answer.status_code for answer in merged] == [200, 200]
    assert Merge.objects.count() == 1


def test_what_was_refused_may_be_mended_under_the_same_key(account):
    client = account("ingestors")
    assert send(client, "articles/", {**GIVEN, "published": "soon"}, "a-1").status_code == 400
    assert send(client, "articles/", GIVEN, "a-1").status_code == 201


def test_while_the_first_is_being_answered(account):
    client = account("ingestors")
    send(client, "articles/", GIVEN, "a-1")
    AnsweredRequest.objects.update(status=None)
    assert send(client, "articles/", GIVEN, "a-1").status_code == 409
    # Nobody answers for so long: whoever was to do it is gone.
    AnsweredRequest.objects.update(created_at=timezone.now() - timedelta(minutes=6))
    assert send(client, "articles/", GIVEN, "a-1").status_code == 200


def test_keys_are_kept_for_a_day(account):
    client = account("ingestors")
    send(client, "articles/", GIVEN, "a-1")
    AnsweredRequest.objects.update(created_at=timezone.now() - timedelta(hours=25))
    assert send(client, "articles/", {**GIVEN, "body": "Other words."}, "a-1").status_code == 201
    assert AnsweredRequest.objects.count() == 1


@pytest.mark.parametrize("key", ["", "a b", "x" * 201, "é"])
def test_keys_that_are_none(account, key):
    response = send(account("ingestors"), "articles/", GIVEN, key)
    assert (response.status_code, response.json()["code"]) == (400, "bad_request")
    assert not Article.objects.exists()


def test_who_may_not_write_leaves_no_key(account, client):
    assert send(client, "articles/", GIVEN, "a-1").status_code == 401
    assert send(account("readers"), "articles/", GIVEN, "a-1").status_code == 403
    assert send(client, "extract/", {"text": "Words."}, "a-1").status_code == 200
    assert not AnsweredRequest.objects.exists()


def as_page(client, path, data, key):
    headers = {"Idempotency-Key": key, "Accept": "text/html"}
    return client.post(f"/api/v1/{path}", json.dumps(data), content_type="application/json", headers=headers)


def test_a_repeated_answer_comes_in_the_format_asked_for(account):
    client = account("ingestors")
    page, again = as_page(client, "articles/", GIVEN, "a-1"), as_page(client, "articles/", GIVEN, "a-1")
    for answer in (page, again):
        assert (answer.status_code, answer["Content-Type"]) == (201, "text/html; charset=utf-8")
        assert "<title>" in answer.content.decode()
    told = send(client, "articles/", GIVEN, "a-1")
    assert (told.status_code, told["Content-Type"]) == (201, "application/json")
    assert told.json()["headline"] == "Wall"
    assert told["Location"] == page["Location"] == again["Location"]
    assert Article.objects.count() == 1


def test_a_page_that_an_older_version_kept_is_no_json(account):
    client = account("ingestors")
    send(client, "articles/", GIVEN, "a-1")
    AnsweredRequest.objects.update(answer="<!doctype html>")
    again = send(client, "articles/", GIVEN, "a-1")
    assert (again.status_code, again["Content-Type"]) == (201, "text/html; charset=utf-8")


def test_an_answer_without_words_is_repeated(account):
    client = account("curators", "ingestors")
    source = send(client, "sources/", {"address": "https://gazette.example/feed.xml"}, "s").json()
    for _ in range(2):
        gone = client.delete(f"/api/v1/sources/{source['id']}/", headers={"Idempotency-Key": "d"})
        assert (gone.status_code, gone.content) == (204, b"")


def test_what_was_taken_down_is_shown_by_no_kept_answer(account):
    client, curator = account("ingestors"), account("curators")
    told = send(client, "articles/", GIVEN, "a-1").json()
    other = send(client, "articles/", {**GIVEN, "key": "other", "body": "Other words stand here."}, "a-2")
    quotation = told["quotations"][0]
    reason = json.dumps({"channel": "letter"})
    patched = {"content_type": "application/json", "headers": {"Idempotency-Key": "q-1"}}
    address = f"/api/v1/quotations/{quotation['id']}/"
    assert curator.patch(address, reason, **patched).status_code == 200
    request = take_down(Article.objects.get(public_id=told["id"]), user=None, reason="disputed")
    assert request.cleared == {"AnsweredRequest": 2}
    again = send(client, "articles/", GIVEN, "a-1")
    assert (again.status_code, again.json()["detail"]) == (400, "the article was taken down")
    assert curator.patch(address, reason, **patched).status_code == 410
    for answer in (again, curator.patch(address, reason, **patched)):
        assert quotation["text"] not in answer.content.decode()
    same = send(client, "articles/", {**GIVEN, "key": "other", "body": "Other words stand here."}, "a-2")
    assert same.content == other.content


@pytest.mark.parametrize("erased", [False, True])
def test_what_the_machine_said_of_whom_it_named_is_shown_by_no_kept_answer(account, erased):
    curator = account("curators")
    article = store("“It leaks,” said Orla Venn, the mayor of Tolmouth.", key="wall")
    store("“It holds,” said Orla Venn, the mayor of Tolmouth.", key="bridge")
    speaker, others = Entity.objects.get(name="Orla Venn"), [person() for _ in range(4)]
    told = {"score": 0.5, "evidence": ["both mayor of Tolmouth"]}
    pair = DuplicatePair.objects.create(first=speaker, second=others[0], **told)
    beside = DuplicatePair.objects.create(first=others[1], second=others[2], **told)
    undone = merge(others[3], speaker, user=None, reason="Merged because: both mayor of Tolmouth.")
    requests = {
        "p": (f"pairs/{pair.public_id}/decide/", {"verdict": "different"}),
        "m": (f"merges/{undone.public_id}/undo/", {"reason": "two women"}),
        "b": (f"pairs/{beside.public_id}/decide/", {"verdict": "different"}),
    }
    first = {key: send(curator, *request, key) for key, request in requests.items()}
    assert all("both mayor" in answer.content.decode() for answer in first.values())
    if erased:
        request = erase(article.public_id, user=None, reason="asked for")
    else:
        request = take_down(article, user=None, reason="disputed")
    assert request.cleared["AnsweredRequest"] == 2
    again = {key: send(curator, *request, key) for key, request in requests.items()}
    assert [again[key].status_code for key in "pm"] == [409, 409]
    assert not [key for key in "pm" if "both mayor" in again[key].content.decode()]
    # What is said of others stands.
    assert again["b"].content == first["b"].content


@pytest.mark.parametrize("how", ["take down", "erase", "put back"])
def test_what_goes_while_a_request_is_answered_is_kept_in_no_answer(account, edition, monkeypatch, how):
    curator = account("curators")
    other = store("Other words stand here.", key="other")
    take_down(other, user=None, reason="disputed")
    keep = once.finish

    def meanwhile(begun, **answer):
        if how == "take down":
            take_down(edition, user=None, reason="disputed")
        elif how == "erase":
            erase(edition.public_id, user=None, reason="asked for")
        else:
            reinstate(other, user=None, reason="settled")
        keep(begun, **answer)

    monkeypatch.setattr(once, "finish", meanwhile)
    address = f"/api/v1/quotations/{edition.quotations.first().public_id}/"
    given = {"content_type": "application/json", "headers": {"Idempotency-Key": "q-1"}}
    first = curator.patch(address, json.dumps({"channel": "letter"}), **given)
    assert first.status_code == 200
    monkeypatch.undo()
    assert AnsweredRequest.objects.exists() == (how == "put back")
    again = curator.patch(address, json.dumps({"channel": "letter"}), **given)
    assert again.status_code == (200 if how == "put back" else 410)

"""Idempotency-Key: a request that is sent again is carried out once."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.utils import timezone

from corpus.models import AnsweredRequest, Article, Job, Merge
from tests.api.conftest import EDITION, person

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

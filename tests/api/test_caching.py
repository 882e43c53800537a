"""Conditional requests: what is the same is not sent again, and what changed always is."""

from __future__ import annotations

import gzip
import time
from datetime import UTC, datetime

import pytest

from corpus.models import Affiliation, Article, DuplicatePair, Entity, Quotation, Utterance
from corpus.services.merge import merge
from corpus.services.pairs import keep_two
from corpus.services.propose import decline, propose
from corpus.services.review import reject_quotation
from corpus.services.review_affiliation import reject_affiliation
from tests.api.conftest import person
from tests.builders import store

pytestmark = pytest.mark.django_db

PAST = datetime(2024, 1, 1, tzinfo=UTC)


def age():
    """Let all that is stored have been stored long ago."""
    for model in (Article, Entity, Quotation):
        model.objects.update(updated_at=PAST)
    Article.objects.update(extracted_at=PAST)


def test_304_while_nothing_changes(client, edition):
    speaker = edition.quotations.filter(speaker__isnull=False).first().speaker
    for path in ("articles/", f"articles/{edition.public_id}/", "quotations/", "people/", ""):
        first = client.get(f"/api/v1/{path}")
        tag = first["ETag"]
        for header in (tag, f"W/{tag}", f'"other", {tag}', "*"):
            again = client.get(f"/api/v1/{path}", headers={"If-None-Match": header})
            assert (again.status_code, again.content, again["ETag"].removeprefix("W/")) == (304, b"", tag)
        assert client.get(f"/api/v1/{path}", headers={"If-None-Match": '"other"'}).status_code == 200
    address = f"/api/v1/articles/{edition.public_id}/"
    tag = client.get(address)["ETag"]
    assert client.get(address, headers={"Accept": "text/html"})["ETag"] != tag
    # A nested record changes, and so does what is served.
    Entity.objects.filter(pk=speaker.pk).update(name="M. Ellwin")
    assert client.get(address, headers={"If-None-Match": tag}).status_code == 200


def test_304_by_the_time_of_the_last_change(client, edition):
    speaker = edition.quotations.filter(speaker__isnull=False).first().speaker
    age()
    for path in (f"articles/{edition.public_id}/", f"quotations/{edition.quotations.first().public_id}/"):
        address = f"/api/v1/{path}"
        first = client.get(address)
        assert first["Last-Modified"] == "Mon, 01 Jan 2024 00:00:00 GMT"
        for since in (first["Last-Modified"], "Tue, 02 Jan 2024 00:00:00 GMT"):
            again = client.get(address, headers={"If-Modified-Since": since})
            assert (again.status_code, again.content, again["ETag"]) == (304, b"", first["ETag"])
        for since in ("Sun, 31 Dec 2023 00:00:00 GMT", "yesterday"):
            assert client.get(address, headers={"If-Modified-Since": since}).status_code == 200
        # A tag that does not match wins over the time.
        both = {"If-Modified-Since": first["Last-Modified"], "If-None-Match": '"other"'}
        assert client.get(address, headers=both).status_code == 200
        # So does a later change of a record inside.
        Entity.objects.filter(pk=speaker.pk).update(name="M. Ellwin", updated_at=datetime(2024, 1, 3, tzinfo=UTC))
        changed = client.get(address, headers={"If-Modified-Since": first["Last-Modified"]})
        assert (changed.status_code, changed["Last-Modified"]) == (200, "Wed, 03 Jan 2024 00:00:00 GMT")
        Entity.objects.filter(pk=speaker.pk).update(updated_at=PAST)


def test_what_changes_an_answer_changes_its_time(client, edition):
    speaker = edition.quotations.filter(speaker__name="Mara Ellwin").first().speaker

    def since(path):
        return client.get(f"/api/v1/{path}", headers={"If-Modified-Since": "Mon, 01 Jan 2024 00:00:00 GMT"}).status_code

    age()
    person, article = f"people/{speaker.public_id}/", f"articles/{edition.public_id}/"
    assert (since(person), since(article)) == (304, 304)
    store("“The road will be closed until spring,” said Mara Ellwin.", key="another")
    assert since(person) == 200
    age()
    reject_quotation(edition.quotations.filter(speaker=speaker).first(), user=None)
    assert (since(person), since(article)) == (200, 200)


def undated(client, path, change):
    """The answer changes, and no time says that it did not."""
    age()
    address = f"/api/v1/{path}"
    first = client.get(address)
    assert first.status_code == 200
    assert "Last-Modified" not in first
    change()
    since = {"If-Modified-Since": "Mon, 01 Jan 2024 00:00:00 GMT"}
    again = client.get(address, headers=since)
    assert again.status_code == 200
    assert again["ETag"] != first["ETag"]


def test_a_decision_about_a_proposal_is_told(client, edition):
    row = propose(edition.quotations.first(), {"channel": "letter"}, user=None)
    undated(client, f"proposals/{row.public_id}/", lambda: decline(row, user=None, reason="no"))


def test_a_decision_about_a_pair_is_told(account, edition):
    first, second = Entity.objects.people().order_by("pk")[:2]
    row = DuplicatePair.objects.create(first=first, second=second, score=0.5, evidence=["like names"])
    undated(account("readers"), f"pairs/{row.public_id}/", lambda: keep_two(row, user=None, reason="two"))


def test_another_date_of_a_printing_is_told(client, edition):
    row = Utterance.objects.printed().first()

    def dated_otherwise():
        Utterance.objects.filter(pk=row.pk).update(last_at=datetime(2024, 5, 1, tzinfo=UTC))

    undated(client, f"utterances/{row.public_id}/", dated_otherwise)


def test_a_role_that_goes_from_popolo_is_told(client, edition):
    role = Affiliation.objects.get(person__name="Mara Ellwin")
    Affiliation.objects.update(updated_at=PAST)
    path = f"people/{role.person.public_id}/"
    undated(client, f"{path}?format=popolo", lambda: reject_affiliation(role, user=None))
    assert client.get(f"/api/v1/{path}")["Last-Modified"]


def vary(response):
    return {name.strip() for name in response.get("Vary", "").split(",")}


@pytest.mark.parametrize("path", ["", "articles/", "quotations/", "people/", "utterances/", "quotations/{quotation}/"])
def test_what_everybody_is_shown_is_for_shared_caches(client, account, edition, settings, path):
    address = f"/api/v1/{path.format(quotation=edition.quotations.first().public_id)}"
    response = client.get(address, headers={"Cookie": "analytics=1"})
    assert vary(response) == {"Accept", "Accept-Encoding"}
    assert response["Cache-Control"] == "public, max-age=0, must-revalidate"
    settings.SHARED_CACHE_SECONDS = 60
    assert client.get(address)["Cache-Control"] == "public, max-age=0, s-maxage=60, must-revalidate"
    assert account().get(address)["Cache-Control"] == "private, no-cache"
    settings.PUBLIC_READ = False
    known = account("readers").get(address)
    assert known["Cache-Control"] == "private, no-cache"
    assert {"Authorization", "Cookie"} <= vary(known)


@pytest.mark.parametrize("path", ["articles/{article}/", "articles/{article}/history/", "merges/", "proposals/"])
def test_what_some_accounts_see_more_of_varies_by_account(client, edition, path):
    response = client.get(f"/api/v1/{path.format(article=edition.public_id)}")
    assert {"Accept", "Authorization", "Cookie"} <= vary(response)
    assert "public" not in response["Cache-Control"]


def test_pages_for_people_are_for_no_shared_cache(client, edition):
    response = client.get("/api/v1/articles/", headers={"Accept": "text/html", "Accept-Encoding": "gzip"})
    assert {"Accept", "Authorization", "Cookie"} <= vary(response)
    assert "public" not in response["Cache-Control"]
    assert not response.has_header("Content-Encoding")


def test_the_session_of_an_editor_counts(admin_client, edition):
    response = admin_client.get("/api/v1/quotations/")
    assert response["Cache-Control"] == "private, no-cache"


@pytest.mark.cache
def test_errors_are_not_kept(client, edition, settings):
    settings.THROTTLE_EXPENSIVE = 0
    gone, old, new = edition.public_id, person(), person()
    merge(old, new, reason="", user=None)
    Article.objects.update(removed_at=PAST)
    for path, status in (
        (f"people/{old.public_id}/", 308),
        ("people", 308),
        ("people/per_aaaaaaaaaaaaa/", 404),
        ("nothing/", 404),
        (f"articles/{gone}/", 410),
        ("people/?nonsense=1", 400),
        ("people/?format=csv", 429),
    ):
        response = client.get(f"/api/v1/{path}")
        assert (response.status_code, response["Cache-Control"]) == (status, "no-cache")


@pytest.mark.cache
def test_304_has_the_headers_of_the_answer(client, edition):
    first = client.get("/api/v1/articles/")
    again = client.get(
        "/api/v1/articles/", headers={"If-None-Match": first["ETag"], "X-Request-ID": "mine", "Accept-Encoding": "gzip"}
    )
    assert (again.status_code, again["X-Request-ID"]) == (304, "mine")
    for name in ("ETag", "Cache-Control", "Vary", "Link", "RateLimit-Limit", "RateLimit-Reset"):
        assert again[name] == first[name]
    assert not again.has_header("Content-Type")
    assert not again.has_header("Content-Encoding")


def test_a_list_is_the_same_a_second_later(client, edition, monkeypatch):
    first = client.get("/api/v1/quotations/?page_size=1")
    assert first.json()["next"]
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now + 100)
    again = client.get("/api/v1/quotations/?page_size=1", headers={"If-None-Match": first["ETag"]})
    assert again.status_code == 304


def test_compressed_answers(client, edition):
    address = f"/api/v1/articles/{edition.public_id}/"
    plain = client.get(address)
    small = client.get(address, headers={"Accept-Encoding": "br, gzip"})
    assert small["Content-Encoding"] == "gzip"
    assert gzip.decompress(small.content) == plain.content
    assert int(small["Content-Length"]) == len(small.content) < len(plain.content)
    assert small["ETag"] == f"W/{plain['ETag']}"
    assert "Accept-Encoding" in vary(small) & vary(plain)
    for tag in (plain["ETag"], small["ETag"]):
        for coding in ("gzip", "identity"):
            again = client.get(address, headers={"Accept-Encoding": coding, "If-None-Match": tag})
            assert (again.status_code, again["ETag"]) == (304, tag)
    for coding in ("identity", "gzip;q=0", "gzip; q=0.0, br"):
        assert not client.get(address, headers={"Accept-Encoding": coding}).has_header("Content-Encoding")


def test_writes_tell_the_new_tag_and_take_any_of_several(account, edition):
    curator = account("curators")
    quotation = edition.quotations.first()
    address = f"/api/v1/quotations/{quotation.public_id}/"

    def patch(channel, if_match):
        return curator.patch(
            address, {"channel": channel}, content_type="application/json", headers={"If-Match": if_match}
        )

    compressed = curator.get(address, headers={"Accept-Encoding": "gzip"})["ETag"]
    assert compressed.startswith('W/"1-')
    first = patch("letter", compressed)
    assert (first.status_code, first.json()["version"]) == (200, 2)
    assert first["ETag"] == curator.get(address)["ETag"]
    assert patch("email", first["ETag"]).status_code == 200
    assert patch("phone", '"1", W/"3-abc", "7"').status_code == 200
    for stale in ('"3"', '"1", "2"', '"other"', "3"):
        refused = patch("report", stale)
        assert (refused.status_code, refused.json()["code"]) == (412, "stale")
    assert patch("report", "*").status_code == 200


def test_a_stored_article_tells_its_tag(account):
    sent = {"key": "k", "body": "“We have begun,” said Mara Ellwin.", "headline": "Begun"}
    writer = account("ingestors")
    made = writer.post("/api/v1/articles/", sent, content_type="application/json")
    assert made.status_code == 201
    assert made["ETag"] == writer.get(made["Location"])["ETag"]


def test_older_revisions_have_validators(client, edition):
    store("“The wall stays as it is,” said Mara Ellwin.", key=edition.source_key, url=None)
    age()
    Article.objects.update(version=3)
    address = f"/api/v1/articles/{edition.public_id}/?revision=1"
    first = client.get(address)
    assert first.json()["revision"] == 1
    assert first["ETag"].startswith('"3-')
    assert first["Last-Modified"] == "Mon, 01 Jan 2024 00:00:00 GMT"
    since = {"If-Modified-Since": first["Last-Modified"]}
    assert client.get(address, headers=since).status_code == 304
    named = edition.quotations.filter(speaker__name="Mara Ellwin").first() or Quotation.objects.first()
    Entity.objects.filter(pk=named.speaker_id).update(name="M. Ellwin", updated_at=datetime(2024, 1, 3, tzinfo=UTC))
    assert client.get(address, headers=since).status_code == 200

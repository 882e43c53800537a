"""Conditional requests: what is the same is not sent again, and what changed always is."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from corpus.models import Article, Entity, Quotation
from corpus.services.review import reject_quotation
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


def test_answers_vary_by_who_asks(client, edition):
    response = client.get("/api/v1/articles/")
    assert {"Accept", "Authorization", "Cookie"} <= {name.strip() for name in response["Vary"].split(",")}
    assert response["Cache-Control"] == "no-cache"

"""People, organisations and memberships in Popolo: what its schemas know, and nothing else."""

from __future__ import annotations

from datetime import UTC, datetime

import orjson
import pytest
from jsonschema_rs import Draft202012Validator

from api.v1 import streams
from api.v1.serializers.popolo import PopoloPersonSerializer
from corpus.models import Affiliation
from tests.api.conftest import fault, person

pytestmark = pytest.mark.django_db
TEXT, WHEN = {"type": "string", "minLength": 1}, {"type": "string", "format": "date-time"}
DATE = {"type": "string", "pattern": "^[0-9]{4}(-[0-9]{2}){0,2}$"}


def record(required=(), **properties):
    return {"type": "object", "required": list(required), "additionalProperties": False, "properties": properties}


def several(item):
    return {"type": "array", "minItems": 1, "items": item}


SOURCES = several(record(["url"], url={"type": "string", "format": "uri"}, note=TEXT))
MEMBERSHIP = record(
    ["person_id"],
    **dict.fromkeys(("id", "label", "role", "person_id", "organization_id"), TEXT),
    start_date=DATE,
    end_date=DATE,
    sources=SOURCES,
)
COMMON = {
    "id": TEXT,
    "name": TEXT,
    "other_names": several(record(["name"], name=TEXT, note=TEXT, lang=TEXT)),
    "identifiers": several(record(["identifier"], scheme=TEXT, identifier=TEXT)),
    "memberships": several(MEMBERSHIP),
    "sources": SOURCES,
    "created_at": WHEN,
    "updated_at": WHEN,
}
SCHEMAS = {
    "persons": record(["id", "name"], summary=TEXT, **COMMON),
    "organizations": record(["id", "name"], abstract=TEXT, **COMMON),
    "memberships": MEMBERSHIP,
}
ADDRESSES = {"persons": "people", "organizations": "organisations", "memberships": "affiliations"}


@pytest.mark.parametrize("collection", SCHEMAS)
def test_lists_and_records_are_what_the_schemas_know(client, edition, collection):
    validator = Draft202012Validator(SCHEMAS[collection], validate_formats=True)
    page = client.get(f"/api/v1/{ADDRESSES[collection]}/?format=popolo&count=true").json()
    assert page["total"] == len(page[collection]) > 0
    for row in page[collection]:
        alone = client.get(f"/api/v1/{ADDRESSES[collection]}/{row['id']}/?format=popolo").json()
        for one in (row, alone):
            assert not [error.message for error in validator.iter_errors(one)]
        assert row.items() <= alone.items()
    assert not validator.is_valid({**row, "speaker": "x"})


def test_a_person_with_memberships(client, edition):
    role = Affiliation.objects.get(person__name="Joss Pardew")
    began = datetime(2019, 5, 1, tzinfo=UTC)
    Affiliation.objects.filter(pk=role.pk).update(began_at=began, began_precision="month")
    role.person.identifiers.create(scheme="wikidata", value="Q404")
    found = client.get(f"/api/v1/people/{role.person.public_id}/", headers={"Accept": "application/popolo+json"}).json()
    assert found["identifiers"] == [{"scheme": "wikidata", "identifier": "Q404"}]
    [held] = found["memberships"]
    assert held["organization_id"] == role.organisation.public_id
    assert (held["role"], held["start_date"], "end_date" in held) == (role.title, "2019-05", False)
    assert held["sources"] == [
        {"url": f"http://testserver/api/v1/articles/{edition.public_id}/", "note": edition.headline}
    ]
    under = client.get(f"/api/v1/people/{role.person.public_id}/affiliations/?format=popolo").json()
    assert under["memberships"] == [held]
    for query in ("fields=id", "count=estimate", "explain=true"):
        assert fault(client.get(f"/api/v1/people/?format=popolo&{query}"))["code"] == "not_in_format"


def document(client, query=""):
    answer = client.get(f"/api/v1/popolo/{query}")
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/popolo+json")
    return orjson.loads(b"".join(answer.streaming_content))


def test_all_in_one_document(client, edition, monkeypatch):
    monkeypatch.setattr(streams, "ROWS", 2)  # lists that take several chunks
    person("Ana Kerr")  # without a role
    whole = document(client)
    for collection, schema in SCHEMAS.items():
        validator = Draft202012Validator(schema, validate_formats=True)
        assert not [error.message for row in whole[collection] for error in validator.iter_errors(row)]
        listed = client.get(f"/api/v1/{ADDRESSES[collection]}/?format=popolo&page_size=200").json()
        assert whole[collection] == listed[collection]
    assert "Ana Kerr" in {one["name"] for one in whole["persons"]}
    assert len(whole["persons"]) > 2


def test_a_filter_keeps_what_it_finds_and_what_that_names(client, edition):
    role = Affiliation.objects.get(person__name="Joss Pardew")
    person("Ana Kerr")
    found = document(client, f"?organisation={role.organisation.public_id}")
    assert [one["id"] for one in found["memberships"]] == [role.public_id]
    assert [one["id"] for one in found["persons"]] == [role.person.public_id]
    assert [one["id"] for one in found["organizations"]] == [role.organisation.public_id]
    nothing = document(client, "?title__icontains=archdruid")
    assert nothing == {"memberships": [], "persons": [], "organizations": []}
    assert fault(client.get("/api/v1/popolo/?titel=x"))["code"] == "unknown"
    assert fault(client.get("/api/v1/popolo/?page_size=5"))["code"] == "unknown"


def test_a_document_that_breaks_off_is_no_json(client, edition, monkeypatch):
    original = streams.batches

    def failing(read, keys, serializer):
        if isinstance(serializer.child, PopoloPersonSerializer):
            raise ValueError("lost")
        yield from original(read, keys, serializer)

    monkeypatch.setattr(streams, "batches", failing)
    answer, sent = client.get("/api/v1/popolo/"), []
    with pytest.raises(ValueError, match="lost"):
        sent.extend(answer.streaming_content)
    assert sent[-1].endswith(b"not complete")
    with pytest.raises(orjson.JSONDecodeError):
        orjson.loads(b"".join(sent))

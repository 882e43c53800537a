"""If-Match: compared where the description names it, and refused where it would guard against nothing."""

from __future__ import annotations

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from knox.models import AuthToken

from api.v1.views import entities
from corpus.models import Entity
from corpus.services.edit_entity import edit_entity
from corpus.services.subscriptions import subscribe
from tests import answers
from tests.api.conftest import person, send

pytestmark = pytest.mark.django_db

COMPARING = {
    *(("patch", f"{name}/{{id}}/") for name in ("articles", "quotations", "people", "organisations", "affiliations")),
    *(("post", f"{name}/{{id}}/{verb}/") for name in ("people", "organisations") for verb in ("merge", "split")),
    ("patch", "sources/{id}/"),
    ("delete", "sources/{id}/"),
}


def writes() -> dict[tuple[str, str], bool]:
    """What the description says writes something, and whether it takes If-Match."""
    found = {}
    for path, operations in answers.description()["paths"].items():
        for method, operation in operations.items():
            headers = {one["name"] for one in operation.get("parameters", []) if one["in"] == "header"}
            if "Idempotency-Key" in headers:
                found[method, path.removeprefix("/api/v1/")] = "If-Match" in headers
    return found


@pytest.fixture
def master(db) -> Client:
    """An account that may do everything."""
    user = get_user_model().objects.create_superuser("master")
    return Client(headers={"Authorization": f"Token {AuthToken.objects.create(user)[1]}"})


def test_the_description_names_the_writes_that_compare_versions():
    assert {write for write, compares in writes().items() if compares} == COMPARING
    for (method, path), compares in writes().items():
        answered = answers.description()["paths"][f"/api/v1/{path}"][method]["responses"]
        assert ("412" in answered) is compares, path


@pytest.mark.parametrize("header", ['"3"', 'W/"3"', '"3-0123456789ab"', "3"])
def test_every_other_write_refuses_a_version(master, header):
    tried = 0
    for (method, path), compares in writes().items():
        address = path.replace("{id}", "sub_aaaaaaaaaaaaa").replace("{mention}", "men_aaaaaaaaaaaaa")
        answer = send(master, address, {}, method, **{"If-Match": header})
        if compares:
            assert answer.status_code == 404, address
            continue
        assert (answer.status_code, answer.json()["code"]) == (400, "refused"), address
        assert "leave it out" in answer.json()["detail"]
        tried += 1
    assert tried > 15


def test_any_version_is_none_and_reading_minds_no_version(master, client, edition):
    user = get_user_model().objects.get(username="master")
    row = subscribe(user, name="mine", collection="quotations", query="", url="https://hook.example/x")
    path = f"subscriptions/{row.public_id}/"
    for header in ("*", " ", " * "):
        assert send(master, path, {"state": "paused"}, "patch", **{"If-Match": header}).status_code == 200
    refused = send(master, path, {"name": "another"}, "patch", **{"If-Match": '"1"'})
    assert refused.status_code == 400
    assert master.get(f"/api/v1/{path}").json()["name"] == "mine"
    assert send(client, "quotations/search/", {}, **{"If-Match": '"1"'}).status_code == 200
    assert client.get("/api/v1/quotations/", headers={"If-Match": '"1"'}).status_code == 200


@pytest.mark.parametrize("verb", ["merge", "split"])
def test_a_change_between_reading_the_version_and_writing_is_noticed(master, edition, monkeypatch, verb):
    speaker = Entity.objects.get(name="Mara Ellwin")
    other = person("Dagny Ruhl")
    beside = entities.entity_named

    def change_meanwhile(*given):
        edit_entity(speaker, description="the mayor", user=None)
        return beside(*given)

    monkeypatch.setattr(entities, "entity_named", change_meanwhile)
    body = {"into": other.public_id}
    if verb == "split":
        body["quotations"] = [edition.quotations.filter(speaker=speaker).first().public_id]
    refused = send(master, f"people/{speaker.public_id}/{verb}/", body, **{"If-Match": f'"{speaker.version}"'})
    assert (refused.status_code, refused.json()["code"]) == (412, "stale")
    speaker.refresh_from_db()
    assert (speaker.merged_into, speaker.quotation_count) == (None, 2)
    match = {"If-Match": f'"{speaker.version + 1}"'}
    monkeypatch.setattr(entities, "entity_named", beside)
    assert send(master, f"people/{speaker.public_id}/{verb}/", body, **match).status_code == 412
    match = {"If-Match": f'"{speaker.version}"'}
    assert send(master, f"people/{speaker.public_id}/{verb}/", body, **match).status_code == 200

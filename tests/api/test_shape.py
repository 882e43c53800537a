"""fields=, omit= and expand=: what they give, and what they refuse because they contradict each other."""

from __future__ import annotations

import pytest

from tests.api.conftest import fault, quotations
from tests.builders import store

pytestmark = pytest.mark.django_db


def first(client, path):
    response = client.get(f"/api/v1/{path}")
    assert response.status_code == 200, response.content
    return response.json()["results"][0]


@pytest.mark.parametrize(
    ("path", "code", "parameter"),
    [
        ("quotations/?fields=id&expand=speaker", "left_out", "expand"),
        ("quotations/?expand=speaker&omit=speaker", "left_out", "expand"),
        ("quotations/?fields=article.headline&expand=article.publisher", "left_out", "expand"),
        ("articles/?omit=id,url&fields=id", "nothing_left", "omit"),
        ("quotations/?omit=speaker.id,speaker.url,speaker.name,speaker.type", "nothing_left", "omit"),
        ("articles/?fields=quotations.nothing", "unknown_name", "fields"),
    ],
)
def test_what_contradicts_itself_is_refused(client, path, code, parameter):
    found = fault(client.get(f"/api/v1/{path}"))
    assert (found["code"], found["parameter"]) == (code, parameter)


@pytest.mark.parametrize(
    ("path", "inside", "keys"),
    [
        ("articles/?fields=id,quotations.text", ("quotations", 0), {"text"}),
        ("articles/?fields=quotations.speaker.name", ("quotations", 0, "speaker"), {"name"}),
        ("people/?fields=affiliations.title&name=Mara Ellwin", ("affiliations", 0), {"title"}),
        ("quotations/?fields=speaker.affiliations.title&expand=speaker", ("speaker", "affiliations", 0), {"title"}),
        ("affiliations/?expand=article&fields=article.word_count", ("article",), {"word_count"}),
        ("quotations/?omit=speaker.url&fields=speaker", ("speaker",), {"id", "name", "type"}),
    ],
)
def test_what_fields_names_is_there(client, edition, path, inside, keys):
    found = first(client, path.replace(" ", "+"))
    for step in inside:
        found = found[step]
    assert set(found) == keys


def test_an_expanded_list_is_bounded_and_says_where_the_rest_is(client):
    article = store("The wall stands.")
    quotations(article, 60)
    found = first(client, "articles/?expand=quotations")
    assert len(found["quotations"]) == 50
    assert found["quotations_url"] == f"http://testserver/api/v1/articles/{article.public_id}/quotations/"
    assert client.get(found["quotations_url"]).json()["next"]
    assert "quotations_url" not in first(client, "articles/?expand=quotations&omit=quotations_url")
    assert len(client.get(f"/api/v1/articles/{article.public_id}/").json()["quotations"]) == 60


@pytest.mark.parametrize(
    ("path", "parameter", "suggestion"),
    [
        ("articles/?expand=quotations.article.quotations", "expand", "quotations.article"),
        ("articles/?expand=quotations.speaker.affiliations", "expand", "quotations.speaker"),
        (
            "articles/?expand=quotations.article&fields=quotations.article.quotations.text",
            "fields",
            "quotations.article",
        ),
        (
            "articles/?expand=quotations.speaker&fields=id,quotations.speaker.affiliations.title",
            "fields",
            "quotations.speaker",
        ),
        ("people/?expand=affiliations.person.affiliations", "expand", "affiliations.person"),
        ("people/?expand=affiliations.article.quotations", "expand", "affiliations.article"),
        ("articles/art_aaaaaaaaaaaaa/?expand=quotations.article.quotations", "expand", "quotations.article"),
        ("people/per_aaaaaaaaaaaaa/?expand=affiliations.person.affiliations", "expand", "affiliations.person"),
    ],
)
def test_a_list_inside_of_a_list_is_refused_with_what_to_write(client, path, parameter, suggestion):
    found = fault(client.get(f"/api/v1/{path}"))
    assert (found["code"], found["parameter"], found["suggestion"]) == ("too_deep", parameter, suggestion)
    assert f"write out {suggestion!r} alone" in found["detail"]


def test_a_list_inside_of_a_list_is_refused_in_bodies_and_look_ups_too(client):
    asked = {"expand": "quotations.article.quotations"}
    answer = client.post("/api/v1/articles/search/", asked, content_type="application/json")
    assert answer.json()["errors"][0]["pointer"] == "/expand"
    address = "/api/v1/quotations/lookup/?expand=printings.article.quotations"
    found = fault(client.post(address, {"text": "The wall stands."}, content_type="application/json"))
    assert (found["code"], found["suggestion"]) == ("too_deep", "printings.article")


@pytest.mark.parametrize(
    "path",
    [
        "quotations/?expand=speaker.affiliations.article,article.quotations.speaker",
        "articles/?expand=quotations.speaker,quotations.article.publisher",
        "people/?expand=affiliations.organisation,affiliations.article.publisher",
    ],
)
def test_lists_beside_each_other_are_written_out(client, edition, path):
    assert first(client, path)

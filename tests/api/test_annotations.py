"""An article's quotations and mentions as W3C Web Annotations."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

import pytest
from django.utils import timezone

from corpus.models import Mention
from corpus.services.review import reject_quotation
from tests.api.conftest import fault

pytestmark = pytest.mark.django_db

CONTEXT = "http://www.w3.org/ns/anno.jsonld"
MOTIVATIONS = {"describing", "identifying"}
TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z")


def address(article, query: str = "") -> str:
    return f"/api/v1/articles/{article.public_id}/annotations/{query}"


def check_page(page: dict) -> None:
    """What the Web Annotation Data Model requires of a page, its collection and its annotations."""
    assert page["@context"] == CONTEXT
    assert page["type"] == "AnnotationPage"
    collection = page["partOf"]
    assert collection["type"] == "AnnotationCollection"
    assert {*map(type, (collection["label"], collection["total"]))} == {str, int}
    assert isinstance(page["items"], list)
    uris = [
        page["id"],
        collection["id"],
        collection["first"],
        *(page[name] for name in ("next", "prev") if name in page),
    ]
    assert len({page["id"], collection["id"]}) == 2
    for annotation in page["items"]:
        # The context stands at the top alone.
        assert "@context" not in annotation
        assert annotation["type"] == "Annotation"
        assert annotation["motivation"] in MOTIVATIONS
        assert all(TIME.fullmatch(annotation[name]) for name in ("created", "modified") if name in annotation)
        assert annotation["target"]
        uris.append(annotation["id"])
        for body in annotation["body"]:
            check_body(body, uris)
        for target in annotation["target"]:
            assert set(target) == {"type", "source", "styleClass", "selector"}
            assert target["type"] == "SpecificResource"
            uris.append(target["source"])
            position, quote = target["selector"]
            assert position["type"] == "TextPositionSelector"
            assert 0 <= position["start"] < position["end"]
            assert quote["type"] == "TextQuoteSelector"
            assert all(isinstance(quote[name], str) for name in ("exact", "prefix", "suffix"))
    ids = [annotation["id"] for annotation in page["items"]]
    assert len(set(ids)) == len(ids)
    for uri in uris:
        parts = urlsplit(uri)
        assert parts.scheme in ("http", "https")
        assert parts.netloc


def check_body(body: dict, uris: list[str]) -> None:
    """An external resource has an id, a textual body a value, a specific resource a source."""
    needed = {"Dataset": "id", "TextualBody": "value", "SpecificResource": "source"}[body["type"]]
    assert body[needed]
    assert "purpose" not in body or body["type"] != "Dataset"
    uris += [body[name] for name in ("id", "source") if name in body]


def test_the_data_model_is_kept(client, edition):
    for query in ("", "?include=mentions", "?page_size=1", "?include=mentions&page_size=2"):
        answer = client.get(address(edition, query))
        assert answer.status_code == 200, answer.content
        check_page(answer.json())


def test_selectors_lead_to_the_words(client, edition):
    body = edition.current_text.body
    page = client.get(address(edition, "?include=mentions")).json()
    roles = set()
    for annotation in page["items"]:
        for target in annotation["target"]:
            position, quote = target["selector"]
            start, end = position["start"], position["end"]
            roles.add(target["styleClass"])
            assert body[start:end] == quote["exact"]
            assert body[max(0, start - 32) : start] == quote["prefix"]
            assert body[end : end + 32] == quote["suffix"]
            assert target["source"] == f"http://testserver/api/v1/articles/{edition.public_id}/?revision=1"
    assert roles == {"quotation", "speaker", "cue", "mention"}


def test_what_a_quotation_says(client, edition):
    quotation = edition.quotations.order_by("start").first()
    first = client.get(address(edition)).json()["items"][0]
    record = f"http://testserver/api/v1/quotations/{quotation.public_id}/"
    assert first["id"] == f"{record}#annotation"
    assert first["motivation"] == "describing"
    assert first["body"] == [
        {"id": record, "type": "Dataset", "format": "application/json"},
        {
            "type": "TextualBody",
            "purpose": "describing",
            "format": "text/plain",
            "value": "Mara Ellwin, the mayor of Tolmouth (direct quotation)"
            if quotation.speaker_role.startswith("the")
            else "Mara Ellwin, mayor of Tolmouth (direct quotation)",
        },
        {
            "type": "SpecificResource",
            "purpose": "identifying",
            "source": f"http://testserver/api/v1/people/{quotation.speaker.public_id}/",
        },
    ]
    assert [target["styleClass"] for target in first["target"]] == ["quotation", "speaker", "cue"]


def test_mentions(client, edition):
    items = client.get(address(edition, "?include=mentions")).json()["items"]
    mentions = [item for item in items if item["motivation"] == "identifying"]
    assert len(mentions) == Mention.objects.live().filter(text=edition.current_text).count() > 0
    one = Mention.objects.select_related("entity").get(public_id=mentions[0]["id"].rpartition("#")[2])
    assert mentions[0]["body"][0]["id"].endswith(f"/{one.entity.public_id}/")
    starts = [item["target"][0]["selector"][0]["start"] for item in items]
    assert starts == sorted(starts)


@pytest.mark.parametrize("size", [1, 2, 3, 50])
@pytest.mark.parametrize("include", ["", "&include=mentions"])
def test_pages_in_both_directions(client, edition, size, include):
    whole = client.get(address(edition, f"?page_size=200{include}")).json()
    expected = [item["id"] for item in whole["items"]]
    assert len(expected) == whole["partOf"]["total"]
    seen, url, last = [], address(edition, f"?page_size={size}{include}"), None
    while url:
        last = client.get(url).json()
        check_page(last)
        assert len(last["items"]) <= size
        seen += [item["id"] for item in last["items"]]
        url = last.get("next")
    assert seen == expected
    back, url = [item["id"] for item in last["items"]], last.get("prev")
    while url:
        page = client.get(url).json()
        back = [item["id"] for item in page["items"]] + back
        url = page.get("prev")
    assert back == expected


@pytest.mark.parametrize(
    ("accept", "query", "content_type"),
    [
        ("*/*", "", f'application/ld+json; profile="{CONTEXT}"'),
        ("application/ld+json", "", f'application/ld+json; profile="{CONTEXT}"'),
        (f'application/ld+json; profile="{CONTEXT}"', "", f'application/ld+json; profile="{CONTEXT}"'),
        ("application/json", "", "application/json"),
        ("application/json", "?format=jsonld", f'application/ld+json; profile="{CONTEXT}"'),
        ("*/*", "?format=json", "application/json"),
    ],
)
def test_media_types(client, edition, accept, query, content_type):
    answer = client.get(address(edition, query), headers={"accept": accept})
    assert (answer.status_code, answer["Content-Type"]) == (200, content_type)
    check_page(answer.json())


def test_other_media_types(client, edition):
    assert client.get(address(edition), headers={"accept": "image/png"}).status_code == 406
    assert client.get(address(edition), headers={"accept": "text/html"})["Content-Type"].startswith("text/html")


def test_validators(client, edition):
    first = client.get(address(edition))
    assert client.get(address(edition), headers={"If-None-Match": first["ETag"]}).status_code == 304
    assert client.get(address(edition, "?format=json"))["ETag"] != first["ETag"]


def test_what_is_rejected_or_gone(client, edition):
    before = client.get(address(edition)).json()["partOf"]["total"]
    reject_quotation(edition.quotations.first(), user=None)
    page = client.get(address(edition)).json()
    assert page["partOf"]["total"] == len(page["items"]) == before - 1
    edition.refresh_from_db()
    edition.removed_at = timezone.now()
    edition.save()
    assert client.get(address(edition)).status_code == 410
    assert client.get("/api/v1/articles/art_aaaaaaaaaaaaa/annotations/").status_code == 404


@pytest.mark.parametrize(
    ("query", "parameter", "code"),
    [
        ("?include=mention", "include", "unknown_choice"),
        ("?page_size=201", "page_size", "out_of_range"),
        ("?cursor=x", "cursor", "malformed"),
        ("?format=csv", "format", "unknown_choice"),
        ("?ordering=start", "ordering", "unknown"),
    ],
)
def test_wrong_parameters(client, edition, query, parameter, code):
    found = fault(client.get(address(edition, query)))
    assert (found["parameter"], found["code"]) == (parameter, code)


def test_a_cursor_belongs_to_its_query(client, edition):
    following = client.get(address(edition, "?page_size=1")).json()["next"]
    assert fault(client.get(f"{following}&include=mentions"))["code"] == "other_query"

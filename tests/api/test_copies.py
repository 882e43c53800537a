"""Copies in the API: who copies what, what differs, and quotations without those that were printed again."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from corpus.models import Article, Entity
from corpus.models.choices import BodyAccess
from tests.builders import store
from tests.services.test_copies import AGENCY, LEAD, STORY

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def ids(module_rows: Any) -> dict[str, str]:
    """An agency's story, two copies of it, and an article of its own."""
    with module_rows.unblock():
        made = {
            "agency": store(STORY, key="agency", publisher="Tolmouth Agency", published="2024-03-05T09:00:00Z"),
            "cut": store("\n\n".join(AGENCY[:3]), key="cut", headline="Quay to close", published="2024-03-06"),
            "led": store(f"{LEAD}\n\n{STORY}", key="led", publisher="The Kess Herald", published="2024-03-07"),
            "own": store(LEAD, key="own", published="2024-03-08"),
        }
    return {name: row.public_id for name, row in made.items()}


def get(client: Client, path: str, status: int = 200) -> Any:
    answer = client.get(f"/api/v1/{path}")
    assert answer.status_code == status, answer.content
    return answer.json()


def listed(client: Client, ids: dict[str, str], query: str) -> set[str]:
    names = {value: name for name, value in ids.items()}
    return {names[row["id"]] for row in get(client, f"articles/?{query}&fields=id")["results"]}


def test_articles_say_what_they_copy(client: Client, ids: dict[str, str]) -> None:
    agency, cut = get(client, f"articles/{ids['agency']}/"), get(client, f"articles/{ids['cut']}/")
    assert (agency["copy_of"], agency["copies_count"]) == (None, 2)
    assert (cut["copy_of"]["id"], cut["copy_of"]["publisher"]["name"]) == (ids["agency"], "Tolmouth Agency")
    copies = get(client, f"articles/{ids['agency']}/copies/")["results"]
    assert [(one["id"], one["kind"], one["retitled"]) for one in copies] == [
        (ids["cut"], "cut", True),
        (ids["led"], "extended", False),
    ]
    assert (copies[0]["share"], copies[1]["kept"]) == (1, 1)
    assert get(client, f"articles/{ids['own']}/copies/")["results"] == []


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("is_copy=true", {"cut", "led"}),
        ("is_copy=false", {"agency", "own"}),
        ("copy_of={agency}", {"cut", "led"}),
        ("copy_of={cut}", set()),
        ("copy_of__isnull=true", {"agency", "own"}),
        ("copy_kind=extended", {"led"}),
        ("copies_count__gte=1", {"agency"}),
        ("copies_count=0&is_copy=false", {"own"}),
    ],
)
def test_filters(client: Client, ids: dict[str, str], query: str, names: set[str]) -> None:
    assert listed(client, ids, query.format(**ids)) == names


def test_quotations_and_facets_leave_copies_out(client: Client, ids: dict[str, str]) -> None:
    every = get(client, "quotations/?count=true")["count"]
    once = get(client, "quotations/?count=true&article__is_copy=false")["count"]
    again = get(client, "quotations/?count=true&article__is_copy=true")["count"]
    assert (once > 0, again > 0, once + again) == (True, True, every)
    for query, count in (("", every), ("&article__is_copy=false", once)):
        found = get(client, f"quotations/facets/?by=speaker{query}")
        speakers = found["facets"]["speaker"]
        spoken = sum(one["count"] for one in speakers["buckets"]) + speakers["unknown"]
        assert (found["count"], spoken) == (count, count)
    found = get(client, "articles/facets/?by=is_copy&by=copy_of")["facets"]
    assert {one["key"]: one["count"] for one in found["is_copy"]["buckets"]} == {"true": 2, "false": 2}
    assert [(one["key"], one["count"]) for one in found["copy_of"]["buckets"]] == [(ids["agency"], 2)]
    get(client, "quotations/?article__is_copy=perhaps", 400)
    get(client, "articles/?copy_of=art_aaaaaaaaaaaaa", 400)


def test_differences_are_told_word_for_word(client: Client, ids: dict[str, str]) -> None:
    told = get(client, f"articles/{ids['led']}/differences/")
    assert (told["original"]["id"], told["kind"], told["cut"]) == (ids["agency"], "extended", False)
    body = get(client, f"articles/{ids['led']}/")["body"]
    [one] = told["differences"]
    start, end = one["copy_span"]
    assert (one["op"], one["original_span"], body[start:end]) == ("insert", None, one["copy"])
    assert one["copy"].startswith(LEAD[:100])
    [one] = get(client, f"articles/{ids['cut']}/differences/")["differences"]
    assert (one["op"], one["copy"]) == ("delete", "")
    get(client, f"articles/{ids['own']}/differences/", 404)
    Entity.objects.filter(name="The Kess Herald").update(body_access=BodyAccess.NOBODY)
    assert get(client, f"articles/{ids['led']}/differences/")["differences"] is None


def test_an_editor_rules(admin_client: Client, ids: dict[str, str]) -> None:
    def rule(name: str, **body: Any) -> Any:
        return admin_client.patch(f"/api/v1/articles/{ids[name]}/", body, content_type="application/json")

    answer = rule("cut", copy_of=None, section="Harbour", reason="the same reporter")
    assert (answer.status_code, answer.json()["copy_of"], answer.json()["section"]) == (200, None, "Harbour")
    assert get(admin_client, f"articles/{ids['agency']}/")["copies_count"] == 1
    assert rule("own", copy_of=ids["led"]).json()["copy_of"]["id"] == ids["agency"]
    for wrong in ("art_aaaaaaaaaaaaa", ids["own"], 7):
        assert rule("own", copy_of=wrong).status_code in (400, 422)
    log = get(admin_client, f"articles/{ids['cut']}/history/")["results"]
    assert [one["action"] for one in log] == ["edit", "rule copy"]
    answer = admin_client.post(
        f"/api/v1/decisions/{log[1]['id']}/revert/", {"reason": "no"}, content_type="application/json"
    )
    assert answer.status_code == 201, answer.content
    assert Article.objects.get(public_id=ids["cut"]).copy_of is not None


def test_the_page_of_an_article_rules(admin_client: Client, ids: dict[str, str]) -> None:
    row = Article.objects.get(public_id=ids["cut"])
    page = f"/admin/corpus/article/{row.pk}/"
    html = admin_client.get(f"{page}change/").content.decode()
    assert "This is no copy" in html
    assert f"/admin/corpus/article/{row.copy_of_id}/change/" in html
    admin_client.post(f"{page}copy/", {"verdict": "none", "reason": "the same reporter"})
    assert Article.objects.get(pk=row.pk).copy_of is None
    html = admin_client.post(f"{page}copy/", {"verdict": "of", "original": "art_none"}, follow=True).content.decode()
    assert "no such article" in html
    admin_client.post(f"{page}copy/", {"verdict": "again"})
    assert Article.objects.get(pk=row.pk).copy_of_id == row.copy_of_id
    assert Client().post(f"{page}copy/", {"verdict": "none"}).status_code == 302
    assert Article.objects.get(pk=row.pk).copy_of_id == row.copy_of_id

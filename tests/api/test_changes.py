"""The feed of changes: a client that follows it has an exact copy, whatever is done to the corpus."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.db import transaction
from django.test import Client

from corpus.models import Affiliation, Alias, Article, Change, Entity, Merge, Quotation, Told, Utterance
from corpus.models.change import ChangeQuerySet
from corpus.services.edit_article import edit_article
from corpus.services.edit_entity import edit_entity
from corpus.services.erase import erase
from corpus.services.errors import ServiceError
from corpus.services.merge import merge, undo
from corpus.services.review import confirm_quotation, correct_quotation, reject_quotation
from corpus.services.split import split
from corpus.services.take_down import reinstate, take_down
from tests.api.conftest import fault
from tests.builders import store

pytestmark = pytest.mark.django_db
FEED = "/api/v1/changes/"
PEOPLE = ["Mara Ellwin", "Joss Pardew", "Edda Korvane", "Tilo Brandeis", "Orla Fenwick"]
BODIES = ["Norrick Shipping", "Tolmouth Council", "Harbour Trust"]
SAYINGS = [
    "The wall will be rebuilt by spring",
    "Nobody asked the fishermen what they wanted",
    "We owe it to the boats and to the people who sail them",
    "The money is there, and it will be spent",
]
STEPS = 150
# Bringing a new article comes twice as often as what else is done.
WORK = (
    *("bring", "bring", "revise", "retitle", "date", "rename", "alias", "unite", "undo", "part"),
    *("confirm", "correct", "reject", "hide", "show", "erase"),
)


class Mirror:
    """A program that keeps a copy by the feed alone."""

    def __init__(self, page_size: int) -> None:
        self.client, self.page_size, self.cursor = Client(), page_size, ""
        self.records: dict[str, dict[str, Any]] = {}
        self.actions: set[str] = set()

    def follow(self) -> None:
        since = f"&since={self.cursor}" if self.cursor else ""
        address = f"{FEED}?expand=record&page_size={self.page_size}{since}"
        while address:
            answer = self.client.get(address)
            assert answer.status_code == 200, answer.content
            page = answer.json()
            for change in page["results"]:
                self.actions.add(change["action"])
                assert change["action"] != "created" or change["id"] not in self.records
                if change["record"] is None:
                    assert change["action"] in ("merged", "removed")
                    self.records.pop(change["id"], None)
                else:
                    self.records[change["id"]] = change["record"]
            self.cursor, address = page["cursor"], page["next"]


def corpus() -> dict[str, dict[str, Any]]:
    """All records that an address answers with, each in the fields of its list."""
    found = {}
    fields = {"art": "body,quotations,removed"}
    client = Client()
    for path, rows in (
        ("articles", Article.objects.all()),
        ("quotations", Quotation.objects.all()),
        ("people", Entity.objects.people()),
        ("organisations", Entity.objects.organisations()),
        ("affiliations", Affiliation.objects.all()),
        ("utterances", Utterance.objects.all()),
    ):
        for public_id in rows.values_list("public_id", flat=True):
            omit = fields.get(public_id[:3], "")
            answer = client.get(f"/api/v1/{path}/{public_id}/" + ("?omit=body,quotations" if omit else ""))
            assert answer.status_code in (200, 308, 410)
            if answer.status_code == 200:
                found[public_id] = answer.json()
    return found


def text(draw: random.Random) -> dict[str, Any]:
    who, body = draw.sample(PEOPLE, 2), draw.choice(BODIES)
    first, second = draw.sample(SAYINGS, 2)
    return {
        "headline": draw.choice(["Wall to rise", "Board meets", "Harbour in doubt"]),
        "publisher": draw.choice(["The Tolmouth Gazette", "Kerrick Post"]),
        "published": f"2024-0{draw.randint(1, 9)}-1{draw.randint(0, 9)}",
        "authors": draw.sample(["Ana Kerr", "Bo Lindt"], draw.randint(0, 2)),
        "body": f"{body} met on Monday.\n\n“{first},” said {who[0]}, the chair of {body}.\n\n"
        f"“{second},” {who[1]} told {body}. {who[0].split()[1]} said that it was late.",
    }


class Newsroom:
    """What is done to a corpus, drawn by chance. Each step gives whether there was something to do."""

    def __init__(self, seed: int) -> None:
        self.draw = random.Random(seed)
        self.user = get_user_model().objects.create(username="edith", is_superuser=True)

    def one(self, rows: Any) -> Any:
        found = list(rows.order_by("pk"))
        return self.draw.choice(found) if found else None

    def step(self) -> str:
        name = self.draw.choice(WORK)
        try:
            with transaction.atomic():
                getattr(self, name)()
        except ServiceError:
            return ""
        return name

    def bring(self) -> None:
        store(**text(self.draw))

    def revise(self) -> None:
        if article := self.one(Article.objects.readable()):
            store(key=article.source_key, **text(self.draw))

    def retitle(self) -> None:
        if article := self.one(Article.objects.readable()):
            body = article.current_text.body
            store(body, key=article.source_key, headline=f"Late edition {self.draw.randint(1, 99)}")

    def date(self) -> None:
        if article := self.one(Article.objects.readable()):
            edit_article(article, {"section": self.draw.choice(["Harbour", "Town"]), "publisher": None}, user=self.user)

    def rename(self) -> None:
        if entity := self.one(Entity.objects.standing()):
            edit_entity(entity, user=self.user, name=f"{entity.name} {self.draw.randint(2, 9)}", description="Known.")

    def alias(self) -> None:
        if entity := self.one(Entity.objects.standing()):
            edit_entity(entity, user=self.user, add_aliases=[f"Alias {self.draw.randint(1, 999)}"])

    def unite(self) -> None:
        rows = Entity.objects.standing().people() if self.draw.random() < 0.5 else Entity.objects.standing()
        one, other = self.one(rows), self.one(rows)
        if one and one != other:
            merge(one, other, user=self.user)

    def undo(self) -> None:
        if row := self.one(Merge.objects.filter(undone_at__isnull=True)):
            undo(row, user=self.user)

    def part(self) -> None:
        whole = self.one(Entity.objects.standing().people())
        mentions = list(whole.mentions.order_by("pk")[:1]) if whole else []
        if mentions:
            split(whole, user=self.user, mentions=mentions)

    def confirm(self) -> None:
        if row := self.one(Quotation.objects.readable()):
            confirm_quotation(row, user=self.user)

    def reject(self) -> None:
        if row := self.one(Quotation.objects.readable()):
            reject_quotation(row, user=self.user)

    def correct(self) -> None:
        if row := self.one(Quotation.objects.readable()):
            correct_quotation(row, {"speaker": self.one(Entity.objects.standing())}, user=self.user)

    def hide(self) -> None:
        if article := self.one(Article.objects.readable()):
            take_down(article, user=self.user, reason="disputed")

    def show(self) -> None:
        if article := self.one(Article.objects.filter(removed_at__isnull=False)):
            reinstate(article, user=self.user, reason="settled")

    def erase(self) -> None:
        if self.draw.random() < 0.3 and (record := self.one(self.draw.choice([Article.objects, Entity.objects]))):
            erase(record.public_id, user=self.user, reason="asked for")


@pytest.mark.parametrize("seed", range(2))
def test_a_mirror_that_follows_the_feed_is_an_exact_copy(settings: Any, seed: int) -> None:
    settings.THROTTLE = False
    newsroom, mirror = Newsroom(seed), Mirror(page_size=7)
    done: set[str] = set()
    for number in range(1, STEPS + 1):
        done.add(newsroom.step())
        if newsroom.draw.random() < 0.3:
            mirror.follow()
        if number % 50 == 0:
            mirror.follow()
            assert mirror.records == corpus()
    assert len(done) > 12
    assert mirror.actions == {"created", "updated", "merged", "removed"}
    assert len(mirror.records) > 50
    anew = Mirror(page_size=200)
    anew.follow()
    assert anew.records == mirror.records


def told(client: Client, **given: Any) -> list[tuple[str, str]]:
    answer = client.get(FEED, {"page_size": 200, **given})
    assert answer.status_code == 200, answer.content
    return [(row["type"], row["action"]) for row in answer.json()["results"]]


def end(client: Client) -> str:
    page = client.get(f"{FEED}?since=now").json()
    assert (page["results"], page["next"]) == ([], None)
    return page["cursor"]


def test_an_untouched_corpus_tells_nothing(client: Client) -> None:
    article = store()
    since = end(client)
    assert told(client, since=since) == []
    # The same document again, and what changes nothing that anybody sees.
    store(article.current_text.body, key=article.source_key)
    Quotation.objects.update(review_priority=3)
    assert told(client, since=since) == []


def test_what_a_record_shows_of_another_counts_as_its_own(client: Client) -> None:
    store("“We have begun to look into it,” said Mara Ellwin, the mayor of Tolmouth.")
    since = end(client)
    Entity.objects.filter(name="The Tolmouth Gazette").update(name="The Gazette")
    assert set(told(client, since=since)) == {
        ("organisation", "updated"),
        ("article", "updated"),
        ("quotation", "updated"),
        ("affiliation", "updated"),
    }
    since = end(client)
    Entity.objects.filter(name="Mara Ellwin").update(name="Maribel Ellwin")
    assert {kind for kind, _ in told(client, since=since)} == {"person", "quotation", "affiliation", "utterance"}


def test_rows_written_past_the_services_are_told(client: Client) -> None:
    store()
    since = end(client)
    entity = Entity.objects.get(name="Mara Ellwin")
    # On SQLite a trigger takes over how conflicts are met from what fires it.
    Alias.objects.bulk_create([Alias(entity=entity, name="M. Ellwin", name_key="m. ellwin")], ignore_conflicts=True)
    assert told(client, since=since) == [("person", "updated")]
    since = end(client)
    Alias.objects.filter(name="M. Ellwin").delete()
    assert told(client, since=since) == [("person", "updated")]


def test_a_change_that_is_rolled_back_was_none(client: Client) -> None:
    store()
    since = end(client)
    with transaction.atomic():
        Entity.objects.update(description="Unknown.")
        transaction.set_rollback(True)
    assert told(client, since=since) == []


def test_of_some_types_alone(client: Client) -> None:
    store()
    assert {kind for kind, _ in told(client, type=["person", "article"])} == {"person", "article"}
    assert told(client, type="article") == [("article", "created")]


def test_who_asks_for_some_types_looks_through_each_stretch_once(client: Client) -> None:
    store()
    for name in ("known", "seen", "heard"):
        Entity.objects.update(description=name)
        for query in ({"type": "article"}, {"type": "article", "since": end(client)}):
            assert client.get(FEED, query).json()["cursor"] == end(client)
    store("It rained in Tolmouth all day.")
    first = client.get(FEED, {"type": "article", "page_size": 1}).json()
    assert first["next"].endswith(f"since={first['cursor']}")
    assert int(first["cursor"]) < int(end(client))
    assert [one["action"] for one in client.get(first["next"]).json()["results"]] == ["created"]


def test_what_is_told_while_a_page_is_read_comes_with_the_next(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    store()
    since, read = end(client), ChangeQuerySet.told

    def slow(self: ChangeQuerySet, position: int) -> list[Told]:
        found = read(self, position)
        Article.objects.update(section="Harbour")
        return found

    with monkeypatch.context() as patch:
        patch.setattr(ChangeQuerySet, "told", slow)
        cursor = client.get(FEED, {"type": "utterance", "since": since}).json()["cursor"]
    assert told(client, type="article", since=cursor) == [("article", "updated")]


@pytest.mark.parametrize(
    ("query", "parameter", "code"),
    [
        ("since=yesterday", "since", "malformed"),
        ("since=-1", "since", "malformed"),
        ("since=99999999", "since", "out_of_range"),
        ("since=1&since=2", "since", "repeated"),
        ("type=author", "type", "unknown_choice"),
        ("expand=speaker", "expand", "unknown_name"),
        ("page_size=0", "page_size", "out_of_range"),
        ("cursor=12", "cursor", "unknown"),
    ],
)
def test_what_is_not_understood_is_refused(client: Client, query: str, parameter: str, code: str) -> None:
    found = fault(client.get(f"{FEED}?{query}"))
    assert (found["parameter"], found["code"]) == (parameter, code)


def test_a_page_takes_few_queries(client: Client, django_assert_max_num_queries: Callable[..., Any]) -> None:
    for _ in range(3):
        store(headline="Again", **{"published": None})
    with django_assert_max_num_queries(8):
        client.get(f"{FEED}?page_size=200")
    with django_assert_max_num_queries(24):
        client.get(f"{FEED}?page_size=200&expand=record")


def test_places_only_grow() -> None:
    store()
    before = dict(Change.objects.values_list("record", "pk"))
    Entity.objects.update(description="Known.")
    after = dict(Change.objects.values_list("record", "pk"))
    entities = [name for name in before if name[:3] in ("per", "org")]
    assert min(after[name] for name in entities) > max(before.values())
    assert {name: after[name] for name in before if name not in entities} == {
        name: place for name, place in before.items() if name not in entities
    }

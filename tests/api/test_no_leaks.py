"""An article that was taken down shows in no answer of any address, whoever else is named in it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.db import models
from django.db.models import QuerySet
from django.test import Client
from knox.models import AuthToken

from api.v1 import facet, listings
from corpus.models import (
    Affiliation,
    Article,
    Decision,
    DuplicatePair,
    Entity,
    Job,
    Mention,
    Merge,
    Proposal,
    Quotation,
    Source,
    Subscription,
    Utterance,
)
from corpus.models.ids import IdType, fresh
from corpus.services.acquaintance import Known
from corpus.services.add_entity import add_entity
from corpus.services.duplicates import mark_different
from corpus.services.edit_article import edit_article
from corpus.services.erase import erase
from corpus.services.merge import merge
from corpus.services.propose import propose
from corpus.services.review import confirm_quotation, correct_quotation
from corpus.services.review_affiliation import confirm_affiliation
from corpus.services.review_mention import confirm_mention
from corpus.services.sources import add_source
from corpus.services.split import split
from corpus.services.subscriptions import subscribe
from corpus.services.take_down import reinstate, take_down
from corpus.services.verify import verify
from tests import answers
from tests.api.conftest import send
from tests.api.test_facets import COLLECTIONS
from tests.builders import store

pytestmark = pytest.mark.django_db

HIDDEN = (
    "“The quixotic lighthouse will be sold by spring,” said Orla Venn, the director of the Lantern Guild. “It leaks,” "
    "Piet Harrow, a keeper at the Lantern Guild, told Orla Venn."
)
STANDING = (
    "“The new bridge will open next summer,” said Orla Venn, the mayor of Tolmouth, to Mara Ellwin of the Bridge Board."
)
SECRETS = ("quixotic", "lighthouse", "It leaks", "the director")
LISTINGS = {name: getattr(listings, name.upper()) for name in COLLECTIONS}


@pytest.fixture
def corpus(django_user_model: type[models.Model]) -> Article:
    store(STANDING, key="bridge", publisher="The Herald")
    store(STANDING, key="bridge copied", publisher="The Tolmouth Gazette")
    hidden = store(HIDDEN, key="light", headline="A lighthouse goes", publisher="The Herald")
    editor: Any = django_user_model._default_manager.create(username="edith", is_superuser=True)
    for words in ("quixotic", "new bridge"):
        quotation = Quotation.objects.filter(words__contains=words).earliest("pk")
        told = "the lighthouse" if words == "quixotic" else "the bridge"
        correct_quotation(quotation, {"channel": "email"}, user=editor, reason=f"{told} papers")
        propose(quotation, {"channel": "phone"}, user=editor, reason=f"{told} call")
    speaker = Entity.objects.get(name="Orla Venn")
    why = "Merged because: one is the director, the other the director of the Lantern Guild."
    merge(add_entity("person", "Orla J. Venn", user=editor), speaker, user=None, reason=why)
    other = add_entity("person", "Orla Penn", user=editor)
    DuplicatePair.objects.create(first=speaker, second=other, score=0.5, evidence=["one is the director", "like names"])
    mark_different(other, add_entity("person", "Orla Renn", user=editor), user=editor, reason="two women")
    add_source("https://herald.example/feed.xml")
    subscribe(editor, name="Bridges", collection="quotations", query="q=bridge", url="https://herald.example/hook")
    Job.objects.create(public_id=fresh(IdType.JOB), created_by=editor, total=1)
    return hidden


@pytest.fixture
def staff(corpus: Article) -> Client:
    """The account that may see everything."""
    _, token = AuthToken.objects.create(get_user_model().objects.get(username="edith"))
    return Client(headers={"Authorization": f"Token {token}"})


def ids(article: Article) -> dict[str, list[str]]:
    """Public ids of what was read from the article, and of what is said about that, by collection."""
    quotations = Quotation.objects.filter(article=article)
    found: dict[str, QuerySet[Any]] = {
        "articles": Article.objects.filter(pk=article.pk),
        "quotations": quotations,
        "affiliations": Affiliation.objects.filter(text__article=article),
        "utterances": Utterance.objects.filter(quotations__article=article),
        "mentions": Mention.objects.filter(text__article=article),
        "proposals": Proposal.objects.filter(quotation__article=article),
    }
    told = {name: [*rows.values_list("public_id", flat=True)] for name, rows in found.items()}
    about = Decision.objects.filter(record__in=[one for some in told.values() for one in some])
    return {**told, "decisions": [*about.values_list("public_id", flat=True)]}


# The records that the addresses with an id are asked for, by collection.
ASKED: dict[str, Callable[[], QuerySet[Any]]] = {
    "articles": Article.objects.all,
    "quotations": Quotation.objects.all,
    "people": lambda: Entity.objects.standing().filter(type="person"),
    "organisations": lambda: Entity.objects.standing().filter(type="organisation"),
    "affiliations": Affiliation.objects.all,
    "utterances": Utterance.objects.all,
    "merges": Merge.objects.all,
    "decisions": Decision.objects.all,
    "proposals": Proposal.objects.all,
    "pairs": DuplicatePair.objects.all,
    "sources": Source.objects.all,
    "subscriptions": Subscription.objects.all,
    "jobs": Job.objects.all,
}
FEED = "/api/v1/changes/"
TOLD = {"id", "type", "url", "action", "survivor", "at", "record"}


def standing_beside(own: dict[str, list[str]]) -> dict[str, list[str]]:
    """The records that are asked for, less the article's own."""
    return {
        name: [one for one in rows().values_list("public_id", flat=True) if one not in own.get(name, ())]
        for name, rows in ASKED.items()
    }


def addresses(own: dict[str, list[str]]) -> Iterator[str]:
    """Every address that reads, of all that stands: the description names them."""
    standing = standing_beside(own)
    entities = {name: standing[name] for name in ("people", "organisations")}
    for template, operations in answers.description()["paths"].items():
        if "get" not in operations:
            continue
        path, collection = template, template.split("/")[3]
        if path.endswith("/facets/"):
            for name in COLLECTIONS[collection].table:
                yield f"{path}?by={name}"
        elif "{" in path:
            assert collection in standing, f"{path} is asked for no record: say in ASKED for which"
            filled = [path.replace("{id}", one) for one in standing[collection]]
            assert not [one for one in filled if "{" in one], f"{path} has a part that this test cannot fill"
            yield from filled
        elif path == FEED:
            yield f"{path}?expand=record&page_size=200"
        elif collection == "autocomplete":
            yield from (f"{path}?q={word}" for word in ("li", "lan", "or", "pi"))
        elif "/reconcile/suggest/" in path:
            yield from (f"{path}?prefix={word}" for word in ("li", "lan", "or", "pi"))
        elif collection in LISTINGS:
            listing = LISTINGS[collection]
            for format in ("json", *listing.formats):
                yield f"{path}?format={format}"
            if members := listing.serializer.expandable:
                yield f"{path}?page_size=200&expand={','.join(members)}"
            if listing.snippets:
                yield from (f"{path}?q={word}&highlight=true" for word in ("spring", "leaks", "orla", "tolmouth"))
            for people in entities.values():
                for one in people:
                    if "mentions" in listing.filterset.base_filters:
                        yield f"{path}?mentions={one}&count=true"
                    if "speaker" in listing.filterset.base_filters:
                        yield f"{path}?speaker={one}&count=estimate"
        else:
            yield path


def told(client: Client, path: str) -> str:
    answer = client.get(path)
    # What is no copy has nothing to be compared with.
    nothing = (404,) if path.endswith("/differences/") else ()
    assert answer.status_code in (200, 401, 403, *nothing), path
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content  # type: ignore[attr-defined]
    return content.decode()


def standing_in(feed: Any) -> str:
    """The feed of changes without the ids that it tells to be removed: of these it says nothing else."""
    removed = [one for one in feed["results"] if one["action"] == "removed"]
    assert all(set(one) == TOLD and one["record"] is None and one["survivor"] is None for one in removed)
    return json.dumps([one for one in feed["results"] if one["action"] != "removed"])


def leaks(
    client: Client, own: dict[str, list[str]], secrets: tuple[str, ...], shown: dict[str, list[str]] | None = None
) -> list[str]:
    """Addresses whose answers hold something of the article: secrets, or ids of its own; those in ``shown`` alone."""
    found = []
    named = [*secrets, *(one for some in (own if shown is None else shown).values() for one in some)]
    for path in addresses(own):
        text = told(client, path).replace(path, "")
        if path.startswith(FEED):
            text = standing_in(json.loads(text))
        found += [f"{path}: {secret}" for secret in named if secret in text]
    return found


def templates(lines: list[str]) -> set[str]:
    """What leaked where, without the ids."""
    return {line.partition("?")[0].partition(":")[0] for line in lines}


@pytest.mark.parametrize("who", ["anybody", "staff"])
def test_no_address_tells_of_it(
    client: Client, staff: Client, corpus: Article, monkeypatch: pytest.MonkeyPatch, settings: Any, who: str
) -> None:
    settings.THROTTLE = False
    monkeypatch.setattr(facet, "FEW_ROWS", 1)  # the counts by month are read too
    asking, own = staff if who == "staff" else client, ids(corpus)
    assert all(own.values())
    assert all(standing_beside(own).values()), "addresses of some records are not asked at all"
    before = templates(leaks(asking, own, SECRETS))
    assert len(before) > 15, "nothing shows it while it stands, so that nothing is tried"
    shown = {path.split("/")[3] for path in before}
    assert shown > {"merges", "people"} | ({"pairs"} if who == "staff" else set())
    take_down(corpus, user=None, reason="court order")
    assert leaks(asking, own, SECRETS) == []
    for template, operations in answers.description()["paths"].items():
        collection = template.split("/")[3]
        if "get" in operations and "{" in template and collection in own:
            for one in own[collection]:
                answer = asking.get(template.replace("{id}", one))
                assert answer.status_code == 410, template.replace("{id}", one)
                assert not [secret for secret in SECRETS if secret in answer.content.decode()]
    reinstate(Article.objects.get(pk=corpus.pk), user=None, reason="order lifted")
    assert templates(leaks(asking, own, SECRETS)) == before
    assert list(verify()) == []


def test_reasons_of_people_stay(client: Client, corpus: Article, django_user_model: Any) -> None:
    """What an editor wrote of the same records is the editor's to change."""
    editor = django_user_model.objects.get(username="edith")
    merged = merge(
        add_entity("person", "O. Venn", user=editor),
        Entity.objects.get(name="Orla Venn"),
        user=editor,
        reason="she signs so",
    )
    take_down(corpus, user=None, reason="court order")
    told = {row["id"]: row["reason"] for row in client.get("/api/v1/merges/").json()["results"]}
    assert sorted(told.values(), key=str) == [None, "she signs so"]
    assert client.get(f"/api/v1/merges/{merged.public_id}/?fields=reason").json() == {"reason": "she signs so"}


def test_what_was_taken_down_is_no_reason(corpus: Article) -> None:
    """A merge that comes later knows nothing of it, so that it has nothing to withhold."""
    speaker = Entity.objects.get(name="Orla Venn")
    assert any("director" in role.title for role in Known(speaker).roles)
    take_down(corpus, user=None, reason="court order")
    assert ["mayor" in role.title for role in Known(speaker).roles] == [True]
    assert len(Known(speaker).texts) == 2


def test_a_split_does_not_name_it(client: Client, corpus: Article, django_user_model: Any) -> None:
    editor, speaker = django_user_model.objects.get(username="edith"), Entity.objects.get(name="Orla Venn")
    split(speaker, articles=[corpus], user=editor, reason="another one")
    path = f"/api/v1/people/{speaker.public_id}/history/"
    assert client.get(path).json()["results"][0]["after"]["articles"] == [corpus.public_id]
    take_down(corpus, user=None, reason="court order")
    assert client.get(path).json()["results"][0]["after"]["articles"] == []


@pytest.mark.parametrize("kind", ["quotation", "mention", "affiliation", "article"])
def test_a_decision_goes_with_its_record(client: Client, corpus: Article, curator: Client, kind: str) -> None:
    editor = curator.user
    if kind == "quotation":
        record = confirm_quotation(Quotation.objects.get(words__contains="leaks"), user=editor)
    elif kind == "mention":
        record = confirm_mention(Mention.objects.filter(text__article=corpus).first(), user=editor)
    elif kind == "affiliation":
        record = confirm_affiliation(Affiliation.objects.filter(text__article=corpus).first(), user=editor)
    else:
        record = edit_article(corpus, {"section": "Sea"}, user=editor)
    path = f"/api/v1/decisions/{Decision.objects.filter(record=record.public_id).first().public_id}/"
    assert client.get(path).status_code == 200
    take_down(corpus, user=None, reason="court order")
    assert (client.get(path).status_code, client.get(path).json()["code"]) == (410, "removed")
    assert send(curator, f"{path.removeprefix('/api/v1/')}revert/", {}).status_code == 410
    reinstate(Article.objects.get(pk=corpus.pk), user=None, reason="order lifted")
    assert client.get(path).status_code == 200
    erase(corpus.public_id, user=None, reason="asked for")
    assert client.get(path).status_code == 410


@pytest.mark.parametrize("collection", ["articles", "quotations"])
def test_no_search_by_a_body_finds_it(client: Client, corpus: Article, collection: str) -> None:
    take_down(corpus, user=None, reason="court order")
    for body in ({"q": "lighthouse OR leaks OR spring"}, {"where": {"publisher": corpus.publisher.public_id}}):  # type: ignore[union-attr]
        answer = client.post(f"/api/v1/{collection}/search/", json.dumps(body), content_type="application/json")
        assert answer.status_code in (200, 400)
        assert not [secret for secret in SECRETS if secret in json.dumps(answer.json().get("results", []))]

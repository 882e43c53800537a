"""An article that was taken down shows in no answer of any address, whoever else is named in it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import models
from django.test import Client

from api.v1 import facet, listings
from corpus.models import Affiliation, Article, Entity, Mention, Quotation, Utterance
from corpus.services.propose import propose
from corpus.services.review import correct_quotation
from corpus.services.take_down import reinstate, take_down
from tests import answers
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
    hidden = store(HIDDEN, key="light", headline="A lighthouse goes", publisher="The Herald")
    editor: Any = django_user_model._default_manager.create(username="edith", is_superuser=True)
    quotation = Quotation.objects.get(words__contains="quixotic")
    correct_quotation(quotation, {"channel": "email"}, user=editor, reason="the lighthouse papers")
    propose(quotation, {"channel": "phone"}, user=editor, reason="the lighthouse call")
    return hidden


def ids(article: Article) -> dict[str, list[str]]:
    """Public ids of what was read from the article, by collection."""
    return {
        "articles": [article.public_id],
        "quotations": [*Quotation.objects.filter(article=article).values_list("public_id", flat=True)],
        "affiliations": [*Affiliation.objects.filter(text__article=article).values_list("public_id", flat=True)],
        "utterances": [*Utterance.objects.filter(quotations__article=article).values_list("public_id", flat=True)],
        "mentions": [*Mention.objects.filter(text__article=article).values_list("public_id", flat=True)],
    }


FEED = "/api/v1/changes/"
TOLD = {"id", "type", "url", "action", "survivor", "at", "record"}


def addresses(own: dict[str, list[str]]) -> Iterator[str]:
    """Every address that reads, of all that stands: the description names them."""
    entities = {
        "people": [*Entity.objects.filter(type="person").values_list("public_id", flat=True)],
        "organisations": [*Entity.objects.filter(type="organisation").values_list("public_id", flat=True)],
    }
    standing = entities | {
        "articles": [*Article.objects.filter(removed_at=None).values_list("public_id", flat=True)],
        "quotations": [*Quotation.objects.exclude(public_id__in=own["quotations"]).values_list("public_id", flat=True)],
    }
    for template, operations in answers.description()["paths"].items():
        if "get" not in operations:
            continue
        path, collection = template, template.split("/")[3]
        if path.endswith("/facets/"):
            for name in COLLECTIONS[collection].table:
                yield f"{path}?by={name}"
        elif "{id}" in path:
            for one in standing.get(collection, ()):
                yield path.replace("{id}", one)
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


def leaks(client: Client, own: dict[str, list[str]], secrets: tuple[str, ...]) -> list[str]:
    """Addresses whose answers hold something of the article."""
    found = []
    named = [*secrets, *(one for some in own.values() for one in some)]
    for path in addresses(own):
        text = told(client, path).replace(path, "")
        if path.startswith(FEED):
            text = standing_in(json.loads(text))
        found += [f"{path}: {secret}" for secret in named if secret in text]
    return found


def test_no_address_tells_of_it(
    client: Client, corpus: Article, monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    settings.THROTTLE = False
    monkeypatch.setattr(facet, "FEW_ROWS", 1)  # the counts by month are read too
    own = ids(corpus)
    assert all(own.values())
    before = {line.partition("?")[0].partition(":")[0] for line in leaks(client, own, SECRETS)}
    assert len(before) > 15, "nothing shows it while it stands, so that nothing is tried"
    take_down(corpus, user=None, reason="court order")
    assert leaks(client, own, SECRETS) == []
    for collection, found in own.items():
        for one in found if collection != "mentions" else ():
            assert client.get(f"/api/v1/{collection}/{one}/").status_code in (404, 410), (collection, one)
    for sub in ("history/", "verify/", "proposals/"):
        for one in own["quotations"]:
            answer = client.get(f"/api/v1/quotations/{one}/{sub}")
            assert answer.status_code in (401, 403, 404, 410), sub
    reinstate(Article.objects.get(pk=corpus.pk), user=None, reason="order lifted")
    again = {line.partition("?")[0].partition(":")[0] for line in leaks(client, own, SECRETS)}
    assert again == before


@pytest.mark.parametrize("collection", ["articles", "quotations"])
def test_no_search_by_a_body_finds_it(client: Client, corpus: Article, collection: str) -> None:
    take_down(corpus, user=None, reason="court order")
    for body in ({"q": "lighthouse OR leaks OR spring"}, {"where": {"publisher": corpus.publisher.public_id}}):  # type: ignore[union-attr]
        answer = client.post(f"/api/v1/{collection}/search/", json.dumps(body), content_type="application/json")
        assert answer.status_code in (200, 400)
        assert not [secret for secret in SECRETS if secret in json.dumps(answer.json().get("results", []))]

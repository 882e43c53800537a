"""An article that was taken down, beside those that copy it, that it copies, and that were ruled to be its copies."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.db import models
from django.test import Client

from corpus.models import Article, Decision
from corpus.services.revert import revert
from corpus.services.rule_copy import rule_copy
from corpus.services.take_down import reinstate, take_down
from tests.api.test_no_leaks import ids, leaks
from tests.builders import store
from tests.services.test_copies import AGENCY, LEAD, STORY

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture
def editor(django_user_model: type[models.Model]) -> Any:
    return django_user_model._default_manager.create(username="edith", is_superuser=True)


@pytest.fixture
def corpus(editor: Any) -> dict[str, Article]:
    """An original, the copies that are found, one that was ruled to be a copy, and one that was ruled to be none."""
    made = {
        "agency": store(STORY, key="agency", publisher="Tolmouth Agency", published="2024-03-05T09:00:00Z"),
        "cut": store("\n\n".join(AGENCY[:3]), key="cut", headline="Quay to close", published="2024-03-06"),
        "led": store(f"{LEAD}\n\n{STORY}", key="led", publisher="The Kess Herald", published="2024-03-07"),
        "own": store(LEAD, key="own", headline="Cranes", published="2024-03-08"),
        "free": store(f"{STORY}\n\n{LEAD}", key="free", headline="Free", published="2024-03-09"),
    }
    rule_copy(made["own"], made["agency"], user=editor, reason="as they say themselves")
    rule_copy(made["free"], None, user=editor, reason="their own reporter")
    rule_copy(made["free"], made["agency"], user=editor, reason="or not")
    rule_copy(made["led"], made["own"], user=editor, reason="by way of them")
    return {name: Article.objects.get(pk=row.pk) for name, row in made.items()}


@pytest.mark.parametrize("name", ["agency", "cut", "own"])
@pytest.mark.parametrize("who", ["anybody", "an editor"])
def test_no_address_tells_of_it(
    client: Client, corpus: dict[str, Article], editor: Any, settings: Any, name: str, who: str
) -> None:
    settings.THROTTLE = False
    if who == "an editor":
        client.force_login(editor)
    hidden = corpus[name]
    own = ids(hidden)
    shared = {key: found for key, found in own.items() if key in ("articles", "quotations", "mentions")}
    before = leaks(client, own, (), shared)
    paths = {line.rpartition(": ")[0].partition("?")[0] for line in before}
    told = {path.rstrip("/").rpartition("/")[2] for path in paths}
    assert {"articles", "changes"} <= told, told
    if name == "agency":
        assert {"differences", "facets", "history"} <= told, told
    take_down(hidden, user=editor, reason="court order")
    if name == "agency":
        again = rule_copy(corpus["own"], None, user=editor, reason="none")
        revert(Decision.objects.filter(record=again.public_id).first(), user=editor, reason="what stood before")
    assert leaks(client, own, (), shared) == []
    for copy in (one for one in corpus.values() if one.pk != hidden.pk):
        answer = client.get(f"/api/v1/articles/{copy.public_id}/differences/")
        assert hidden.public_id not in answer.content.decode()
    reinstate(Article.objects.get(pk=hidden.pk), user=editor, reason="order lifted")
    again_told = {line.rpartition(": ")[0].partition("?")[0] for line in leaks(client, own, (), shared)}
    assert paths <= again_told


def test_a_decision_about_it_is_not_told(client: Client, corpus: dict[str, Article], editor: Any) -> None:
    client.force_login(editor)
    hidden = corpus["agency"]
    history = client.get(f"/api/v1/articles/{corpus['own'].public_id}/history/").json()["results"]
    assert history[0]["after"] == {"copy_of": hidden.public_id}
    take_down(hidden, user=editor, reason="court order")
    for one in ("own", "free"):
        history = client.get(f"/api/v1/articles/{corpus[one].public_id}/history/").json()["results"]
        assert history
        for decision in history:
            alone = client.get(f"/api/v1/decisions/{decision['id']}/").json()
            assert hidden.public_id not in json.dumps([decision, alone])

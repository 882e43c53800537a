"""The page of an article shows nobody what the same account may not see elsewhere."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.contrib.auth.models import Group, User
from django.test import Client
from django.urls import reverse

from corpus.models import Article, ArticleText
from corpus.services.edit_entity import edit_entity
from tests.builders import store

WORDS = "The council met.\n\nSign up for our newsletter!\n\n“It rained all day long,” said Mara Ellwin of Tolmouth."
CUT = "Sign up"


@pytest.fixture
def article(db: None) -> Article:
    return store(WORDS, key="rain", publisher="The Herald")


@pytest.fixture
def page(article: Article) -> Callable[..., str]:
    """The article's page as somebody of the group sees it."""

    def shown(group: str, query: str = "") -> str:
        user, _ = User.objects.get_or_create(username=group, is_staff=True)
        user.groups.set([Group.objects.get(name=group)])
        client = Client()
        client.force_login(user)
        answer = client.get(reverse("admin:corpus_article_change", args=[article.pk]) + query)
        assert answer.status_code == 200
        return answer.content.decode()

    return shown


@pytest.mark.parametrize(
    ("access", "seers"),
    [
        ("everyone", {"contributors", "curators", "ingestors", "readers"}),
        ("tokens", {"contributors", "curators", "ingestors", "readers"}),
        ("nobody", {"curators", "ingestors"}),
    ],
)
def test_closed_words_are_shown_to_those_who_may_change_articles(
    article: Article, page: Callable[..., str], access: str, seers: set[str]
) -> None:
    edit_entity(article.publisher, body_access=access, user=User.objects.create(username="edith"))
    text = ArticleText.objects.get(article=article)
    quotation = article.quotations.get()
    for group in Group.objects.values_list("name", flat=True):
        for query in ("", f"?revision={text.revision}", f"?open={quotation.public_id}"):
            html = page(group, query)
            assert ("The council met." in html) == (group in seers), (group, query)
            assert ("keeps the whole words" in html) == (group not in seers), (group, query)


def test_what_was_cut_is_shown_to_those_who_see_removed_passages(page: Callable[..., str]) -> None:
    found = {group: CUT in page(group) for group in Group.objects.values_list("name", flat=True)}
    assert found == {"contributors": False, "curators": True, "ingestors": False, "readers": False}


def test_raw_documents_are_named_to_those_who_see_them(page: Callable[..., str]) -> None:
    found = {group: "Raw documents (" in page(group) for group in Group.objects.values_list("name", flat=True)}
    assert found == {"contributors": False, "curators": True, "ingestors": True, "readers": False}

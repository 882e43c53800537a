"""The page of an article shows nobody what the same account may not see elsewhere."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.contrib.auth.models import Group, User
from django.test import Client
from django.urls import reverse

from corpus.admin.evidence import pieces, spans_of
from corpus.models import Affiliation, Article, ArticleText, DuplicatePair, Entity, Mention
from corpus.services.add_entity import add_entity
from corpus.services.edit_entity import edit_entity
from corpus.services.propose import propose
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


LONG = (
    "The council of the harbour town met on a cold Monday in the old hall by the river and sat until it was dark. "
    "“It rained and it rained again,” said Mara Ellwin, the mayor of Tolmouth, who had come late in the evening "
    "from the works at the northern lighthouse. The hall was empty long before the winter storms came back."
)
FAR = ("The council of", "northern lighthouse", "the winter storms")


@pytest.mark.parametrize("group", ["curators", "readers"])
def test_pages_of_records_show_no_more_of_closed_words_than_the_api(group: str, db: None) -> None:
    edith = User.objects.create(username="edith")
    article = store(LONG, publisher="The Herald")
    quotation, stated = article.quotations.get(), Affiliation.objects.get(text__article=article)
    mention = Mention.objects.filter(text__article=article, entity=quotation.speaker).order_by("start")[0]
    other = add_entity("person", "Mara Elwin", user=edith)
    DuplicatePair.objects.all().delete()
    pair = DuplicatePair.objects.create(first=quotation.speaker, second=other, score=0.8)
    proposal = propose(quotation, {"channel": "email"}, user=edith)
    pages = {
        reverse(f"admin:corpus_{one._meta.model_name}_change", args=[one.pk])
        for one in (quotation, stated, mention, pair, proposal)
    }
    pages.add(f"{reverse('admin:review')}?at={quotation.public_id}")
    client = Client()
    user = User.objects.create(username=group, is_staff=True)
    user.groups.set([Group.objects.get(name=group)])
    client.force_login(user)
    for access in ("everyone", "nobody"):
        edit_entity(Entity.objects.get(pk=article.publisher_id), body_access=access, user=edith)
        for page in pages:
            html = client.get(page).content.decode()
            shown = [words for words in FAR if words in html]
            assert bool(shown) == (access == "everyone" or group == "curators"), (page, shown)
            assert "Mara Ellwin" in html


def test_what_stands_between_the_words_of_a_closed_quotation_is_left_out(article: Article) -> None:
    quotation = article.quotations.prefetch_related("span_rows").get()
    first, last = quotation.start, quotation.end
    quotation.start = 0
    assert spans_of(quotation, 400) == [(0, last)]
    assert spans_of(quotation, 32) == [
        (row.start, row.end) for row in quotation.span_rows.all() if row.role == "content"
    ]
    body = quotation.text.body
    shown = pieces(body, [(first, first + 4), (last - 3, last)], [], 2)
    assert shown.count("…") == 3
    assert "rained all" not in shown


def test_what_was_cut_is_shown_to_those_who_see_removed_passages(page: Callable[..., str]) -> None:
    found = {group: CUT in page(group) for group in Group.objects.values_list("name", flat=True)}
    assert found == {"contributors": False, "curators": True, "ingestors": False, "readers": False}


def test_raw_documents_are_named_to_those_who_see_them(page: Callable[..., str]) -> None:
    found = {group: "Raw documents (" in page(group) for group in Group.objects.values_list("name", flat=True)}
    assert found == {"contributors": False, "curators": True, "ingestors": True, "readers": False}

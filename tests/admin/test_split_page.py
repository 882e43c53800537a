"""The page on which a record that holds two is split."""

from __future__ import annotations

import re

import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from corpus.admin import splitting_articles
from corpus.models import Article, Decision, DuplicatePair, Entity, Mention, PairState
from corpus.search.index import index_articles
from corpus.services.merge import merge
from tests.admin import rows

pytestmark = pytest.mark.django_db


def url(entity: Entity, action: str = "split") -> str:
    return reverse(f"admin:corpus_{entity.type}_{action}", args=[entity.pk])


@pytest.fixture
def mixed():
    """A record of which three articles speak."""
    paper = rows.entity("Tolmouth Gazette", rows.IdType.ORGANISATION, is_publisher=True)
    entity = rows.entity("Mara Ellwin")
    articles = [printed(entity, number, paper) for number in range(3)]
    rows.recount_entities([entity.pk])
    return entity, articles


def printed(entity: Entity, number: int, paper: Entity, more: str = "") -> rows.Article:
    article = rows.article(f"key-{number}", publisher=paper, body=f"{rows.BODY} {more}")
    text = article.current_text
    rows.mention(text, 22, 33, entity)
    rows.mention(text, 27, 33, entity)
    rows.affiliation(text, 35, 44, entity, paper)
    rows.quotation(article, 1, 15, entity, speaker_role="mayor of Tolmouth")
    return article


def test_the_page_lists_what_each_article_prints(curator, mixed):
    entity, [article, *_] = mixed
    html = curator.get(url(entity)).content.decode()
    for words in ("Headline key-0", "Tolmouth Gazette", "5 Mar 2024", "Mara Ellwin, Ellwin", "the mayor, mayor of"):
        assert words in html
    assert html.count('name="articles"') == 3
    assert 'value="Mara Ellwin"' in html
    assert reverse("admin:corpus_article_change", args=[article.pk]) in html
    assert url(entity) in curator.get(url(entity, "change")).content.decode()


def test_what_is_ticked_becomes_a_record_of_its_own(curator, mixed):
    entity, articles = mixed
    ticked = [article.public_id for article in articles[:2]]
    sent = {"articles": ticked, "name": "Mara Ellwin (keeper)", "reason": "two people"}
    answer = curator.post(url(entity), sent, follow=True)
    new = Entity.objects.get(name="Mara Ellwin (keeper)")
    assert answer.redirect_chain[-1][0] == url(new, "change")
    [message] = [str(message) for message in answer.context["messages"]]
    assert "takes it back" in message
    assert Mention.objects.filter(entity=new).count() == 4
    assert (new.name_is_chosen, new.quotation_count) == (True, 2)
    pair = DuplicatePair.objects.get()
    assert (pair.state, pair.reason, str(pair.decided_by)) == (PairState.DIFFERENT, "two people", "curator")
    assert Decision.objects.filter(record=new.public_id, action="split").exists()
    page = curator.get(reverse("admin:corpus_duplicatepair_change", args=[pair.pk])).content.decode()
    assert "proposed by nobody" in page
    assert f"/duplicatepair/?q={new.public_id}&amp;state=all" in answer.content.decode()


def test_a_name_that_was_left_is_no_chosen_name(curator, mixed):
    entity, articles = mixed
    curator.post(url(entity), {"articles": [articles[0].public_id], "name": "Mara Ellwin"})
    new = Entity.objects.exclude(pk=entity.pk).get(name="Mara Ellwin")
    assert not new.name_is_chosen


def test_what_makes_no_sense_is_refused_on_the_form(curator, mixed):
    entity, articles = mixed
    every = [article.public_id for article in articles]
    for sent, message in [
        ({}, "Tick the articles"),
        ({"articles": every}, "hold all that is known"),
        ({"articles": ["art_aaaaaaaaaaaaa"]}, "valid choice"),
        ({"articles": ["\x00", "9" * 40]}, "valid choice"),
        ({"articles": every[:1], "name": "x" * 301}, "at most 300"),
        ({"articles": every[:1], "name": "\x00"}, "Null characters"),
        ({"articles": every[:1], "reason": "x" * 2001}, "at most 2000"),
    ]:
        answer = curator.post(url(entity), sent)
        assert answer.status_code == 200
        assert message in answer.content.decode()
        assert answer.content.decode().count(" checked>") == len(set(sent.get("articles", [])) & set(every))
    assert not Entity.objects.exclude(pk=entity.pk).filter(type="person").exists()


def test_a_record_that_does_not_stand_is_not_split(curator, mixed):
    entity, _ = mixed
    survivor = rows.entity("Mara Ellwin-Holm")
    merge(entity, survivor, user=None)
    entity.refresh_from_db()
    assert url(entity) not in curator.get(url(entity, "change")).content.decode()
    answer = curator.post(url(entity), {}, follow=True)
    assert "there is nothing to split" in answer.content.decode()


def test_a_split_asks_for_the_right(client, curator, mixed, django_user_model):
    entity, articles = mixed
    user = django_user_model.objects.create(username="reader", is_staff=True)
    user.user_permissions.add(Permission.objects.get(codename="view_person"))
    client.force_login(user)
    assert url(entity) not in client.get(url(entity, "change")).content.decode()
    assert client.get(url(entity)).status_code == 403
    assert client.post(url(entity), {"articles": [articles[0].public_id]}).status_code == 403
    assert curator.get(reverse("admin:corpus_person_split", args=[99999])).status_code == 404


@pytest.fixture
def many(mixed, monkeypatch):
    """A record of seven articles, two on a page; the last four tell of a lighthouse."""
    entity, articles = mixed
    monkeypatch.setattr(splitting_articles, "PER_PAGE", 2)
    articles += [printed(entity, number, articles[0].publisher, "lighthouse") for number in range(3, 7)]
    index_articles([article.pk for article in articles])
    return entity, [article.public_id for article in articles]


def shown(answer) -> tuple[list[str], list[str]]:
    """The headlines on the page, and those that are ticked elsewhere."""
    here, elsewhere = answer.context["offered"].told
    return [str(row.article).split()[-1] for row in here], [str(row.article).split()[-1] for row in elsewhere]


def seen(answer) -> str:
    """What tells which articles the search has found."""
    return re.search(r'name="seen" value="(\w*)"', answer.content.decode())[1]


def test_every_article_is_reached_by_pages(curator, many):
    entity, _ = many
    answer = curator.get(url(entity))
    assert shown(answer) == (["key-6", "key-5"], [])
    assert "7 articles mention this record, latest first; here 1 to 2." in answer.content.decode()
    listed = [*shown(answer)[0]]
    for number in (2, 3, 4):
        listed += shown(curator.post(url(entity), {"page": number, "at": number - 1}))[0]
    assert listed == [f"key-{number}" for number in reversed(range(7))]
    assert shown(curator.post(url(entity), {"page": "9" * 5000}))[0]
    assert not Entity.objects.exclude(pk=entity.pk).filter(type="person").exists()


def test_ticks_and_typed_words_are_kept_while_pages_are_turned(curator, many):
    entity, ids = many
    sent = {"articles": [ids[6]], "name": "Mara Ellwin (keeper)", "reason": "two people", "at": 1}
    answer = curator.post(url(entity), {**sent, "page": 4})
    assert shown(answer) == (["key-0"], ["key-6"])
    html = answer.content.decode()
    assert 'value="Mara Ellwin (keeper)"' in html
    assert ">\ntwo people<" in html
    answer = curator.post(url(entity), {**sent, "articles": [ids[6], ids[0]], "at": 4}, follow=True)
    new = Entity.objects.get(name="Mara Ellwin (keeper)")
    assert set(Article.objects.about(new.pk).values_list("public_id", flat=True)) == {ids[6], ids[0]}
    assert "what 2 of the articles say" in answer.content.decode()


def test_articles_are_searched_and_all_that_is_found_is_taken(curator, many):
    entity, ids = many
    assert 'name="everything"' not in curator.get(url(entity)).content.decode()
    answer = curator.post(url(entity), {"search": "1", "q": "lighthouse", "searched": "", "articles": [ids[0]]})
    assert shown(answer) == (["key-6", "key-5"], ["key-0"])
    html = answer.content.decode()
    assert "4 articles found, latest first; here 1 to 2." in html
    assert "all 4 that “lighthouse” finds" in html
    sent = {"everything": "on", "searched": "lighthouse", "q": "typed and not searched", "seen": seen(answer)}
    answer = curator.post(url(entity), {**sent, "page": 2})
    assert shown(answer) == (["key-4", "key-3"], [])
    assert 'name="everything" checked' in answer.content.decode()
    curator.post(url(entity), {**sent, "name": "Mara Ellwin (keeper)", "articles": [ids[0]]})
    new = Entity.objects.get(name="Mara Ellwin (keeper)")
    assert set(Article.objects.about(new.pk).values_list("public_id", flat=True)) == {ids[0], *ids[3:]}


@pytest.mark.parametrize(
    ("sent", "told"),
    [
        ({"searched": "lighthouse", "seen": "4"}, "other articles now"),
        ({"searched": "lighthouse", "seen": ""}, "other articles now"),
        ({"searched": "", "seen": ""}, "of a search alone"),
        ({"searched": "nothing-of-it", "seen": ""}, "of a search alone"),
        ({"searched": '"unclosed', "seen": ""}, "of a search alone"),
    ],
)
def test_all_is_taken_only_of_what_was_seen(curator, many, sent, told):
    entity, _ = many
    answer = curator.post(url(entity), {"everything": "on", **sent})
    assert told in answer.content.decode()
    assert not Entity.objects.exclude(pk=entity.pk).filter(type="person").exists()


def test_as_many_other_articles_are_not_what_was_seen(curator, many):
    entity, ids = many
    saw = seen(curator.post(url(entity), {"search": "1", "q": "lighthouse"}))
    assert len(saw) == 32
    gone = Article.objects.get(public_id=ids[3])
    Mention.objects.filter(text=gone.current_text).update(status="rejected")
    gone.quotations.update(status="rejected")
    index_articles([printed(entity, 7, gone.publisher, "lighthouse").pk])
    answer = curator.post(url(entity), {"everything": "on", "searched": "lighthouse", "seen": saw})
    assert "other articles now" in answer.content.decode()
    assert answer.context["offered"].total == 4
    assert seen(answer) != saw


def test_what_is_too_much_for_one_request_is_told_and_kept(curator, many, monkeypatch):
    entity, ids = many
    monkeypatch.setattr(splitting_articles, "MOST_TICKED", 2)
    monkeypatch.setattr(splitting_articles, "MOST_FOUND", 3)
    for button in ({}, {"page": 2}, {"search": "1", "q": "rain"}):
        answer = curator.post(url(entity), {"articles": ids[:3], "at": 1, **button})
        assert "can be ticked one by one" in answer.content.decode()
        assert shown(answer) == (["key-6", "key-5"], ["key-2", "key-1", "key-0"])
    answer = curator.post(url(entity), {"search": "1", "q": "lighthouse"})
    assert 'name="everything"' not in answer.content.decode()
    answer = curator.post(url(entity), {"searched": "lighthouse", "everything": "on", "seen": ""})
    assert "of a search alone that finds not too many" in answer.content.decode()


def test_the_page_costs_the_same_for_many_articles(queries, mixed):
    entity, articles = mixed
    few = queries(url(entity))
    for number in range(3, 15):
        printed(entity, number, articles[0].publisher)
    assert queries(url(entity)) == few <= 15


def test_a_search_with_ticks_costs_the_same_for_many(admin_client, many):
    entity, ids = many

    def cost(ticked: list[str]) -> int:
        with CaptureQueriesContext(connection) as caught:
            admin_client.post(url(entity), {"search": "1", "q": "lighthouse", "articles": ticked})
        return len(caught)

    assert cost(ids[:1]) == cost(ids) <= 17

"""The page on which a record that holds two is split."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse

from corpus.admin import splitting
from corpus.models import Decision, DuplicatePair, Entity, Mention, PairState
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


def printed(entity: Entity, number: int, paper: Entity) -> rows.Article:
    article = rows.article(f"key-{number}", publisher=paper)
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


def test_more_articles_than_are_shown_are_told(curator, mixed, monkeypatch):
    entity, _ = mixed
    monkeypatch.setattr(splitting, "SHOWN_ARTICLES", 2)
    html = curator.get(url(entity)).content.decode()
    assert "The latest 2 of 3 articles are shown." in html
    assert "Headline key-0" not in html
    monkeypatch.setattr(splitting, "SHOWN_ARTICLES", 3)
    assert "are shown." not in curator.get(url(entity)).content.decode()


def test_the_page_costs_the_same_for_many_articles(queries, mixed):
    entity, articles = mixed
    few = queries(url(entity))
    for number in range(3, 15):
        printed(entity, number, articles[0].publisher)
    assert queries(url(entity)) == few <= 15

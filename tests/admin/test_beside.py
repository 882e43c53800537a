"""Records beside the words of their article, what was overlooked, and what was cut."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse

from corpus.models import Affiliation, Article, Decision, Mention, Quotation
from corpus.services.mention_fields import seen
from tests.admin import rows
from tests.builders import store

pytestmark = pytest.mark.django_db


def page(client, article, query: str = "") -> str:
    return client.get(reverse("admin:corpus_article_change", args=[article.pk]) + query).content.decode()


def decide(client, article, record, verdict: str, **more):
    url = reverse("admin:corpus_article_decide", args=[article.pk, record.public_id])
    sent = {"quotation": record.public_id, "version": getattr(record, "version", 1), "verdict": verdict, **more}
    if isinstance(record, Mention):
        sent = {"seen": seen(Mention.objects.get(pk=record.pk)), **sent}
    return client.post(url, sent, follow=True)


def add(client, article, words: str, what: str = "quotation", **more):
    sent = {"words": words, "what": what, "occurrence": 1, "revision": article.revision, "type": "person", **more}
    return client.post(reverse("admin:corpus_article_missed", args=[article.pk]), sent, follow=True)


def test_each_kind_of_record_opens_beside_the_text(admin_client):
    one = rows.everything(1)
    for record, words in (
        (one.quotation, "We have begun,"),
        (one.mention, "Mara Ellwin 1"),
        (one.affiliation, "the mayo"),
    ):
        url = reverse("admin:corpus_article_beside", args=[one.article.pk, record.public_id])
        piece = admin_client.get(url).content.decode()
        assert words in piece
        assert "<html" not in piece
        assert piece.strip() in page(admin_client, one.article, f"?open={record.public_id}") or "csrf" in piece


def test_records_of_other_articles_or_none_do_not(admin_client):
    one, two = rows.everything(1), rows.everything(2)
    for record in (two.quotation.public_id, "quo_aaaaaaaaaaaaa", "per_x", "x", "%00"):
        url = f"/admin/corpus/article/{one.article.pk}/beside/{record}/"
        assert admin_client.get(url).status_code == 404, record
        assert admin_client.post(f"{url}decide/", {"verdict": "confirm"}).status_code == 404
        assert "or-beside__decide" not in page(admin_client, one.article, f"?open={record}")


def test_all_three_are_confirmed_rejected_and_taken_back(admin_client):
    one = rows.everything(1)
    rows.Decision.objects.all().delete()
    for model, record in ((Quotation, one.quotation), (Mention, one.mention), (Affiliation, one.affiliation)):
        for verdict, status in (("confirm", "confirmed"), ("again", "extracted"), ("reject", "rejected")):
            row = model.objects.get(pk=record.pk)
            answer = decide(admin_client, one.article, row, verdict)
            assert model.objects.get(pk=record.pk).status == status, (model, verdict)
            assert answer.redirect_chain[-1][0].endswith(f"?open={row.public_id}#{row.public_id}")


def test_a_mention_is_pointed_at_somebody_else(admin_client):
    one = rows.everything(1)
    other = rows.entity("Ines Corro")
    decide(admin_client, one.article, one.mention, "other", other=other.pk)
    assert Mention.objects.get(pk=one.mention.pk).entity == other


def test_a_page_of_before_decides_nothing_about_a_mention(admin_client):
    one, other = rows.everything(1), rows.entity("Ines Corro")
    url = reverse("admin:corpus_article_beside", args=[one.article.pk, one.mention.public_id])
    token = re.compile(r'name="seen" value="([^"]+)"')
    [old] = token.findall(admin_client.get(url).content.decode())
    decide(admin_client, one.article, one.mention, "other", other=other.pk, seen=old)
    [new] = token.findall(admin_client.get(url).content.decode())
    decisions = Decision.objects.count()
    for verdict, sent in (("confirm", old), ("reject", old), ("again", old), ("again", ""), ("confirm", "x")):
        answer = decide(admin_client, one.article, one.mention, verdict, seen=sent)
        assert "since the page showed it" in answer.content.decode(), (verdict, sent)
    assert Decision.objects.count() == decisions
    assert Mention.objects.get(pk=one.mention.pk).entity == other
    decide(admin_client, one.article, one.mention, "again", seen=new)
    assert Mention.objects.get(pk=one.mention.pk).entity == one.mention.entity


def test_labels_beside_the_text_name_fields_that_are_there(admin_client):
    one = rows.everything(1)
    for record in (one.quotation, one.mention):
        url = reverse("admin:corpus_article_beside", args=[one.article.pk, record.public_id])
        html = admin_client.get(url).content.decode()
        for name in re.findall(r'<label for="([^"]+)"', html):
            assert f'id="{name}"' in html


@pytest.mark.parametrize("verdict", ["", "x", "speaker:per_x", "kind:loud", "other", "again"])
def test_what_cannot_be_carried_out_changes_nothing(admin_client, verdict):
    one = rows.everything(1)
    for record in (one.quotation, one.mention, one.affiliation):
        assert decide(admin_client, one.article, record, verdict).status_code == 200
        assert type(record).objects.get(pk=record.pk).status == "extracted"


def test_words_are_added_as_a_quotation(admin_client):
    article = store("The council met on Monday. It was cold, thought Mara Ellwin, the mayor of Tolmouth.")
    speaker = rows.entity("Somebody Else")
    add(admin_client, article, "The council met on Monday", who=speaker.pk)
    made = Quotation.objects.get(words="The council met on Monday")
    assert (made.speaker, made.made_by_hand, made.status) == (speaker, True, "confirmed")


def test_offsets_count_in_code_points(admin_client):
    article = store("A \U0001f40b, then a \U0001f40b again. The bay, the bay.")
    body = article.current_text.body
    start = body.rindex("bay")
    add(admin_client, article, "bay", "mention", name="The Bay", type="organisation", start=start)
    made = Mention.objects.get(entity__name="The Bay")
    assert (made.start, made.words) == (start, "bay")
    add(admin_client, article, "bay", "mention", name="Another Bay", occurrence=1)
    assert Mention.objects.get(entity__name="Another Bay").start == body.index("bay")


@pytest.mark.parametrize(
    ("sent", "told"),
    [
        ({"words": "not there"}, "do not stand there"),
        ({"words": "bay", "occurrence": 9}, "do not stand there"),
        ({"words": ""}, "required"),
        ({"words": "bay", "revision": 7}, "newer revision"),
        ({"words": "bay", "what": "poem"}, "Nothing was added"),
        ({"words": "bay", "what": "mention"}, "Nothing was added"),
        ({"words": "bay", "who": "x"}, "Nothing was added"),
        ({"words": "bay", "start": "999999999999999999999999"}, "Nothing was added"),
    ],
)
def test_what_cannot_be_added_is_told(admin_client, sent, told):
    article = store("The bay.")
    quotations, mentions = Quotation.objects.count(), Mention.objects.count()
    answer = add(admin_client, article, **{"words": "bay", **sent})
    assert answer.status_code == 200
    if "start" not in sent:
        assert told in answer.content.decode()
        assert (Quotation.objects.count(), Mention.objects.count()) == (quotations, mentions)


def test_what_was_cut_stands_in_its_place_and_is_put_back(admin_client):
    article = store("The council met.\n\nSign up for our newsletter!\n\nIt rained all day long, and nobody came.")
    passage = article.current_text.raw.removed.get()
    html = page(admin_client, article)
    assert html.count('class="or-removed"') >= 1
    url = reverse("admin:corpus_article_restore", args=[article.pk])
    admin_client.post(url, {"passage": passage.pk})
    assert "Sign up" in Article.objects.get(pk=article.pk).current_text.body
    answer = admin_client.post(url, {"passage": passage.pk}, follow=True)
    assert "no such passage" in answer.content.decode()
    assert admin_client.post(url, {"passage": "\x00"}, follow=True).status_code == 200


def test_readers_neither_decide_nor_add_nor_put_back(client):
    from django.contrib.auth.models import Group, User

    one = rows.everything(1)
    user = User.objects.create(username="reader", is_staff=True)
    user.groups.add(Group.objects.get(name="readers"))
    client.force_login(user)
    html = page(client, one.article, f"?open={one.quotation.public_id}")
    assert "or-record" in html
    for form in ("or-beside__decide", "or-missed", "or-restore"):
        assert f'"{form}"' not in html
    assert decide(client, one.article, one.quotation, "confirm").status_code == 403
    assert add(client, one.article, "It rained.").status_code == 403
    assert client.post(reverse("admin:corpus_article_restore", args=[one.article.pk])).status_code == 403

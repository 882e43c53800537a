"""Editing records, articles and what was cut from them: ingest and extraction keep to what an editor set."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from corpus.models import Article, Decision, Entity, Quotation, RemovedPassage
from corpus.models.sorting import UNKNOWN_TIME
from corpus.records import Moment, Precision
from corpus.search import matching
from corpus.services.add_mention import add_mention
from corpus.services.edit_article import authors_of, edit_article
from corpus.services.edit_entity import edit_entity
from corpus.services.errors import Conflict, ServiceError, StaleVersion
from corpus.services.merge import merge
from corpus.services.reextract import reextract
from corpus.services.restore_passage import restore_passage
from corpus.services.revert import revert
from corpus.services.verify import verify
from tests.builders import store

pytestmark = pytest.mark.django_db

BODY = """The council met on Tuesday in Tolmouth.

“We have decided it,” said Mara Ellwin, the mayor of Tolmouth, on Monday.
"""


@pytest.fixture
def editor(django_user_model: type) -> Any:
    return django_user_model.objects.create(username="edith")


def named(name: str) -> Entity:
    return Entity.objects.get(name=name)


def last(record: str) -> Decision:
    return Decision.objects.filter(record=record)[0]


# --- people and organisations ---------------------------------------------------------------------


def test_other_names_and_identifiers_come_and_go(editor: Any) -> None:
    store(BODY)
    mayor = named("Mara Ellwin")
    edit_entity(mayor, user=editor, add_aliases=["Mara E."], add_identifiers=[("wikidata", "Q1"), ("viaf", "12")])
    edit_entity(mayor, user=editor, remove_aliases=["Mara E."], remove_identifiers=[("viaf", "12")])
    assert not mayor.aliases.filter(name="Mara E.").exists()
    assert Entity.objects.resolve("wikidata:Q1") == mayor
    told = last(mayor.public_id)
    assert (told.before, told.after) == (
        {"aliases": ["Mara E."], "identifiers": ["viaf:12"]},
        {"aliases": [], "identifiers": []},
    )
    revert(told, user=editor)
    assert mayor.aliases.get(name="Mara E.").kind == "editor"
    assert list(verify()) == []


def test_a_name_that_was_taken_away_is_not_learnt_again(editor: Any) -> None:
    body = "Mara Ellwin spoke. “It is done,” Ellwin said."
    store(body)
    mayor = named("Mara Ellwin")
    edit_entity(mayor, user=editor, remove_aliases=["Ellwin"])
    store(body.replace("done", "begun"))
    assert not mayor.aliases.filter(name="Ellwin").exists()
    assert named("Mara Ellwin").quotation_count == 2
    revert(last(mayor.public_id), user=editor)
    assert (mayor.aliases.get(name="Ellwin").kind, named("Mara Ellwin").refused_names) == ("short", [])
    assert list(verify()) == []


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"name": " "}, "name"),
        ({"name": "x" * 301}, "name"),
        ({"add_aliases": [""]}, "add_aliases"),
        ({"remove_aliases": ["Nobody"]}, "remove_aliases"),
        ({"add_aliases": ["A"], "remove_aliases": ["A"]}, "remove_aliases"),
        ({"add_identifiers": [("Wiki data", "Q1")]}, "add_identifiers"),
        ({"add_identifiers": [("wikidata", "Q 1")]}, "add_identifiers"),
        ({"remove_identifiers": [("wikidata", "Q9")]}, "remove_identifiers"),
        ({"description": "x" * 10_001}, "description"),
        ({"body_access": "tokens"}, "body_access"),  # of a person
    ],
)
def test_edits_that_are_refused_change_nothing(editor: Any, changes: dict[str, Any], field: str) -> None:
    store(BODY)
    with pytest.raises(ServiceError) as refused:
        edit_entity(named("Mara Ellwin"), user=editor, **changes)
    assert refused.value.field == field
    assert not Decision.objects.exists()


def test_an_identifier_is_one_records(editor: Any) -> None:
    store(BODY)
    edit_entity(named("Mara Ellwin"), user=editor, add_identifiers=[("wikidata", "Q1")])
    with pytest.raises(Conflict, match=named("Mara Ellwin").public_id):
        edit_entity(named("The Tolmouth Gazette"), user=editor, add_identifiers=[("wikidata", "Q1")])
    with pytest.raises(StaleVersion):
        edit_entity(named("Mara Ellwin"), user=editor, description="Mayor", expected_version=1)


def test_who_may_read_a_publishers_articles(editor: Any) -> None:
    store(BODY), store(BODY, publisher="The Ellport Mail")
    paper, mail = named("The Tolmouth Gazette"), named("The Ellport Mail")
    edit_entity(paper, body_access="nobody", user=editor, reason="their wish")
    assert last(paper.public_id).after == {"body_access": "nobody"}
    with pytest.raises(ServiceError, match="one of everyone, tokens, nobody"):
        edit_entity(paper, body_access="some", user=editor)
    merge(paper, mail, user=editor)
    assert named("The Ellport Mail").body_access == "nobody"  # a merge opens nothing


# --- articles ---------------------------------------------------------------------------------------


def test_what_an_editor_set_outlives_the_source(editor: Any) -> None:
    article = store(BODY, key="k", section="Town", authors=["A. Kerr"], language="en")
    other = store("The sea is calm.", publisher="The Ellport Mail").publisher
    said = Quotation.objects.get().said_at
    moved = Moment(datetime(2024, 4, 9, tzinfo=UTC), Precision.DAY)
    article = edit_article(
        article,
        {
            "publisher": other,
            "published": moved,
            "section": "Harbour",
            "licence": "CC BY",
            "authors": ["Ana Kerr", "Tom Lind"],
        },
        user=editor,
        reason="the archive was wrong",
        expected_version=article.version,
    )
    assert Quotation.objects.get().said_at != said  # "on Monday" is another day
    for body in (BODY, BODY.replace("Tuesday", "a Tuesday")):
        store(body, key="k", section="Town", authors=["A. Kerr"], language="en", licence="all rights reserved")
        article.refresh_from_db()
        assert (article.publisher, article.published_at, article.section, article.licence) == (
            other,
            moved.value,
            "Harbour",
            "CC BY",
        )
        assert authors_of(article) == ["Ana Kerr", "Tom Lind"]
        assert Quotation.objects.get().published_at == moved.value
    assert Quotation.objects.get().said_at == datetime(2024, 4, 8, tzinfo=UTC)
    assert not named("The Tolmouth Gazette").is_publisher
    assert list(verify()) == []


def test_an_edit_of_an_article_is_taken_back(editor: Any) -> None:
    article = store(BODY, key="k", section="Town", authors=["A. Kerr"])
    before = Article.objects.filter(pk=article.pk).values().get()
    edit_article(article, {"publisher": None, "published": None, "authors": []}, user=editor)
    edit_article(article, {"section": "Harbour"}, user=editor)
    article.refresh_from_db()
    assert (article.publisher, article.published_at, article.published_precision) == (None, UNKNOWN_TIME, "")
    revert(Decision.objects.filter(record=article.public_id).last(), user=editor)
    article.refresh_from_db()
    assert (article.edited, article.section, authors_of(article)) == (["section"], "Harbour", ["A. Kerr"])
    revert(Decision.objects.get(record=article.public_id, after={"section": "Harbour"}), user=editor)
    now = Article.objects.filter(pk=article.pk).values().get()
    changing = ("version", "updated_at", "extracted_at")
    assert {k: v for k, v in now.items() if k not in changing} == {k: v for k, v in before.items() if k not in changing}
    assert named("The Tolmouth Gazette").is_publisher
    store(BODY, key="k", section="Sea", authors=["B. Kerr"])
    article.refresh_from_db()
    assert (article.section, authors_of(article)) == ("Sea", ["B. Kerr"])
    assert list(verify()) == []


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"headline": "Other words"}, "headline"),
        ({"body": "Other words"}, "body"),
        ({"published": "2024"}, "published"),
        ({"authors": "Ana Kerr"}, "authors"),
        ({"authors": [""]}, "authors"),
        ({"section": None}, "section"),
        ({"language": "x" * 36}, "language"),
        ({}, ""),
    ],
)
def test_what_of_an_article_is_not_edited(editor: Any, changes: dict[str, Any], field: str) -> None:
    article = store(BODY)
    with pytest.raises(ServiceError) as refused:
        edit_article(article, changes, user=editor)
    assert refused.value.field == field
    with pytest.raises(ServiceError, match="is no organisation"):
        edit_article(article, {"publisher": named("Mara Ellwin")}, user=editor)


# --- what was cut -------------------------------------------------------------------------------------

PAGE = """The council met on Tuesday in Tolmouth.

Sign up for our newsletter to get the news of Tolmouth every morning.

“We decided it on Monday,” said Mara Ellwin, the mayor of Tolmouth.

Follow us on Facebook and Twitter.

Read more: The harbour wall
"""


def cut(text: str) -> RemovedPassage:
    return RemovedPassage.objects.get(text__contains=text)


def test_a_passage_is_put_back_and_stays(editor: Any) -> None:
    article = store(PAGE, key="k")
    quotation = Quotation.objects.get()
    assert RemovedPassage.objects.count() == 3
    article = restore_passage(
        cut("newsletter"), user=editor, reason="it is the story", expected_version=article.version
    )
    told = last(article.public_id)
    assert (told.action, told.after["cut_as"]) == ("restore passage", "newsletter")
    assert "Sign up for our newsletter" in told.after["passage"]
    paragraphs = article.current_text.body.split("\n\n")
    assert (article.revision, [p.split()[0] for p in paragraphs]) == (2, ["The", "Sign", "“We"])
    assert Quotation.objects.get().public_id == quotation.public_id
    assert Quotation.objects.get().text.revision == 2
    article = restore_passage(cut("Read more"), user=editor)
    body = article.current_text.body
    assert [p.split()[0] for p in body.split("\n\n")] == ["The", "Sign", "“We", "Read"]
    with pytest.raises(Conflict, match="not cut any more"):
        restore_passage(RemovedPassage(pk=1_000_000), user=editor)
    store(PAGE, key="k")
    article.refresh_from_db()
    assert (article.current_text.body, article.revision) == (body, 3)
    store(PAGE.replace("Tuesday", "Thursday"), key="k")
    article.refresh_from_db()
    assert (article.current_text.body, article.revision) == (body.replace("Tuesday", "Thursday"), 4)
    assert [row.reason for row in RemovedPassage.objects.filter(raw=article.current_text.raw)] == ["follow_us"]
    assert list(verify()) == []


def test_the_same_bytes_read_again_keep_it(editor: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    from corpus.services.process import process

    article = store(PAGE, key="k")
    body = restore_passage(cut("newsletter"), user=editor).current_text.body
    raw = article.current_text.raw
    process({raw.pk: raw.attempts}, workers=1, report=lambda raw, stored: None)
    article.refresh_from_db()
    assert (article.current_text.body, article.revision) == (body, 2)


@pytest.mark.parametrize("order", [("newsletter", "Follow", "Read more"), ("Read more", "Follow", "newsletter")])
def test_passages_are_put_back_in_any_order(editor: Any, order: tuple[str, ...]) -> None:
    article = store(PAGE, key="k")
    for text in order:
        article = restore_passage(cut(text), user=editor)
    assert article.current_text.body == PAGE.strip()
    for told in Decision.objects.filter(action="restore passage"):
        revert(told, user=editor)
    article.refresh_from_db()
    assert [p.split()[0] for p in article.current_text.body.split("\n\n")] == ["The", "“We"]
    rows = RemovedPassage.objects.order_by("position").values_list("text", "offset")
    fresh = store(PAGE, key="other", publisher="The Ellport Mail").current_text.raw.removed
    assert list(rows.filter(raw=article.current_text.raw)) == list(fresh.values_list("text", "offset"))
    assert list(verify()) == []


def test_putting_back_is_taken_back_and_again(editor: Any) -> None:
    article = store(PAGE, key="k")
    body = article.current_text.body
    whole = restore_passage(cut("newsletter"), user=editor).current_text.body
    made = revert(last(article.public_id), user=editor)
    article.refresh_from_db()
    assert (article.current_text.body, article.revision) == (body, 3)
    store(PAGE + "\nIt rained.", key="k")
    revert(made, user=editor)
    article.refresh_from_db()
    assert article.current_text.body == f"{whole}\n\nIt rained."
    assert list(verify()) == []


def test_decisions_on_words_follow_them_when_a_passage_comes_back(editor: Any) -> None:
    article = store(PAGE, key="k")
    body = article.current_text.body
    start = body.index("council")
    row = add_mention(article, [start, start + 7], name="Town Council", type="organisation", user=editor)
    restore_passage(cut("newsletter"), user=editor)
    article.refresh_from_db()
    again = article.current_text.mentions.get(words="council")
    assert (again.entity, again.made_by_hand) == (row.entity, True)
    reextract([article.pk])
    assert list(verify()) == []


def test_words_are_searched_in_the_language_that_an_editor_sets(editor: Any) -> None:
    body = "Die Regierungen haben entschieden.\n\n„Wir bauen Häuser“, sagte Mara Ellwin.\n"
    article = store(body, key="k", language="en")
    said = Quotation.objects.filter(words__contains="Häuser")

    def found(q: str) -> tuple[int, int]:
        return matching(Article.objects.all(), q).count(), matching(said, q).count()

    assert found("Haus") == (0, 0)
    edited = edit_article(article, {"language": "de"}, user=editor)
    assert found("Haus") == (1, said.count())
    assert said.exists()
    assert found("Regierung") == (1, 0)
    revert(last(edited.public_id), user=editor, reason="")
    assert found("Haus") == (0, 0)


def test_words_are_searched_in_the_language_that_a_later_document_gives() -> None:
    body = "Die Regierungen haben entschieden.\n\n„Wir bauen Häuser“, sagte Mara Ellwin.\n"
    store(body, key="k", language="en")
    assert not matching(Article.objects.all(), "Haus").exists()
    store(body, key="k", language="de-AT")
    assert matching(Article.objects.all(), "Haus").count() == 1
    said = Quotation.objects.filter(words__contains="Häuser")
    assert said.exists()
    assert matching(said, "Haus").count() == said.count()

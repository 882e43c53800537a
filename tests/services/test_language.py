"""The language of an article: declared, set by an editor, or told by its words, and then marked as such."""

from __future__ import annotations

from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction

from corpus.ingest import Declared
from corpus.models import Article, Change, Decision, Quotation
from corpus.records import Outcome
from corpus.search import matching
from corpus.services.edit_article import edit_article
from corpus.services.erase import erase
from corpus.services.errors import Conflict
from corpus.services.ingest import ingest_documents, ingest_fields
from corpus.services.reextract import reextract
from corpus.services.revert import revert
from corpus.services.verify import verify
from tests.builders import store
from tests.extraction.spoken import TOLD

pytestmark = pytest.mark.django_db

FIELDS = {"key": "bridge", "headline": "Haus", "publisher": "The Tolmouth Gazette"}
MIXED = "Haus und Hafen, “house and harbour”."


@pytest.fixture
def editor(django_user_model: type) -> Any:
    return django_user_model.objects.create(username="edith")


def again(body: str, **fields: Any) -> Outcome:
    """The outcome of the article's next document."""
    return ingest_fields({**FIELDS, "body": body, **fields}, source="test").outcome


def language() -> tuple[str, bool]:
    return Article.objects.values_list("language", "language_is_detected").get(source_key__contains="bridge")


def found(q: str) -> tuple[int, int]:
    """How many articles and how many quotations are found."""
    return matching(Article.objects.all(), q).count(), matching(Quotation.objects.all(), q).count()


@pytest.mark.parametrize("code", TOLD)
def test_a_language_that_nobody_declares_is_told_by_the_words(code: str) -> None:
    assert again(TOLD[code]) == Outcome.CREATED
    assert language() == (code, True)
    assert again(TOLD[code]) == Outcome.UNCHANGED
    assert again(TOLD[code], section="Town") == Outcome.UPDATED
    assert language() == (code, True)
    assert list(verify()) == []


def test_a_file_without_a_language_is_found_by_the_stems_of_its_own(tmp_path: Path) -> None:
    (tmp_path / "bridge.txt").write_text(f"Haus und Hafen\n\n{TOLD['de']}\n")
    ingest_documents([str(tmp_path)], Declared())
    assert Article.objects.get().language == "de"
    assert found("Haus") == (1, 1)
    assert found("Haus harbour") == (0, 0)


def test_short_and_mixed_texts_stay_without_a_language() -> None:
    again(MIXED)
    assert language() == ("", False)
    again(f"{TOLD['de']}\n\n{TOLD['en']}")
    assert language() == ("", False)


@pytest.mark.parametrize("tag", ["und", "mul", "zxx"])
def test_a_tag_that_names_no_language_declares_none(tag: str) -> None:
    again(TOLD["en"], language=tag)
    assert language() == ("en", True)
    assert Quotation.objects.filter(speaker__name="Ada Brill").exists()


@pytest.mark.parametrize(("tag", "kept"), [("deu", "de"), ("ger-AT", "de-AT"), ("fra", "fr"), ("pol", "pol")])
def test_a_declared_language_has_its_shortest_code(tag: str, kept: str) -> None:
    again(TOLD["de"], language=tag)
    assert language() == (kept, False)
    assert found("Haus")[0] == 1
    assert (found("Brücken Söhne")[0] == 1) == kept.startswith("de")


def test_a_new_revision_is_told_anew() -> None:
    again(TOLD["de"])
    again(TOLD["fr"])
    assert language() == ("fr", True)
    assert found("maison")[0] == 1
    again(MIXED)
    assert language() == ("", False)
    assert found("Harbours")[0] == 1
    assert list(verify()) == []


def test_a_document_that_declares_one_ends_the_mark() -> None:
    again(TOLD["de"])
    before = Article.objects.get()
    assert again(TOLD["de"], language="de") == Outcome.UPDATED
    assert language() == ("de", False)
    assert again(TOLD["de"], language="de") == Outcome.UNCHANGED
    assert again(TOLD["de"], language="de-AT") == Outcome.UPDATED
    assert language() == ("de-AT", False)
    assert again(TOLD["de"]) == Outcome.UPDATED
    assert language() == ("de", True)
    assert found("Haus") == (1, 1)
    after = Article.objects.get()
    assert (after.public_id, after.content_key, after.revision) == (before.public_id, before.content_key, 1)


def test_what_it_is_known_by_does_not_depend_on_it() -> None:
    again(TOLD["de"])
    twin = ingest_fields({**FIELDS, "key": "other", "body": TOLD["de"], "language": "en"}, source="test")
    assert twin.outcome == Outcome.DUPLICATE
    assert Article.objects.count() == 1


def test_an_editor_who_sets_it_ends_the_mark(editor: Any) -> None:
    again(TOLD["de"])
    article = Article.objects.get()
    edit_article(article, {"language": "deu"}, user=editor)
    assert language() == ("de", False)
    told = Decision.objects.get()
    assert (told.before, told.after) == ({"language_is_detected": True}, {"language_is_detected": False})
    again(TOLD["de"], section="Town")
    again(TOLD["fr"])
    reextract([article.pk])
    assert language() == ("de", False)
    revert(told, user=editor)
    assert language() == ("fr", True)
    assert list(verify()) == []


@pytest.mark.parametrize("later", ["", "fr"])
def test_an_edit_is_not_taken_back_behind_a_later_one_of_the_same_field(editor: Any, later: str) -> None:
    """They set different columns: that the words tell it, and what it is."""
    again(TOLD["de"])
    article = Article.objects.get()
    for given in ("de", later):
        edit_article(article, {"language": given}, user=editor)
    second, first = Decision.objects.order_by("-pk")
    with pytest.raises(Conflict, match="set language since"):
        revert(first, user=editor)
    revert(second, user=editor)
    revert(first, user=editor)
    assert language() == ("de", True)


def test_what_an_editor_set_by_a_longer_code_is_read_by_the_shortest(editor: Any) -> None:
    again(TOLD["de"])
    edit_article(Article.objects.get(), {"language": "de"}, user=editor)
    Article.objects.update(language="deu")  # as a version of before has kept it
    reextract([Article.objects.get().pk])
    assert language() == ("de", False)
    assert found("Haus") == (1, 1)


@pytest.mark.parametrize("given", ["", "und"])
def test_an_editor_may_say_that_it_is_unknown(editor: Any, given: str) -> None:
    again(TOLD["de"])
    article = Article.objects.get()
    assert found("Haus") == (1, 1)
    edit_article(article, {"language": given}, user=editor)
    reextract([article.pk])
    assert language() == ("", False)
    assert found("Söhnen")[0] == 1
    assert found("Sohn") == (0, 0)
    revert(Decision.objects.get(), user=editor)
    assert language() == ("de", True)
    assert found("Sohn")[0] == 1


def test_articles_that_were_stored_before_are_told_when_they_are_read_again() -> None:
    for code in ("de", "fr", "en"):
        store(TOLD[code], key=f"bridge-{code}")
    store(TOLD["es"], key="declared", language="de")
    # as they were: a language that nobody declared was not kept, and tags were kept as they came
    Article.objects.filter(language_is_detected=True).update(language="", language_is_detected=False)
    Article.objects.filter(source_key__contains="bridge-fr").update(language="und")
    Article.objects.filter(source_key__contains="declared").update(language="deu")
    call_command("rebuild_search", stdout=StringIO())
    versions = dict(Article.objects.values_list("source_key", "version"))
    place = Change.objects.position()
    call_command("extract", "--all", stdout=(out := StringIO()))
    assert "updated 4" in out.getvalue()
    told = {
        row.source_key.rpartition("-")[2]: (row.language, row.language_is_detected) for row in Article.objects.all()
    }
    assert told == {"de": ("de", True), "fr": ("fr", True), "en": ("en", True), "declared": ("de", False)}
    assert all(row.version == versions[row.source_key] + 1 for row in Article.objects.all())
    changed = set(Change.objects.since(place).values_list("record", flat=True))
    assert set(Article.objects.values_list("public_id", flat=True)) <= changed
    assert found("Haus") == (1, 1)
    assert found("maison") == (1, 1)
    call_command("extract", "--all", stdout=(out := StringIO()))
    assert "unchanged 4" in out.getvalue()
    assert list(verify()) == []


def test_the_mark_alone_is_a_change_that_is_told() -> None:
    again(TOLD["de"])
    place = Change.objects.position()
    Article.objects.update(language_is_detected=False)
    assert list(Change.objects.since(place).values_list("record", flat=True)) == [Article.objects.get().public_id]


def test_no_unknown_language_is_told_by_the_words(editor: Any) -> None:
    again(TOLD["de"])
    with pytest.raises(IntegrityError), transaction.atomic():
        Article.objects.update(language="")
    article = Article.objects.get()
    erase(article.public_id, user=editor, reason="asked for")
    article.refresh_from_db()
    assert (article.language, article.language_is_detected) == ("", False)
    assert list(verify()) == []


def test_verify_tells_of_a_mark_on_what_an_editor_set(editor: Any) -> None:
    again(TOLD["de"])
    article = edit_article(Article.objects.get(), {"language": "de"}, user=editor)
    Article.objects.update(language_is_detected=True)
    assert list(verify()) == [
        f"{article.public_id}: its language is said to be told by its words, and an editor set it"
    ]

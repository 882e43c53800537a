"""What a person decided about an affiliation or a mention, when the article is read again or comes in anew."""

from __future__ import annotations

from typing import Any

import pytest

from corpus.models import Affiliation, Entity, Mention
from corpus.records import (
    AffiliationRecord,
    EntityRecord,
    EntityType,
    ExtractionRecord,
    MentionKind,
    MentionRecord,
)
from corpus.services.review_affiliation import confirm_affiliation, reject_affiliation
from corpus.services.review_mention import confirm_mention, reject_mention, repoint_mention
from corpus.services.verify import verify
from tests.builders import store

pytestmark = pytest.mark.django_db

BODY = "The council met in Tolmouth. “We have waited long enough,” said Mara Ellwin, the mayor of Tolmouth."
NAME, TITLE = "Mara Ellwin", "the mayor of Tolmouth"


@pytest.fixture
def editor(django_user_model: type) -> Any:
    return django_user_model.objects.create(username="edith")


def read(monkeypatch: pytest.MonkeyPatch, body: str, name: str = "", title: str = "", **fields: Any) -> Any:
    """Store the article as if the name and the title in it, and nothing else, had been read from it."""
    at, start = body.index(name), body.index(title)
    mentions = (MentionRecord(at, at + len(name), MentionKind.NAME, 0.5),) if name else ()
    extraction = ExtractionRecord(
        extractor=f"other-{name}-{title}"[:20],
        people=(EntityRecord("p0", EntityType.PERSON, NAME, mentions=mentions),),
        affiliations=(AffiliationRecord("p0", title, start, start + len(title)),) if title else (),
    )
    with monkeypatch.context() as patch:
        patch.setattr("corpus.services.read.extract", lambda *_: extraction)
        return store(body, key="k", **fields)


def told(rows: Any, words: str) -> list[tuple[str, str]]:
    """The words and the status of the rows of the newest revision, as the text has them."""
    newest = max(row.text.revision for row in rows)
    here = [row for row in rows if row.text.revision == newest]
    assert all(row.text.body[row.start : row.end] == getattr(row, words) for row in here)
    return [(getattr(row, words), row.status) for row in here]


def affiliations() -> list[tuple[str, str]]:
    return told(Affiliation.objects.select_related("text").order_by("start", "pk"), "title")


def mentions() -> list[tuple[str, str]]:
    rows = Mention.objects.select_related("text").filter(text__article__source_key="k").order_by("start", "pk")
    return told(rows, "words")


@pytest.mark.parametrize("title", ["", TITLE])
@pytest.mark.parametrize(("decide", "status"), [(confirm_affiliation, "confirmed"), (reject_affiliation, "rejected")])
def test_a_decided_affiliation_moves_along_with_its_words(
    editor: Any, monkeypatch: pytest.MonkeyPatch, decide: Any, status: str, title: str
) -> None:
    read(monkeypatch, BODY, NAME, TITLE)
    row = decide(Affiliation.objects.get(), user=editor)
    article = read(monkeypatch, f"It rained. {BODY}", NAME, title, published="2024-03-06")
    assert affiliations() == [(TITLE, status)]
    row.refresh_from_db()
    assert (row.text, row.stated_at) == (article.current_text, article.published_at)
    assert Affiliation.objects.count() == 1
    assert list(verify()) == []


@pytest.mark.parametrize(
    ("decide", "expected"),
    [
        (confirm_affiliation, [(TITLE, "confirmed")]),
        (reject_affiliation, [(TITLE, "rejected"), ("mayor", "extracted")]),
    ],
)
def test_what_shares_words_with_a_live_affiliation_is_no_second_one(
    editor: Any, monkeypatch: pytest.MonkeyPatch, decide: Any, expected: list[tuple[str, str]]
) -> None:
    read(monkeypatch, BODY, NAME, TITLE)
    decide(Affiliation.objects.get(), user=editor)
    read(monkeypatch, f"It rained. {BODY}", NAME, "mayor")
    assert affiliations() == expected


def test_an_affiliation_whose_words_are_gone_keeps_its_decision_where_it_stood(
    editor: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    read(monkeypatch, BODY, NAME, TITLE)
    row = confirm_affiliation(Affiliation.objects.get(), user=editor)
    read(monkeypatch, BODY.replace(TITLE, "who is glad"), NAME)
    row.refresh_from_db()
    assert (row.status, row.text.revision, row.version) == ("confirmed", 1, 2)


@pytest.mark.parametrize("name", ["", NAME])
@pytest.mark.parametrize(("decide", "status"), [(confirm_mention, "confirmed"), (reject_mention, "rejected")])
def test_a_decided_mention_is_decided_in_the_next_revision(
    editor: Any, monkeypatch: pytest.MonkeyPatch, decide: Any, status: str, name: str
) -> None:
    read(monkeypatch, BODY, NAME)
    decide(Mention.objects.get(), user=editor)
    read(monkeypatch, f"It rained. {BODY}", name)
    assert mentions() == [(NAME, status)]
    assert Entity.objects.get(name=NAME).mention_count == (status == "confirmed")
    assert list(verify()) == []


def test_a_mention_that_was_pointed_at_somebody_else_stays_theirs(editor: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    store("“Nobody asked us,” said Tobias Renn.", key="other")
    renn = Entity.objects.get(name="Tobias Renn")
    read(monkeypatch, BODY, NAME)
    row = repoint_mention(Mention.objects.get(text__article__source_key="k"), renn, user=editor)
    read(monkeypatch, f"It rained. {BODY}", NAME)
    assert mentions() == [(NAME, "corrected")]
    moved = Mention.objects.get(text__article__source_key="k", text__revision=2)
    assert (moved.entity, moved.original_entity, moved.kind, moved.confidence) == (renn, renn, "name", row.confidence)
    assert (moved.made_by_hand, moved.public_id == row.public_id) == (False, False)


@pytest.mark.parametrize(
    ("decide", "expected"),
    [
        (confirm_mention, [(NAME, "confirmed")]),
        (reject_mention, [(NAME, "rejected"), ("Ellwin", "extracted")]),
    ],
)
def test_what_shares_words_with_a_live_mention_is_no_second_one(
    editor: Any, monkeypatch: pytest.MonkeyPatch, decide: Any, expected: list[tuple[str, str]]
) -> None:
    read(monkeypatch, BODY, NAME)
    decide(Mention.objects.get(), user=editor)
    read(monkeypatch, f"It rained. {BODY}", "Ellwin")
    assert mentions() == expected


def test_what_nobody_decided_is_not_carried_along(monkeypatch: pytest.MonkeyPatch) -> None:
    read(monkeypatch, BODY, NAME)
    article = read(monkeypatch, f"It rained. {BODY}")
    assert (article.revision, Mention.objects.filter(text=article.current_text).count()) == (2, 0)


def test_another_reading_of_the_same_words_leaves_a_decision(editor: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    store("“Nobody asked us,” said Tobias Renn.", key="other")
    renn = Entity.objects.get(name="Tobias Renn")
    read(monkeypatch, BODY, NAME)
    row = repoint_mention(Mention.objects.get(text__article__source_key="k"), renn, user=editor)
    article = read(monkeypatch, f"{BODY}\n", NAME, TITLE)
    row.refresh_from_db()
    assert (article.revision, row.entity, row.status) == (1, renn, "corrected")

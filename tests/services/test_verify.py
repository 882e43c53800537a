"""What ``verify`` tells of each kind of broken promise, broken behind the back of the services."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.db.models import F
from django.utils import timezone

from corpus.migrations._change_triggers import DETECTED, SAYINGS, installing
from corpus.models import (
    Affiliation,
    Article,
    Change,
    Decision,
    DuplicatePair,
    Entity,
    Mention,
    NamePart,
    Quotation,
    QuotationSpan,
    RawContent,
    Shingle,
    Utterance,
)
from corpus.models.change import missing_triggers
from corpus.services.revert import revert
from corpus.services.review import confirm_quotation
from corpus.services.verify import verify
from tests.builders import store

pytestmark = pytest.mark.django_db

BODY = "“We have begun the long work,” said Mara Ellwin, the mayor of Tolmouth. “It rained,” said Odo Brask."


def ellwin() -> Entity:
    return Entity.objects.get(name="Mara Ellwin")


def brask() -> Entity:
    return Entity.objects.get(name="Odo Brask")


def said() -> Quotation:
    return Quotation.objects.get(speaker=ellwin())


def change(row: Callable[[], Quotation | Article], **values: object) -> Callable[[], object]:
    """Write past the services."""

    def write() -> object:
        found = row()
        return type(found).objects.filter(pk=found.pk).update(**values)

    return write


def merge_by_hand() -> None:
    Entity.objects.filter(pk=ellwin().pk).update(merged_into=brask())


def merge_those_told_apart() -> None:
    pair = {"first": ellwin(), "second": brask(), "score": 0.5}
    DuplicatePair.objects.create(**pair, state="different", decided_at=timezone.now())
    merge_by_hand()


def take_back_another() -> None:
    confirmed = confirm_quotation(said(), user=None)
    revert(Decision.objects.get(record=confirmed.public_id), user=None)
    Decision.objects.filter(reverts__isnull=False).update(record="quo_aaaaaaaaaaaaa")


def empty_index() -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM corpus_article_search")


def lose_a_trigger() -> None:
    with connection.cursor() as cursor:
        on = " ON corpus_alias" if connection.vendor == "postgresql" else ""
        cursor.execute(f"DROP TRIGGER note_corpus_alias_update{on}")


def other_text() -> None:
    other = store("It is another day. “We rest,” said Ines Corro.", key="other")
    Quotation.objects.filter(pk=said().pk).update(text=other.current_text)


def reprint_earlier() -> None:
    """Another wording of what was said comes to be the first one."""
    printed = "“We have begun the long work again,” said Mara Ellwin, the mayor of Tolmouth."
    later = store(printed, key="later", published="2024-03-09")
    assert Utterance.objects.get(speaker=ellwin(), variant_of=None).variant_count == 2
    Article.objects.filter(pk=later.pk).update(published_at="2024-03-01T00:00:00Z")
    later.quotations.update(published_at="2024-03-01T00:00:00Z")


BREAKS: list[tuple[Callable[[], object], str]] = [
    (change(said, words="We have begun"), "its words are not what stands in its spans"),
    (change(said, start=F("start") + 1), "start and end are not those of its spans"),
    (change(said, words_key="begun"), "the key of its words is stale"),
    (change(said, word_count=99), "the count of its words is stale"),
    (other_text, "points at another article's text"),
    (change(said, published_at=timezone.now()), "its date is not the article's"),
    (change(said, cue="shouted"), "cue is not what stands in its span"),
    (change(said, made_by_hand=True), "made by hand, and its status is a machine's"),
    (lambda: QuotationSpan.objects.update(end=F("end") + 9_999), "spans out of order or outside the text"),
    (lambda: Mention.objects.update(words="Tom Hask"), "its words are not what stands in its span"),
    (lambda: Affiliation.objects.update(title="pilot"), "its title is not what stands in its span"),
    (lambda: Article.objects.update(revision=7), "its newest revision is not 7"),
    (lambda: Article.objects.update(quotation_count=7), "its count of quotations is stale"),
    (lambda: Article.objects.update(edited=["headline"]), "said to be edited in headline, which cannot be"),
    (lambda: Article.objects.update(current_text=None), "done, and its article has no text"),
    (
        lambda: Article.objects.update(current_text=None, removed_at=timezone.now() - timedelta(days=1)),
        "erased, and words of it are left",
    ),
    (lambda: RawContent.objects.update(erased_at=timezone.now()), "erased, and bytes of it are left"),
    (lambda: Entity.objects.update(mention_count=99), "its counts are stale"),
    (lambda: Quotation.objects.update(speaker=brask()), "speaker is not original_speaker, and no merge says so"),
    (merge_by_hand, "speaker is not who stands for original_speaker"),
    (merge_those_told_apart, "said to be two, and one record stands for both"),
    (take_back_another, "takes back a decision about another record"),
    (empty_index, "search index of articles: 1 missing, 0 stray"),
    (lambda: NamePart.objects.all().delete(), "what finds its names is stale"),
    (lambda: Shingle.objects.all().delete(), "what finds its words is stale"),
    (lambda: Utterance.objects.update(times_printed=9), "its counts are stale"),
    (
        lambda: Utterance.objects.update(speaker_disputed=True),
        "whether its words are given to others too is stale",
    ),
    (lambda: Utterance.objects.update(words_disputed=True), "whether outlets print it with other words is stale"),
    (reprint_earlier, "it is known by another wording than its first"),
    (lambda: Change.objects.all().delete(), "the feed of changes does not tell of it"),
    (lose_a_trigger, "the trigger that notes changes is not installed, or is one of before"),
]


@pytest.mark.parametrize(("break_it", "told"), BREAKS, ids=[told for _, told in BREAKS])
def test_each_broken_promise_is_told(break_it: Callable[[], object], told: str) -> None:
    store(BODY)
    assert list(verify()) == []
    break_it()
    assert any(line.endswith(told) for line in verify()), list(verify())


@pytest.mark.parametrize(
    ("sets", "missing"),
    [
        (
            {"finding": False},
            {
                "sqlite": ["note_corpus_article_shown_1", "note_corpus_utterance_shown_0"],
                "postgresql": ["note_corpus_article_update", "note_corpus_utterance_update"],
            },
        ),
        ({"finding": True}, {"sqlite": [], "postgresql": []}),
    ],
)
def test_triggers_of_before_are_told(sets: dict[str, bool], missing: dict[str, list[str]]) -> None:
    """As a migration leaves them that puts back others than those which it found."""
    installing(SAYINGS, DETECTED, **sets)(None, connection.schema_editor())
    assert missing_triggers() == missing[connection.vendor]


@pytest.mark.skipif(connection.vendor != "sqlite", reason="elsewhere the trigger of updates tells of them")
def test_each_trigger_that_is_lost_is_told() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'note_%'")
        names = sorted(name for (name,) in cursor.fetchall())
        for name in names:
            cursor.execute(f"DROP TRIGGER {name}")
    assert missing_triggers() == names

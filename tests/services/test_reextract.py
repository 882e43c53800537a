"""Reading stored articles again: which are older than a version, and what happens to one that is erased meanwhile."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import AbstractUser

from corpus.extraction import extract
from corpus.models import Article, Entity
from corpus.records import ExtractionRecord, Outcome
from corpus.services.configs import extraction_config
from corpus.services.erase import erase
from corpus.services.errors import ServiceError
from corpus.services.reextract import (
    NO_TEXT,
    TAKEN_DOWN,
    articles_to_read,
    as_record,
    read_again,
    reextract,
    store_again,
)
from corpus.services.take_down import reinstate, take_down
from corpus.services.verify import verify
from tests.builders import store

pytestmark = pytest.mark.django_db
NAMES = ["", "rules-2", "rules-3", "rules-11", "reader-1.9", "reader-2.3", "reader-2.11", "tiny-10.1"]


@pytest.fixture
def editor(django_user_model: type[AbstractUser]) -> AbstractUser:
    return django_user_model.objects.create_superuser(username="edith")


@pytest.fixture
def three() -> list[Article]:
    return [store(f"“It rained,” said Mara Ellwin on day {day} of the storm.", key=f"day-{day}") for day in (1, 2, 3)]


@pytest.mark.parametrize(
    ("since", "older"),
    [
        ("rules-3", NAMES[:2]),
        ("rules-11", NAMES[:3]),
        ("reader-1.9", NAMES[:4]),
        ("reader-2.3", NAMES[:5]),
        ("2.3", NAMES[:5]),
        ("reader-2.11", NAMES[:6]),
        ("reader-11", NAMES),
    ],
)
def test_the_rules_are_older_than_any_reader_and_then_numbers_count(since: str, older: list[str]) -> None:
    read_by = {store(f"The council met on day {number}.").pk: name for number, name in enumerate(NAMES)}
    for pk, name in read_by.items():
        Article.objects.filter(pk=pk).update(extractor=name)
    assert sorted(read_by[pk] for pk in articles_to_read(since=since)) == sorted(older)


def test_an_article_erased_before_its_turn_fails_alone(
    three: list[Article], editor: AbstractUser, monkeypatch: pytest.MonkeyPatch
) -> None:
    ids, heard, compared = articles_to_read(everything=True), [], []
    erase(three[1].public_id, user=editor, reason="asked for")
    monkeypatch.setattr("corpus.services.reextract.compare_all", lambda: compared.append(True))
    tally = reextract(ids, on_progress=lambda *counts: heard.append(counts))
    assert [(one.source, one.reason) for one in tally.failures] == [("day-2", NO_TEXT)]
    assert (tally.counts[Outcome.UNCHANGED], heard[-1], compared) == (2, (3, 3), [True])


def test_an_article_erased_between_reading_and_storing_fails_with_the_reason(
    three: list[Article], editor: AbstractUser
) -> None:
    article = Article.objects.select_related("current_text").get(pk=three[0].pk)
    read = as_record(article)
    erase(article.public_id, user=editor, reason="asked for")
    assert store_again(article.pk, read, ExtractionRecord(extractor="rules-3")) == (Outcome.FAILED, NO_TEXT)
    with pytest.raises(ServiceError, match=NO_TEXT):
        read_again(article)


@pytest.mark.parametrize("when", ["before its turn", "while it is read"])
def test_an_article_taken_down_meanwhile_is_read_by_the_next_run_after_it_is_put_back(
    when: str, three: list[Article], editor: AbstractUser, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is read from hidden words must not count in public."""
    mara = Entity.objects.get(name="Mara Ellwin")
    ids = articles_to_read(everything=True)
    read = as_record(Article.objects.select_related("current_text").get(pk=three[1].pk))
    store_again(three[1].pk, read, ExtractionRecord(extractor="rules-1"))  # an earlier reader found nothing there
    take_down(three[1], user=editor, reason="disputed")
    if when == "before its turn":
        assert [(one.source, one.reason) for one in reextract(ids).failures] == [("day-2", TAKEN_DOWN)]
    else:
        found = extract(read, extraction_config())
        assert found.quotations
        assert store_again(three[1].pk, read, found) == (Outcome.FAILED, TAKEN_DOWN)
    mara.refresh_from_db()
    assert (mara.quotation_count, list(verify())) == (2, [])
    with pytest.raises(ServiceError, match=TAKEN_DOWN):
        read_again(three[1])
    reinstate(three[1], user=editor, reason="settled")
    assert Article.objects.get(pk=three[1].pk).extractor == "rules-1"
    assert articles_to_read() == [three[1].pk]
    assert reextract(articles_to_read()).failures == []
    mara.refresh_from_db()
    assert (mara.quotation_count, list(verify())) == (3, [])


def test_articles_are_read_in_the_order_of_code_points() -> None:
    """That in which runs store, whatever the database thinks of case and signs."""
    keys = ["b", "B", "a-c", "ab", "é", "Z", "/a", "a b"]
    rows = {store(f"It rained on day {day}.", key=key).pk: key for day, key in enumerate(keys)}
    assert [rows[pk] for pk in articles_to_read(everything=True)] == sorted(keys)

"""Splits by chosen mentions and quotations, to a new record or one that stands."""

from __future__ import annotations

from typing import Any

import pytest

from corpus.models import Decision, DuplicatePair, Entity, Mention, PairState, Quotation
from corpus.services.compare import compare_all
from corpus.services.errors import Conflict, ServiceError
from corpus.services.reextract import articles_to_read, reextract
from corpus.services.revert import revert
from corpus.services.split import split
from corpus.services.verify import verify
from tests.builders import store

pytestmark = pytest.mark.django_db

BOTH = """“We have begun the work,” said Ana Kerr, the mayor of Tolmouth.

It was late. Ana Kerr of the harbour choir sang. “I sing for the boats alone,” said Ana Kerr.
"""


@pytest.fixture
def editor(django_user_model: type) -> Any:
    return django_user_model.objects.create(username="edith")


def kerr() -> Entity:
    return Entity.objects.filter(name="Ana Kerr").earliest("pk")


def chosen() -> tuple[list[Mention], list[Quotation]]:
    """The singer's words: her two mentions by name, and what she said."""
    rows = Mention.objects.filter(entity=kerr(), words="Ana Kerr").order_by("start")
    assert len(rows) == 3
    return list(rows[1:]), [Quotation.objects.get(words__contains="sing for")]


def whose() -> list[str]:
    """Whom the words of the newest revision stand for, in their order."""
    rows = Mention.objects.live().filter(text__article__revision=1, words="Ana Kerr") | Mention.objects.live().filter(
        text__revision=2, words="Ana Kerr"
    )
    newest = rows.latest("text__revision").text
    return [row.entity.public_id for row in rows.filter(text=newest).order_by("start")]


@pytest.mark.parametrize("existing", [False, True])
def test_chosen_words_go_and_stay(editor: Any, existing: bool) -> None:
    store(BOTH, key="k")
    into = None
    if existing:
        store("“The tide is low tonight,” said Dagny Ruhl.", key="other")
        into = Entity.objects.get(name="Dagny Ruhl")
    mentions, quotations = chosen()
    old = kerr()
    singer = split(old, user=editor, mentions=mentions, quotations=quotations, into=into, reason="two women")
    assert (singer.pk == into.pk) if into else (singer.name == "Ana Kerr")
    expected = [old.public_id, singer.public_id, singer.public_id]
    assert whose() == expected
    reextract(articles_to_read(everything=True))
    compare_all(everything=True)
    assert whose() == expected
    store(f"It rained all day.\n\n{BOTH}", key="k")
    assert whose() == expected
    said = {row.words: row.speaker for row in Quotation.objects.filter(article__source_key="k")}
    assert [said[words].pk for words in sorted(said)] == [singer.pk, old.pk]
    assert DuplicatePair.objects.get(state=PairState.DIFFERENT)
    told = Decision.objects.get(record=singer.public_id, action="split").after
    assert (len(told["mentions"]), len(told["quotations"])) == (2, 1)
    assert not singer.aliases.filter(name="Ana Kerr").exists()
    assert list(verify()) == []


def test_one_word_of_a_split_is_taken_back(editor: Any) -> None:
    store(BOTH)
    mentions, _ = chosen()
    old = kerr()
    singer = split(old, user=editor, mentions=mentions)
    revert(Decision.objects.get(record=mentions[0].public_id), user=editor)
    assert whose() == [old.public_id, old.public_id, singer.public_id]
    with pytest.raises(ServiceError, match="merge the two records"):
        revert(Decision.objects.get(record=old.public_id, action="split"), user=editor)
    assert list(verify()) == []


def test_articles_go_to_a_record_that_stands(editor: Any) -> None:
    boats, balls = store("“We have begun,” said Ana Kerr."), store("“I saw the ball late,” said Ana Kerr.", key="m")
    store("“The tide is low tonight,” said Dagny Ruhl.")
    ruhl = Entity.objects.get(name="Dagny Ruhl")
    other = split(kerr(), [balls], user=editor, into=ruhl)
    assert other == ruhl
    store("The match is over. “I saw the ball far too late,” said Ana Kerr.", key="m")
    reextract(articles_to_read(everything=True))
    assert Quotation.objects.live().get(article=balls).speaker == ruhl
    assert Quotation.objects.get(article=boats).speaker == kerr()
    assert list(verify()) == []


def test_splits_that_are_refused(editor: Any) -> None:
    article = store(BOTH)
    mentions, quotations = chosen()
    old, paper = kerr(), article.publisher
    every = list(Mention.objects.filter(entity=old))
    for given, field in (
        ({}, "mentions"),
        ({"mentions": every}, "mentions"),
        ({"mentions": mentions, "into": old}, "into"),
        ({"mentions": mentions, "into": paper}, "into"),
        ({"mentions": mentions, "name": "x" * 301}, "name"),
    ):
        with pytest.raises(ServiceError) as refused:
            split(old, user=editor, **given)
        assert refused.value.field == field
    other = split(old, user=editor, mentions=mentions, quotations=quotations)
    with pytest.raises(ServiceError, match="does not mean"):
        split(old, user=editor, mentions=mentions)
    with pytest.raises(ServiceError, match="is not said by"):
        split(old, user=editor, quotations=quotations)
    with pytest.raises(ServiceError, match="either the record"):
        split(old, user=editor, mentions=[Mention.objects.filter(entity=old)[0]], into=other, name="Ana")
    assert Conflict is not None

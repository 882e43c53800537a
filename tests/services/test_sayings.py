"""One saying in many wordings: what belongs together, in whatever order it comes, and what is disputed."""

from __future__ import annotations

import random
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.db import transaction

from corpus.identity.sayings import Wording, likeness
from corpus.models import Article, Dispute, Entity, Quotation, Utterance
from corpus.services import sayings
from corpus.services.erase import erase
from corpus.services.merge import merge, undo
from corpus.services.recount import gather_sayings
from corpus.services.review import correct_quotation, reject_quotation
from corpus.services.take_down import reinstate, take_down
from corpus.services.utterances import link_utterances
from corpus.services.verify import verify
from corpus.services.wordings import given_to_others
from tests.builders import store

WHOLE = "We will rebuild the harbour wall by next spring, whatever it costs the town and all of its people"


def wording(text: str) -> Wording:
    return Wording.of(text, text, verbatim=True)


@pytest.mark.parametrize(
    ("one", "other", "common", "changed"),
    [
        (WHOLE, WHOLE.upper(), 19, 0),
        (WHOLE, "rebuild the harbour wall by next spring", 7, 0),
        (WHOLE, "We will rebuild the harbour wall … whatever it costs the town", 11, 0),
        (WHOLE, "We will rebuild the harbour wall (...) whatever it costs the town", 11, 0),
        (WHOLE, "We will rebuild the harbour wall by next spring, whatever it costs [Tolmouth]", 12, 0),
        (WHOLE, "We will rebuild the harbour wall by next summer, whatever it costs the town", 13, 1),
        ("We will rebuild the harbour wall", "We will not rebuild the harbour wall", 6, 1),
        ("We will rebuild the harbour wall by May", "We will rebuild the harbour wall by June", 7, 1),
    ],
)
def test_wordings_of_one_saying(one: str, other: str, common: int, changed: int) -> None:
    for first, second in ((one, other), (other, one)):
        found = likeness(wording(first), wording(second))
        assert found is not None
        assert (found.common, found.changed) == (common, changed)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (WHOLE, "The council met on Monday and nobody asked the fishermen"),
        (WHOLE, "by next spring"),
        (WHOLE, "We will sell the market hall by next spring, whatever the people say"),
        ("the harbour wall", "We will rebuild the harbour wall"),
        ("", WHOLE),
        ("… [ ] …", "[…]"),
    ],
)
def test_two_sayings(one: str, other: str) -> None:
    assert likeness(wording(one), wording(other)) is None
    assert likeness(wording(other), wording(one)) is None


PRINTED = [
    ("The Tolmouth Gazette", "2024-03-05", f"“{WHOLE},” said Mara Ellwin, the mayor of Tolmouth."),
    ("Kerrick Post", "2024-03-06", "“We will rebuild the harbour wall by next spring,” said Mara Ellwin, the mayor."),
    ("Kerrick Post", "2024-03-07", "Mara Ellwin, the mayor, said: “Rebuild the harbour wall by next spring.”"),
    ("Lisk Review", "2024-03-08", f"“{WHOLE.replace('spring', 'summer')},” said Mara Ellwin, the mayor of Tolmouth."),
    ("Lisk Review", "2024-03-09", f"“{WHOLE},” said Joss Pardew, the harbour master."),
    ("Lisk Review", "", "“Nobody asked the fishermen what they wanted,” said Mara Ellwin, the mayor of Tolmouth."),
    ("Kerrick Post", "2024-03-02", f"“{WHOLE.partition(',')[0]} … all of its people,” said Mara Ellwin, the mayor."),
]


def bring(numbers: list[int]) -> None:
    for number in numbers:
        publisher, published, body = PRINTED[number]
        store(body, key=f"printed-{number}", publisher=publisher, published=published or None)


def state() -> Any:
    """What stands, without ids: those of people follow from the article that names them first."""
    columns = ("speaker__name", "key", "times_printed", "outlet_count", "variant_count", "words_disputed")
    rows = Utterance.objects.printed().order_by("speaker__name", "key")
    told = rows.values_list(*columns, "speaker_disputed", "first_at", "last_at")
    return list(told), sorted(Quotation.objects.values_list("public_id", "speaker__name", "utterance__key"))


@pytest.mark.django_db
def test_the_same_comes_of_it_in_any_order() -> None:
    draw = random.Random(7)
    found = []
    for _ in range(4):
        order = list(range(len(PRINTED)))
        draw.shuffle(order)
        with transaction.atomic():
            bring(order)
            assert list(verify()) == []
            found.append(state())
            gather_sayings()
            assert state() == found[-1]
            transaction.set_rollback(True)
    for other in found[1:]:
        assert other == found[0]
    (rows, _) = found[0]
    assert [row[2:5] for row in rows if row[2] > 1] == [(5, 3, 5)]


@pytest.mark.django_db
def test_of_what_many_print_those_stored_first_are_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sayings, "MOST_HOLDERS", 1)
    bring([0, 1, 2, 3, 4])
    told = Utterance.objects.printed().order_by("speaker__name").values_list("speaker__name", "times_printed")
    assert list(told) == [("Joss Pardew", 1), ("Mara Ellwin", 4)]
    assert list(verify()) == []


@pytest.fixture
def printed(db: None) -> Utterance:
    """What Ellwin said of the wall, as five articles print it."""
    bring(list(range(len(PRINTED))))
    return Utterance.objects.printed().get(speaker__name="Mara Ellwin", text__icontains="harbour wall")


def user() -> Any:
    return get_user_model().objects.get_or_create(username="edith", is_superuser=True)[0]


def test_a_saying_is_known_by_its_first_whole_wording(printed: Utterance) -> None:
    assert (printed.times_printed, printed.outlet_count, printed.variant_count) == (5, 3, 5)
    assert printed.text.rstrip(",") == WHOLE
    assert printed.first_at.isoformat() == "2024-03-02T00:00:00+00:00"
    assert printed.variants.count() == 4
    assert set(printed.quotations.values_list("utterance", flat=True)) == {printed.pk}


def test_words_changed_between_marks_are_disputed(printed: Utterance) -> None:
    assert printed.words_disputed
    changed = Quotation.objects.get(words__contains="summer")
    reject_quotation(changed, user=user())
    printed.refresh_from_db()
    assert not printed.words_disputed
    assert printed.times_printed == 4
    assert list(verify()) == []


def test_words_given_to_two_are_disputed_until_it_is_decided(printed: Utterance) -> None:
    other = Utterance.objects.get(speaker__name="Joss Pardew")
    assert (printed.speaker_disputed, other.speaker_disputed) == (True, True)
    correct_quotation(other.quotations.get(), {"speaker": printed.speaker}, user=user())
    printed.refresh_from_db()
    other.refresh_from_db()
    assert (printed.speaker_disputed, other.speaker_disputed) == (False, False)
    assert (printed.times_printed, other.times_printed) == (6, 0)
    assert list(verify()) == []


def test_a_merge_carries_the_sayings_over_and_back(printed: Utterance) -> None:
    before = state()
    pardew, ellwin = Entity.objects.get(name="Joss Pardew"), Entity.objects.get(name="Mara Ellwin")
    done = merge(pardew, ellwin, user=user())
    printed.refresh_from_db()
    assert printed.times_printed == 6
    assert not Dispute.objects.standing().exists()
    assert list(verify()) == []
    undo(done, user=user())
    assert state() == before
    assert list(verify()) == []


def test_an_article_that_is_taken_down_takes_its_wording_along(printed: Utterance) -> None:
    before = state()
    article = Article.objects.get(source_key="printed-0")
    take_down(article, user=user(), reason="disputed")
    assert list(verify()) == []
    left = Utterance.objects.printed().filter(speaker__name="Mara Ellwin", text__icontains="harbour wall")
    assert sum(left.values_list("times_printed", flat=True)) == 4
    reinstate(article, user=user(), reason="settled")
    assert state() == before


def test_of_an_erased_article_no_wording_is_left(printed: Utterance) -> None:
    article = Article.objects.get(source_key="printed-3")
    erase(article.public_id, user=user(), reason="asked for")
    assert not Utterance.objects.filter(text__icontains="summer").exists()
    printed.refresh_from_db()
    assert printed.times_printed == 4
    assert list(verify()) == []


def test_who_is_erased_leaves_nobody_else_disputed(printed: Utterance) -> None:
    assert printed.speaker_disputed
    erase(Entity.objects.get(name="Joss Pardew").public_id, user=user(), reason="asked for")
    printed.refresh_from_db()
    assert not printed.speaker_disputed
    assert list(verify()) == []


CUT = WHOLE.replace("by next spring", "before next spring")
TWICE = [
    ("printed-first", "The Tolmouth Gazette", "2024-03-01", f"“{WHOLE},” said Mara Ellwin, the mayor of Tolmouth."),
    ("printed-second", "Kerrick Post", "2024-03-05", f"“{CUT},” said Mara Ellwin, the mayor of Tolmouth."),
    ("printed-third", "Lisk Review", "2024-03-10", f"“{WHOLE},” said Mara Ellwin, the mayor of Tolmouth. It rained."),
]


@pytest.mark.django_db
@pytest.mark.parametrize("taken_down_before", [False, True])
def test_what_an_erased_article_printed_first_is_printed_later_elsewhere(taken_down_before: bool) -> None:
    for key, publisher, published, body in TWICE:
        store(body, key=key, publisher=publisher, published=published)
    article = Article.objects.get(source_key="printed-first")
    [(text, printings)] = Utterance.objects.printed().values_list("text", "times_printed")
    assert (text.rstrip(","), printings) == (WHOLE, 3)
    if taken_down_before:
        take_down(article, user=user(), reason="disputed")
    erase(article.public_id, user=user(), reason="asked for")
    [(text, printings)] = Utterance.objects.printed().values_list("text", "times_printed")
    assert (text.rstrip(","), printings) == (CUT, 2)
    assert list(verify()) == []


@pytest.mark.django_db
def test_words_that_an_erased_article_alone_had_between_marks_are_disputed_no_more() -> None:
    store(TWICE[0][3], key="verbatim")
    store(TWICE[0][3], key="told", publisher="Lisk Review")
    store(TWICE[1][3], key="changed")
    told = Quotation.objects.filter(article__source_key="told")
    told.update(kind="indirect")
    link_utterances(told)
    saying = Utterance.objects.printed().get()
    assert (saying.times_printed, saying.words_disputed) == (3, True)
    erase(Article.objects.get(source_key="verbatim").public_id, user=user(), reason="asked for")
    saying = Utterance.objects.printed().get()
    assert (saying.times_printed, saying.words_disputed) == (2, False)
    assert list(verify()) == []


@pytest.mark.django_db
@pytest.mark.parametrize("most", [1, 2, 3, 4, 5])
def test_of_too_many_wordings_the_rest_stay_with_what_they_were_with(
    monkeypatch: pytest.MonkeyPatch, most: int
) -> None:
    bring([3, 5, 1, 4])
    monkeypatch.setattr(sayings, "MOST_WORDINGS", most)
    bring([0, 2, 6])
    merge(Entity.objects.get(name="Joss Pardew"), Entity.objects.get(name="Mara Ellwin"), user=user())
    assert sum(Utterance.objects.values_list("times_printed", flat=True)) == len(PRINTED)
    for row in Utterance.objects.filter(variant_of__isnull=False):
        assert row.variant_of.variant_of is None
        assert not row.quotations.exists()


@pytest.mark.django_db
def test_many_sayings_of_one_speaker_are_grouped_whatever_their_number(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sayings, "MOST_WORDINGS", 2)
    said = (
        "We will rebuild the harbour wall of this town by spring",
        "Nobody asked the fishermen what they wanted of the ferry",
        "The school needs a new roof before the winter comes",
        "Our mill has stood empty for more than forty years",
    )
    for key, more in (("one", ""), ("other", ", and it will cost us nothing")):
        printed = (f"“{one}{more},” said Mara Ellwin, the mayor of Tolmouth." for one in said)
        store("\n\n".join(printed), key=key)
    told = Utterance.objects.printed().values_list("times_printed", "variant_count")
    assert sorted(told) == [(2, 2)] * len(said)
    assert list(verify()) == []


@pytest.mark.django_db
def test_those_who_are_given_the_words_most_often_come_first(printed: Utterance) -> None:
    words = PRINTED[4][2].partition(",” said")[0]
    for name, times in (("Tom Hask", 3), ("Odo Brask", 2)):
        for time in range(times):
            store(f"{words},” said {name}, the harbour pilot.", publisher=f"Daily {name} {time}")
    disputed = Utterance.objects.printed().filter(speaker_disputed=True)
    assert disputed.count() == 4
    for utterance in disputed:
        others = [one.other.printings for one in given_to_others(utterance)]
        assert others == sorted(others, reverse=True)
        assert len({*others}) > 1

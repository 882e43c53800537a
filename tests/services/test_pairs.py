"""A pair is decided once, as long as it waits; and opened again."""

from __future__ import annotations

from typing import Any

import pytest

from corpus.models import DuplicatePair, Entity, PairState
from corpus.services.compare import compare_all
from corpus.services.duplicates import reopen
from corpus.services.errors import Conflict, ServiceError
from corpus.services.merge import merge
from corpus.services.naming import likelier_to_stay
from corpus.services.pairs import keep_two, make_one
from corpus.services.verify import verify
from tests.builders import store

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(django_user_model: type) -> Any:
    return django_user_model.objects.create(username="edith")


@pytest.fixture
def pair() -> DuplicatePair:
    store("“We have begun,” said Ana Kerr, the mayor of Tolmouth.")
    store("“We have begun, too,” said Ana Kerr, the mayor of Ellport.", publisher="The Ellport Mail")
    return DuplicatePair.objects.open().get()


def test_one_record_leaves_nothing_to_decide(pair: DuplicatePair, editor: Any) -> None:
    made = make_one(pair, pair.second, user=editor, reason="she moved")
    assert (made.loser, made.survivor, made.merged_by) == (pair.first, pair.second, editor)
    for decide in (lambda: make_one(pair, pair.first, user=editor), lambda: keep_two(pair, user=editor)):
        with pytest.raises(Conflict, match="decided meanwhile: one record"):
            decide()
    with pytest.raises(Conflict, match="nobody said"):
        reopen(pair, user=editor)
    assert list(verify()) == []


def test_two_records_can_be_decided_again(pair: DuplicatePair, editor: Any) -> None:
    keep_two(pair, user=editor, reason="two towns")
    compare_all(everything=True)
    assert not DuplicatePair.objects.open().exists()
    reopen(pair, user=editor, reason="one town after all")
    assert DuplicatePair.objects.open().get() == pair
    make_one(pair, pair.first, user=editor)
    assert DuplicatePair.objects.get().state == PairState.MERGED


def test_what_stays_is_one_of_the_two(pair: DuplicatePair, editor: Any) -> None:
    stranger = Entity.objects.people().exclude(pk__in=[pair.first_id, pair.second_id]).first()
    stranger = stranger or Entity.objects.organisations().first()
    with pytest.raises(ServiceError, match="one of the two") as refusal:
        make_one(pair, stranger, user=editor)
    assert refusal.value.field == "into"


def test_a_pair_whose_record_went_elsewhere_is_not_decided(pair: DuplicatePair, editor: Any) -> None:
    store("“We swim,” said Dagny Ruhl.")
    merge(pair.second, Entity.objects.get(name="Dagny Ruhl"), user=editor)
    for decide in (lambda: make_one(pair, pair.first, user=editor), lambda: keep_two(pair, user=editor)):
        with pytest.raises(Conflict, match="merged away or removed"):
            decide()
    assert [row.pk for row in DuplicatePair.objects.overtaken()] == [pair.pk]


def test_the_one_in_full_stays_before_the_one_more_mentioned(pair: DuplicatePair) -> None:
    assert likelier_to_stay(pair.first, pair.second) == pair.first
    pair.second.mention_count = 99
    assert likelier_to_stay(pair.first, pair.second) == pair.second
    pair.second.name = "Kerr"
    assert likelier_to_stay(pair.first, pair.second) == pair.first
    pair.second.name_is_chosen = True
    assert likelier_to_stay(pair.first, pair.second) == pair.second

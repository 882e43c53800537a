"""Merges: ids live on, chains unwind in any order, nothing is left behind."""

from __future__ import annotations

from itertools import permutations

import pytest

from corpus.models import Alias, Entity, Quotation, Utterance
from corpus.services.errors import Conflict, ServiceError
from corpus.services.merge import merge, undo
from corpus.services.verify import verify
from tests.builders import store

pytestmark = pytest.mark.django_db

NAMES = ("Mara Ellwin", "Tobias Renn", "Ada Korling", "Jonas Vell")


@pytest.fixture
def editor(django_user_model: type) -> object:
    return django_user_model.objects.create(username="edith")


@pytest.fixture
def people() -> list[Entity]:
    for n, name in enumerate(NAMES):
        store(f"“The bridge will open next year,” said {name}, an engineer, on day {n}.")
    return [Entity.objects.get(name=name) for name in NAMES]


def speakers() -> dict[str, str]:
    rows = Quotation.objects.values_list("original_speaker__name", "speaker__name")
    return dict(rows)


def test_a_merge_moves_what_was_resolved_to_the_loser(people: list[Entity], editor: object) -> None:
    mara, renn, *_ = people
    merge(renn, mara, user=editor, reason="maiden name")
    assert speakers()["Tobias Renn"] == "Mara Ellwin"
    assert Entity.objects.resolve(renn.public_id) == mara
    assert Alias.objects.get(entity=mara, name="Tobias Renn").kind == "merged"
    mara.refresh_from_db()
    assert mara.quotation_count == 2
    assert Utterance.objects.printed().get(speaker=mara).times_printed == 2
    assert list(verify()) == []


def test_undo_restores_everything(people: list[Entity], editor: object) -> None:
    before = speakers(), list(Entity.objects.order_by("pk").values("name", "quotation_count", "mention_count"))
    row = merge(people[1], people[0], user=editor)
    undo(row, user=editor, reason="two people after all")
    after = speakers(), list(Entity.objects.order_by("pk").values("name", "quotation_count", "mention_count"))
    assert before == after
    assert not Alias.objects.filter(kind="merged").exists()
    assert list(verify()) == []
    with pytest.raises(Conflict):
        undo(row, user=editor)


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_a_chain_unwinds_in_any_order(people: list[Entity], editor: object, order: tuple[int, ...]) -> None:
    before = speakers()
    merges = [merge(people[n], people[n + 1], user=editor) for n in range(3)]
    assert set(speakers().values()) == {"Jonas Vell"}
    assert list(verify()) == []
    for n in order:
        undo(merges[n], user=editor)
        assert list(verify()) == []
    assert speakers() == before


def test_merging_into_a_merged_record_goes_to_its_survivor(people: list[Entity], editor: object) -> None:
    merge(people[0], people[1], user=editor)
    row = merge(people[2], people[0], user=editor)
    assert row.survivor == people[1]


def test_what_cannot_be_merged(people: list[Entity], editor: object) -> None:
    store("“We will build it,” the Tolmouth Council said in a statement.", publisher="The Tolmouth Gazette")
    paper = Entity.objects.get(name="The Tolmouth Gazette")
    with pytest.raises(Conflict):
        merge(people[0], people[0], user=editor)
    with pytest.raises(ServiceError):
        merge(people[0], paper, user=editor)
    merge(people[0], people[1], user=editor)
    with pytest.raises(Conflict):
        merge(people[1], people[0], user=editor)
    with pytest.raises(Conflict):
        merge(people[0], people[2], user=editor)
    assert list(verify()) == []

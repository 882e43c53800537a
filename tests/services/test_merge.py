"""Merges: ids live on, chains unwind in any order, nothing is left behind."""

from __future__ import annotations

from itertools import permutations
from typing import Any

import pytest

from corpus.models import Affiliation, Alias, Article, Candidate, Change, Entity, Quotation, Utterance
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
    with pytest.raises(ServiceError, match="a person cannot become an organisation"):
        merge(people[0], paper, user=editor)
    with pytest.raises(ServiceError, match="an organisation cannot become a person"):
        merge(paper, people[0], user=editor)
    merge(people[0], people[1], user=editor)
    with pytest.raises(Conflict):
        merge(people[1], people[0], user=editor)
    with pytest.raises(Conflict):
        merge(people[0], people[2], user=editor)
    assert list(verify()) == []


def versions() -> dict[str, tuple[int, object]]:
    rows = [*Quotation.objects.all(), *Affiliation.objects.all(), *Article.objects.all(), *Entity.objects.all()]
    return {row.public_id: (row.version, row.updated_at) for row in rows}


def test_whom_a_record_leads_to_is_told_of_all_that_lead_there(people: list[Entity], editor: object) -> None:
    first, second, third, _ = people
    merge(first, second, user=editor)

    def told(since: int) -> dict[str, str | None]:
        return {one.public_id: one.stands_for_it for one in Change.objects.since(since, ["person"]).told(since)}

    place = Change.objects.position()
    row = merge(second, third, user=editor)
    assert told(place).items() >= {first.public_id: third.public_id, second.public_id: third.public_id}.items()
    place = Change.objects.position()
    undo(row, user=editor)
    assert told(place).items() >= {first.public_id: second.public_id, second.public_id: None}.items()


def test_all_that_reads_otherwise_has_a_new_version(people: list[Entity], editor: object) -> None:
    mara, renn, *_ = people
    spoken = Quotation.objects.get(speaker=renn)
    bystander = Quotation.objects.get(speaker__name="Ada Korling")
    row = None
    for _ in ("merge", "undo"):
        before = versions()
        row = merge(renn, mara, user=editor) if row is None else undo(row, user=editor)
        after = versions()
        changed = {name for name in before if before[name] != after[name]}
        roles = Affiliation.objects.filter(original_person=renn).values_list("public_id", flat=True)
        assert changed == {mara.public_id, renn.public_id, spoken.public_id, *roles}
        assert all(after[name][0] == before[name][0] + 1 and after[name][1] > before[name][1] for name in changed)
    assert bystander.public_id not in changed


def test_a_merge_of_publishers_and_candidates_marks_what_shows_them(people: list[Entity], editor: object) -> None:
    paper, other = (
        store(f"The {name} was closed.", publisher=name).publisher for name in ("Tolmouth Post", "Tolmouth Mail")
    )
    merge(other, paper, user=editor)
    assert set(Article.objects.filter(publisher=paper).values_list("version", flat=True)) == {1, 2}
    shown = Quotation.objects.get(speaker=people[0])
    Candidate.objects.all().delete()
    Candidate.objects.create(quotation=shown, position=0, entity=people[1], original_entity=people[1], score=0.5)
    merge(people[1], people[2], user=editor)
    shown.refresh_from_db()
    assert shown.version == 2


def test_a_merge_of_somebody_often_quoted_costs_no_more(
    people: list[Entity], editor: object, django_assert_max_num_queries: Any
) -> None:
    for n in range(5):
        store(f"“The road number {n} will be closed next year,” said Tobias Renn.")
    with django_assert_max_num_queries(90):
        merge(people[1], people[0], user=editor)

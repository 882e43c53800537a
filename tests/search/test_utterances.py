"""Utterances are found by the words of the quotations that print them, alike on each database."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from corpus.models import Article, Entity, Quotation, Utterance
from corpus.models.ids import IdType, fresh
from corpus.search import matching, parse, rank_floor, sought

SAID = {
    "wall": ["We will rebuild the harbour wall by spring", "rebuild the old wall by spring", "a wall, rebuilt"],
    "ferry": ["The ferry leaves the harbour at noon", "Nobody waits for a ferry"],
    "peace": ["Talks bring peace", "We want the peace talks to go on"],
    "silence": ["Nothing of it is printed"],
}
QUERIES = [
    ("harbour", {"wall", "ferry"}),
    ("harbour wall", {"wall"}),
    ("old harbour", set()),
    ("harbour -spring", {"ferry"}),
    ("ferry OR wall", {"wall", "ferry"}),
    ("waits harbour", set()),
    ('"peace talks"', {"peace"}),
    ("peace talks", {"peace"}),
    ("rebuil*", {"wall"}),
    ("the", {"wall", "ferry", "peace"}),
    ("printed", set()),
    ("nowhere", set()),
]
MODES = pytest.mark.parametrize(("many", "few", "look_up"), [(0, 0, 0), (0, 0, 200), (5000, 0, 0), (5000, 100, 0)])


@pytest.fixture
def said(quotation: Callable[..., Quotation]) -> dict[str, Utterance]:
    speaker = Entity.objects.create(public_id=fresh(IdType.PERSON), type="person", name="Mara Ellwin")
    made = {}
    for name, wordings in SAID.items():
        quotations = [quotation(words) for words in wordings]
        made[name] = Utterance.objects.create(
            public_id=fresh(IdType.UTTERANCE), speaker=speaker, key=name, text=wordings[0]
        )
        status = "rejected" if name == "silence" else "extracted"
        keys = [one.pk for one in quotations]
        Quotation.objects.filter(pk__in=keys).update(utterance=made[name], status=status)
    quotation("The harbour has no speaker")
    return made


def names(said: dict[str, Utterance], rows: object) -> set[str]:
    by_key = {one.pk: name for name, one in said.items()}
    found = [by_key[row.pk] for row in rows]  # type: ignore[attr-defined]
    assert len(found) == len({*found})
    return {*found}


@MODES
@pytest.mark.parametrize(("q", "expected"), QUERIES)
def test_an_utterance_is_found_by_any_quotation_that_prints_it(
    said: dict[str, Utterance],
    monkeypatch: pytest.MonkeyPatch,
    q: str,
    expected: set[str],
    many: int,
    few: int,
    look_up: int,
) -> None:
    monkeypatch.setattr("corpus.search.sqlite.MANY", many)
    monkeypatch.setattr("corpus.search.sqlite.FEW", few)
    monkeypatch.setattr("corpus.search.sqlite.LOOK_UP", look_up)
    rows, query = Utterance.objects.all(), parse(q)
    assert names(said, matching(rows, q)) == expected
    assert names(said, rows.filter(sought(rows, query).rows())) == expected
    assert rows.filter(sought(rows, query).all_rows()).count() == len(expected)
    ranked = {row.pk: row.search_rank for row in matching(rows, query, ranked=True)}
    assert ranked.keys() == {said[name].pk for name in expected}
    for floor in (None, rank_floor(rows, query)):
        ranks = sought(rows, query, ranked=True, floor=floor).ranks()
        told = [(row.pk, rank) for rank, some in ranks for row in rows.filter(some)]
        assert sorted(told) == sorted(ranked.items())


def test_it_ranks_as_the_best_of_them(said: dict[str, Utterance]) -> None:
    rows = matching(Utterance.objects.all(), "peace talks", ranked=True)
    assert [(row.pk, row.search_rank) for row in rows] == [(said["peace"].pk, 2)]


def test_other_models_have_no_words(db: None) -> None:
    with pytest.raises(TypeError, match="Entity has no full-text search"):
        matching(Entity.objects.all(), "harbour")
    assert not matching(Article.objects.all(), "harbour").exists()

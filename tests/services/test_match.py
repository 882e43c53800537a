"""Matching of new readings to rows that stand."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.services.match import Reading, find_again, length, match_spans, match_words, overlap


@pytest.mark.parametrize(
    ("standing", "new", "expected"),
    [
        ([[(0, 10)]], [[(0, 10)]], {0: 0}),
        ([[(0, 10)]], [[(2, 30)]], {0: 0}),  # most of the shorter one
        ([[(0, 10)]], [[(8, 30)]], {}),  # only touches
        ([[(0, 10)]], [[(10, 20)]], {}),
        ([[(0, 10)], [(20, 30)]], [[(20, 30)], [(0, 9)]], {0: 1, 1: 0}),
        ([[(0, 4), (8, 12)]], [[(0, 12)]], {0: 0}),
        ([[(0, 100)], [(10, 20)]], [[(10, 20)]], {0: 1}),  # the better of two
        ([[(0, 100)], [(10, 20)]], [[(5, 8)]], {0: 0}),
    ],
)
def test_by_spans(standing: list, new: list, expected: dict[int, int]) -> None:
    assert match_spans([Reading("", s) for s in standing], [Reading("", s) for s in new]) == expected


@pytest.mark.parametrize(
    ("standing", "new", "expected"),
    [
        (["we will win"], ["we will win"], {0: 0}),
        (["we will win", "we will win"], ["we will win", "we will win"], {0: 0, 1: 1}),
        (["we will surely win the race"], ["we will surely win this race"], {0: 0}),
        (["we will win"], ["nothing of the kind was said"], {}),
        (["we will surely win the race"], ["we will never run the port"], {}),  # two parts in three
        (["a b c d", "we will win"], ["we will win", "a b c d"], {0: 1, 1: 0}),
    ],
)
def test_by_words(standing: list[str], new: list[str], expected: dict[int, int]) -> None:
    assert match_words([Reading(w, [(0, 1)]) for w in standing], [Reading(w, [(0, 1)]) for w in new]) == expected


SPANS = st.lists(st.integers(0, 60), min_size=2, max_size=8, unique=True).map(
    lambda points: [tuple(pair) for pair in zip(*[iter(sorted(points))] * 2, strict=False)]
)


@given(SPANS, SPANS)
def test_overlap_counts_shared_characters(a: list, b: list) -> None:
    def characters(spans: list) -> set[int]:
        return {n for start, end in spans for n in range(start, end)}

    assert overlap(a, b) == overlap(b, a) == len(characters(a) & characters(b))
    assert length(a) == len(characters(a))


@given(st.lists(SPANS, max_size=6), st.lists(SPANS, max_size=6))
def test_the_pair_that_shares_most_of_both_is_matched_first_and_each_row_once(standing: list, new: list) -> None:
    pairs = [
        (-shared / (length(a) + length(b) - shared), i, j)
        for j, b in enumerate(new)
        for i, a in enumerate(standing)
        if 2 * (shared := overlap(a, b)) >= min(length(a), length(b))
    ]
    expected: dict[int, int] = {}
    for _, i, j in sorted(pairs):
        if i not in expected.values():
            expected.setdefault(j, i)
    assert match_spans([Reading("", s) for s in standing], [Reading("", s) for s in new]) == expected


def test_pieces_are_found_in_order_or_not_at_all() -> None:
    assert find_again(["a b", "c"], "x a b y c") == [(2, 5), (8, 9)]
    assert find_again(["a", "b"], "ab") == [(0, 1), (1, 2)]
    assert find_again(["c", "a b"], "x a b y c") is None

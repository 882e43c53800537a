"""Spans that people give: what is taken, what is refused, what stands between marks in them."""

from __future__ import annotations

from typing import Any

import pytest

from corpus.records import QuotationKind
from corpus.services.errors import ServiceError
from corpus.services.spans import (
    MOST_SPANS,
    checked_quoted,
    checked_spans,
    kind_of,
    quoted_inside,
    runs_of,
    without_marks,
)

BODY = "He said “go” and “… stay”, then left. “No"


@pytest.mark.parametrize(
    ("given", "taken"),
    [
        ([[0, 2]], [[0, 2]]),
        ([(0, 2), (2, 7)], [[0, 2], [3, 7]]),  # one may begin where the other ends; blanks at the ends go
        ([[2, 8]], [[3, 7]]),
        ([[0, len(BODY)]], [[0, len(BODY)]]),
        ([[8, 12]], [[8, 12]]),
    ],
)
def test_spans_lose_the_blanks_at_their_ends(given: Any, taken: list[list[int]]) -> None:
    assert checked_spans(given, BODY) == taken


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ([], "between 1 and 50"),
        ("ab", "between 1 and 50"),
        (None, "between 1 and 50"),
        ([3], "two whole numbers"),
        (["ab"], "two whole numbers"),
        ([[0]], "two whole numbers"),
        ([[0, 2, 4]], "two whole numbers"),
        ([[0, 2.0]], "two whole numbers"),
        ([[False, 2]], "two whole numbers"),
        ([[0, True]], "two whole numbers"),
        ([[-1, 2]], "does not fit"),
        ([[2, 2]], "does not fit"),
        ([[3, 2]], "does not fit"),
        ([[0, len(BODY) + 1]], "does not fit"),
        ([[2, 3]], "no words"),
        ([[17, 20]], "no words"),
        ([[3, 7], [0, 2]], "in the order of the text"),
        ([[0, 5], [4, 7]], "in the order of the text"),
    ],
)
def test_spans_that_are_no_evidence_are_refused(given: Any, message: str) -> None:
    with pytest.raises(ServiceError, match=message) as refused:
        checked_spans(given, BODY, "quoted")
    assert refused.value.field == "quoted"


def test_as_many_spans_as_may_be_and_no_more() -> None:
    body = "a " * (MOST_SPANS + 1)
    spans = [[2 * number, 2 * number + 1] for number in range(MOST_SPANS + 1)]
    assert checked_spans(spans[:-1], body) == spans[:-1]
    with pytest.raises(ServiceError, match="between 1 and 50"):
        checked_spans(spans, body)


@pytest.mark.parametrize(
    ("given", "inner"),
    [
        ([8, 12], [9, 11]),
        ([8, 11], [9, 11]),
        ([9, 12], [9, 11]),
        ([0, 12], [0, 11]),
        ([8, 16], [9, 16]),
        ([8, 9], [8, 9]),  # nothing would be left of it
        ([38, len(BODY)], [39, len(BODY)]),  # left open: its end is no mark
    ],
)
def test_a_span_loses_the_marks_at_its_ends(given: list[int], inner: list[int]) -> None:
    assert without_marks([given], runs_of(BODY)) == [inner]


@pytest.mark.parametrize(
    ("given", "verbatim"),
    [
        ([[0, 12]], [[9, 11]]),
        ([[0, 24]], [[9, 11], [18, 24]]),
        ([[10, 24]], [[10, 11], [18, 24]]),
        ([[0, 9]], []),
        ([[0, 19]], [[9, 11]]),  # no word of the second
        ([[0, 10], [20, 22]], [[9, 10], [20, 22]]),
    ],
)
def test_the_verbatim_runs_are_cut_to_the_spans(given: list[list[int]], verbatim: list[list[int]]) -> None:
    assert quoted_inside(given, runs_of(BODY), BODY) == verbatim


def test_verbatim_runs_that_are_given_lie_in_a_span() -> None:
    spans = [[0, 12], [13, 24]]
    assert checked_quoted([], spans, BODY) == []
    assert checked_quoted([[0, 12], [20, 24]], spans, BODY) == [[0, 12], [20, 24]]
    for outside in ([[9, 16]], [[9, 11], [20, 25]], [[30, 35]]):
        with pytest.raises(ServiceError, match="lies in none of the spans") as refused:
            checked_quoted(outside, spans, BODY)
        assert refused.value.field == "quoted"


@pytest.mark.parametrize(
    ("span", "quoted", "kind"),
    [
        ([9, 11], [[9, 11]], QuotationKind.DIRECT),
        ([0, 12], [[9, 11]], QuotationKind.MIXED),
        ([0, 7], [], QuotationKind.INDIRECT),
    ],
)
def test_the_kind_follows_from_what_is_verbatim(span: list[int], quoted: list[list[int]], kind: QuotationKind) -> None:
    assert kind_of(BODY, [span], quoted) is kind

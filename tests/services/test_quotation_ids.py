"""Ids of new quotations: as the slow way says it, at a cost that does not grow with how many there are."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from corpus.folding import normalise
from corpus.models import Article
from corpus.models.ids import IdType, derive
from corpus.services.quotation_ids import QuotationIds
from tests.effort import instructions

ARTICLE = Article(public_id="art_aaaaaaaaaaaaa")
PIECES = ["We won.", "we won!", "WE WON", "aa", "aaa", "a", "A", " ", "“", "!", "\u00fc", "u\u0308"]


def the_slow_way(words: str, start: int, end: int, body: str, used: set[str]) -> str:
    occurrence = body.count(body[start:end], 0, start)
    while True:
        public_id = derive(IdType.QUOTATION, ARTICLE.public_id, normalise(words), occurrence)
        if public_id not in used:
            used.add(public_id)
            return public_id
        occurrence += 1


@st.composite
def quotations(draw: st.DrawFn) -> tuple[str, list[tuple[int, int]], set[str]]:
    body = "".join(draw(st.lists(st.sampled_from(PIECES), min_size=1, max_size=30)))
    places = st.tuples(st.integers(0, len(body) - 1), st.integers(1, 8)).map(lambda p: (p[0], min(sum(p), len(body))))
    spans = draw(st.lists(places, max_size=25))
    taken = draw(st.lists(st.tuples(st.sampled_from(PIECES), st.integers(0, 6)), max_size=12))
    used = {derive(IdType.QUOTATION, ARTICLE.public_id, normalise(words), number) for words, number in taken}
    return body, sorted(spans) if draw(st.booleans()) else spans, used


@given(quotations())
def test_the_ids_are_those_of_the_slow_way(case: tuple[str, list[tuple[int, int]], set[str]]) -> None:
    body, spans, used = case
    ids, slowly = QuotationIds(ARTICLE, body, set(used)), set(used)
    for start, end in spans:
        expected = the_slow_way(body[start:end], start, end, body, slowly)
        assert ids.give(body[start:end], [(start, end)]) == expected


def test_the_same_words_in_two_prints_cost_in_proportion_to_how_many_there_are() -> None:
    def give(number: int) -> None:
        lines = ["This is what she wanted.", "this is what she wanted!"] * number
        body = "\n".join(lines)
        ids = QuotationIds(ARTICLE, body, set())
        start = 0
        for line in lines:
            ids.give(body[start : start + len(line)], [(start, start + len(line))])
            start += len(line) + 1

    give(1)
    assert instructions(lambda: give(200)) < 6 * instructions(lambda: give(50))

"""No text breaks extraction: properties that always hold, and work that grows with the length and no faster."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.extraction import extract
from corpus.extraction.marks import quoted_runs
from corpus.extraction.tokens import paragraphs, tokenise
from corpus.records import ArticleRecord, ExtractionRecord, QuotationKind

MARKS = [*"“”\"‘’'«»„「」,.?!:—()[]", "``", "''"]
WORDS = [
    "said",
    "told",
    "Ana Kerr",
    "Kerr",
    "he",
    "she",
    "the mayor",
    "Ministry of Works",
    "according to",
    "and",
    "who",
]
WORDS += ["that", "in an email", "on Tuesday", "don’t", "the dam is safe", "U.S.", "WHO", "former", "called"]
ODD = ["\n\n", "\n", " ", "\u2028", "\x00", "😀", "ß", "İ", "e\u0301"]
PIECES = [*MARKS, *ODD, *(f" {words} " for words in WORDS)]
TEXTS = st.one_of(st.text(max_size=300), st.lists(st.sampled_from(PIECES), max_size=60).map("".join))


def read(body: str, headline: str = "") -> ExtractionRecord:
    return extract(ArticleRecord("t", headline, body, language="en"))


@settings(max_examples=400, deadline=None)
@given(TEXTS, st.text(max_size=40))
def test_what_always_holds(body: str, headline: str) -> None:
    record = read(body, headline)
    keys = [entity.key for entity in (*record.people, *record.organisations)]
    assert len(keys) == len(set(keys))
    for quotation in record.quotations:
        assert quotation.spans
        edge = 0
        for span in quotation.spans:
            assert edge <= span.start < span.end <= len(body)
            edge = span.end
        edge = 0
        for run in quotation.quoted:
            assert edge <= run.start < run.end
            assert any(span.start <= run.start and run.end <= span.end for span in quotation.spans)
            edge = run.end
        assert (quotation.kind is QuotationKind.INDIRECT) == (not quotation.quoted)
        if quotation.kind is QuotationKind.DIRECT:
            assert quotation.quoted == quotation.spans
        for score in (quotation.confidence.span, quotation.confidence.speaker, quotation.confidence.kind):
            assert 0 <= score <= 1
        speaker, cue = quotation.speaker, quotation.cue
        if speaker is not None:
            assert speaker.text == body[speaker.start : speaker.end]
            assert not speaker.entity or speaker.entity in keys
        if cue is not None:
            assert cue.text == body[cue.start : cue.end]
        assert all(candidate.entity in keys and 0 <= candidate.score <= 1 for candidate in quotation.candidates)
    for entity in (*record.people, *record.organisations):
        assert entity.mentions
        assert all(0 <= m.start < m.end <= len(body) for m in entity.mentions)
    for affiliation in record.affiliations:
        assert affiliation.title == body[affiliation.start : affiliation.end]
        assert affiliation.person in keys
        assert not affiliation.organisation or affiliation.organisation in keys


@settings(max_examples=300, deadline=None)
@given(TEXTS)
def test_runs_and_tokens_stand_in_order(body: str) -> None:
    spans = paragraphs(body)
    edge = 0
    for run in quoted_runs(body, spans):
        assert edge <= run.outer_start < run.start < run.end <= run.outer_end
        edge = run.outer_end
    for span in spans:
        edge = span.start
        for token in tokenise(body, span):
            assert edge <= token.start < token.end <= span.end
            assert body[token.start : token.end] == token.text
            edge = token.end


@settings(max_examples=60, deadline=None)
@given(TEXTS)
def test_the_same_text_gives_the_same_record(body: str) -> None:
    assert read(body) == read(body)


HOSTILE = {
    "opening marks": "“",
    "opening marks and words": "“a ",
    "straight marks": '"',
    "straight marks and words": '" a "b c ',
    "single marks": "'a ' ‘b’ s’ ",
    "mixed openings": "“«„‚",
    "open paragraphs": "“a b c d e\n\n",
    "names and cues": "Ford said ",
    "statements": "the deal is dead, Ford said, ",
    "sources": "according to Ford ",
    "one long name": "Ford ",
    "linked names": "Bank of ",
    "initials": "A.",
    "hyphens": "a-",
    "apostrophes": "a'",
    "commas": ", ",
    "brackets": "(",
    "roles": "Ana Kerr, the mayor of X, said. ",
    "labels": "Ford called ",
    "one word": "a",
}


@pytest.mark.parametrize("piece", HOSTILE.values(), ids=HOSTILE.keys())
def test_twice_the_text_is_about_twice_the_work(piece: str) -> None:
    def work(count: int) -> float:
        start = time.process_time()
        read(piece * count)
        return time.process_time() - start

    work(200)
    small = max(min(work(500), work(500)), 0.02)
    # linear work takes 4 times as long, quadratic 16 times
    assert min(work(2000), work(2000)) < 9 * small


def test_a_hundred_thousand_opening_marks() -> None:
    assert read("“" * 100_000).quotations == ()


def test_namesakes_without_number() -> None:
    names = (f"Q{chr(97 + i % 26)}{chr(97 + i // 26 % 26)}{chr(97 + i // 676)}q" for i in range(3000))
    assert len(read(" ".join(f"{name} Kerr spoke. Kerr left." for name in names)).people) == 3000

"""The demo corpus as it is read by default, against its gold annotations."""

from __future__ import annotations

from functools import cache

import pytest

from corpus.extraction import extract
from corpus.records import QuotationRecord
from tests.fixtures.sources import fold
from tests.fixtures.test_reading import GOLD, articles, each_gold

RELAXED = 0.8  # of the words, as in the evaluation


@cache
def quotations(file: str) -> list[tuple[str, QuotationRecord]]:
    """What is read from a document, with its words on one line."""
    article = articles()[file]
    return [(fold(quotation.text(article.body)), quotation) for quotation in extract(article).quotations]


def found(file: str, text: str) -> QuotationRecord | None:
    """The quotation that shares most words with ``text``, where it shares enough."""
    words = set(text.lower().split())
    best, most = None, RELAXED
    for given, quotation in quotations(file):
        other = set(given.lower().split())
        share = len(words & other) / len(words | other)
        if share >= most:
            best, most = quotation, share
    return best


@each_gold
def test_every_direct_quotation_has_the_right_speaker(gold: dict) -> None:
    wrong = []
    for wanted in gold["quotations"]:
        if wanted["kind"] != "direct":
            continue
        quotation = found(gold["file"], wanted["text"])
        name = quotation.speaker.name if quotation is not None and quotation.speaker else None
        if quotation is None or name != wanted["speaker"]:
            wrong.append((wanted["text"], wanted["speaker"], name))
    assert wrong == []


@pytest.mark.parametrize(("kind", "spans", "speakers"), [("mixed", 0.9, 0.85), ("indirect", 0.85, 0.75)])
def test_most_other_quotations_too(kind: str, spans: float, speakers: float) -> None:
    wanted = [
        (gold["file"], quotation) for gold in GOLD for quotation in gold["quotations"] if quotation["kind"] == kind
    ]
    read = [(quotation, found(file, quotation["text"])) for file, quotation in wanted]
    matched = [(quotation, other) for quotation, other in read if other is not None]
    right = [q for q, other in matched if (other.speaker.name if other.speaker else None) == q["speaker"]]
    assert len(matched) >= spans * len(wanted)
    assert len(right) >= speakers * len(wanted)

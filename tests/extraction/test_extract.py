"""Quotations and their speakers: tables of text and expectation."""

from __future__ import annotations

import pytest

from corpus.extraction import extract
from corpus.records import ArticleRecord


def quotations(body: str, headline: str = "") -> list[tuple[str, str | None, str]]:
    """(text, resolved speaker, kind) of every quotation of a text."""
    record = extract(ArticleRecord("t", headline, body))
    return [(q.text(body), q.speaker.name if q.speaker else None, q.kind.value) for q in record.quotations]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("“We won,” said Ana Kerr.", [("We won,", "Ana Kerr", "direct")]),
        ("“We won,” Ana Kerr said.", [("We won,", "Ana Kerr", "direct")]),
        ("Ana Kerr said: “We won.”", [("We won.", "Ana Kerr", "direct")]),
        (
            "“We won,” Ana Kerr said, “and we will win again.”",
            [("We won, and we will win again.", "Ana Kerr", "direct")],
        ),
        (
            "“We won,” Ana Kerr said. “We will win again.”",
            [("We won,", "Ana Kerr", "direct"), ("We will win again.", "Ana Kerr", "direct")],
        ),
        ("Ana Kerr said the bridge was safe.", [("the bridge was safe", "Ana Kerr", "indirect")]),
        ("The bridge was safe, Ana Kerr said.", [("The bridge was safe", "Ana Kerr", "indirect")]),
        ("The bridge is safe, according to Ana Kerr.", [("The bridge is safe", "Ana Kerr", "indirect")]),
        ("Ana Kerr said the bridge was “quite safe” now.", [("the bridge was “quite safe” now", "Ana Kerr", "mixed")]),
    ],
)
def test_quotation(body: str, expected: list[tuple[str, str | None, str]]) -> None:
    assert quotations(body) == expected

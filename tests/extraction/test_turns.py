"""Dialogue behind dashes, transcripts and interviews: tables of text and expectation."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.extraction import ExtractionConfig, extract
from corpus.extraction.config import SHIPPED
from corpus.records import ArticleRecord, Channel, QuotationRecord

READERS = [None, *([SHIPPED] if (SHIPPED / "manifest.json").is_file() else [])]
INTRO = "Ana Kerr was waiting on the quay. A man in boots stood beside her."
each_reader = pytest.mark.parametrize("model", READERS, ids=lambda model: "trained" if model else "rules")


def found(body: str, headline: str, model: Path | None) -> tuple[QuotationRecord, ...]:
    return extract(ArticleRecord("t", headline, body), ExtractionConfig(model=model)).quotations


def direct(paragraphs: list[str], model: Path | None, headline: str = "") -> list[tuple[str, str | None]]:
    """(text, resolved speaker) of every direct quotation."""
    body = "\n\n".join(paragraphs)
    quotations = found(body, headline, model)
    return [(q.text(body), q.speaker.name if q.speaker else None) for q in quotations if q.kind.value == "direct"]


@each_reader
@pytest.mark.parametrize(
    ("turns", "expected"),
    [
        (
            ["– Is it cold? asks the man.", "– It is, says Kerr."],
            [("Is it cold?", "the man"), ("It is", "Ana Kerr")],
        ),
        (
            ["— Is it cold?", "— It is, says Kerr.", "— Then I will stay here.", "— Do that."],
            [
                ("Is it cold?", "A man in boots"),
                ("It is", "Ana Kerr"),
                ("Then I will stay here.", "A man in boots"),
                ("Do that.", "Ana Kerr"),
            ],
        ),
        (
            ["– Is it cold?", "– It is, said Kerr. Come in all the same."],
            [("Is it cold?", "A man in boots"), ("It is", "Ana Kerr"), ("Come in all the same.", "Ana Kerr")],
        ),
        (
            ["– Is it cold?", "– It is, said Kerr. She laughed."],
            [("Is it cold?", "A man in boots"), ("It is", "Ana Kerr")],
        ),
        (
            ["– You are late, the man said.", "– I am – and I know it, said Kerr."],
            [("You are late", "the man"), ("I am – and I know it", "Ana Kerr")],
        ),
    ],
)
def test_dialogue(turns: list[str], expected: list[tuple[str, str | None]], model: Path | None) -> None:
    assert direct([INTRO, *turns, "It took until dark."], model) == expected


@pytest.mark.parametrize(
    "paragraphs",
    [
        ["– bring a coat;", "– bring your own boots;", "– bring something to eat."],
        ["– March 4: The minister signs.", "– April 16: Dockers strike.", "– May 28: Is it over?"],
        ["– The bridge opens in May.", "– The ferry stops in June.", "– The toll is ten crowns."],
        ["– Are you coming? asked Kerr.", "The man shook his head."],
        ["PORT ELLIS, June 3 (Wire) – The bridge was closed.", "The toll – ten crowns – was kept."],
        ["– Who pays?", "– Who builds?", "– Who decides?"],
    ],
)
def test_other_dashes_are_no_dialogue(paragraphs: list[str]) -> None:
    assert direct([INTRO, *paragraphs], None) == []


@each_reader
@pytest.mark.parametrize(
    ("turns", "expected"),
    [
        (["KERR: No.", "LIND: Why not?", "KERR: It rained."], ["Ana Kerr", "Tom Lind", "Ana Kerr"]),
        (["Ana Kerr: No.", "Lind: Why not?", "Kerr: It rained."], ["Ana Kerr", "Tom Lind", "Ana Kerr"]),
        (["AK: No.", "TL: Why not?", "AK: It rained."], ["Ana Kerr", "Tom Lind", "Ana Kerr"]),
        (["LANTERN: Did it rain?", "KERR: It did.", "LANTERN: Much?"], ["LANTERN", "Ana Kerr", "LANTERN"]),
        (["Q: Did it rain?", "A: It did.", "Q: Much?", "A: All day."], ["Ana Kerr", "Ana Kerr"]),
    ],
)
def test_transcript(turns: list[str], expected: list[str], model: Path | None) -> None:
    intro = "Ana Kerr, the mayor, and her deputy, Tom Lind, met the council. Ana Kerr spoke first."
    quotations = direct([intro, *turns], model)
    texts = [turn.partition(": ")[2] for turn in turns if not turn.startswith("Q:")]
    assert quotations == list(zip(texts, expected, strict=True))


@pytest.mark.parametrize(
    "paragraphs",
    [
        ["KERR: No."],
        ["Monday: Rain.", "Tuesday: Sun.", "Monday: Rain again."],
        ["Update: The bridge is open.", "Update: The bridge is closed."],
        ["Ana Kerr: 7. Quick.", "Tom Lind: 6. Slow."],
        ["Winner: The bridge.", "Loser: The ferry."],
    ],
)
def test_other_colons_are_no_transcript(paragraphs: list[str]) -> None:
    assert direct(["Ana Kerr and Tom Lind met.", *paragraphs], None) == []


QUESTIONS = ["Did you like the bridge?", "And the ferry?", "What would you do?"]
ANSWERS = ["I never liked it much.", "My father sailed it.", "I would leave them both alone."]


@each_reader
@pytest.mark.parametrize("marks", ["“”", "", "‘’"])
def test_interview(marks: str, model: Path | None) -> None:
    answers = [f"{marks[:1]}{answer}{marks[1:]}" for answer in ANSWERS]
    asked = [part for pair in zip(QUESTIONS, answers, strict=True) for part in pair]
    paragraphs = ["Ana Kerr is the mayor of Port Ellis. Tom Lind was mayor before her.", *asked]
    assert direct(paragraphs, model, "An interview with Ana Kerr") == [(answer, "Ana Kerr") for answer in ANSWERS]
    quotations = found("\n\n".join(paragraphs), "An interview with Ana Kerr", model)
    assert {q.channel for q in quotations} == {Channel.INTERVIEW}


def test_questions_of_an_article_make_no_interview() -> None:
    paragraphs = [
        "Ana Kerr is the mayor.",
        "Who pays?",
        "The town does.",
        "Who builds?",
        "The firm does.",
        "Who cares?",
    ]
    assert direct(paragraphs, None, "The bridge: an interview with nobody") == []


@each_reader
def test_quoted_words_behind_the_object_of_a_wish(model: Path | None) -> None:
    body = "The former mayor Ana Kerr wished her successor luck in a post on Chatter: “Read everything.”"
    (quotation,) = (q for q in found(body, "", model) if q.quoted)
    assert (quotation.text(body), quotation.kind.value) == ("Read everything.", "direct")
    assert quotation.channel is Channel.SOCIAL_POST

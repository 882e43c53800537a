"""Whom the words were said to, and how it is known who that is."""

from __future__ import annotations

import pytest

from corpus.extraction import ExtractionConfig, extract
from corpus.records import ArticleRecord
from tests.extraction.readers import both, quotations

LIND = "Tom Lind, the mayor of Port Ellis, has been at work since March. "
MINISTRY = "The Harbour Ministry has been at work since March. "
THAT = " that the bridge was not safe and would be closed for a month."


@both
@pytest.mark.parametrize(
    ("before", "words", "text", "name"),
    [
        (LIND, "told Tom Lind", "Tom Lind", "Tom Lind"),
        (LIND, "told Mr. Lind", "Lind", "Tom Lind"),
        (LIND, "told him", "him", "Tom Lind"),
        (LIND, "told the mayor", "the mayor", "Tom Lind"),
        (LIND, "wrote to the mayor", "the mayor", "Tom Lind"),
        (LIND, "warned the mayor", "the mayor", "Tom Lind"),
        (LIND, "wrote in a letter to Mr. Lind", "Lind", "Tom Lind"),
        (LIND, "said in an email to Tom Lind on Monday", "Tom Lind", "Tom Lind"),
        (MINISTRY, "told the Harbour Ministry", "Harbour Ministry", "Harbour Ministry"),
        (MINISTRY, "told the ministry", "the ministry", "Harbour Ministry"),
        (MINISTRY, "wrote to the ministry", "the ministry", "Harbour Ministry"),
        ("", "told the BBC", "BBC", "BBC"),
    ],
)
def test_somebody_the_article_knows(before: str, words: str, text: str, name: str, config: ExtractionConfig) -> None:
    body = f"{before}Ana Kerr {words}{THAT}"
    record = extract(ArticleRecord("t", "", body, language="en"), config)
    addressee = record.quotations[-1].addressee
    assert addressee is not None
    assert (addressee.text.removeprefix("the "), addressee.name) == (text.removeprefix("the "), name)
    assert body[addressee.start : addressee.end] == addressee.text
    assert addressee.entity in {entity.key for entity in (*record.people, *record.organisations) if entity.name == name}


@both
@pytest.mark.parametrize(
    ("words", "text"),
    [
        ("told reporters", "reporters"),
        ("told reporters on Tuesday", "reporters"),
        ("told a crowd of supporters in Salem", "a crowd of supporters in Salem"),
        ("told the annual meeting", "the annual meeting"),
        ("told a news conference", "a news conference"),
        ("told a Senate panel", "a Senate panel"),
        ("told BBC’s morning programme", "BBC’s morning programme"),
        ("told a spokesman for the Lantern Party", "a spokesman for the Lantern Party"),
    ],
)
def test_others_are_kept_as_printed(words: str, text: str, config: ExtractionConfig) -> None:
    (quotation,) = quotations(f"Ana Kerr {words}{THAT}", config)
    assert quotation.addressee is not None
    assert (quotation.addressee.name, quotation.addressee.entity) == (text, "")


@both
@pytest.mark.parametrize(
    ("body", "text"),
    [
        ("“It is closed,” Ana Kerr said, speaking to reporters outside the town hall.", "reporters"),
        ("Speaking to reporters on Monday, Ana Kerr said the bridge was not safe.", "reporters"),
        ("“It is closed,” Ana Kerr told the Ledger by phone on Monday.", "the Ledger"),
        ("“It is closed,” Ana Kerr told The Ledger in an email on Monday.", "The Ledger"),
    ],
)
def test_hearers_anywhere_beside_the_cue(body: str, text: str, config: ExtractionConfig) -> None:
    (quotation,) = quotations(body, config)
    assert quotation.addressee is not None
    assert quotation.addressee.text.lower().removeprefix("the ") == text.lower().removeprefix("the ")


@both
@pytest.mark.parametrize(
    "body",
    [
        "Ana Kerr said the bridge was not safe.",
        "Ana Kerr was told the bridge was not safe, she said.",
        "“It is closed,” Ana Kerr said in an interview with the Ledger.",
        "“It is closed,” Ana Kerr wrote in a letter to the board.",
        "“It is closed,” Ana Kerr said, according to reporters.",
        "“It is closed,” Ana Kerr said to loud applause.",
        "Ana Kerr asked whether the bridge was safe enough to cross.",
    ],
)
def test_nobody_is_spoken_to(body: str, config: ExtractionConfig) -> None:
    assert {q.addressee for q in quotations(body, config)} == {None}


def test_a_nominal_is_not_the_name_inside_it() -> None:
    body = "The Harbour Ministry is late. The ministry’s report said the dam had failed."
    (quotation,) = quotations(body, ExtractionConfig(model=None))
    assert quotation.speaker is not None
    assert (quotation.speaker.name, quotation.speaker.entity) == ("The ministry’s report", "")


@both
@pytest.mark.parametrize(
    ("body", "name"),
    [
        ("Officials said on Monday that the dam had failed after weeks of rain.", "Officials"),
        ("A senior official said on Monday that the dam had failed after weeks of rain.", "A senior official"),
        ("People close to the talks said the dam had failed after weeks of rain.", "People close to the talks"),
        ("Two sources said the dam had failed after weeks of rain.", "Two sources"),
        ("The report said the dam had failed after weeks of rain.", "The report"),
        ("“The door is open,” the letter read.", "the letter"),
        ("The indictment says the company paid for the trip.", "The indictment"),
        ("The lawsuit says the company paid for the trip.", "The lawsuit"),
    ],
)
def test_the_unnamed_are_kept_as_printed(body: str, name: str, config: ExtractionConfig) -> None:
    (quotation,) = quotations(body, config)
    assert quotation.speaker is not None
    assert (quotation.speaker.name, quotation.speaker.type, quotation.speaker.entity) == (name, "unnamed", "")

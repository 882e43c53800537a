"""People, organisations and references."""

from __future__ import annotations

import pytest

from corpus.extraction import extract
from corpus.records import ArticleRecord, ExtractionRecord, MentionKind


def read(body: str, headline: str = "") -> ExtractionRecord:
    return extract(ArticleRecord("t", headline, body))


@pytest.mark.parametrize(
    ("body", "people", "organisations"),
    [
        ("Ana Kerr met Tom Lind in Geneva.", ["Ana Kerr", "Tom Lind"], []),
        ("Mr. Lind met Dr Ana Kerr.", ["Lind", "Ana Kerr"], []),
        ("Defence Secretary Ana Kerr met President Tom Lind.", ["Ana Kerr", "Tom Lind"], []),
        ("Ana Kerr’s boat sank.", ["Ana Kerr"], []),
        ("Tom F. Lind Jr. sailed.", ["Tom F. Lind Jr."], []),
        ("Ana van der Berg sailed.", ["Ana van der Berg"], []),
        ("She works at Marsh University and the Ministry of Works.", [], ["Marsh University", "Ministry of Works"]),
        ("The Department of Health and Human Services closed.", [], ["Department of Health and Human Services"]),
        ("Shares in Lantern Works Inc. fell.", [], ["Lantern Works Inc."]),
        ("He flew from London to New York on Tuesday in March.", [], []),
        ("The British and French ministers met.", [], []),
        ("The Nobel Peace Prize went to nobody.", [], []),
        ("But Ana Kerr stayed. And Tom Lind left.", ["Ana Kerr", "Tom Lind"], []),
        ("as [Lake] indicated, it is over.", ["Lake"], []),
    ],
)
def test_names(body: str, people: list[str], organisations: list[str]) -> None:
    record = read(body)
    assert [person.name for person in record.people] == people
    assert [organisation.name for organisation in record.organisations] == organisations


def test_a_surname_is_the_full_name_given_anywhere() -> None:
    record = read("Kerr spoke first. Later Ana Kerr left. Kerr is 40.")
    assert [(person.name, len(person.mentions)) for person in record.people] == [("Ana Kerr", 3)]


def test_namesakes_are_told_apart_by_title_and_nearness() -> None:
    body = "Tom Holt and Dana Holt live here. “I bake,” Mrs. Holt said. Tom Holt sailed. “I sail,” Holt said."
    assert [q.speaker.name for q in read(body).quotations if q.speaker] == ["Dana Holt", "Tom Holt"]


def test_an_acronym_is_its_long_name() -> None:
    (body,) = read("The Coastal Works Board (CWB) met. CWB officials left. The CWB closed.").organisations
    assert (body.name, body.aliases, len(body.mentions)) == ("Coastal Works Board", ("CWB",), 4)


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("Ana Kerr left. She was late.", [("She", "Ana Kerr", MentionKind.PRONOUN)]),
        ("Ana Kerr met Tom Lind. He was late.", [("He", "Tom Lind", MentionKind.PRONOUN)]),
        (
            "Ana Kerr, a former envoy, left. The former envoy was late.",
            [("The former envoy", "Ana Kerr", MentionKind.NOMINAL)],
        ),
        ("“I was late,” Ana Kerr said.", [("I", "Ana Kerr", MentionKind.PRONOUN)]),
    ],
)
def test_references(body: str, expected: list[tuple[str, str, MentionKind]]) -> None:
    found = [
        (body[m.start : m.end], person.name, m.kind)
        for person in read(body).people
        for m in person.mentions
        if m.kind is not MentionKind.NAME
    ]
    assert found == expected


def test_the_role_given_with_the_words_else_the_latest_before_them() -> None:
    body = "Mayor Ana Kerr left. “We won,” said Kerr, the club captain. “Again,” Kerr said."
    assert [q.speaker_role for q in read(body).quotations] == ["club captain", "club captain"]
    earlier = "Mayor Ana Kerr left. “We won,” Kerr said. Kerr, a former judge, sat down."
    assert [q.speaker_role for q in read(earlier).quotations] == ["Mayor"]

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


@pytest.mark.parametrize(
    ("body", "people"),
    [
        ("Yesterday the crowd saw Vermonter Ana Kerr and heard Moderator Tom Lind.", ["Ana Kerr", "Tom Lind"]),
        ("They were heard by Justices Ana B. Kerr and Tom Lind.", ["Ana B. Kerr", "Tom Lind"]),
        ("Then Chief of Staff Ana Kerr rang the former Speaker of the House Tom Lind.", ["Ana Kerr", "Tom Lind"]),
        ("Interestingly Ana Kerr stayed at home for most of that week.", ["Ana Kerr"]),
        ("The letter to her began with the words “Dear Ana” and said little else.", ["Ana"]),
        ("“Either way,” He said, and Everybody left at once, as usual.", []),
        ("By the way, I saw that the vote went well, and so did they.", []),
        ("The pro-Kerr crowd jeered, but the others were polite to them.", []),
        ("Many Republicans and some Democrats voted for the plan on that day.", []),
        ("The government of Orland sent a note to the others, and waited.", []),
        ("The Kerr/Renn ticket lost. “No,” said Ana Kerr.", ["Ana Kerr"]),
        ("The famously discreet Duchess of Norland waved. The Duchess left.", ["Duchess of Norland"]),
    ],
)
def test_people_without_the_words_around_them(body: str, people: list[str]) -> None:
    assert [person.name for person in read(body).people] == people


@pytest.mark.parametrize(
    ("body", "organisations"),
    [
        ("Works Board Chairman Tom Lind spoke to the reporters.", ["Works Board"]),
        ("She works for the Brenner Center for Justice in the old town.", ["Brenner Center for Justice"]),
        ("It was the Norland Club for Growth that paid for it.", ["Norland Club for Growth"]),
        ("He led the Ministry of Works, Fisheries and Food for years.", ["Ministry of Works, Fisheries and Food"]),
        ("They hired the law firm of Quill, Arden, Moss & Vane for it.", ["Quill, Arden, Moss & Vane"]),
        ("The Sheriff's Department searched the lake for two days.", ["Sheriff's Department"]),
        ("He studied at Duke University and never came back.", ["Duke University"]),
        ("The Norwegian army and the U.S. government were told of it.", ["Norwegian army", "U.S. government"]),
        ("The vote in the Democratic Senate was close, as always.", ["Senate"]),
        ("She is the author of Quiet Harbour Foundations, a novel.", []),
        ("The ad was called “Balanced Rebellion” and ran for a month.", []),
        ("He gave a speech in the Oval Office about the Constitution.", []),
        ("It was popular with Norland Republicans in those days.", []),
    ],
)
def test_organisations_and_their_extent(body: str, organisations: list[str]) -> None:
    assert [organisation.name for organisation in read(body).organisations] == organisations


def test_a_headline_in_the_body_names_nobody_but_whom_the_reader_sees() -> None:
    title = "Why Ana Kerr Joins A Growing List Of Voters Rebuking Tom Lind Over Harbour Tax"
    record = read(f"{title}\n\nAna Kerr, a farmer, said on Monday that Tom Lind had gone too far with the tax.")
    assert [person.name for person in record.people] == ["Ana Kerr", "Tom Lind"]
    assert record.organisations == ()


@pytest.mark.parametrize(
    ("body", "people"),
    [
        (
            "Tom Lind Jr. sailed on with his father Tom Lind, and Lind Jr. was glad of it.",
            [("Tom Lind Jr.", 2), ("Tom Lind", 1)],
        ),
        (
            "George W. Lind met the old man, George H.W. Lind, at home.",
            [("George W. Lind", 1), ("George H.W. Lind", 1)],
        ),
        ("Tom F. Lind sailed at noon. Tom Lind had no map with him.", [("Tom F. Lind", 2)]),
        ("Ana Kerr sailed at noon with the others. Later Ana was tired.", [("Ana Kerr", 2)]),
    ],
)
def test_fathers_sons_and_middle_initials(body: str, people: list[tuple[str, int]]) -> None:
    found = [(p.name, sum(m.kind is MentionKind.NAME for m in p.mentions)) for p in read(body).people]
    assert found == people


def test_a_place_is_a_team_where_it_plays() -> None:
    match = "The striker scored two goals as Norway beat Sweden. The coach praised his squad after the match in Norway."
    record = read(match)
    assert [(body.name, len(body.mentions)) for body in record.organisations] == [("Norway", 1), ("Sweden", 1)]
    assert read("The ministers of Norway beat those of Sweden in the talks.").organisations == ()


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

"""People, organisations, roles and references."""

from __future__ import annotations

import pytest

from corpus.extraction import extract
from corpus.records import ArticleRecord, ExtractionRecord, MentionKind, Tense


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
    ("body", "people", "organisations"),
    [
        # the name before a title
        ("FBI Director Ana Kerr left.", ["Ana Kerr"], ["FBI"]),
        ("Lantern Works CEO Ana Kerr sold shares of Lantern Works.", ["Ana Kerr"], ["Lantern Works"]),
        ("The bill went to Senate Majority Leader Tom Lind.", ["Tom Lind"], ["Senate"]),
        ("British Prime Minister Ana Kerr met former President Tom Lind.", ["Ana Kerr", "Tom Lind"], []),
        # well-known names of several words, with their small words
        (
            "A vote of the Academy of Motion Picture Arts and Sciences.",
            [],
            ["Academy of Motion Picture Arts and Sciences"],
        ),
        ("Agents of U.S. Immigration and Customs Enforcement came.", [], ["U.S. Immigration and Customs Enforcement"]),
        ("She reads The Globe and Mail and Le Monde.", [], ["The Globe and Mail", "Le Monde"]),
        ("She works for McDonald's and Johnson & Johnson.", [], ["McDonald's", "Johnson & Johnson"]),
        # acronyms as printed
        ("Officers of ICE walked over the Ice.", [], ["ICE"]),
        ("He has PTSD and a CD, said the M.D. on the phone.", [], []),
        # a body of a state
        ("An Iraqi army convoy left.", [], ["Iraqi army"]),
        ("He was held by Houston police.", [], ["Houston police"]),
        ("A U.S. military spokesman declined.", [], ["U.S. military"]),
        ("The Socialist government fell.", [], []),
        # endings of firms
        ("It was sold to Lantern Works, Inc. on Monday.", [], ["Lantern Works, Inc."]),
        # what hangs on a small prefix is no name
        ("The pro-Kerr crowd cheered.", [], []),
    ],
)
def test_names_of_organisations(body: str, people: list[str], organisations: list[str]) -> None:
    record = read(body)
    assert [person.name for person in record.people] == people
    assert [organisation.name for organisation in record.organisations] == organisations
    assert all(body[m.start : m.end] in (o.name, *o.aliases) for o in record.organisations for m in o.mentions)


def test_a_well_known_body_has_one_entity_whatever_it_is_called() -> None:
    body = (
        "The Federal Bureau of Investigation opened a file. FBI agents came. Apple Inc. declined. Apple said no more."
    )
    found = [(o.name, o.aliases, len(o.mentions)) for o in read(body).organisations]
    assert found == [("Federal Bureau of Investigation", ("FBI",), 2), ("Apple Inc.", ("Apple",), 2)]


def test_a_form_of_many_meanings_needs_its_other_name() -> None:
    told = "Fighters of Islamic State held the town. Residents fled IS on Friday, and the IS flag fell."
    assert [(o.name, len(o.mentions)) for o in read(told).organisations] == [("Islamic State", 3)]
    assert read("The sign said that this IS the way.").organisations == ()


@pytest.mark.parametrize(
    ("body", "organisations"),
    [
        ("Democrats left the chamber.", ["Democrats"]),
        ("Two Democrats left the chamber.", []),
        ("A Gallup/Reuters poll was out.", ["Gallup", "Reuters"]),
        ("The American College of Harbour Masters met.", ["American College of Harbour Masters"]),
        ("They flew to Ana Kerr International Airport.", []),
        ("Sen. Ana Kerr, D-Calif., left.", []),
    ],
)
def test_edges_of_organisations(body: str, organisations: list[str]) -> None:
    assert [organisation.name for organisation in read(body).organisations] == organisations


def test_a_place_is_its_team_in_a_report_of_sport_alone() -> None:
    sport = (
        "Tom Lind scored two goals in the semi-final as Norway beat Samoa. The striker has played 20 "
        "matches for Norway. He was born in Denmark."
    )
    assert [body.name for body in read(sport).organisations] == ["Norway", "Samoa"]
    assert read("Norway beat Samoa to the treaty. Both led the talks in Geneva.").organisations == ()


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
        ("Defence Secretary Ana Kerr left.", [("Defence Secretary", Tense.CURRENT, None, None)]),
        (
            "Ana Kerr, the former envoy to Norland from 2011 to 2014 and current fellow at the Coast Institute, left.",
            [
                ("former envoy to Norland", Tense.FORMER, 2011, 2014),
                ("current fellow at the Coast Institute", Tense.CURRENT, None, None),
            ],
        ),
        ("Ana Kerr, the mayor of Port Ellis since 2012, left.", [("mayor of Port Ellis", Tense.CURRENT, 2012, None)]),
        ("Ex-minister Ana Kerr left.", [("Ex-minister", Tense.FORMER, None, None)]),
        ("He served under then-Mayor Ana Kerr.", [("Mayor", Tense.FORMER, None, None)]),
        ("Incoming police chief Ana Kerr left.", [("Incoming police chief", Tense.FUTURE, None, None)]),
        ("Ana Kerr, who was mayor from 2004 to 2010, left.", [("mayor", Tense.FORMER, 2004, 2010)]),
        ("Its chairman, Ana Kerr, left.", [("chairman", Tense.CURRENT, None, None)]),
        ("Ana Kerr, 45, a farmer, left.", [("farmer", Tense.CURRENT, None, None)]),
    ],
)
def test_affiliations(body: str, expected: list[tuple[str, Tense, int | None, int | None]]) -> None:
    record = read(body)
    found = [
        (a.title, a.tense, a.began.value.year if a.began else None, a.ended.value.year if a.ended else None)
        for a in record.affiliations
    ]
    assert found == expected
    assert all(body[a.start : a.end] == a.title for a in record.affiliations)
    assert {a.person for a in record.affiliations} == {record.people[0].key}


def test_an_affiliation_names_its_organisation() -> None:
    record = read("Ana Kerr, a fellow at the Coast Institute, left.")
    assert record.affiliations[0].organisation == record.organisations[0].key


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

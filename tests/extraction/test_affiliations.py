"""Which role at which organisation a text gives a person: tables of text and expectation."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from corpus.extraction import extract
from corpus.records import AffiliationRecord, ArticleRecord, ExtractionRecord, Moment, Precision, Tense

PUBLISHED = Moment(datetime(2024, 9, 10, tzinfo=UTC), Precision.DAY)
NOW, PAST, COMING = Tense.CURRENT, Tense.FORMER, Tense.FUTURE


def read(body: str) -> ExtractionRecord:
    record = extract(ArticleRecord("t", "", body, published=PUBLISHED))
    assert all(body[a.start : a.end] == a.title for a in record.affiliations)
    return record


def titles(body: str) -> list[tuple[str, str]]:
    """Person and title of every affiliation, in the order of the text."""
    record = read(body)
    names = {person.key: person.name for person in record.people}
    return [(names[a.person], a.title) for a in record.affiliations]


def when(moment: Moment | None) -> str:
    """A moment to its precision."""
    if moment is None:
        return ""
    return moment.value.strftime({Precision.YEAR: "%Y", Precision.MONTH: "%Y-%m"}.get(moment.precision, "%Y-%m-%d"))


def states(body: str) -> list[tuple[str, Tense, str, str]]:
    """Title, tense, beginning and end of every affiliation."""
    return [(a.title, a.tense, when(a.began), when(a.ended)) for a in read(body).affiliations]


def organisations(body: str) -> list[tuple[str, str]]:
    """Title and organisation of every affiliation."""
    record = read(body)
    names = {organisation.key: organisation.name for organisation in record.organisations}
    return [(a.title, names.get(a.organisation, "")) for a in record.affiliations]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("Defence Secretary Ana Kerr left.", ["Defence Secretary"]),
        ("They met former Norland envoy Ana Kerr.", ["former Norland envoy"]),
        ("They met U.S. District Judge Ana Kerr.", ["U.S. District Judge"]),
        ("Radio talk show host Ana Kerr left.", ["Radio talk show host"]),
        ("He met bestselling author Ana Kerr.", ["bestselling author"]),
        ("He met former tech executive Ana Kerr.", ["former tech executive"]),
        ("He met former undisputed club champion Ana Kerr.", ["former undisputed club champion"]),
        ("She is the most able candidate Kerr argues. Ana Kerr left.", []),
        ("He met Secretary of State Ana Kerr.", ["Secretary of State"]),
        ("He met the Director of Public Prosecutions, Ana Kerr.", ["Director of Public Prosecutions"]),
        ("But Senator Ana Kerr left.", ["Senator"]),
        ("While Senator Ana Kerr slept, they voted.", ["Senator"]),
        ("Polls show Senator Ana Kerr ahead.", ["Senator"]),
        ("He is a close friend of Prime Minister Ana Kerr.", ["Prime Minister"]),
        ("He met lobbyist and party strategist Ana Kerr.", ["lobbyist", "party strategist"]),
        ("He met army spokesman Col. Ana Kerr.", ["army spokesman", "Col."]),
        ("He met 2016 presidential candidate Ana Kerr.", ["2016 presidential candidate"]),
        ("Asked whether he would counsel Kerr, he left. Ana Kerr left.", []),
        ("Tolmouth Will Welcome Envoys Fleeing President Ana Kerr", ["President"]),
        ("A vote for president Ana Kerr called it.", []),
    ],
)
def test_titles_before_a_name(body: str, expected: list[str]) -> None:
    assert titles(body) == [("Ana Kerr", title) for title in expected]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("Its chairman, Ana Kerr, left.", ["chairman"]),
        ("The deputy police commissioner, Ana Kerr, left.", ["deputy police commissioner"]),
        ("Its founder and chairman, Ana Kerr, left.", ["founder", "chairman"]),
        ("The landlady of the Anchor, Ana Kerr, left.", ["landlady of the Anchor"]),
        ("Another radio host, Ana Kerr, left.", ["radio host"]),
        ("A spokesman for the miners, Ana Kerr, left.", ["spokesman for the miners"]),
        ("Kerr saw the mayor, Tom Lind said. Ana Kerr left.", []),
        ("In a letter to the minister, Ana Kerr said so.", []),
    ],
)
def test_roles_with_a_comma_before_a_name(body: str, expected: list[str]) -> None:
    assert titles(body) == [("Ana Kerr", title) for title in expected]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("Ana Kerr, the mayor of Tolmouth, left.", ["mayor of Tolmouth"]),
        (
            "Ana Kerr, the mayor of Tolmouth and a former engineer at Harl & Dane, left.",
            ["mayor of Tolmouth", "former engineer at Harl & Dane"],
        ),
        ("Ana Kerr, 34, a lawyer, left.", ["lawyer"]),
        ("Ana Kerr, aged 34, a lawyer, left.", ["lawyer"]),
        ("Ana Kerr (D-Norland), chair of the Harbour Committee, left.", ["chair of the Harbour Committee"]),
        ("Ana Kerr, of Port Ellis, a butcher, left.", ["butcher"]),
        ("Ana Kerr – the mayor – left.", ["mayor"]),
        ("Ana Kerr, a mother and engineer, left.", ["engineer"]),
        ("Ana Kerr, Tom Lind's former deputy, left.", ["former deputy"]),
        ("Ana Kerr, a law professor in her first campaign, left.", ["law professor"]),
        ("Ana Kerr, a schoolteacher in Dunmere, left.", ["schoolteacher in Dunmere"]),
        ("Ana Kerr, a marine biologist attending a school, left.", ["marine biologist"]),
        ("Ana Kerr, the head of music programming, left.", ["head of music programming"]),
        ("Ana Kerr, an adviser on energy policy, left.", ["adviser on energy policy"]),
        ("Ana Kerr, co-founder of two lobbying and consulting firms, left.",
         ["co-founder of two lobbying and consulting firms"]),
        ("Ana Kerr, a driver for sixteen years, left.", ["driver"]),
        ("Ana Kerr, the founder of the ailing crane company that sank, left.",
         ["founder of the ailing crane company"]),
        ("Ana Kerr, an author, harbour historian and former pilot, left.",
         ["author", "harbour historian", "former pilot"]),
        ("Ana Kerr, one of the mayor's closest aides, left.", ["one of the mayor's closest aides"]),
        ("Ana Kerr, playwright-in-residence at the Coast Institute, left.",
         ["playwright-in-residence at the Coast Institute"]),
        ("Ana Kerr, a critic of the mayor, left.", []),
        ("Ana Kerr, a top adviser to the Coast Institute and later its guest, left.",
         ["top adviser to the Coast Institute"]),
        ("Ana Kerr, and all three pilots quoted the leader, left.", []),
        ("Ana Kerr, a fellow Norlander, left.", []),
        ("Ana Kerr, author of “Low Water,” left.", ["author"]),
        ("Ana Kerr, the mayor said, had left.", []),
        ("Against Ana Kerr, the governor earned more.", []),
        ("Ana Kerr, a potter, met Tom Baker, Ida Potter and Sam Mason.", ["potter"]),
    ],
)  # fmt: skip
def test_roles_beside_a_name(body: str, expected: list[str]) -> None:
    assert [title for name, title in titles(body) if name == "Ana Kerr"] == expected


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (
            "They met Ana Kerr, Senator Tom Lind and former Governor Ida Moor.",
            [("Tom Lind", "Senator"), ("Ida Moor", "former Governor")],
        ),
        ("They met Ana Kerr, as well as Governor Tom Lind.", [("Tom Lind", "Governor")]),
        ("Ana Kerr, envoy for trade matters Tom Lind and others met.", []),
        ("Ana Kerr, a spokesman for Senator Tom Lind, left.",
         [("Ana Kerr", "spokesman for Senator Tom Lind"), ("Tom Lind", "Senator")]),
        ("Ana Kerr, the mayor, Tom Lind, the judge, and others met.", [("Ana Kerr", "mayor"), ("Tom Lind", "judge")]),
        ("Lind campaign manager Ana Kerr met Tom Lind.", [("Ana Kerr", "Lind campaign manager")]),
    ],
)  # fmt: skip
def test_a_role_goes_to_the_person_it_is_given(body: str, expected: list[tuple[str, str]]) -> None:
    assert titles(body) == expected


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("Ana Kerr is the mayor of Tolmouth.", [("mayor of Tolmouth", NOW, "", "")]),
        ("Ana Kerr is one of the last six line fishermen in the village.",
         [("one of the last six line fishermen in the village", NOW, "", "")]),
        ("Ana Kerr, 52, has been transport minister since 2021.", [("transport minister", NOW, "2021", "")]),
        ("Ana Kerr, who was president of the club, left.", [("president of the club", PAST, "", "")]),
        ("Ana Kerr, who was mayor from 2004 to 2010, left.", [("mayor", PAST, "2004", "2010")]),
        ("Ana Kerr, who heads the Harbour Board, left.", [("heads the Harbour Board", NOW, "", "")]),
        ("Ana Kerr became president of the union in May 2014.", [("president of the union", NOW, "2014-05", "")]),
        ("Ana Kerr was elected mayor in 2014.", [("mayor", NOW, "2014", "")]),
        ("Ana Kerr, a judge, was named governor last May.", [("judge", NOW, "", ""), ("governor", NOW, "2024-05", "")]),
        ("Ana Kerr will become chief executive.", [("chief executive", COMING, "", "")]),
        ("Ana Kerr served as mayor of Port Ellis in the 1990s.", [("mayor of Port Ellis", PAST, "", "")]),
        ("Ana Kerr works as a carpenter.", [("carpenter", NOW, "", "")]),
        ("Ana Kerr stepped down as chair of the board on July 24.", [("chair of the board", PAST, "", "2024-07-24")]),
        ("Ana Kerr was, until last March, the mayor of Tolmouth.", [("mayor of Tolmouth", PAST, "", "2024-03")]),
        ("They named Ana Kerr, until last week a clerk, as director.",
         [("clerk", PAST, "", "2024-09-02"), ("director", NOW, "", "")]),
        ("They elected Ana Kerr president of the club in 2014.", [("president of the club", NOW, "2014", "")]),
        ("Ana Kerr is a better candidate.", []),
        ("Ana Kerr is a leader.", []),
        ("If Ana Kerr is the nominee, they lose.", []),
        ("Is it true that Ana Kerr is the mayor?", []),
        ("“Ana Kerr is the mayor of nothing,” he said.", []),
        ("The wife of Ana Kerr is a lawyer.", []),
    ],
)  # fmt: skip
def test_roles_that_a_verb_gives(body: str, expected: list[tuple[str, Tense, str, str]]) -> None:
    assert states(body) == expected


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (
            "Ana Kerr, the former envoy to Norland from 2011 to 2014 and current fellow at the Coast Institute, left.",
            [("former envoy to Norland", PAST, "2011", "2014"), ("current fellow at the Coast Institute", NOW, "", "")],
        ),
        ("Ana Kerr, the mayor of Port Ellis since 2012, left.", [("mayor of Port Ellis", NOW, "2012", "")]),
        ("Ana Kerr, mayor of Port Ellis since last May, left.", [("mayor of Port Ellis", NOW, "2024-05", "")]),
        ("Ana Kerr, a minister between 2011 and March 2014, left.", [("minister", PAST, "2011", "2014-03")]),
        ("Ana Kerr, the governor until 2030, left.", [("governor", NOW, "", "2030")]),
        ("Ana Kerr, the governor until her death, left.", [("governor", PAST, "", "")]),
        ("Ana Kerr, a clerk during the flood, left.", [("clerk", PAST, "", "")]),
        ("Ana Kerr, mayor (2011–2014), left.", [("mayor", PAST, "2011", "2014")]),
        ("Ana Kerr, until last week the mayor of Port Ellis, left.", [("mayor of Port Ellis", PAST, "", "2024-09-02")]),
        ("Ana Kerr, then the clerk and since Monday the new minister, left.",
         [("clerk", PAST, "", ""), ("new minister", NOW, "2024-09-09", "")]),
        ("Ana Kerr, a former mayor and currently president of the club, left.",
         [("former mayor", PAST, "", ""), ("president of the club", NOW, "", "")]),
        ("Ana Kerr, once a clerk, left.", [("clerk", PAST, "", "")]),
        ("Ana Kerr, now a clerk, left.", [("clerk", NOW, "", "")]),
        ("Ana Kerr, a former mayor and judge, left.", [("former mayor", PAST, "", ""), ("judge", PAST, "", "")]),
        ("Ex-minister Ana Kerr left.", [("Ex-minister", PAST, "", "")]),
        ("He served under then-Mayor Ana Kerr.", [("Mayor", PAST, "", "")]),
        ("Incoming police chief Ana Kerr left.", [("Incoming police chief", COMING, "", "")]),
        ("President-elect Ana Kerr left.", [("President-elect", COMING, "", "")]),
        ("They chose 2012 presidential nominee Ana Kerr.", [("2012 presidential nominee", PAST, "", "")]),
    ],
)  # fmt: skip
def test_tenses_and_dates(body: str, expected: list[tuple[str, Tense, str, str]]) -> None:
    assert states(body) == expected


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("Ana Kerr, a fellow at the Coast Institute, left.", [("fellow at the Coast Institute", "Coast Institute")]),
        ("Coast Institute president Ana Kerr left the Coast Institute.",
         [("Coast Institute president", "Coast Institute")]),
        ("The Coast Institute's director, Ana Kerr, left.", [("director", "Coast Institute")]),
        ("Ana Kerr, the Coast Institute's director, left.", [("director", "Coast Institute")]),
        ("They left the Coast Institute in May. By then, said Coast Institute Director Ana Kerr, they had gone.",
         [("Coast Institute Director", "Coast Institute")]),
        ("Lantern Works Inc. closed. Its founder and chairman, Ana Kerr, left.",
         [("founder", "Lantern Works Inc."), ("chairman", "Lantern Works Inc.")]),
        ("Judge Ana Kerr of the Tolmouth Regional Court left.", [("Judge", "Tolmouth Regional Court")]),
        (
            "Ana Kerr, president and chief executive of Harl & Dane Ltd., left.",
            [("president", "Harl & Dane Ltd."), ("chief executive of Harl & Dane Ltd.", "Harl & Dane Ltd.")],
        ),
        (
            "Lantern Works Inc. closed. Its owner, Ana Kerr, left.",
            [("owner", "Lantern Works Inc.")],
        ),
        (
            "Lantern Works Inc. closed.\n\nAna Kerr, a lawyer for the company, left.",
            [("lawyer for the company", "Lantern Works Inc.")],
        ),
        ("The Ministry of Works closed.\n\nAna Kerr, a lawyer for the firm, left.", [("lawyer for the firm", "")]),
    ],
)  # fmt: skip
def test_organisations(body: str, expected: list[tuple[str, str]]) -> None:
    assert organisations(body) == expected


def test_a_long_row_of_roles_is_read_to_an_end() -> None:
    body = "Ana Kerr spoke.\n\nAna Kerr, " + "mayor of Tolmouth and " * 2000 + "others, left."
    found: tuple[AffiliationRecord, ...] = read(body).affiliations
    assert 1 <= len(found) <= 64  # eight of a row at most, eight times

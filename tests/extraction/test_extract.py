"""Quotations and their speakers: tables of text and expectation."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from corpus.extraction import ExtractionConfig, extract, extractor
from corpus.records import ArticleRecord, Attitude, Channel, Moment, Precision, QuotationRecord, SpeakerType

PUBLISHED = Moment(datetime(2031, 5, 8, tzinfo=UTC), Precision.DAY)  # a Thursday


def found(body: str, headline: str = "", language: str = "") -> tuple[QuotationRecord, ...]:
    return extract(ArticleRecord("t", headline, body, language=language, published=PUBLISHED)).quotations


def brief(body: str, headline: str = "") -> list[tuple[str, str | None, str]]:
    """(text, resolved speaker, kind) of every quotation of a text that holds quoted words."""
    quoted = [q for q in found(body, headline) if q.quoted]
    return [(q.text(body), q.speaker.name if q.speaker else None, q.kind.value) for q in quoted]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("“We won,” said Ana Kerr.", [("We won,", "Ana Kerr", "direct")]),
        ("“We won,” Ana Kerr said.", [("We won,", "Ana Kerr", "direct")]),
        ("“We won!” Ana Kerr said.", [("We won!", "Ana Kerr", "direct")]),
        ("“Did we win?” asked Ana Kerr.", [("Did we win?", "Ana Kerr", "direct")]),
        ("Ana Kerr said: “We won.”", [("We won.", "Ana Kerr", "direct")]),
        ("Ana Kerr said, “We won.”", [("We won.", "Ana Kerr", "direct")]),
        ("‘We won,’ Ana Kerr said.", [("We won,", "Ana Kerr", "direct")]),
        ("Ana Kerr: “We won the match.”", [("We won the match.", "Ana Kerr", "direct")]),
        ("“It’s ‘over,’” Ana Kerr said.", [("It’s ‘over,’", "Ana Kerr", "direct")]),
        ("Ana Kerr, the mayor of Port Ellis, said: “We won.”", [("We won.", "Ana Kerr", "direct")]),
        ("Ana Kerr (Marsh) said: “We won.”", [("We won.", "Ana Kerr", "direct")]),
        ("A spokesman, Tom Lind, said: “We won.”", [("We won.", "Tom Lind", "direct")]),
        ("“We won,” said Tom Lind, who owns the boat.", [("We won,", "Tom Lind", "direct")]),
        ("Ana Kerr:\n\n“We won the whole match.”", [("We won the whole match.", "Ana Kerr", "direct")]),
        ("“We won,” the aide, who asked not to be named, said.", [("We won,", "the aide", "direct")]),
        ("“We won,” the mayor, Ana Kerr, told reporters.", [("We won,", "Ana Kerr", "direct")]),
        ("“We won,” her lawyer, Tom Lind, said on Monday.", [("We won,", "Tom Lind", "direct")]),
        ("“Well,” Ana Kerr said, smiling, “I never.”", [("Well, I never.", "Ana Kerr", "direct")]),
        ("As Ana Kerr put it: “We won.”", [("We won.", "Ana Kerr", "direct")]),
        ("Ana King won. “It was time,” King said.", [("It was time,", "Ana King", "direct")]),
        ("“WE WON,” ANA KERR SAID.", [("WE WON,", "ANA KERR", "direct")]),
        ("“we won,” the mayor said.", [("we won,", "the mayor", "direct")]),
        ("PORT ELLIS, June 3 (Wire) - “We won,” Ana Kerr said.", [("We won,", "Ana Kerr", "direct")]),
        ("Asked if it was over, Ana Kerr said, “We won.”", [("We won.", "Ana Kerr", "direct")]),
        ("“We won,” said one former Lantern strategist.", [("We won,", "one former Lantern strategist", "direct")]),
        ("Ana Kerr has said: “We won.”", [("We won.", "Ana Kerr", "direct")]),
        ("Ana Kerr was clear. “We won it all,” the mayor said.", [("We won it all,", "Ana Kerr", "direct")]),
    ],
)
def test_direct(body: str, expected: list[tuple[str, str | None, str]]) -> None:
    assert brief(body) == expected


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (
            "“We won,” Ana Kerr said, “and we will win again.”",
            [("We won, and we will win again.", "Ana Kerr", "direct")],
        ),
        (
            "“We won,” Ana Kerr said. “We will win again.”",
            [("We won,", "Ana Kerr", "direct"), ("We will win again.", "Ana Kerr", "direct")],
        ),
        ("“We won,” said Ana Kerr, “and lost.”", [("We won, and lost.", "Ana Kerr", "direct")]),
    ],
)
def test_split(body: str, expected: list[tuple[str, str | None, str]]) -> None:
    assert brief(body) == expected


@pytest.mark.parametrize(
    ("body", "speakers"),
    [
        ("“We won,” Ana Kerr said.\n\n“It was close,” she continued. “Very close.”", ["Ana Kerr"] * 3),
        ("“We won,” Ana Kerr said.\n\n“It was very close indeed.”", ["Ana Kerr"] * 2),
        ("“We won the cup.” “It was close,” Ana Kerr said.", ["Ana Kerr"] * 2),
        ("“I went,” said Tom Lind.\n\n“I stayed,” said Ana Kerr. “I am here.”", ["Tom Lind", "Ana Kerr", "Ana Kerr"]),
        ("Ana Kerr stayed calm. “We will win it next year.”", ["Ana Kerr"]),
    ],
)
def test_carry_over(body: str, speakers: list[str]) -> None:
    assert [speaker for _, speaker, _ in brief(body)] == speakers


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("Ana Kerr said the bridge was “quite safe” now.", ("the bridge was “quite safe” now", "quite safe")),
        ("The bridge is “quite safe,” Ana Kerr said.", ("The bridge is “quite safe,”", "quite safe,")),
        ("Ana Kerr called the plan “absurd.”", ("the plan “absurd.”", "absurd.")),
        ("The bridge is “safe”, according to Ana Kerr.", ("The bridge is “safe”", "safe")),
    ],
)
def test_mixed(body: str, expected: tuple[str, str]) -> None:
    (quotation,) = found(body)
    assert quotation.kind == "mixed"
    assert (quotation.text(body), quotation.quoted[0].of(body)) == expected
    assert quotation.speaker is not None
    assert quotation.speaker.name == "Ana Kerr"


@pytest.mark.parametrize(
    ("body", "expected", "attitude"),
    [
        ("Ana Kerr said the bridge was safe.", "the bridge was safe", Attitude.SAID),
        ("Ana Kerr said that the bridge was safe.", "the bridge was safe", Attitude.SAID),
        ("The bridge was safe, Ana Kerr said.", "The bridge was safe", Attitude.SAID),
        ("The bridge is safe, according to Ana Kerr.", "The bridge is safe", Attitude.SAID),
        ("According to Ana Kerr, the bridge is safe.", "the bridge is safe", Attitude.SAID),
        ("The bridge, Ana Kerr said, was safe.", "The bridge was safe", Attitude.SAID),
        ("Ana Kerr told reporters the bridge was safe.", "the bridge was safe", Attitude.SAID),
        ("Ana Kerr asked whether the bridge was safe.", "whether the bridge was safe", Attitude.ASKED),
        ("Ana Kerr believes the bridge is safe.", "the bridge is safe", Attitude.BELIEVES),
        ("Ana Kerr wants to close the bridge.", "to close the bridge", Attitude.WANTS),
        ("Ana Kerr promised to close the bridge.", "to close the bridge", Attitude.PROMISES),
        ("Ana Kerr denied that the bridge was safe.", "the bridge was safe", Attitude.DENIES),
        ("Ana Kerr fears that the bridge will fall.", "the bridge will fall", Attitude.FEELS),
        ("Ana Kerr, who liked the bridge, said it was safe.", "it was safe", Attitude.SAID),
        ("Ana Kerr, 45, has repeatedly said it was safe.", "it was safe", Attitude.SAID),
        ("Ana Kerr called for a new bridge.", "a new bridge", Attitude.WANTS),
    ],
)
def test_indirect(body: str, expected: str, attitude: Attitude) -> None:
    (quotation,) = found(body)
    assert quotation.text(body) == expected
    assert quotation.attitude is attitude
    assert quotation.kind == "indirect"
    assert not quotation.quoted
    assert quotation.speaker is not None
    assert quotation.speaker.name == "Ana Kerr"


@pytest.mark.parametrize(
    "body",
    [
        "The so-called “green wall” is closed.",
        "Her book, “The Long Night of the Lantern,” is out.",
        "He lived in a “house” by the sea.",
        "The report of the committee was long.",
        "Ana Kerr was told to leave.",
    ],
)
def test_no_quotation(body: str) -> None:
    assert found(body) == ()


@pytest.mark.parametrize(
    ("body", "text", "attitude"),
    [
        ("Ana Kerr declined to comment.", "to comment", Attitude.REFUSES),
        ("Ana Kerr did not say whether it was safe.", "whether it was safe", Attitude.REFUSES),
        ("Asked if the bridge was safe, Ana Kerr said it was.", "if the bridge was safe", Attitude.ASKED),
    ],
)
def test_what_is_no_statement_is_told_by_its_attitude(body: str, text: str, attitude: Attitude) -> None:
    quotation = found(body)[0]
    assert (quotation.text(body), quotation.attitude) == (text, attitude)


def test_rules_alone_know_a_verb_by_its_preposition() -> None:
    body = "Ana Kerr insists on a new bridge."
    (quotation,) = extract(ArticleRecord("t", "", body), ExtractionConfig(model=None)).quotations
    assert quotation.text(body) == "a new bridge"


@pytest.mark.parametrize(
    ("body", "name", "kind"),
    [
        ("Officials said the dam had failed.", "Officials", SpeakerType.UNNAMED),
        ("A senior official said the dam had failed.", "A senior official", SpeakerType.UNNAMED),
        (
            "“It failed,” said a spokesman for the Lantern Party.",
            "a spokesman for the Lantern Party",
            SpeakerType.UNNAMED,
        ),
        ("The Ministry of Works said the dam had failed.", "Ministry of Works", SpeakerType.ORGANISATION),
        ("The White House said the dam had failed.", "White House", SpeakerType.ORGANISATION),
        (
            "The Board of Coastal Works (BCW) is new. BCW said it failed.",
            "Board of Coastal Works",
            SpeakerType.ORGANISATION,
        ),
        (
            "The Coast Institute met. The institute said it failed.",
            "Coast Institute",
            SpeakerType.ORGANISATION,
        ),
        ("The WHO said tests go on.", "WHO", SpeakerType.ORGANISATION),
        ("Ana Kerr and Tom Lind said the dam had failed.", "Ana Kerr and Tom Lind", SpeakerType.UNNAMED),
        ("He said the dam had failed.", "", SpeakerType.UNNAMED),
    ],
)
def test_speakers_that_are_no_person(body: str, name: str, kind: SpeakerType) -> None:
    quotation = found(body)[-1]
    assert quotation.speaker is not None
    assert (quotation.speaker.name, quotation.speaker.type) == (name, kind)


@pytest.mark.parametrize(
    ("body", "channel", "addressee"),
    [
        ("Ana Kerr told The Ledger in an email that it failed.", Channel.EMAIL, "The Ledger"),
        ("Ana Kerr said in an interview on Tuesday that it failed.", Channel.INTERVIEW, None),
        ("Ana Kerr said by phone that it failed.", Channel.PHONE, None),
        ("“It failed,” Ana Kerr told reporters at a news conference.", Channel.PRESS_CONFERENCE, "reporters"),
        ("Ana Kerr said in a statement that it failed.", Channel.STATEMENT, None),
        ("Ana Kerr wrote in a letter to the board that it failed.", Channel.LETTER, None),
        ("Ana Kerr wrote in a report that it failed.", Channel.REPORT, None),
        ("Ana Kerr said in a court filing that it failed.", Channel.COURT_FILING, None),
        ("Ana Kerr testified that it failed.", Channel.TESTIMONY, None),
        ("Ana Kerr tweeted: “It failed.”", Channel.SOCIAL_POST, None),
        ("Ana Kerr wrote on Facebook that it failed.", Channel.SOCIAL_POST, None),
        ("Ana Kerr told the BBC that it failed.", Channel.BROADCAST, "BBC"),
        ("Ana Kerr told the Harbour Committee that it failed.", None, "Harbour Committee"),
        ("“It failed,” said Ana Kerr in an email.", Channel.EMAIL, None),
        ("“It failed,” said Ana Kerr, the mayor of Salem, in an email.", Channel.EMAIL, None),
        ("“It failed,” said Ana Kerr, the mayor of Salem, by phone.", Channel.PHONE, None),
        ("“It failed,” wrote Ana Kerr in a letter to the board.", Channel.LETTER, None),
        ("“It failed,” said a spokesman for the harbour in a statement.", Channel.STATEMENT, None),
        ("In an email, Ana Kerr said that it failed.", Channel.EMAIL, None),
        ("In an interview with the Ledger on Monday, Ana Kerr said that it failed.", Channel.INTERVIEW, None),
        ("“It failed,” said Ana Kerr, the mayor of Salem, in a wood.", None, None),
    ],
)
def test_channel_and_addressee(body: str, channel: Channel | None, addressee: str | None) -> None:
    (quotation,) = found(body)
    assert quotation.channel is channel
    assert (quotation.addressee.name if quotation.addressee else None) == addressee


@pytest.mark.parametrize(
    ("words", "value", "precision"),
    [
        ("on Tuesday", (2031, 5, 6), Precision.DAY),
        ("on Thursday", (2031, 5, 8), Precision.DAY),
        ("last Thursday", (2031, 5, 1), Precision.DAY),
        ("yesterday", (2031, 5, 7), Precision.DAY),
        ("on May 3", (2031, 5, 3), Precision.DAY),
        ("in December", (2030, 12, 1), Precision.MONTH),
        ("in March 2029", (2029, 3, 1), Precision.MONTH),
        ("last year", (2030, 1, 1), Precision.YEAR),
        ("in 2024", (2024, 1, 1), Precision.YEAR),
    ],
)
def test_time_of_speaking(words: str, value: tuple[int, int, int], precision: Precision) -> None:
    (quotation,) = found(f"Ana Kerr said {words} that the dam had failed.")
    assert quotation.said == Moment(datetime(*value, tzinfo=UTC), precision)


def test_a_time_that_counts_from_an_unknown_day_is_none() -> None:
    (quotation,) = extract(ArticleRecord("t", "", "Ana Kerr said on Tuesday that the dam had failed.")).quotations
    assert quotation.said is None


def test_continued_paragraphs_are_one_quotation() -> None:
    body = "“The harbour is closed.\n\n“The bridge is closed.\n\n“All is closed,” said Tom Lind."
    (quotation,) = found(body)
    assert [span.of(body) for span in quotation.spans] == [
        "The harbour is closed.",
        "The bridge is closed.",
        "All is closed,",
    ]
    assert quotation.speaker is not None
    assert quotation.speaker.name == "Tom Lind"


def test_the_headline_helps_to_know_a_surname_but_is_not_reported() -> None:
    body = "“We won,” Kerr said."
    record = extract(ArticleRecord("t", "Mayor Ana Kerr wins the harbour vote", body))
    assert [person.name for person in record.people] == ["Ana Kerr"]
    assert [(m.start, m.end) for m in record.people[0].mentions] == [(10, 14)]


def test_without_indirect_only_quoted_words_are_reported() -> None:
    body = "Ana Kerr said the bridge was safe. “We won,” she said."
    record = extract(ArticleRecord("t", "", body), ExtractionConfig(indirect=False))
    assert [q.text(body) for q in record.quotations] == ["We won,"]


def test_other_languages_have_speakers() -> None:
    body = "„Wir haben das Spiel gewonnen“, sagte Anna Kehr."
    (quotation,) = found(body, language="de")
    assert quotation.text(body) == "Wir haben das Spiel gewonnen"
    assert quotation.speaker is not None
    assert quotation.speaker.name == "Anna Kehr"


def test_a_language_without_a_list_keeps_its_quoted_words_without_a_speaker() -> None:
    body = "„Wygraliśmy ten mecz wczoraj”, powiedziała Anna Kehr."
    (quotation,) = found(body, language="pl")
    assert quotation.text(body) == "Wygraliśmy ten mecz wczoraj"
    assert quotation.speaker is None


def test_words_between_corner_marks_count_without_spaces() -> None:
    body = "「橋は昨日から閉鎖されている」と市長は述べた。看板には『閉鎖』とある。"
    (quotation,) = found(body, language="ja")
    assert quotation.text(body) == "橋は昨日から閉鎖されている"
    assert quotation.speaker is None


def test_a_text_that_is_not_english_is_told_by_its_words() -> None:
    body = "„Wir haben das Spiel gewonnen“, sagte der Trainer. " + "Das Wetter war schön und die Leute waren froh. " * 5
    (quotation,) = found(body)
    assert quotation.speaker is not None
    assert (quotation.speaker.name, quotation.speaker.type) == ("der Trainer", SpeakerType.UNNAMED)
    assert extract(ArticleRecord("t", "", body)).people == ()


@pytest.mark.parametrize(
    ("config", "name"), [(ExtractionConfig(), "reader-2.4"), (ExtractionConfig(model=None), "rules-4")]
)
@pytest.mark.parametrize("language", ["en", "de"])
def test_the_record_says_who_made_it(config: ExtractionConfig, name: str, language: str) -> None:
    record = extract(ArticleRecord("t", "", "Nothing here.", language=language), config)
    assert record.extractor == extractor(config) == name

"""The time of speaking: which words name it, which moment they mean, and what is no time of speaking."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from corpus.extraction import ExtractionConfig
from corpus.extraction.times import find_times, resolve_time
from corpus.extraction.wire import moment_text
from corpus.records import Moment, Precision
from tests.extraction.readers import PUBLISHED, both, quotations


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("on Tuesday", "2031-05-06"),
        ("Tuesday night", "2031-05-06"),
        ("late on Wednesday", "2031-05-07"),
        ("Thursday", "2031-05-08"),
        ("last Thursday", "2031-05-01"),
        ("yesterday", "2031-05-07"),
        ("earlier today", "2031-05-08"),
        ("this morning", "2031-05-08"),
        ("last night", "2031-05-07"),
        ("two days ago", "2031-05-06"),
        ("earlier this week", "2031-W19"),
        ("last week", "2031-W18"),
        ("late last week", "2031-W18"),
        ("two weeks ago", "2031-W17"),
        ("a fortnight ago", "2031-W17"),
        ("at the weekend", "2031-W18"),
        ("over the weekend", "2031-W18"),
        ("earlier this month", "2031-05"),
        ("last month", "2031-04"),
        ("three months ago", "2031-02"),
        ("six months ago", "2030-11"),
        ("in March", "2031-03"),
        ("in late December", "2030-12"),
        ("last May", "2030-05"),
        ("in March 2029", "2029-03"),
        ("on 3 May", "2031-05-03"),
        ("on the 3rd of May", "2031-05-03"),
        ("on May 20", "2030-05-20"),
        ("on Saturday, May 3", "2031-05-03"),
        ("May 3, 2029", "2029-05-03"),
        ("on 3 May 2029", "2029-05-03"),
        ("2029-05-03", "2029-05-03"),
        ("last year", "2030"),
        ("two years ago", "2029"),
        ("in 2024", "2024"),
        ("May 32, 2029", None),
    ],
)
def test_a_time_is_seen_from_the_day_of_publication(words: str, expected: str | None) -> None:
    assert moment_text(resolve_time(words, PUBLISHED)) == expected


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("last week", None),
        ("on Tuesday", None),
        ("on May 3", None),
        ("in March", None),
        ("May 3, 2029", "2029-05-03"),
        ("2029-05-03", "2029-05-03"),
        ("in March 2029", "2029-03"),
        ("in 2024", "2024"),
    ],
)
def test_without_a_date_of_publication_only_whole_dates_are_known(words: str, expected: str | None) -> None:
    assert moment_text(resolve_time(words, None)) == expected


@pytest.mark.parametrize(
    ("precision", "words", "expected"),
    [
        (Precision.MONTH, "on Tuesday", None),
        (Precision.MONTH, "last week", None),
        (Precision.MONTH, "last month", "2031-04"),
        (Precision.MONTH, "May 20", "2031-05-20"),
        (Precision.YEAR, "last month", None),
        (Precision.YEAR, "last year", "2030"),
        (Precision.YEAR, "May 3", None),
        (Precision.YEAR, "in March 2029", "2029-03"),
    ],
)
def test_nothing_is_known_better_than_the_date_of_publication(
    precision: Precision, words: str, expected: str | None
) -> None:
    value = datetime(2031, 1 if precision is Precision.YEAR else 5, 1, tzinfo=UTC)
    assert moment_text(resolve_time(words, Moment(value, precision))) == expected


@pytest.mark.parametrize(("zone", "expected"), [("-05:00", "2031-05-07"), ("+02:00", "2031-05-08"), ("", "2031-05-08")])
def test_today_is_the_day_at_the_place_of_publication(zone: str, expected: str) -> None:
    published = Moment(datetime(2031, 5, 8, 2, 30, tzinfo=UTC), Precision.MINUTE, zone)
    assert moment_text(resolve_time("today", published)) == expected


@pytest.mark.parametrize("words", ["last week", "yesterday", "last month", "last year", "two years ago", "last night"])
def test_before_the_first_year_there_is_no_time(words: str) -> None:
    first = Moment(datetime(1, 1, 1, tzinfo=UTC), Precision.DAY)
    assert resolve_time(words, first) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("in an interview on Tuesday", ["on Tuesday"]),
        ("late Monday", ["late Monday"]),
        ("on Saturday, May 3, at the port", ["on Saturday, May 3"]),
        ("in a letter dated May 3, 2029", ["May 3, 2029"]),
        ("at the weekend", ["at the weekend"]),
        ("two days ago", ["two days ago"]),
        ("earlier this week", ["earlier this week"]),
        ("after Tuesday", []),
        ("Tuesday’s vote", []),
        ("Tuesday was a good day", []),
        ("next week", []),
        ("a friend of last year", []),
        ("the Sunday Times", []),
        ("Fox News Sunday", []),
        ("on ABC's This Week", []),
        ("since March", []),
    ],
)
def test_words_that_name_a_time(text: str, expected: list[str]) -> None:
    assert [text[start:end] for start, end in find_times(text)] == expected


THAT = "that the bridge was not safe and would be closed for a month."


@both
@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (f"Ana Kerr said on Tuesday {THAT}", "2031-05-06"),
        (f"Ana Kerr said Tuesday night {THAT}", "2031-05-06"),
        (f"Ana Kerr said last week {THAT}", "2031-W18"),
        (f"Ana Kerr said earlier this week {THAT}", "2031-W19"),
        (f"Ana Kerr said two days ago {THAT}", "2031-05-06"),
        (f"Ana Kerr said in March {THAT}", "2031-03"),
        (f"Ana Kerr said on 3 May {THAT}", "2031-05-03"),
        (f"Ana Kerr told reporters on May 3 {THAT}", "2031-05-03"),
        (f"Ana Kerr said in an interview on Tuesday {THAT}", "2031-05-06"),
        (f"Ana Kerr said on May 3, 2029 {THAT}", "2029-05-03"),
        ("In a letter dated May 3, 2029, Ana Kerr said the bridge was not safe.", "2029-05-03"),
        (f"Ana Kerr argued Tuesday {THAT}", "2031-05-06"),
        (f"Ana Kerr on Tuesday told reporters {THAT}", "2031-05-06"),
        ("On Tuesday, Ana Kerr said the bridge was not safe.", "2031-05-06"),
        ("Last week, Ana Kerr said the bridge was not safe.", "2031-W18"),
        ("In a statement on Tuesday, Ana Kerr said the bridge was not safe.", "2031-05-06"),
        ("Speaking on Tuesday, Ana Kerr said the bridge was not safe.", "2031-05-06"),
        ("“The bridge is closed,” Ana Kerr said on Tuesday.", "2031-05-06"),
        ("“The bridge is closed,” said Ana Kerr, the mayor of Port Ellis, on Tuesday.", "2031-05-06"),
        ("“The bridge is closed,” Ana Kerr tweeted this morning.", "2031-05-08"),
        ("“The bridge is closed,” Ana Kerr said at the weekend.", "2031-W18"),
        # times of something else
        ("Ana Kerr said the bridge had been closed on Tuesday.", None),
        ("Ana Kerr said that on Tuesday the bridge would be closed.", None),
        ("Ana Kerr said last year was the worst in the history of the port.", None),
        ("Ana Kerr said Tuesday’s vote had been the worst in the history of the port.", None),
        ("“The bridge is closed,” said Ana Kerr, who was elected on Tuesday.", None),
        ("“The bridge is closed,” said Ana Kerr, mayor of Port Ellis since March.", None),
        ("Ana Kerr told a panel set up in 2029 that the bridge was not safe.", None),
        ("Voters are expected to go to the polls on a mild Tuesday night, Ana Kerr said.", None),
        ("After the vote on Tuesday, Ana Kerr said the bridge was not safe.", None),
    ],
)
def test_the_time_of_speaking(body: str, expected: str | None, config: ExtractionConfig) -> None:
    found = quotations(body, config)
    assert found
    assert {moment_text(q.said) for q in found} == {expected}


@both
def test_no_date_of_publication(config: ExtractionConfig) -> None:
    for words, expected in (("last week", None), ("on Tuesday", None), ("on May 3, 2029", "2029-05-03")):
        (quotation,) = quotations(f"Ana Kerr said {words} {THAT}", config, published=None)
        assert moment_text(quotation.said) == expected


@pytest.mark.parametrize(("first", "second"), [("Tuesday", "Friday"), ("Friday", "Tuesday"), ("Monday", "Sunday")])
@pytest.mark.parametrize("printed", ["{} or {}", "on {}, not {}", "last {} and {}", "{} night, {} morning"])
def test_of_two_weekdays_the_first_counts(first: str, second: str, printed: str) -> None:
    """However Python orders a set."""
    now = Moment(datetime(2031, 5, 8, tzinfo=UTC), Precision.DAY)
    alone = resolve_time(printed.replace("{}", first, 1).replace("{}", "another", 1), now)
    assert alone is not None
    assert resolve_time(printed.format(first, second), now) == alone

"""Dates: what is read, with which precision and zone, and what is refused."""

from datetime import UTC, datetime

import pytest

from corpus.ingest import IngestError, parse_date
from corpus.records import Precision


def utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "value", "precision", "zone"),
    [
        ("2024", utc(2024, 1, 1), "year", ""),
        ("2024-06", utc(2024, 6, 1), "month", ""),
        ("June 2024", utc(2024, 6, 1), "month", ""),
        ("2024-06-03", utc(2024, 6, 3), "day", ""),
        ("20240603", utc(2024, 6, 3), "day", ""),
        ("2024/6/3", utc(2024, 6, 3), "day", ""),
        ("2024-W23-1", utc(2024, 6, 3), "day", ""),
        ("3 June 2024", utc(2024, 6, 3), "day", ""),
        ("  3  June\n2024 ", utc(2024, 6, 3), "day", ""),
        ("3rd of June 2024", utc(2024, 6, 3), "day", ""),
        ("June 3, 2024", utc(2024, 6, 3), "day", ""),
        ("Monday, June 3, 2024", utc(2024, 6, 3), "day", ""),
        ("Sept. 7, 2024", utc(2024, 9, 7), "day", ""),
        ("3-Jun-2024", utc(2024, 6, 3), "day", ""),
        ("25/12/2024", utc(2024, 12, 25), "day", ""),
        ("12/25/2024", utc(2024, 12, 25), "day", ""),
        ("05/05/2024", utc(2024, 5, 5), "day", ""),
        ("29 February 2024", utc(2024, 2, 29), "day", ""),
        ("2024-06-03T14:05", utc(2024, 6, 3, 14, 5), "minute", ""),
        ("2024-06-03 14:05:09", utc(2024, 6, 3, 14, 5, 9), "second", ""),
        ("2024-06-03T14:05:09.123456Z", utc(2024, 6, 3, 14, 5, 9), "second", "+00:00"),
        ("2024-06-03T14:05:60Z", utc(2024, 6, 3, 14, 5, 59), "second", "+00:00"),
        ("2024-06-03T14:05:00+02:00", utc(2024, 6, 3, 12, 5), "second", "+02:00"),
        ("2024-06-03T14:05+0200", utc(2024, 6, 3, 12, 5), "minute", "+02:00"),
        ("2024-06-03T00:30:00+02:00", utc(2024, 6, 2, 22, 30), "second", "+02:00"),
        ("20240603T140509Z", utc(2024, 6, 3, 14, 5, 9), "second", "+00:00"),
        ("20240603140509", utc(2024, 6, 3, 14, 5, 9), "second", ""),
        ("Mon, 03 Jun 2024 14:05:09 GMT", utc(2024, 6, 3, 14, 5, 9), "second", "+00:00"),
        ("Mon, 03 Jun 24 14:05:09 GMT", utc(2024, 6, 3, 14, 5, 9), "second", "+00:00"),
        ("3 Jun 96 14:05 -0400", utc(1996, 6, 3, 18, 5), "minute", "-04:00"),
        ("Mon, 03 Jun 2024 14:05:09 -0330", utc(2024, 6, 3, 17, 35, 9), "second", "-03:30"),
        ("Mon Jun 03 14:05:09 EST 2024", utc(2024, 6, 3, 19, 5, 9), "second", "-05:00"),
        ("3 June 2024, 14:05 CET", utc(2024, 6, 3, 13, 5), "minute", "+01:00"),
        ("June 3, 2024 at 2:05 p.m. EDT", utc(2024, 6, 3, 18, 5), "minute", "-04:00"),
        ("June 3, 2024 12:05 am", utc(2024, 6, 3, 0, 5), "minute", ""),
        ("June 3, 2024 12:05 pm", utc(2024, 6, 3, 12, 5), "minute", ""),
        ("1000-01-01T00:00+14:00", utc(999, 12, 31, 10, 0), "minute", "+14:00"),
    ],
)
def test_reads(text: str, value: datetime, precision: str, zone: str) -> None:
    moment = parse_date(text)
    assert (moment.value, moment.precision, moment.zone) == (value, Precision(precision), zone)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "empty date"),
        ("   ", "empty date"),
        ("yesterday", "not a date"),
        ("Monday", "not a date"),
        ("14:05", "not a date"),
        ("3 June", "not a date"),
        ("3 Foo 2024", "not a date"),
        ("03/04/2024", "ambiguous date: '03/04/2024' may be day or month first; write it like 2024-04-03"),
        ("3.4.2024", "ambiguous date"),
        ("2023-02-29", "impossible date"),
        ("2024-13-01", "impossible date"),
        ("2024-00-10", "impossible date"),
        ("31 June 2024", "impossible date"),
        ("2024-06-03T25:00", "impossible date"),
        ("2024-06-03T14:61", "impossible date"),
        ("June 3, 2024 14:05 pm", "impossible date"),
        ("0999-01-01", "impossible date"),
        ("2201-01-01", "impossible date"),
        ("1717423509", "a bare number is no date"),
        ("1717423509000", "a bare number is no date"),
        ("17174235.5", "a bare number is no date"),
        ("240603", "a bare number is no date"),
        ("2024-06-03T14:05 IST", "unknown time zone 'IST'"),
        ("2024-06-03T14:05+25:00", "impossible time zone"),
        ("2024-06-03 or so", "not a date"),
        ("x" * 5_000, "not a date"),
        ("9" * 5_000, "not a date"),
    ],
)
def test_refuses(text: str, reason: str) -> None:
    with pytest.raises(IngestError) as caught:
        parse_date(text)
    assert str(caught.value).startswith(reason)
    assert len(str(caught.value)) < 200


def test_a_date_without_a_time_stays_its_calendar_day() -> None:
    for day in ("2024-01-01", "2024-12-31", "1 January 2024", "Dec. 31, 2024"):
        value = parse_date(day).value
        assert (value.hour, value.minute, value.tzinfo) == (0, 0, UTC)
        assert (value.month, value.day) in {(1, 1), (12, 31)}

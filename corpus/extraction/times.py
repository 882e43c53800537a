"""Time expressions beside a cue ("on Tuesday", "in May 2014") to a moment, seen from the date of the article."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from corpus.records import Moment, Precision

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
MONTH_NAMES = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


def _day(moment: datetime) -> Moment:
    return Moment(moment.replace(hour=0, minute=0, second=0, microsecond=0), Precision.DAY)


def _month(year: int, month: int) -> Moment:
    return Moment(datetime(year, month, 1, tzinfo=UTC), Precision.MONTH)


def year_moment(year: int) -> Moment:
    """A year, known to the year."""
    return Moment(datetime(year, 1, 1, tzinfo=UTC), Precision.YEAR)


def plain_year(word: str) -> int | None:
    """The year that four digits name, None where they name none."""
    if len(word) == 4 and word.isascii() and word.isdigit() and 1500 <= int(word) <= 2100:
        return int(word)
    return None


def _month_of(word: str) -> int | None:
    short = word.rstrip(".")[:3]
    return MONTH_NAMES.index(short) + 1 if short in MONTH_NAMES else None


def resolve_time(words: list[str], published: Moment | None) -> Moment | None:
    """The moment that lower-case words name; None where it cannot be known from the article's date."""
    year = next((found for word in words if (found := plain_year(word))), None)
    month = next((found for word in words if (found := _month_of(word)) and not word.startswith("mon")), None)
    if published is None:
        if year is None:
            return None
        return _dated(words, year, month) if month else year_moment(year)
    now = published.value
    if month:
        if year is None:
            year = now.year if month <= now.month else now.year - 1
        return _dated(words, year, month)
    if year is not None:
        return year_moment(year)
    return _relative(words, now)


def _dated(words: list[str], year: int, month: int) -> Moment | None:
    day = next(
        (int(digits) for word in words if (digits := word.rstrip("stndrh")).isdecimal() and len(digits) <= 2), None
    )
    if day is None:
        return _month(year, month)
    try:
        return Moment(datetime(year, month, day, tzinfo=UTC), Precision.DAY)
    except ValueError:
        return None


def _relative(words: list[str], now: datetime) -> Moment | None:
    if "yesterday" in words:
        return _day(now - timedelta(days=1))
    if "today" in words or "tonight" in words:
        return _day(now)
    for word in words:
        if word[:3] in WEEKDAYS and word.endswith(
            ("day", "mon", "tue", "tues", "wed", "thu", "thurs", "fri", "sat", "sun")
        ):
            back = (now.weekday() - WEEKDAYS.index(word[:3])) % 7
            if "last" in words and back == 0:
                back = 7
            return _day(now - timedelta(days=back))
    if "last" in words or "past" in words:
        if "year" in words:
            return year_moment(now.year - 1)
        if "month" in words:
            earlier = now.replace(day=1) - timedelta(days=1)
            return _month(earlier.year, earlier.month)
        if "week" in words:
            monday = now - timedelta(days=now.weekday() + 7)
            sunday = monday + timedelta(days=6)
            # no precision says "week": the month is true where the week lies in one
            return _month(monday.year, monday.month) if monday.month == sunday.month else None
        if "night" in words:
            return _day(now - timedelta(days=1))
    if "this" in words:
        if "year" in words:
            return year_moment(now.year)
        if "month" in words:
            return _month(now.year, now.month)
        if set(words) & {"morning", "afternoon", "evening"}:
            return _day(now)
    return None

"""Time expressions beside a cue ("on Tuesday", "in May 2014") to a moment, seen from the date of the article."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta

from corpus.records import Moment, Precision

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
MONTH_NAMES = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
COUNTS = {"a": 1, "an": 1, "a couple of": 2, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5}
COUNTS |= {"six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10}

_MONTH = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December"
    r"|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\.?)"
)
_DAY = r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
_PART = r"(?:morning|afternoon|evening|night)"
_UNIT = r"(?:minute|hour|day|week|fortnight|month|year)"
_NUMBER = r"(?:\d{1,2}|an?|one|two|three|four|five|six|seven|eight|nine|ten|a\s+couple\s+of)"
_YEAR = r"(?:1[5-9]|20)\d\d"
_ALTERNATIVES = (
    r"\d{4}-\d{2}-\d{2}",
    rf"(?:on\s+)?(?:{_DAY},?\s+)?{_MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?(?:,?\s+{_YEAR})?(?!\d)",
    rf"(?:on\s+)?(?:{_DAY},?\s+)?(?:the\s+)?\d{{1,2}}(?:st|nd|rd|th)?\s+(?:of\s+)?{_MONTH}(?:,?\s+{_YEAR})?",
    rf"(?:in|during)\s+(?:early\s+|mid-|late\s+)?{_MONTH}(?:,?\s+(?:of\s+)?{_YEAR})?",
    rf"(?:(?:early|late|earlier)\s+)?(?:last|this\s+past|this)\s+(?:{_MONTH}|{_DAY}(?:\s+{_PART})?)",
    rf"(?:in|during)\s+{_YEAR}",
    rf"(?:early\s+on|late\s+on|early|late)?\s*(?:on\s+)?{_DAY}(?:\s+{_PART})?",
    rf"(?:earlier\s+|later\s+|early\s+|late\s+)?(?:this|last)\s+(?:week|month|year|weekend|{_PART})",
    r"(?:earlier|late|early)\s+(?:today|yesterday)|today|tonight|yesterday(?:\s+(?:morning|afternoon|evening))?",
    r"(?:at|over|during)\s+the\s+(?:past\s+)?weekend",
    rf"{_NUMBER}\s+{_UNIT}s?\s+ago",
)
TIME = re.compile("|".join(rf"(?:\b(?:{alternative})\b)" for alternative in _ALTERNATIVES), re.IGNORECASE)
NAMED = re.compile(r"[A-Z]")
# What makes the words behind it a point of something else, or the words before it one: "after Tuesday", "Tuesday's".
LED_BY = re.compile(
    r"\b(?:since|until|till|before|after|by|from|for|between|through|of|next|and|to|['’]s)\s+(?:the\s+)?$", re.I
)
OWNS = re.compile(r"['’]s?\b|['’](?=\s)|-\w|\s+(?:was|were|is|are|has|had|will|would|could|should)\b")


def find_times(text: str) -> Iterator[tuple[int, int]]:
    """Where ``text`` names a time at which something may have been said, as ranges of its characters."""
    for match in TIME.finditer(text):
        start, end = match.span()
        words = text[start:end]
        start += len(words) - len(words.lstrip())
        if LED_BY.search(text[:start]) or OWNS.match(text, end) or _in_name(text, start, end):
            continue
        yield start, end


def _in_name(text: str, start: int, end: int) -> bool:
    """Whether the words are a piece of a name: "Sunday Times", "This Week", "Fox News Sunday"."""
    words = text[start:end].split()
    if words[0] in {"This", "Last", "Today"} and (start > 0 or (len(words) > 1 and words[1][0].isupper())):
        return not re.match(_DAY + "|" + _MONTH, words[-1])
    if not re.fullmatch(_DAY, words[-1].removesuffix(",")) and words[-1] not in {"May", "March"}:
        return False
    after = re.match(r"\s+[A-Z]\w+\s*(?:['’]s|[A-Z]|$|\b(?:newspaper|programme|show)\b)", text[end:])
    news = re.search(r"\bNews\s+$", text[:start]) is not None and words[0] == "Sunday"
    return bool(news or (len(words) == 1 and after))


def year_moment(year: int) -> Moment:
    """A year, known to the year."""
    return Moment(datetime(year, 1, 1, tzinfo=UTC), Precision.YEAR)


def plain_year(word: str) -> int | None:
    """The year that four digits name, None where they name none."""
    if len(word) == 4 and word.isascii() and word.isdigit() and 1500 <= int(word) <= 2100:
        return int(word)
    return None


def resolve_time(text: str, published: Moment | None) -> Moment | None:
    """The moment that a time expression names; None where it cannot be known from the article's date."""
    text = " ".join(text.lower().split())
    iso = re.search(r"(\d{4})-(\d\d)-(\d\d)", text)
    if iso:
        return _at(int(iso[1]), int(iso[2]), int(iso[3]))
    words = re.findall(r"[^\W_]+", text)
    year = next((found for word in words if (found := plain_year(word))), None)
    month = next((found for word in words if (found := _month_of(word))), None)
    now = _local_day(published) if published is not None else None
    if month is not None:
        day = _day_of_month(words)
        exact = published is not None and published.precision not in (Precision.YEAR, Precision.MONTH)
        if year is None:
            if now is None or published is None or (day and published.precision is Precision.YEAR):
                return None
            past = (month, day if day and exact else 0) <= (now.month, now.day)
            year = now.year if past and not ("last" in words and month == now.month) else now.year - 1
        return _at(year, month, day)
    if year is not None:
        return year_moment(year)
    if now is None or published is None:
        return None
    return _as_known(_relative(words, text, now), published.precision)


def _as_known(moment: Moment | None, known: Precision) -> Moment | None:
    """None where the article's own date is known less exactly than what is counted from it."""
    order = list(Precision)
    return moment if moment is not None and order.index(moment.precision) <= order.index(known) else None


def _local_day(published: Moment) -> datetime:
    """Midnight of the calendar day on which readers at the place of publication read it."""
    value = published.value
    if re.fullmatch(r"[+-]\d\d:\d\d", published.zone):
        offset = timedelta(hours=int(published.zone[1:3]), minutes=int(published.zone[4:]))
        with suppress(OverflowError):
            value = value - offset if published.zone[0] == "-" else value + offset
    return value.replace(hour=0, minute=0, second=0, microsecond=0)


def _month_of(word: str) -> int | None:
    full = re.fullmatch(_MONTH, word, re.IGNORECASE)
    return MONTH_NAMES.index(word[:3]) + 1 if full else None


def _day_of_month(words: list[str]) -> int | None:
    found = (re.fullmatch(r"(\d{1,2})(?:st|nd|rd|th)?", word) for word in words)
    return next((int(match[1]) for match in found if match), None)


def _at(year: int, month: int, day: int | None) -> Moment | None:
    try:
        value = datetime(year, month, day or 1, tzinfo=UTC)
    except ValueError:
        return None
    return Moment(value, Precision.MONTH if day is None else Precision.DAY)


def _relative(words: list[str], text: str, now: datetime) -> Moment | None:
    try:
        return _ago(text, now) if "ago" in words else _this_or_last(words, now)
    except OverflowError:
        return None  # before the first year


def _ago(text: str, now: datetime) -> Moment | None:
    match = re.search(rf"({_NUMBER}) ({_UNIT})s? ago", text)
    if match is None:
        return None
    count = int(match[1]) if match[1].isdecimal() else COUNTS[match[1]]
    unit = match[2]
    if unit in {"minute", "hour"}:
        return _day(now) if unit == "minute" or count <= 1 else None
    if unit == "day":
        return _day(now - timedelta(days=count))
    if unit in {"week", "fortnight"}:
        return _week(now - timedelta(weeks=count * (2 if unit == "fortnight" else 1)))
    if unit == "month":
        months = now.year * 12 + now.month - 1 - count
        return _at(months // 12, months % 12 + 1, None)
    return year_moment(now.year - count) if now.year > count else None


def _this_or_last(printed: list[str], now: datetime) -> Moment | None:
    words = set(printed)
    weekday = next((WEEKDAYS.index(word[:3]) for word in printed if re.fullmatch(_DAY, word, re.IGNORECASE)), None)
    if weekday is not None:
        back = (now.weekday() - weekday) % 7
        return _day(now - timedelta(days=back or 7 if "last" in words else back))
    if "yesterday" in words:
        return _day(now - timedelta(days=1))
    if words & {"today", "tonight"}:
        return _day(now)
    last = "last" in words
    if "weekend" in words:
        # the one that runs or the one just past; on a weekend "last weekend" is the one before
        running = now.weekday() >= WEEKDAYS.index("sat")
        return _week(now if running and not last else now - timedelta(weeks=1))
    if not words & {"last", "this"}:
        return None
    if "week" in words:
        return _week(now - timedelta(weeks=1 if last else 0))
    if "month" in words:
        earlier = now.replace(day=1) - timedelta(days=1) if last else now
        return _at(earlier.year, earlier.month, None)
    if "year" in words:
        return year_moment(now.year - last) if now.year > last else None
    if words & {"night", "evening"}:
        return _day(now - timedelta(days=last))
    return _day(now) if words & {"morning", "afternoon"} and not last else None


def _day(moment: datetime) -> Moment:
    return Moment(moment, Precision.DAY)


def _week(moment: datetime) -> Moment:
    return Moment(moment - timedelta(days=moment.weekday()), Precision.WEEK)

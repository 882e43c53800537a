"""Dates with the precision and the zone they were given in.

Read are ISO 8601 (extended and basic), RFC 2822 and English dates in words. Nothing depends on today's date or on a
locale: what is missing stays missing and shows as a coarser precision. A bare number of seconds is refused, since
nothing tells it from a key or a misplaced number.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone

from corpus.ingest.config import IngestError
from corpus.records import Moment, Precision

FIRST_YEAR, LAST_YEAR = 1000, 2200

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            ("january", "jan"),
            ("february", "feb"),
            ("march", "mar"),
            ("april", "apr"),
            ("may",),
            ("june", "jun"),
            ("july", "jul"),
            ("august", "aug"),
            ("september", "sept", "sep"),
            ("october", "oct"),
            ("november", "nov"),
            ("december", "dec"),
        ),
        start=1,
    )
    for name in names
}
# Abbreviations that newsrooms print and that mean one offset there; "IST" and its like mean several and are refused.
_ZONES = {
    "Z": 0, "UT": 0, "UTC": 0, "GMT": 0, "WET": 0, "WEST": 60, "BST": 60, "CET": 60, "CEST": 120, "EET": 120,
    "EEST": 180, "MSK": 180, "EST": -300, "EDT": -240, "CST": -360, "CDT": -300, "MST": -420, "MDT": -360,
    "PST": -480, "PDT": -420, "AKST": -540, "AKDT": -480, "HST": -600, "SGT": 480, "HKT": 480, "JST": 540,
    "KST": 540, "AEST": 600, "AEDT": 660, "NZST": 720, "NZDT": 780,
}  # fmt: skip

_TIME = (
    r"(?P<hour>\d{1,2})[:.](?P<minute>\d{2})(?:[:.](?P<second>\d{2})(?:[.,]\d{1,9})?)?"
    r"(?: ?(?P<half>[ap])\.? ?m\b\.?)?"
    r"(?: ?(?P<zone>[A-Za-z]{1,5}|(?:GMT|UTC)?[+\-−]\d{1,2}(?::?\d{2})?))?(?: ?\([A-Za-z ]{1,40}\))?"
)
_MONTH = r"(?P<name>[A-Za-z]{3,9})\.?"
_WEEKDAY = r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?\.?,? )?"
_CLOCK = rf"(?:(?:,| at|,? -| \|)? {_TIME})?"
_PATTERNS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"(?P<year>\d{{4}})(?:-(?P<month>\d{{2}})(?:-(?P<day>\d{{2}})(?:(?:T| ){_TIME})?)?)?",
        rf"(?P<year>\d{{4}})/(?P<month>\d{{1,2}})/(?P<day>\d{{1,2}})(?: {_TIME})?",
        r"(?P<year>\d{4})(?P<month>\d{2})(?P<day>\d{2})"
        r"(?:T? ?(?P<hour>\d{2})(?P<minute>\d{2})(?:(?P<second>\d{2})(?:[.,]\d{1,9})?)?"
        r"(?P<zone>Z|[+\-−]\d{2}(?::?\d{2})?)?)?",
        r"(?P<year>\d{4})-?W(?P<week>\d{2})-?(?P<weekday>[1-7])",
        rf"{_WEEKDAY}(?:the )?(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?: of)?[ -]{_MONTH},?[ -](?P<year>\d{{4}}){_CLOCK}",
        rf"{_WEEKDAY}{_MONTH} (?P<day>\d{{1,2}})(?:st|nd|rd|th)?,? (?P<year>\d{{4}}){_CLOCK}",
        rf"{_WEEKDAY}{_MONTH} (?P<day>\d{{1,2}}) {_TIME.replace('zone', 'czone')} (?P<year>\d{{4}})",
        rf"{_MONTH},? (?P<year>\d{{4}})",
    )
)
# As mail of the last century writes years, which RFC 2822 (4.3) has read: those below 50 are of this one.
_SHORT_YEAR = re.compile(
    r"((?:[a-z]{3}, ?)?\d{1,2} [a-z]{3}) (\d{2}) (\d{2}:\d{2}(?::\d{2})? (?:[a-z]{1,5}|[+-]\d{4}))", re.IGNORECASE
)
_NUMERIC = re.compile(r"(\d{1,2})([/.\-])(\d{1,2})\2(\d{4})(?: (.*))?")


def parse_date(text: str) -> Moment:
    """Read a date or a point in time.

    Returns a Moment in UTC with the precision given: "2024" a year, "2024-06" a month, "3 June 2024" a day (midnight
    UTC of that day, never shifted), "3 June 2024, 14:05 CET" a minute. ``zone`` is the offset as given ("+01:00"), ""
    where there is none, and then the time is taken as UTC. Raises IngestError for anything else: impossible and
    ambiguous dates, years outside 1000 to 2200, bare numbers of seconds, unknown zones.
    """
    shown = text if len(text) <= 60 else text[:57] + "..."
    words = " ".join(text.split())
    if not words:
        raise IngestError("empty date")
    if len(words) > 100:
        raise IngestError(f"not a date: {shown!r}")
    if re.fullmatch(r"[+-]?\d+(\.\d+)?", words) and not re.fullmatch(r"\d{4}|\d{8}|\d{12}|\d{14}", words):
        raise IngestError(f"a bare number is no date: {shown!r}; write it like 2024-06-03T14:05:00Z")
    numeric = _NUMERIC.fullmatch(words)
    if numeric:
        words = _day_month_year(numeric, shown)
    short = _SHORT_YEAR.fullmatch(words)
    if short:
        words = f"{short[1]} {'20' if int(short[2]) < 50 else '19'}{short[2]} {short[3]}"
    for pattern in _PATTERNS:
        match = pattern.fullmatch(words)
        if match and not (match.groupdict().get("name") and match["name"].lower() not in _MONTHS):
            return _moment(match.groupdict(), shown)
    raise IngestError(f"not a date: {shown!r}; write it like 2024-06-03 or 2024-06-03T14:05:00+02:00")


def _day_month_year(match: re.Match[str], shown: str) -> str:
    """Turn 25/12/2024 and 12/25/2024 into ISO; 03/04/2024 can be either and is refused."""
    first, second = int(match[1]), int(match[3])
    if first <= 12 and second <= 12 and first != second:
        raise IngestError(
            f"ambiguous date: {shown!r} may be day or month first; write it like {match[4]}-{second:02}-{first:02}"
        )
    day, month = (first, second) if first > 12 else (second, first)
    return f"{match[4]}-{month:02}-{day:02}" + (f" {match[5]}" if match[5] else "")


def _moment(parts: dict[str, str | None], shown: str) -> Moment:
    year = int(parts["year"] or 0)
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise IngestError(f"impossible date: {shown!r} (years from {FIRST_YEAR} to {LAST_YEAR} are read)")
    try:
        if parts.get("week"):
            day = datetime.fromisocalendar(year, int(parts["week"] or 0), int(parts["weekday"] or 0))
            return Moment(day.replace(tzinfo=UTC), Precision.DAY)
        month = _MONTHS[(parts["name"] or "").lower()] if parts.get("name") else int(parts.get("month") or 0)
        if not month and not parts.get("month"):
            return Moment(datetime(year, 1, 1, tzinfo=UTC), Precision.YEAR)
        if not parts.get("day"):
            return Moment(datetime(year, month, 1, tzinfo=UTC), Precision.MONTH)
        value = datetime(year, month, int(parts["day"] or 0), tzinfo=UTC)
        if parts.get("hour") is None:
            return Moment(value, Precision.DAY)
        value = value.replace(hour=_hour(parts), minute=int(parts["minute"] or 0))
        if parts.get("second"):
            value = value.replace(
                second=min(int(parts["second"] or 0), 59) if parts["second"] == "60" else int(parts["second"] or 0)
            )
    except ValueError:
        raise IngestError(f"impossible date: {shown!r}") from None
    precision = Precision.SECOND if parts.get("second") else Precision.MINUTE
    offset = _offset(parts.get("zone") or parts.get("czone") or "", shown)
    if offset is None:
        return Moment(value, precision)
    local = value.replace(tzinfo=timezone(timedelta(minutes=offset)))
    sign = "-" if offset < 0 else "+"
    return Moment(local.astimezone(UTC), precision, f"{sign}{abs(offset) // 60:02}:{abs(offset) % 60:02}")


def _hour(parts: dict[str, str | None]) -> int:
    """Return the hour of 0 to 23; "12:05 am" is five past midnight."""
    hour = int(parts["hour"] or 0)
    half = (parts.get("half") or "").lower()
    if not half:
        return hour
    if not 1 <= hour <= 12:
        raise ValueError("no such hour")
    return hour % 12 + (12 if half == "p" else 0)


def _offset(zone: str, shown: str) -> int | None:
    """Return the minutes east of UTC, None where no zone is given."""
    if not zone:
        return None
    if zone.upper() in _ZONES:
        return _ZONES[zone.upper()]
    match = re.fullmatch(r"(?:GMT|UTC)?([+\-−])(\d{1,2}):?(\d{2})?", zone, re.IGNORECASE)
    if not match:
        raise IngestError(f"unknown time zone {zone!r} in {shown!r}; write the offset, like +02:00")
    minutes = int(match[2]) * 60 + int(match[3] or 0)
    if minutes > 14 * 60 or int(match[3] or 0) > 59:
        raise IngestError(f"impossible time zone {zone!r} in {shown!r}")
    return minutes if match[1] == "+" else -minutes

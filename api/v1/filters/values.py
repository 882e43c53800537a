"""What the values of filters look like, and what is said about those that do not."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from django.core.exceptions import ValidationError

from api.v1.parameters import nearest
from corpus.language_tags import shortest

MAX_NUMBER = 2**31 - 1
MOMENT = re.compile(
    r"(\d{4})(?:-(\d\d)(?:-(\d\d)(?:[Tt ](\d\d):(\d\d)(?::(\d\d)(?:[.,](\d{1,6})\d*)?)?)?)?)?(Z|z|[+ -]\d\d:?\d\d)?",
    re.ASCII,
)
WEEK = re.compile(r"(\d{4})-W(\d\d)", re.ASCII)
REFERENCE = re.compile(r"(?:[a-z]{3}_[a-z2-7]{13}|[a-z0-9][a-z0-9_-]{0,49}:\S{1,200})", re.ASCII)


def refuse(code: str, detail: str, suggestion: str | None = None) -> ValidationError:
    """A value that a filter does not take."""
    return ValidationError(detail, code=code, params={"suggestion": suggestion})


def shown(text: str) -> str:
    """The value as an error repeats it."""
    return repr(text if len(text) <= 60 else f"{text[:60]}…")


@dataclass(frozen=True)
class Interval:
    """The time that a date or date-time covers: half open, in UTC."""

    start: datetime
    end: datetime


def moment(text: str) -> Interval:
    """ISO 8601: a year, a month, a week, a day (each the whole of it, in UTC) or a date-time."""
    if weekly := WEEK.fullmatch(text.strip()):
        return week(text, int(weekly[1]), int(weekly[2]))
    match = MOMENT.fullmatch(text.strip())
    if match is None:
        raise refuse("malformed", f"{shown(text)} is no date like 2024-03-05 and no time like 2024-03-05T14:30:00Z.")
    year, month, day, hour, minute, second, fraction, zone = match.groups()
    if zone and hour is None:
        raise refuse("malformed", f"{shown(text)}: a date without a time has no zone.")
    try:
        start = datetime(
            int(year),
            int(month or 1),
            int(day or 1),
            int(hour or 0),
            int(minute or 0),
            int(second or 0),
            int((fraction or "").ljust(6, "0")),
            tzinfo=UTC,
        )
        return Interval(start - offset(zone), after(start, month, day, hour) - offset(zone))
    except (ValueError, OverflowError):
        raise refuse("malformed", f"{shown(text)} names no day or time that exists.") from None


def spans(intervals: list[Interval]) -> list[Any]:
    """Intervals as an explanation tells them: from the first moment to just before the second."""
    return [{"from": written(span.start), "before": written(span.end)} for span in intervals]


def written(time: datetime) -> str:
    """The time as the API writes it."""
    return time.isoformat().replace("+00:00", "Z")


def week(text: str, year: int, number: int) -> Interval:
    """A week of ISO 8601, from Monday to Sunday."""
    try:
        start = datetime.fromisocalendar(year, number, 1).replace(tzinfo=UTC)
        return Interval(start, start + timedelta(days=7))
    except (ValueError, OverflowError):
        raise refuse("malformed", f"{shown(text)} names no week that exists.") from None


def offset(zone: str | None) -> timedelta:
    """The UTC offset; none is UTC. A plus sign may arrive as the space that it means in a query string."""
    if not zone or zone in "Zz":
        return timedelta()
    hours, minutes = int(zone[1:3]), int(zone[-2:])
    if hours > 14 or minutes > 59:
        raise ValueError(zone)
    return timedelta(hours=hours, minutes=minutes) * (-1 if zone[0] == "-" else 1)


def after(start: datetime, month: str | None, day: str | None, hour: str | None) -> datetime:
    """Where the span that is named ends."""
    try:
        if hour is not None:
            return start + timedelta(microseconds=1)
        if day is not None:
            return start + timedelta(days=1)
        if month is not None:
            return (start + timedelta(days=31)).replace(day=1)
        return start.replace(year=start.year + 1)
    except (ValueError, OverflowError):
        return datetime.max.replace(tzinfo=UTC)


def whole(text: str, low: int = 0, high: int = MAX_NUMBER) -> int:
    """A whole number in bounds."""
    if not re.fullmatch(r"-?\d{1,12}", text, re.ASCII) or not low <= int(text) <= high:
        raise refuse("malformed", f"{shown(text)} is no whole number between {low} and {high}.")
    return int(text)


def fraction(text: str) -> float:
    """A number between 0 and 1."""
    if not re.fullmatch(r"\d{1,3}(?:\.\d{1,20})?", text, re.ASCII) or not 0 <= float(text) <= 1:
        raise refuse("malformed", f"{shown(text)} is no number between 0 and 1.")
    return float(text)


def number(text: str) -> float:
    """A number as JSON writes it."""
    plain = re.fullmatch(r"-?\d{1,20}(?:\.\d{1,20})?(?:[eE][+-]?\d{1,2})?", text, re.ASCII)
    if plain is None:
        raise refuse("malformed", f"{shown(text)} is no number like 2, -0.5 or 1.25.")
    return float(text)


def boolean(text: str) -> bool:
    """``true`` or ``false``."""
    if text not in ("true", "false"):
        raise refuse("malformed", f"{shown(text)} is neither true nor false.", nearest(text, ("true", "false")))
    return text == "true"


def one_of(text: str, allowed: Sequence[str]) -> str:
    """A word of a closed list."""
    if text not in allowed:
        raise refuse("unknown_choice", f"{shown(text)} is none of {', '.join(allowed)}.", nearest(text, allowed))
    return text


def reference(text: str, what: str) -> str:
    """A public id or an identifier, by its looks."""
    if not REFERENCE.fullmatch(text):
        raise refuse("malformed", f"{shown(text)} is no id of {what}.")
    return text


def language(text: str) -> str:
    """A language tag with the code that articles have: `deu` is `de`."""
    return shortest(text) or text


def any_text(text: str) -> Any:
    """Text as it is."""
    return text

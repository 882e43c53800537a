"""ISO 8601 texts to moments."""

from __future__ import annotations

import re
from datetime import UTC, datetime

from corpus.records import Moment, Precision

PARTIAL = re.compile(r"(\d{4})(?:-(\d{2}))?")
WEEK = re.compile(r"\d{4}-?W\d{2}")


def read_moment(text: str) -> Moment:
    """A year, month, week, day or time in ISO 8601, as exactly as it is written; ValueError where it is none."""
    text = text.strip()
    partial = PARTIAL.fullmatch(text)
    try:
        if partial:
            year, month = int(partial[1]), partial[2]
            precision = Precision.MONTH if month else Precision.YEAR
            return Moment(datetime(year, int(month or 1), 1, tzinfo=UTC), precision)
        value = datetime.fromisoformat(text)
    except ValueError:
        raise ValueError(f'"published" is no ISO 8601 date: {text[:40]!r}') from None
    if WEEK.fullmatch(text):
        return Moment(value.replace(tzinfo=UTC), Precision.WEEK)
    if len(text) <= 10:
        return Moment(value.replace(tzinfo=UTC), Precision.DAY)
    offset = value.strftime("%z")
    zone = f"{offset[:3]}:{offset[3:5]}" if offset else ""
    aware = value if offset else value.replace(tzinfo=UTC)
    try:
        return Moment(aware.astimezone(UTC), Precision.SECOND if text.count(":") >= 2 else Precision.MINUTE, zone)
    except OverflowError:
        raise ValueError(f'"published" is out of range: {text[:40]!r}') from None

"""Times in other formats than our own JSON: no more exact than they are known."""

from __future__ import annotations

from datetime import datetime

# How much of an ISO 8601 time is known.
LENGTHS = {"year": 4, "month": 7, "week": 7, "day": 10}
# The precisions that name an hour, by how much of it they name.
CLOCK = {"minute": "minutes", "second": "seconds"}
# What a time is filled up with where no more is known than its day, its month or its year.
FILLING = ("T00:00:00Z", "-01", "-01")


def date(time: str | None, precision: str | None) -> str | None:
    """As much of the time as is known: 2024, 2024-03, 2024-03-05, or all of it."""
    return time and time[: LENGTHS.get(precision or "", len(time))]


def cut(time: str | None) -> str | None:
    """The time without what it may only be filled up with, where nobody keeps how exactly it is known."""
    for end in FILLING:
        if time is None or not time.endswith(end):
            break
        time = time.removesuffix(end)
    return time


def exactly(time: str | None, precision: str | None, zone: str | None) -> str | None:
    """As much of the time as is known, in the zone that its source gives: 2024-03, 2024-03-05T09:30+01:00."""
    if time is None or precision not in CLOCK:
        return date(time, precision)
    moment = datetime.fromisoformat(time)
    if zone:
        moment = moment.astimezone(datetime.strptime(zone, "%z").tzinfo)
    clock = moment.replace(tzinfo=None).isoformat(timespec=CLOCK[precision])
    return clock + ("Z" if zone == "+00:00" else zone or "")

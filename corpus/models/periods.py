"""Days, weeks, months and years of a column of time, in UTC, as the database groups by them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from functools import cached_property
from typing import Any

from django.db.models import DateField, Func, QuerySet

from corpus.models.sorting import UNKNOWN_TIME

UNKNOWN_MONTH = UNKNOWN_TIME.date().replace(day=1)


class Unit(StrEnum):
    """How long a period is. Weeks are those of ISO 8601: they start on Monday."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    YEAR = "year"


# Times are text there, so that cutting it is far quicker than a call into Python for each row.
SQLITE = {
    Unit.DAY: "substr(%(expressions)s, 1, 10)",
    Unit.WEEK: "date(substr(%(expressions)s, 1, 10), '-6 days', 'weekday 1')",
    Unit.MONTH: "substr(%(expressions)s, 1, 7) || '-01'",
    Unit.YEAR: "substr(%(expressions)s, 1, 4) || '-01-01'",
}


class FirstDay(Func):
    """The first day of the period that a time falls into."""

    output_field = DateField()

    def __init__(self, expression: Any, unit: str) -> None:
        super().__init__(expression, unit=unit)

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        """From the text."""
        return super().as_sql(compiler, connection, template=SQLITE[Unit(self.extra["unit"])], **context)

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        """By ``date_trunc``."""
        template = "date_trunc('%(unit)s', %(expressions)s AT TIME ZONE 'UTC')::date"
        return super().as_sql(compiler, connection, template=template, **context)


def start(day: date) -> datetime:
    """The first moment of a day."""
    return datetime.combine(day, time(), UTC)


def following(day: date, unit: Unit) -> date:
    """The first day of the period after the one that starts on ``day``."""
    if unit in (Unit.DAY, Unit.WEEK):
        return day + timedelta(days=1 if unit == Unit.DAY else 7)
    if unit == Unit.MONTH:
        return (day + timedelta(days=31)).replace(day=1)
    return day.replace(year=day.year + 1)


def name(day: date, unit: Unit) -> str:
    """The period that starts on ``day``, as filters take it: 2024-03-05, 2024-W10, 2024-03, 2024."""
    if unit == Unit.WEEK:
        year, week, _ = day.isocalendar()
        return f"{year:04}-W{week:02}"
    return day.isoformat()[: {Unit.DAY: 10, Unit.MONTH: 7, Unit.YEAR: 4}[unit]]


def title(day: date, unit: Unit) -> str:
    """The period that starts on ``day``, in words: 5 March 2024, Week 10 of 2024, March 2024, 2024."""
    if unit == Unit.WEEK:
        year, week, _ = day.isocalendar()
        return f"Week {week} of {year}"
    return {Unit.DAY: f"{day.day} {day:%B %Y}", Unit.MONTH: f"{day:%B %Y}", Unit.YEAR: f"{day.year}"}[unit]


@dataclass(frozen=True)
class Window:
    """Articles published from one moment on and before another; None: without bound.

    Without any bound those without a date are among them.
    """

    start: datetime | None = None
    end: datetime | None = None

    @cached_property
    def first(self) -> date:
        """The first whole month."""
        if self.start is None:
            return UNKNOWN_MONTH if self.end is None else following(UNKNOWN_MONTH, Unit.MONTH)
        month = self.start.date().replace(day=1)
        return month if start(month) == self.start else following(month, Unit.MONTH)

    @cached_property
    def last(self) -> date:
        """The month after the last whole one."""
        return date.max if self.end is None else self.end.date().replace(day=1)

    @property
    def edges(self) -> list[Window]:
        """What lies before the first whole month and after the last."""
        found = []
        if self.start is not None and start(self.first) > self.start:
            found.append(Window(self.start, start(self.first)))
        if self.end is not None and start(self.last) < self.end:
            found.append(Window(start(self.last), self.end))
        return found

    def over(self, rows: QuerySet[Any], path: str) -> QuerySet[Any]:
        """The rows whose time lies in it."""
        bounds = {f"{path}__gte": self.start, f"{path}__lt": self.end}
        return rows.filter(**{lookup: moment for lookup, moment in bounds.items() if moment is not None})

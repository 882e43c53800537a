"""Timelines: how often somebody is quoted and mentioned, period by period."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import F, QuerySet

from corpus.models.article import Article
from corpus.models.facets import Counted, Periods, counted
from corpus.models.mention import Mention
from corpus.models.periods import Unit, Window, following
from corpus.models.quotation import Quotation

MOST_PERIODS = 500


@dataclass(frozen=True)
class Timeline:
    """Counts by the first day of each period, without gaps; ``unknown``: of articles without a date."""

    periods: list[tuple[date, dict[str, int]]]
    unknown: dict[str, int]
    cut: bool  # older periods than the last MOST_PERIODS are left out


def timeline(entity: int, unit: Unit, window: Window) -> Timeline:
    """How many live quotations of the entity were printed, how many articles mention it in their newest revision, and
    how often, by the date of publication."""
    named = Mention.objects.live().filter(entity=entity, text=F("text__article__current_text"))
    sources: dict[str, tuple[QuerySet[Any], str]] = {
        "quotations": (Quotation.objects.live().readable().filter(speaker=entity), "published_at"),
        "articles": (Article.objects.readable().filter(current_text__in=named.values("text")), "published_at"),
        "mentions": (named.filter(text__article__removed_at__isnull=True), "text__article__published_at"),
    }
    found = {
        name: counted(window.over(rows, path), Periods(path, unit), MOST_PERIODS)
        for name, (rows, path) in sources.items()
    }
    return joined(found, unit)


def joined(found: dict[str, Counted], unit: Unit) -> Timeline:
    """The counts beside each other, with zero where there is nothing."""
    sizes = {name: {bucket.value: bucket.count for bucket in one.buckets} for name, one in found.items()}
    days = {day for size in sizes.values() for day in size}
    every = list(run(min(days), max(days), unit)) if days else []
    shown = every[-MOST_PERIODS:]
    cut = len(shown) < len(every) or any((one.total or 0) > len(one.buckets) for one in found.values())
    return Timeline(
        [(day, {name: size.get(day, 0) for name, size in sizes.items()}) for day in shown],
        {name: one.unknown for name, one in found.items()},
        cut,
    )


def run(first: date, last: date, unit: Unit) -> Iterator[date]:
    """The first days of all periods from one to another."""
    while first <= last:
        yield first
        if first == last:
            return
        first = following(first, unit)

"""What came in by day, at a cost that does not grow with the corpus."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from corpus.models.article import Article
from corpus.models.quotation import Quotation
from corpus.models.sorting import UNKNOWN_TIME

DAYS = 30
READ = 20_000  # dates of each that are looked at, the newest first


@dataclass(frozen=True, slots=True)
class Day:
    """Articles that were published on a day, and quotations that were read from them."""

    day: date
    articles: int
    quotations: int


@dataclass(frozen=True, slots=True)
class Activity:
    """The last days up to the newest article, the first day first."""

    days: list[Day]
    is_cut: bool  # more came than were looked at: the earlier days are short of some


def activity() -> Activity:
    """The days before the newest article that does not lie in the future. Empty where none has a date."""
    now = datetime.now(tz=UNKNOWN_TIME.tzinfo)
    known = Article.objects.filter(published_at__gt=UNKNOWN_TIME, published_at__lte=now)
    newest = known.order_by("-published_at", "-pk").values_list("published_at", flat=True).first()
    if newest is None:
        return Activity([], False)
    first = newest.date() - timedelta(days=DAYS - 1)
    start = datetime.combine(first, datetime.min.time(), tzinfo=newest.tzinfo)
    counts, is_cut = [], False
    for model in (Article, Quotation):
        rows = model.objects.filter(published_at__gte=start, published_at__lte=newest)
        times = list(rows.order_by("-published_at", "-pk").values_list("published_at", flat=True)[:READ])
        is_cut |= len(times) == READ
        counts.append(Counter(time.date() for time in times))
    days = [first + timedelta(days=number) for number in range(DAYS)]
    return Activity([Day(day, counts[0][day], counts[1][day]) for day in days], is_cut)

"""Who is quoted most in a span of time, from the counts by month; what lies in parts of months is counted live.

The largest sums over several lists, each sorted by size, are found without reading the lists to their ends: nothing
that stands in none of the parts read can exceed the sum of their last entries (Fagin, Lotem and Naor, Optimal
aggregation algorithms for middleware, 2003). So the answer is exact.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date
from functools import cache, cached_property
from heapq import nlargest
from itertools import chain

from django.db.models import Count, QuerySet, Sum

from corpus.models.entity import Entity
from corpus.models.facets import Bucket, Counted
from corpus.models.month import MONTH, QuotationMonth, SpeakerMonth
from corpus.models.periods import UNKNOWN_MONTH, Unit, Window, name, title
from corpus.models.quotation import Quotation
from corpus.statements import Statement, statement

DEPTHS = (100, 500, 2500)  # entries of a month that are read, until they suffice
SPARE = 20  # more speakers whose sums are looked up than are shown: some of equal rank
FEW = 20_000
CHUNK = 500
STAND_IN = date(1234, 5, 1)


class Quoted:
    """The live quotations of a span of time that holds a whole month at least."""

    def __init__(self, window: Window) -> None:
        self.window = window
        rows = QuotationMonth.objects.filter(month__gte=window.first, month__lt=window.last, quotations__gt=0)
        self.months = {month: (n, none) for month, n, none in rows.values_list("month", "quotations", "unattributed")}
        self.whole = sum(number for number, _ in self.months.values())

    @cached_property
    def edges(self) -> dict[tuple[int | None, date], int]:
        """Quotations in parts of months, by speaker and month."""
        found: Counter[tuple[int | None, date]] = Counter()
        for edge in self.window.edges:
            rows = edge.over(Quotation.objects.live().readable(), "published_at").order_by().annotate(month=MONTH)
            for speaker, month, number in rows.values_list("speaker", "month").annotate(n=Count("pk")):
                found[speaker, month] += number
        return found

    @property
    def count(self) -> int:
        """All of them."""
        return self.whole + sum(self.edges.values())

    def by_month(self, size: int) -> Counted:
        """The latest months, in the order of time."""
        return self._by_period(Unit.MONTH, size)

    def by_year(self, size: int) -> Counted:
        """The latest years, in the order of time."""
        return self._by_period(Unit.YEAR, size)

    def _by_period(self, unit: Unit, size: int) -> Counted:
        sums: Counter[date] = Counter()
        numbers = [(month, number) for month, (number, _) in self.months.items()]
        for month, number in chain(numbers, ((month, number) for (_, month), number in self.edges.items())):
            sums[month if unit == Unit.MONTH or month == UNKNOWN_MONTH else month.replace(month=1)] += number
        unknown = sums.pop(UNKNOWN_MONTH, 0)
        days = sorted(sums)[-size:]
        buckets = [Bucket(day, name(day, unit), title(day, unit), sums[day]) for day in days]
        return Counted(buckets, unknown, len(sums))

    def by_speaker(self, size: int) -> Counted:
        """The most quoted, the first by key among equals. How many speakers there are is known where all were read."""
        known: Counter[int] = Counter()
        unknown = sum(none for _, none in self.months.values())
        for (speaker, _), number in self.edges.items():
            if speaker is None:
                unknown += number
            else:
                known[speaker] += number
        # Of few quotations all speakers are read, so that their number is known too.
        for depth in DEPTHS if self.whole > FEW else ():
            found = self._within(known, size, depth)
            if found is not None:
                sums, total = found
                break
        else:
            sums = self._all(known)
            total = len(sums)
        return Counted(_buckets(sums, size), unknown, total)

    def _within(self, known: Counter[int], size: int, depth: int) -> tuple[Counter[int], int | None] | None:
        """Speakers with their sums, the ``size`` largest among them; None where so many entries do not suffice."""
        read, floors = Counter(known), 0
        certain: Counter[int] = Counter()
        for month in self.months:
            rows = _most_quoted(depth).rows([month])
            read.update(dict(rows))
            if len(rows) == depth:
                floor = rows[-1][1]
                floors += floor
                # A speaker who stands here has no more in this month; who does not may have as many as the last.
                certain.update(dict.fromkeys((speaker for speaker, _ in rows), floor))
        if not floors:
            return read, len(read)
        most = nlargest(size + SPARE + 1, read, key=lambda speaker: read[speaker] + floors - certain[speaker])
        *chosen, next_one = most
        if len(chosen) < size:
            return None
        sums = self._of(chosen, known)
        least = nlargest(size, sums.values())[-1]
        possible = max(floors, read[next_one] + floors - certain[next_one])
        return (sums, None) if least > possible else None

    def _of(self, speakers: Iterable[int], known: Counter[int]) -> Counter[int]:
        rows = self._rows().filter(speaker__in=speakers).values_list("speaker").annotate(n=Sum("quotations"))
        found = Counter(dict(rows.order_by()))
        return Counter({speaker: known[speaker] + found[speaker] for speaker in speakers})

    def _all(self, known: Counter[int]) -> Counter[int]:
        rows = self._rows().filter(quotations__gt=0).values_list("speaker").annotate(n=Sum("quotations")).order_by()
        return Counter(dict(rows)) + known

    def _rows(self) -> QuerySet[SpeakerMonth]:
        return SpeakerMonth.objects.filter(month__gte=self.window.first, month__lt=self.window.last)


@cache
def _most_quoted(depth: int) -> Statement:
    """The speakers of a month with most quotations."""
    rows = SpeakerMonth.objects.filter(month=STAND_IN, quotations__gt=0).order_by("-quotations", "speaker_id")
    found = statement(rows.values_list("speaker_id", "quotations")[:depth], [STAND_IN])
    assert found is not None  # noqa: S101 - it holds nothing that could not be met
    return found


def _buckets(sums: Counter[int], size: int) -> list[Bucket]:
    """The largest with id and name."""
    if not sums:
        return []
    least = nlargest(size, sums.values())[-1]
    shown = [speaker for speaker, number in sums.items() if number >= least]
    found = []
    for some in (shown[at : at + CHUNK] for at in range(0, len(shown), CHUNK)):
        rows = Entity.objects.filter(pk__in=some).values_list("pk", "public_id", "name")
        found += [Bucket(pk, public_id, label, sums[pk]) for pk, public_id, label in rows]
    return sorted(found, key=lambda bucket: (-bucket.count, bucket.key))[:size]

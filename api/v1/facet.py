"""Facets of a collection: the rows that filters and q ask for, counted by values."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cached_property
from typing import Any

from django.db.models import QuerySet

from api.v1.filters.values import Interval
from api.v1.listing import Listing
from api.v1.parameters import FORMAT, Parameter, nearest
from api.v1.problems import Problem, bad_parameters, fault
from corpus.models import Article
from corpus.models.facets import Bucket, Column, Counted, Dimension, Marks, Periods, Sample, counted, sample, sizes
from corpus.models.limits import TooSlow, time_limit
from corpus.models.periods import Window
from corpus.models.quoted import Quoted
from corpus.models.sorting import UNKNOWN_TIME

MOST_FACETS = 8
DEFAULT_SIZE = 20
MAX_SIZE = 200
SECONDS = 20.0

# Fewer rows are as quickly counted one by one.
FEW_ROWS = 1_000
FIRST_KNOWN = UNKNOWN_TIME + timedelta(microseconds=1)
SHAPING = {"by", "size", "normalise", "format"}
PUBLISHED = {"published_at", "published_at__gte", "published_at__gt", "published_at__lte", "published_at__lt"}

SIZE = Parameter(
    "size",
    f"Buckets a facet, at most {MAX_SIZE}: the largest; of dates the latest.",
    {"type": "integer", "minimum": 1, "maximum": MAX_SIZE, "default": DEFAULT_SIZE},
)


@dataclass(frozen=True)
class Facet:
    """A way to count the rows of a collection."""

    filter: str  # the parameter that takes its keys
    dimension: Dimension
    coverage: Column | Periods | None = None  # the same of articles, where a share of them makes sense

    @property
    def several(self) -> bool:
        """Whether a record may fall to several buckets."""
        return self.dimension.among is not None or isinstance(self.dimension, Marks)


@dataclass(frozen=True)
class Facets:
    """What a collection can be counted by."""

    listing: Listing
    table: Mapping[str, Facet]
    # Those that are read from the counts by month where nothing but the time of publication narrows the rows.
    monthly: Mapping[str, Callable[[Quoted, int], Counted]] = field(default_factory=dict)

    @cached_property
    def parameters(self) -> list[Parameter]:
        """Those of the counting, and those that say which rows are meant."""
        several = [name for name, facet in self.table.items() if facet.several]
        shared = [name for name, facet in self.table.items() if facet.coverage is not None]
        note = f" A record may fall to several buckets of {', '.join(several)}." if several else ""
        by = Parameter(
            "by",
            f"What to count by. Repeat it for more facets, at most {MOST_FACETS}.{note}",
            {
                "title": f"{self.listing.serializer.__name__.removesuffix('Serializer')}Facet",
                "type": "string",
                "enum": list(self.table),
            },
            many=True,
            required=True,
        )
        share = Parameter(
            "normalise",
            "`articles` adds `share` to each bucket: records for each article of the corpus that falls to the same "
            f"bucket. Takes {', '.join(shared)}.",
            {"title": "Normalisation", "type": "string", "enum": ["articles"]},
        )
        return [by, SIZE, *([share] if shared else []), *self.listing.selection, FORMAT]

    def answer(self, rows: QuerySet[Any], given: Mapping[str, list[str]]) -> dict[str, Any]:
        """The facets that are asked for, over the rows that filters and q leave of ``rows``."""
        names, size, normalised = self.names(given), bucket_count(given), self.normalised(given)
        kept = self.kept(given)
        rows, _, _ = self.listing.select(rows, given)
        deadline = time.monotonic() + SECONDS
        found = {}
        try:
            with time_limit(SECONDS):
                # Where all is told by month, the rows are not looked at.
                base = Sample(rows, None) if kept and self.monthly.keys() >= set(names) else sample(rows)
                count = kept.count if kept else base.count
            for name in names:
                with time_limit(max(deadline - time.monotonic(), 0.001)):
                    if kept and name in self.monthly:
                        result, approximate = self.monthly[name](kept, size), False
                    else:
                        some, approximate = base.of(self.table[name].dimension)
                        result = counted(some, self.table[name].dimension, size)
                    found[name] = self.shown(self.table[name], result, approximate, normalised)
        except TooSlow:
            raise too_costly() from None
        return {"count": count, "facets": found}

    def kept(self, given: Mapping[str, list[str]]) -> Quoted | None:
        """The counts by month for the rows; None where they do not tell, or so few rows are no gain."""
        if self.monthly.keys().isdisjoint(given["by"]) or not given.keys() - SHAPING <= PUBLISHED:
            return None
        window = Window()
        for name, (span, *more) in self.listing.values(given).items():
            if more:
                return None
            window = within(window, name, span)
        if window.start is not None and window.end is not None and window.start >= window.end:
            return None
        quoted = Quoted(window)
        return quoted if quoted.whole >= FEW_ROWS else None

    def shown(self, facet: Facet, result: Counted, approximate: bool, normalised: bool) -> dict[str, Any]:
        """One facet."""
        buckets = [{"key": one.key, "label": one.label, "count": one.count} for one in result.buckets]
        if normalised and facet.coverage is not None:
            # Rows of a sample for each article of the whole corpus would tell nothing.
            values = [None] * len(buckets) if approximate else shares(result.buckets, facet.coverage)
            for bucket, value in zip(buckets, values, strict=True):
                bucket["share"] = value
        return {
            "filter": facet.filter,
            "buckets": buckets,
            "unknown": result.unknown,
            "total_buckets": result.total,
            "approximate": approximate,
        }

    def names(self, given: Mapping[str, list[str]]) -> list[str]:
        """What to count by; a 400 problem names every value that is none of the collection's."""
        names = given["by"]
        errors = []
        if len(names) > MOST_FACETS:
            errors.append(fault("by", "too_many", f"may be given at most {MOST_FACETS} times."))
        for name in dict.fromkeys(names):
            if name not in self.table:
                monthly = f"{name.removesuffix('_at')}_month"
                near = monthly if monthly in self.table else nearest(name, self.table)
                detail = f"{name[:60]!r} is nothing to count by here; allowed are {', '.join(self.table)}."
                errors.append(fault("by", "unknown_choice", detail, near))
            elif names.count(name) > 1:
                errors.append(fault("by", "repeated", f"{name!r} is given twice."))
        if errors:
            raise bad_parameters(errors)
        return names

    def normalised(self, given: Mapping[str, list[str]]) -> bool:
        """Whether shares are asked for; a 400 problem where a facet has none."""
        if "normalise" not in given:
            return False
        if given["normalise"][0] != "articles":
            detail = f"{given['normalise'][0][:60]!r} is not articles, which is all that it takes."
            raise bad_parameters([fault("normalise", "unknown_choice", detail, "articles")])
        shared = ", ".join(name for name, facet in self.table.items() if facet.coverage is not None)
        errors = [
            fault("normalise", "no_share", f"makes no sense for by={name}; it takes {shared}.")
            for name in given["by"]
            if self.table[name].coverage is None
        ]
        if errors:
            raise bad_parameters(errors)
        return True


def within(window: Window, name: str, span: Interval) -> Window:
    """The window, narrowed by a filter on the time of publication."""
    start, end = {
        "published_at": (span.start, span.end),
        "published_at__gte": (span.start, None),
        "published_at__gt": (span.end, None),
        "published_at__lte": (None, span.end),
        "published_at__lt": (None, span.start),
    }[name]
    # A filter finds none without a date, of which the sentinel has one.
    starts = [max(moment, FIRST_KNOWN) for moment in (window.start, start) if moment is not None]
    ends = [moment for moment in (window.end, end) if moment is not None]
    return Window(max(starts, default=None), min(ends, default=None))


def shares(buckets: list[Bucket], coverage: Column | Periods) -> list[float | None]:
    """Rows for each article of the same bucket; null where no article is in it."""
    articles = sizes(Article.objects.readable(), coverage, [bucket.value for bucket in buckets])
    totals = [articles.get(bucket.value, 0) for bucket in buckets]
    return [round(bucket.count / total, 6) if total else None for bucket, total in zip(buckets, totals, strict=True)]


def bucket_count(given: Mapping[str, list[str]]) -> int:
    """How many buckets a facet has at most."""
    text = given.get("size", [str(DEFAULT_SIZE)])[0]
    if not (text.isascii() and text.isdigit() and len(text) < 4 and 1 <= int(text) <= MAX_SIZE):
        raise bad_parameters([fault("size", "malformed", f"{text[:40]!r} is no whole number from 1 to {MAX_SIZE}.")])
    return int(text)


def too_costly() -> Problem:
    """400 for what would take the database too long."""
    detail = f"Counting this takes longer than {SECONDS:.0f} seconds; narrow the rows down by filters."
    return Problem(400, "too_costly", detail)

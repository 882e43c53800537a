"""Intervals of F1 by drawing the articles again (Efron 1979; paired for two readers, Koehn 2004).

Articles are drawn, not quotations: those of one article stand or fall together.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .pairing import Judged, Paired

RESAMPLES, SEED = 1000, 7
OUTSIDE = 2.5  # percent on either side of a 95 % interval
FIGURES = ("DIRECT F1", "DIRECT E2E F1", "ALL F1", "ALL E2E F1")

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Interval:
    """A figure in percent, or a difference in points, between the bounds of 95 % of the resamples."""

    value: float
    low: float
    high: float

    def as_dict(self) -> dict[str, Any]:
        """Rounded to one decimal."""
        return {"value": round(self.value, 1), "low": round(self.low, 1), "high": round(self.high, 1)}


@dataclass(frozen=True, slots=True)
class Difference:
    """What one reader has more than another, and the share of the resamples in which it has more."""

    interval: Interval
    above: float

    @property
    def told_apart(self) -> bool:
        """Whether the interval leaves out nought."""
        return self.interval.low > 0 or self.interval.high < 0

    def as_dict(self) -> dict[str, Any]:
        """All of it, for JSON."""
        return self.interval.as_dict() | {"above": round(self.above, 3), "told_apart": self.told_apart}


def article_counts(judged: Sequence[Judged]) -> Floats:
    """Right, predicted and gold units by article and figure: what each F1 is summed from."""
    rows = [[count for paired in (one.direct, one.all) for count in _counts(paired)] for one in judged]
    return np.array(rows, np.float64).reshape(len(rows), len(FIGURES), 3)


def _counts(paired: Paired) -> list[tuple[int, int, int]]:
    predicted = len(paired.predicted)
    return [
        (len(paired.pairs), predicted, len(paired.gold)),
        (paired.right(), predicted - paired.without_source(), paired.sourced()),
    ]


def f1(counts: Floats) -> Floats:
    """F1 in percent over the last axis of (right, predicted, gold)."""
    units = counts[..., 1] + counts[..., 2]
    return np.divide(200 * counts[..., 0], units, out=np.zeros_like(units), where=units > 0)


def _resampled(counts: Floats) -> Floats:
    """The figures of every resample; the same draws each time for the same number of articles."""
    articles = len(counts)
    if not articles:
        return np.zeros((RESAMPLES, len(FIGURES)))
    drawn = np.random.default_rng(SEED).integers(0, articles, (RESAMPLES, articles))
    times = np.stack([np.bincount(draw, minlength=articles) for draw in drawn]).astype(np.float64)
    return f1(np.tensordot(times, counts, 1))


def _interval(value: float, resampled: Floats) -> Interval:
    low, high = np.percentile(resampled, (OUTSIDE, 100 - OUTSIDE))
    return Interval(float(value), float(low), float(high))


def intervals(judged: Sequence[Judged]) -> dict[str, Interval]:
    """The four figures of one reader."""
    counts = article_counts(judged)
    values, resampled = f1(counts.sum(0)), _resampled(counts)
    return {name: _interval(values[at], resampled[:, at]) for at, name in enumerate(FIGURES)}


def differences(judged: Sequence[Judged], against: Sequence[Judged]) -> dict[str, Difference]:
    """How far the first reader's figures are above the second one's, on the same articles."""
    if [one.article.name for one in judged] != [other.article.name for other in against]:
        raise ValueError("two readers can be compared on the same articles only")
    counts, others = article_counts(judged), article_counts(against)
    values = f1(counts.sum(0)) - f1(others.sum(0))
    resampled = _resampled(counts) - _resampled(others)
    return {
        name: Difference(_interval(values[at], resampled[:, at]), float((resampled[:, at] > 0).mean()))
        for at, name in enumerate(FIGURES)
    }

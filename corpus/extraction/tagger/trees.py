"""Boosted decision trees in a portable form: arrays in JSON, evaluated with numpy, no pickle.

Evaluated as in QuickScorer (Lucchese et al. 2015): every node whose test fails strikes out the leaves to its left,
and the first leaf that is left is the one that walking the tree would reach.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

MOST_LEAVES = 64  # a tree may have: a bit each
AT_ONCE = 256  # rows whose bits are held at once: they stay in the processor's cache


@dataclass(frozen=True, slots=True)
class Trees:
    """Arrays of trees x places: the inner nodes of each tree in any order, its leaves from left to right."""

    feature: npt.NDArray[np.int64]
    threshold: npt.NDArray[np.float32]
    kept: npt.NDArray[np.unsignedinteger[Any]]  # the leaves that a failed test leaves: all but those to the left
    value: npt.NDArray[np.float64]
    baseline: float

    @classmethod
    def from_json(cls, stored: dict[str, Any]) -> Trees:
        """Trees as ``training.ranker`` writes them: nodes with their followers, a leaf leads to itself."""
        parts = (stored[name] for name in ("feature", "threshold", "left", "right", "value"))
        trees = [_in_order(*nodes) for nodes in zip(*parts, strict=True)]
        leaves = max(len(values) for _, values in trees)
        if leaves > MOST_LEAVES:
            raise ValueError(f"a tree with {leaves} leaves: more than {MOST_LEAVES}")
        bits: type[np.unsignedinteger[Any]] = np.uint16 if leaves <= 16 else np.uint32 if leaves <= 32 else np.uint64
        shape = (len(trees), max(1, leaves - 1))
        feature, threshold = np.zeros(shape, np.int64), np.full(shape, np.inf)
        kept, value = np.full(shape, np.iinfo(bits).max, bits), np.zeros((len(trees), leaves))
        for number, (tests, values) in enumerate(trees):
            value[number, : len(values)] = values
            for place, (column, limit, low, high) in enumerate(tests):
                feature[number, place], threshold[number, place] = column, limit
                kept[number, place] ^= bits((1 << high) - (1 << low))
        # rows are float32: the largest float32 within a threshold parts them as the threshold does
        within = threshold.astype(np.float32)
        within = np.where(within > threshold, np.nextafter(within, np.float32(-np.inf)), within)
        return cls(feature, within, kept, value, float(stored["baseline"]))

    def scores(self, rows: npt.NDArray[np.float32]) -> npt.NDArray[np.float64]:
        """One log-odds a row of features; a row goes left where the feature is at most the threshold."""
        found = np.empty(len(rows))
        starts = np.arange(len(self.value)) * self.value.shape[1]
        every = np.iinfo(self.kept.dtype).max
        for at in range(0, len(rows), AT_ONCE):
            columns = np.ascontiguousarray(rows[at : at + AT_ONCE].T)
            left = np.full((len(self.feature), columns.shape[1]), every, self.kept.dtype)
            for feature, threshold, kept in zip(self.feature.T, self.threshold.T, self.kept.T, strict=True):
                passed = columns[feature] <= threshold[:, None]
                left &= np.where(passed, every, kept[:, None])
            # the lowest bit that is set: as many bits as stand below it
            leaf = np.bitwise_count((left & -left) - self.kept.dtype.type(1))
            found[at : at + AT_ONCE] = self.value.ravel()[np.ascontiguousarray(leaf.T) + starts].sum(1)
        return found + self.baseline


def _in_order(
    feature: list[int], threshold: list[float], left: list[int], right: list[int], value: list[float]
) -> tuple[list[tuple[int, float, int, int]], list[float]]:
    """The tests of a tree, each with the leaves ``[low, high)`` to its left, and the values of its leaves."""
    tests: list[tuple[int, float, int, int]] = []
    values: list[float] = []

    def walk(node: int) -> None:
        if left[node] == node:
            values.append(value[node])
            return
        low = len(values)
        walk(left[node])
        tests.append((feature[node], threshold[node], low, len(values)))
        walk(right[node])

    walk(0)
    return tests, values

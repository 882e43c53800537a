"""Boosted decision trees in a portable form: arrays in JSON, evaluated with numpy, no pickle."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt


@dataclass(frozen=True, slots=True)
class Trees:
    """Arrays of trees x nodes. A leaf leads to itself, so every row walks ``depth`` steps and stands on a leaf."""

    feature: npt.NDArray[np.int64]
    threshold: npt.NDArray[np.float64]
    left: npt.NDArray[np.int64]
    right: npt.NDArray[np.int64]
    value: npt.NDArray[np.float64]
    depth: int
    baseline: float

    @classmethod
    def from_json(cls, stored: dict[str, Any]) -> Trees:
        """Trees as ``training.ranker`` writes them."""
        return cls(
            np.array(stored["feature"], np.int64),
            np.array(stored["threshold"], np.float64),
            np.array(stored["left"], np.int64),
            np.array(stored["right"], np.int64),
            np.array(stored["value"], np.float64),
            int(stored["depth"]),
            float(stored["baseline"]),
        )

    def scores(self, rows: npt.NDArray[np.float32]) -> npt.NDArray[np.float64]:
        """One log-odds a row of features; a row goes left where the feature is at most the threshold."""
        trees = np.arange(len(self.feature))
        at = np.zeros((len(rows), len(trees)), np.int64)
        lines = np.arange(len(rows))[:, None]
        for _ in range(self.depth):
            left = rows[lines, self.feature[trees, at]] <= self.threshold[trees, at]
            at = np.where(left, self.left[trees, at], self.right[trees, at])
        total: npt.NDArray[np.float64] = self.value[trees, at].sum(1) + self.baseline
        return total

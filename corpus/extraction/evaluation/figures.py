"""Precision, recall and F1 from counts."""

from __future__ import annotations

from dataclasses import dataclass


def percent(part: float, whole: float) -> float:
    """``part`` of ``whole`` in percent; 0 of nothing."""
    return 100.0 * part / whole if whole else 0.0


@dataclass(frozen=True, slots=True)
class Score:
    """Counts of units: right, predicted, in the gold."""

    right: int
    predicted: int
    gold: int

    @property
    def precision(self) -> float:
        """Share of the predicted units that are right, 0 to 1."""
        return self.right / self.predicted if self.predicted else 0.0

    @property
    def recall(self) -> float:
        """Share of the gold units that were found, 0 to 1."""
        return self.right / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        """Harmonic mean of both, 0 to 1."""
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0

    def as_dict(self) -> dict[str, float | int]:
        """Percentages with one decimal, and the counts."""
        return {
            "precision": round(100 * self.precision, 1),
            "recall": round(100 * self.recall, 1),
            "f1": round(100 * self.f1, 1),
            "right": self.right,
            "predicted": self.predicted,
            "gold": self.gold,
        }

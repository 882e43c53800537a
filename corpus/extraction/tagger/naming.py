"""What the encoder says of names: how likely a stretch of the text names a person, an organisation, a place."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from .model import Reading, softmax
from .pieces import Pieces


class NameShares(NamedTuple):
    """Mean probabilities over the pieces of one or several stretches."""

    person: float
    organisation: float
    place: float


class Names:
    """The name head's reading of one document."""

    def __init__(self, pieces: Pieces, reading: Reading) -> None:
        self.pieces = pieces
        probabilities = softmax(reading.names)
        types = probabilities[:, 1::2] + probabilities[:, 2::2]
        self.total = np.concatenate([np.zeros((1, types.shape[1])), np.cumsum(types, axis=0, dtype=np.float64)])

    def shares(self, spans: list[tuple[int, int]]) -> NameShares | None:
        """The mean over stretches of characters, each counting alike; None where none holds a piece."""
        starts = np.searchsorted(self.pieces.start, [start for start, _ in spans])
        ends = np.searchsorted(self.pieces.start, [end for _, end in spans])
        held = ends > starts
        if not held.any():
            return None
        starts, ends = starts[held], ends[held]
        means = (self.total[ends] - self.total[starts]) / (ends - starts)[:, None]
        return NameShares(*means.mean(0).tolist())

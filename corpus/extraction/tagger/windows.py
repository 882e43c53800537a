"""Long texts in pieces that the encoder reads at once."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from typing import NamedTuple

import numpy as np

from .pieces import Pieces, PieceShape

SPECIALS = 2  # [CLS] before and [SEP] after
LEAST_WORDS = 16  # pieces of a window to each of its different words, at most
NO_WORDS = (PieceShape.PUNCTUATION, PieceShape.DIGIT, PieceShape.SPECIAL)


class Window(NamedTuple):
    """Pieces ``[start, end)`` are read; what is taken from it are the pieces ``[core_start, core_end)``."""

    start: int
    end: int
    core_start: int
    core_end: int


def paragraph_starts(pieces: Pieces) -> list[int]:
    """Where the paragraphs begin, and the number of pieces at the end."""
    return [*pieces.breaks.nonzero()[0].tolist(), len(pieces)]


def windows(pieces: Pieces, longest: int, context: int) -> list[Window]:
    """Windows of at most ``longest`` pieces, specials included, whose cores cover the text once.

    A core holds whole paragraphs where they fit; up to ``context`` pieces before it, whole paragraphs too, are read
    with it.
    """
    starts = paragraph_starts(pieces)
    limit = longest - SPECIALS
    found: list[Window] = []
    at, count = 0, len(pieces)
    while at < count:
        before = starts[bisect_left(starts, at - context)]
        if starts[bisect_right(starts, at) - 1] != at:  # inside a long paragraph
            before = max(0, at - context)
        before = min(before, at)
        room = limit - (at - before)
        end = starts[bisect_right(starts, at + room) - 1]
        if end <= at:
            end = min(count, at + room)
        found.append(Window(before, end, at, end))
        at = end
    return found


def speaks(pieces: Pieces, window: Window) -> bool:
    """Whether the window's words may say something: rows of marks and numbers, or a few words over and over, do not."""
    part = slice(window.start, window.end)
    words = pieces.ids[part][~np.isin(pieces.shape[part], NO_WORDS)]
    return len(np.unique(words)) * LEAST_WORDS >= window.end - window.start

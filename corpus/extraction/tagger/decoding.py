"""From logits a piece to labelled spans: words vote with their pieces, then the best valid begin/inside sequence.

Viterbi (1967) over words. Where the best label of each word already makes a valid sequence it is the best sequence,
so only paragraphs in which it does not are searched.
"""

from __future__ import annotations

from enum import IntEnum
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from .model import Floats, softmax
from .pieces import Pieces

TINY = 1e-9
TYPES = 3  # of spans a head tells apart


class Part(IntEnum):
    """What the tag head finds of an attribution."""

    SOURCE = 0
    CUE = 1
    CONTENT = 2


class NameType(IntEnum):
    """What the name head finds."""

    PERSON = 0
    ORGANISATION = 1
    PLACE = 2


class Labelled(NamedTuple):
    """Pieces ``[first, last)`` with the number of their type."""

    type: int
    first: int
    last: int


def label_spans(pieces: Pieces, logits: Floats) -> list[Labelled]:
    """The spans of one head, in order; none crosses a paragraph break."""
    if not len(pieces):
        return []
    firsts = pieces.begins.nonzero()[0]
    scores = _word_scores(pieces, logits, firsts)
    breaks = pieces.breaks[firsts]
    labels = _best_labels(scores, breaks)
    return _spans(labels, firsts, len(pieces))


def _word_scores(pieces: Pieces, logits: Floats, firsts: npt.NDArray[np.int64]) -> Floats:
    """Log-probabilities a word: the mean over its pieces a type, with the first piece's share of "begins"."""
    probabilities = softmax(logits)
    words = probabilities[firsts].copy()
    if len(firsts) < len(pieces):
        begin, inside = probabilities[:, 1::2], probabilities[:, 2::2]
        types = np.concatenate([probabilities[:, :1], begin + inside], axis=1)
        counts = np.diff(np.append(firsts, len(pieces)))[:, None]
        means = np.exp(np.add.reduceat(np.log(types + TINY), firsts, axis=0) / counts)
        shares = words[:, 1::2] / (words[:, 1::2] + words[:, 2::2] + TINY)
        words[:, 0] = means[:, 0]
        words[:, 1::2] = shares * means[:, 1:]
        words[:, 2::2] = (1 - shares) * means[:, 1:]
    result: Floats = np.log(words + TINY)
    return result


def _best_labels(scores: Floats, breaks: npt.NDArray[np.bool_]) -> npt.NDArray[np.int64]:
    labels: npt.NDArray[np.int64] = scores.argmax(1)
    before = np.concatenate([[0], labels[:-1]])
    continues = (labels > 0) & (labels % 2 == 0)
    broken = continues & (breaks | ((before != labels) & (before != labels - 1)))
    if not broken.any():
        return labels
    starts = np.append(breaks.nonzero()[0], len(labels))
    for paragraph in np.unique(np.searchsorted(starts, broken.nonzero()[0], side="right") - 1):
        part = slice(starts[paragraph], starts[paragraph + 1])
        labels[part] = _viterbi(scores[part].tolist())
    return labels


def _viterbi(scores: list[list[float]]) -> list[int]:
    """The best sequence of one paragraph: "inside" stands after "begin" or "inside" of its type alone."""
    best = [score if label % 2 or not label else float("-inf") for label, score in enumerate(scores[0])]
    came: list[list[int]] = []
    for row in scores[1:]:
        most = max(best)
        origin = [best.index(most)] * len(row)
        reached = [most + score for score in row]
        for label in range(2, len(row), 2):
            origin[label] = label if best[label] >= best[label - 1] else label - 1
            reached[label] = best[origin[label]] + row[label]
        best = reached
        came.append(origin)
    label = best.index(max(best))
    labels = [label]
    for origin in reversed(came):
        label = origin[label]
        labels.append(label)
    return labels[::-1]


def _spans(labels: npt.NDArray[np.int64], firsts: npt.NDArray[np.int64], count: int) -> list[Labelled]:
    found: list[Labelled] = []
    marked = labels.nonzero()[0]
    starts, ends = firsts[marked].tolist(), np.append(firsts[1:], count)[marked].tolist()
    for label, first, last in zip(labels[marked].tolist(), starts, ends, strict=True):
        if label % 2 == 0 and found and found[-1].last == first:
            found[-1] = found[-1]._replace(last=last)
        else:
            found.append(Labelled((label - 1) // 2, first, last))
    return found

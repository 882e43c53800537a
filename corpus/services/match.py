"""Match the quotations of a new reading to those that stand. Pure functions over plain data."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

Spans = Sequence[tuple[int, int]]
MIN_SHARED = 0.5  # of the shorter one's characters, for two readings of one revision to be the same quotation
MIN_LIKENESS = 75.0  # rapidfuzz ratio, for words of two revisions to be the same quotation
MAX_COMPARED = 500  # leftover quotations of an article that are compared each with each


@dataclass(frozen=True, slots=True)
class Reading:
    """What a match needs to know of a quotation."""

    words: str  # normalised
    spans: Spans


def match_spans(standing: Sequence[Reading], new: Sequence[Reading]) -> dict[int, int]:
    """Pairs (new to standing, by position) of one revision that share most of their characters, best first."""
    order = sorted(range(len(standing)), key=lambda i: standing[i].spans[0][0])
    pairs = []
    active: list[int] = []
    position = 0
    for j in sorted(range(len(new)), key=lambda j: new[j].spans[0][0]):
        end, start = new[j].spans[-1][1], new[j].spans[0][0]
        while position < len(order) and standing[order[position]].spans[0][0] < end:
            active.append(order[position])
            position += 1
        active = [i for i in active if standing[i].spans[-1][1] > start]
        for i in active:
            shared = overlap(standing[i].spans, new[j].spans)
            if shared >= MIN_SHARED * min(length(standing[i].spans), length(new[j].spans)):
                union = length(standing[i].spans) + length(new[j].spans) - shared
                pairs.append((-shared / union, i, j))
    return _greedy(pairs)


def match_words(standing: Sequence[Reading], new: Sequence[Reading]) -> dict[int, int]:
    """Pairs (new to standing, by position) of two revisions: the same words in order, then much alike ones."""
    by_words: dict[str, list[int]] = {}
    for i, reading in enumerate(standing):
        by_words.setdefault(reading.words, []).append(i)
    matched = {}
    for j, reading in enumerate(new):
        if same := by_words.get(reading.words):
            matched[j] = same.pop(0)
    taken = set(matched.values())
    left = [i for i in range(len(standing)) if i not in taken][:MAX_COMPARED]
    open_ = [j for j in range(len(new)) if j not in matched][:MAX_COMPARED]
    pairs = []
    for i in left:
        for j in open_:
            likeness = fuzz.ratio(standing[i].words, new[j].words, score_cutoff=MIN_LIKENESS)
            if likeness:
                pairs.append((-likeness, i, j))
    return matched | _greedy(pairs)


def _greedy(pairs: list[tuple[float, int, int]]) -> dict[int, int]:
    matched: dict[int, int] = {}
    taken: set[int] = set()
    for _, i, j in sorted(pairs):
        if i not in taken and j not in matched:
            matched[j] = i
            taken.add(i)
    return matched


def length(spans: Spans) -> int:
    """Number of characters in the spans."""
    return sum(end - start for start, end in spans)


def overlap(a: Spans, b: Spans) -> int:
    """Number of characters that both hold; both in the order of the text."""
    shared = i = j = 0
    while i < len(a) and j < len(b):
        shared += max(0, min(a[i][1], b[j][1]) - max(a[i][0], b[j][0]))
        if a[i][1] <= b[j][1]:
            i += 1
        else:
            j += 1
    return shared


def find_again(pieces: Sequence[str], body: str) -> Spans | None:
    """Where the pieces stand in a new body, word for word and in order; None where one is gone."""
    spans, position = [], 0
    for piece in pieces:
        start = body.find(piece, position)
        if start < 0:
            return None
        position = start + len(piece)
        spans.append((start, position))
    return spans

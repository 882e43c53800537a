"""Attributed content to comparable units, the same way for gold and prediction.

A span is cut at line ends into fragments. In the table ALL a fragment is a unit, freed of an opening "that", marks and
punctuation at its edges. In the table DIRECT the units are the runs between double quotation marks inside a fragment.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from corpus.records import Span

OPENING, CLOSING, STRAIGHT = "“«„", "”»", '"＂'
DOUBLE = OPENING + CLOSING + STRAIGHT
EDGES = DOUBLE + "'‘’`" + " \t\r\n\u00a0\u200b\u2009\u202f"
PUNCTUATION = ".,;:!?—–-"
WORD = re.compile(r"\w+")
LINE = re.compile(r"[^\n]+")
THAT = re.compile(r"that\b[\s,]*", re.IGNORECASE)


@dataclass(slots=True)
class Unit:
    """A unit with the printed source; ``words`` are the offsets of its words in the text.

    ``origin`` is the place of what it was cut from: the content's, as it comes from ``units``.
    """

    span: Span
    source: str
    words: frozenset[int]
    origin: int


def words_of(text: str, span: Span) -> frozenset[int]:
    """Where the words of a span begin."""
    return frozenset(span.start + match.start() for match in WORD.finditer(span.of(text)))


def fragments(text: str, span: Span) -> Iterator[Span]:
    """The span cut at line ends; pieces without a word are dropped."""
    start, end = max(0, span.start), min(len(text), span.end)
    for match in LINE.finditer(text[start:end]):
        if WORD.search(match.group()):
            yield Span(start + match.start(), start + match.end())


def trimmed(text: str, span: Span, more: str = "") -> Span:
    """The span without quotation marks, white space and the characters of ``more`` at its edges."""
    start, end = span
    drop = EDGES + more
    while start < end and text[start] in drop:
        start += 1
    while end > start and text[end - 1] in drop:
        end -= 1
    return Span(start, end)


def whole(text: str, fragment: Span) -> Span:
    """The unit of the table ALL."""
    span = trimmed(text, fragment, PUNCTUATION)
    that = THAT.match(span.of(text))
    if that and that.end() < span.end - span.start:
        span = Span(span.start + that.end(), span.end)
    return trimmed(text, span, PUNCTUATION)


def quoted(text: str, fragment: Span) -> list[Span]:
    """The units of the table DIRECT: runs between double marks."""
    start, end = _widened(text, fragment)
    runs: list[Span] = []
    open_at: int | None = None
    marked = False
    for position in range(start, end):
        if text[position] not in DOUBLE:
            continue
        marked = True
        opens = _opens(text, position)
        if opens is None:
            opens = open_at is None
        if opens and open_at is None:
            open_at = position
        elif opens and text[position] in OPENING:
            runs.append(Span(open_at or 0, position))  # never closed: the next one begins
            open_at = position
        elif open_at is not None:
            runs.append(Span(open_at, position))
            open_at = None
        elif not runs:
            runs.append(Span(start, position))  # closed without an opening: it runs from the fragment's start
    if open_at is not None:
        runs.append(Span(open_at, end))
    if not marked:
        return []
    units = (trimmed(text, run) for run in runs)
    return [unit for unit in units if WORD.search(unit.of(text))]


def _widened(text: str, fragment: Span) -> Span:
    """The fragment with a mark that stands right outside it (two characters before, one behind the next)."""
    start, end = fragment
    for step in (1, 2):
        if start - step < 0:
            break
        if text[start - step] in DOUBLE and "\n" not in text[start - step : start]:
            start -= step
            break
        if text[start - step].isalnum():
            break
    for step in (0, 1):
        if end + step >= len(text):
            break
        if text[end + step] in DOUBLE and "\n" not in text[end : end + step + 1]:
            end += step + 1
            break
        if text[end + step].isalnum() or text[end + step].isspace():
            break
    return Span(start, end)


def _opens(text: str, position: int) -> bool | None:
    """Whether the mark opens; None where its neighbours do not tell."""
    mark = text[position]
    if mark in OPENING:
        return True
    if mark in CLOSING:
        return False
    before = text[position - 1] if position else " "
    after = text[position + 1] if position + 1 < len(text) else " "
    if after.isspace():
        return False
    if before.isspace() or before in "([—–-‘'/":
        return True
    return False if after in ".,;:!?)" else None


def spans_of(text: str, content: Span, direct: bool) -> Iterator[Span]:
    """The unit spans of one content span in one of the tables."""
    for fragment in fragments(text, content):
        for span in quoted(text, fragment) if direct else [whole(text, fragment)]:
            if span.start < span.end:
                yield span


def units(text: str, contents: Iterable[tuple[Span, str]], direct: bool, keep_first_source: bool) -> list[Unit]:
    """Units of (content span, source) pairs, each span once.

    A span met again keeps its first source; with ``keep_first_source`` false an empty one is filled from the later.
    """
    found: dict[Span, Unit] = {}
    for origin, (content, source) in enumerate(contents):
        for span in spans_of(text, content, direct):
            known = found.get(span)
            if known is None:
                found[span] = Unit(span, source, words_of(text, span), origin)
            elif not keep_first_source and source and not known.source:
                known.source = source
    return [unit for unit in found.values() if unit.words]


def matches(gold: Sequence[Unit], predicted: Sequence[Unit], threshold: float) -> list[tuple[int, int]]:
    """Pairs (gold, predicted) by overlap of words, the best first, each unit once."""
    pairs: list[tuple[float, int, int]] = []
    for g, wanted in enumerate(gold):
        for p, given in enumerate(predicted):
            if given.span.start >= wanted.span.end or wanted.span.start >= given.span.end:
                continue
            shared = len(wanted.words & given.words)
            overlap = shared / len(wanted.words | given.words)
            if shared and overlap >= threshold:
                pairs.append((-overlap, g, p))
    taken_gold: set[int] = set()
    taken_predicted: set[int] = set()
    kept = []
    for _, g, p in sorted(pairs):
        if g not in taken_gold and p not in taken_predicted:
            taken_gold.add(g)
            taken_predicted.add(p)
            kept.append((g, p))
    return kept

"""Where a content that the trained reader found begins and ends, in tokens."""

from __future__ import annotations

from ..document import Document
from ..tokens import Shape
from .datelines import dateline_end

OPENERS, CLOSERS = frozenset("([$£€#@"), frozenset(")]%")


def content_edges(document: Document, first: int, last: int, covered: int) -> tuple[int, int]:
    """Tokens ``[first, last)`` with whole quoted runs and without what stands around a content.

    Nothing before token ``covered`` is taken. An empty range where nothing is left.
    """
    first, last = _at_run_edges(document, max(first, covered), last, covered)
    if first < last and document.run_of[first] < 0:
        first = max(first, dateline_end(document, document.sentences[document.sentence_of[first]].first))
    return _trimmed(document, first, last)


def _at_run_edges(document: Document, first: int, last: int, covered: int) -> tuple[int, int]:
    """The content with whole quoted runs: one that it holds half of is taken in, of less it lets go."""
    for edge in (first, last - 1):
        run = document.run_of[edge] if first <= edge < last else -1
        if run < 0:
            continue
        low, high = document.first_of_run[run], document.last_of_run[run]
        held = min(high, last) - max(low, first)
        inside = first >= low and last <= high
        if (inside or 2 * held >= high - low) and low >= covered:
            first, last = min(first, low), max(last, high)
        elif low < first:
            first = min(high, last)
        elif high > last:
            last = max(low, first)
    return first, last


def _trimmed(document: Document, first: int, last: int) -> tuple[int, int]:
    """Without punctuation outside quotation marks at the edges, and without the "that" that leads in."""

    def bare(at: int) -> bool:
        return document.run_of[at] < 0 and document.tokens[at].shape is Shape.PUNCTUATION

    while first < last and bare(first) and document.tokens[first].text not in OPENERS:
        first += 1
    while last > first and bare(last - 1) and document.tokens[last - 1].text not in CLOSERS:
        last -= 1
    if last - first > 1 and document.run_of[first] < 0 and document.tokens[first].lower == "that":
        return _trimmed(document, first + 1, last)
    return first, last

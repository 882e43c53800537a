"""Datelines that stand before the first sentence: "PORT ELLIS, June 3 (Wire) —"."""

from __future__ import annotations

from ..document import Document
from ..tokens import Shape
from .subjects import DASHES

LONGEST = 16  # tokens


def dateline_end(document: Document, first: int) -> int:
    """The token after the dateline that begins at token ``first``; 0 where none does."""
    tokens = document.tokens
    if tokens[first].shape is not Shape.CAPS or len(tokens[first].text) < 3:
        return 0
    for at in range(first, min(first + LONGEST, len(tokens))):
        if tokens[at].text in DASHES:
            return at + 1
        if document.run_of[at] >= 0 or tokens[at].shape is Shape.LOWER:
            return 0
    return 0

"""A document as word pieces with what the encoder sees of each: its id, its shape, its place inside quotation marks."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache

import numpy as np
import numpy.typing as npt
from tokenizers import Tokenizer

from ..document import Document

Ints = npt.NDArray[np.int64]
CLS, SEP = 101, 102  # of the BERT vocabulary


class PieceShape(IntEnum):
    """How the word that a piece belongs to is written; the pieces themselves know no capitals."""

    LOWER = 0
    TITLE = 1
    CAPS = 2
    MIXED = 3
    DIGIT = 4
    PUNCTUATION = 5
    SPECIAL = 6
    INITIAL = 7  # a single capital


class QuoteState(IntEnum):
    """Where a piece stands towards the quotation marks of its paragraph."""

    OUTSIDE = 0
    INSIDE = 1
    MARK = 2
    SPECIAL = 3


@dataclass(slots=True)
class Pieces:
    """Arrays of one length. A [SEP] without characters stands before every paragraph but the first."""

    ids: Ints
    shape: Ints
    quote: Ints
    start: Ints  # code points in the body
    end: Ints
    paragraph: Ints
    begins: npt.NDArray[np.bool_]  # the piece begins a word

    def __len__(self) -> int:
        return len(self.ids)

    @property
    def breaks(self) -> npt.NDArray[np.bool_]:
        """The pieces with which a paragraph begins."""
        return np.concatenate([[True], self.paragraph[1:] != self.paragraph[:-1]]) if len(self) else self.begins


@lru_cache(maxsize=65536)
def word_shape(word: str) -> int:
    """The shape of a word as the encoder's tokeniser cuts it: letters and digits, or one mark."""
    if word.islower():
        return PieceShape.LOWER
    first = word[:1]
    if first.isupper():
        if len(word) == 1:
            return PieceShape.INITIAL
        rest = word[1:]
        return PieceShape.TITLE if rest.islower() else PieceShape.CAPS if rest.isupper() else PieceShape.MIXED
    if first.isdigit():
        return PieceShape.DIGIT
    if any(letter.isupper() for letter in word):
        return PieceShape.MIXED
    return PieceShape.LOWER if first.isalnum() else PieceShape.PUNCTUATION


def encode(document: Document, tokenizer: Tokenizer) -> Pieces:
    """The pieces of all paragraphs of ``document``, in order."""
    body, spans = document.body, document.paragraphs
    encodings = tokenizer.encode_batch([body[start:end] for start, end in spans], add_special_tokens=False)
    ids: list[int] = []
    shapes: list[int] = []
    starts: list[int] = []
    ends: list[int] = []
    numbers: list[int] = []
    begins: list[bool] = []
    for number, (span, encoding) in enumerate(zip(spans, encodings, strict=True)):
        base = span.start
        if number:
            ids.append(SEP)
            shapes.append(PieceShape.SPECIAL)
            starts.append(base)
            ends.append(base)
            numbers.append(number)
            begins.append(True)
        ids.extend(encoding.ids)
        numbers.extend([number] * len(encoding.ids))
        offsets, words = encoding.offsets, encoding.word_ids
        at, count = 0, len(offsets)
        while at < count:
            last = at + 1
            while last < count and words[last] == words[at]:
                last += 1
            shape = word_shape(body[base + offsets[at][0] : base + offsets[last - 1][1]])
            for piece in range(at, last):
                starts.append(base + offsets[piece][0])
                ends.append(base + offsets[piece][1])
                shapes.append(shape)
                begins.append(piece == at)
            at = last
    start, end = np.array(starts, np.int64), np.array(ends, np.int64)
    return Pieces(
        np.array(ids, np.int64),
        np.array(shapes, np.int64),
        _quote_states(document, start, end),
        start,
        end,
        np.array(numbers, np.int64),
        np.array(begins, bool),
    )


def _quote_states(document: Document, start: Ints, end: Ints) -> Ints:
    states = np.full(len(start), QuoteState.OUTSIDE, np.int64)
    if document.runs:
        outer = np.array([(run.outer_start, run.start, run.end, run.outer_end) for run in document.runs], np.int64)
        at = np.searchsorted(outer[:, 0], start, side="right") - 1
        held = (at >= 0) & (start < outer[at, 3]) & (end > start)
        inside = held & (start >= outer[at, 1]) & (start < outer[at, 2])
        states[held] = QuoteState.MARK
        states[inside] = QuoteState.INSIDE
    states[end == start] = QuoteState.SPECIAL
    return states

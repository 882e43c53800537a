"""A document as word pieces with what the encoder sees of each: its id, its shape, its place inside quotation marks."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache
from itertools import groupby

import numpy as np
import numpy.typing as npt
from tokenizers import Tokenizer

from ..document import Document

Ints = npt.NDArray[np.int64]
CLS, SEP = 101, 102  # of the BERT vocabulary
# Runs that BERT's rules cut the same wherever they stand: an ASCII mark, or what is between marks and spaces. Other
# white space and control characters, which those rules drop or turn into spaces, stay inside a run.
RUN = re.compile(r"[!-/:-@\[-`{-~]|[^ \t!-/:-@\[-`{-~]+")
LONGEST_KEPT = 24  # characters of a run that is kept


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


BREAK = np.array([[SEP], [PieceShape.SPECIAL], [0], [0], [1]])  # between paragraphs, as ``_cut`` gives pieces


@lru_cache(maxsize=32768)
def _cut(tokenizer: Tokenizer, text: str) -> Ints:
    """The pieces of one run, as the tokeniser cuts it wherever it stands.

    Columns of id, shape, start and end from where the run begins, and whether the piece begins a word.
    """
    encoding = tokenizer.encode(text, add_special_tokens=False)
    offsets, words = encoding.offsets, encoding.word_ids
    shapes: list[int] = []
    begins: list[int] = []
    for _, together in groupby(range(len(offsets)), words.__getitem__):
        own = list(together)
        shape = int(word_shape(text[offsets[own[0]][0] : offsets[own[-1]][1]]))
        shapes.extend([shape] * len(own))
        begins.extend([1] + [0] * (len(own) - 1))
    starts, ends = zip(*offsets, strict=True) if offsets else ((), ())
    return np.array([encoding.ids, shapes, starts, ends, begins], np.int64)


def encode(document: Document, tokenizer: Tokenizer) -> Pieces:
    """The pieces of all paragraphs of ``document``, in order."""
    body = document.body
    cuts: list[Ints] = [BREAK[:, :0]]
    bases, numbers = [0], [0]  # of each cut, where it begins and its paragraph
    for number, span in enumerate(document.paragraphs):
        if number:
            cuts.append(BREAK)
            bases.append(span.start)
        for match in RUN.finditer(body, span.start, span.end):
            run = match.group()
            # what is long or rare is cut afresh: it would only push the words of every text out of the store
            cuts.append(_cut(tokenizer, run) if len(run) <= LONGEST_KEPT else _cut.__wrapped__(tokenizer, run))
            bases.append(match.start())
        numbers.extend([number] * (len(cuts) - len(numbers)))
    counts = np.array([cut.shape[1] for cut in cuts], np.int64)
    ids, shapes, starts, ends, begins = np.concatenate(cuts, axis=1)
    base = np.repeat(np.array(bases, np.int64), counts)
    start, end = starts + base, ends + base
    return Pieces(
        ids,
        shapes,
        _quote_states(document, start, end),
        start,
        end,
        np.repeat(np.array(numbers, np.int64), counts),
        begins.astype(bool),
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

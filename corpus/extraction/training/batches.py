"""Windows cut anew each epoch, and the tensors of a batch of them."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import torch
from tokenizers import Tokenizer
from torch import Tensor

from ..tagger.pieces import CLS, SEP, Ints, PieceShape, QuoteState
from ..tagger.windows import SPECIALS, paragraph_starts
from .texts import NO_LABEL, LabelledText

ALL_CAPS, NO_CAPS, OTHER_MARKS = 0.05, 0.05, 0.15  # shares of windows that are made harder
LETTERED = (PieceShape.LOWER, PieceShape.TITLE, PieceShape.MIXED, PieceShape.CAPS, PieceShape.INITIAL)


class Cut(NamedTuple):
    """Pieces ``[first, last)`` of a text."""

    text: LabelledText
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Batch:
    """Inputs and labels; ``pointers`` marks a row's right places, ``pointing`` the rows that have some."""

    inputs: tuple[Tensor, Tensor, Tensor, Tensor]
    tags: Tensor
    names: Tensor
    pointers: Tensor
    pointing: Tensor


def cuts(text: LabelledText, longest: int, chance: random.Random) -> list[Cut]:
    """The text in windows of whole paragraphs where they fit, the first of a random length so that epochs differ."""
    starts = paragraph_starts(text.pieces)
    limit = longest - SPECIALS
    room = chance.randint(limit // 3, limit)
    found: list[Cut] = []
    at, number = 0, 1
    while at < len(text.pieces):
        end = at
        while number < len(starts) and starts[number] - at <= room:
            end = starts[number]
            number += 1
        if end == at:
            end = min(at + limit, len(text.pieces))
            if starts[number] <= end:
                end = starts[number]
        while number < len(starts) and starts[number] <= end:
            number += 1
        found.append(Cut(text, at, end))
        at, room = end, limit
    return found


def epoch(texts: Sequence[LabelledText], longest: int, size: int, chance: random.Random) -> list[list[Cut]]:
    """One pass over the texts as shuffled batches of windows of like length."""
    found = [cut for text in texts for cut in cuts(text, longest, chance)]
    chance.shuffle(found)
    batches: list[list[Cut]] = []
    for at in range(0, len(found), size * 16):
        near = sorted(found[at : at + size * 16], key=lambda cut: cut.last - cut.first)
        batches.extend(near[low : low + size] for low in range(0, len(near), size))
    chance.shuffle(batches)
    return batches


class Builder:
    """Makes batches; some windows lose their capitals or change their marks, as some outlets print them."""

    def __init__(self, tokenizer: Tokenizer, chance: random.Random) -> None:
        self.chance = chance
        ids = {mark: tokenizer.token_to_id(mark) or 0 for mark in '“”"«»'}
        straight = {ids["“"]: ids['"'], ids["”"]: ids['"']}
        self.marks = (straight, {ids["“"]: ids["«"], ids["”"]: ids["»"]})

    def batch(self, windows: Sequence[Cut]) -> Batch:
        """The tensors of some windows, padded to the longest."""
        width = max(cut.last - cut.first for cut in windows) + SPECIALS
        size = len(windows)
        ids = np.zeros((size, width), np.int64)
        shape = np.full((size, width), PieceShape.SPECIAL, np.int64)
        quote = np.full((size, width), QuoteState.SPECIAL, np.int64)
        mask = np.zeros((size, width), np.float32)
        tags = np.full((size, width), NO_LABEL, np.int64)
        names = np.full((size, width), NO_LABEL, np.int64)
        pointers = np.zeros((size, width, width), bool)
        pointing = np.zeros((size, width), bool)
        for row, (text, first, last) in enumerate(windows):
            length = last - first
            part = slice(1, length + 1)
            ids[row, 0], ids[row, length + 1] = CLS, SEP
            mask[row, : length + SPECIALS] = 1
            ids[row, part], shape[row, part] = self._varied(text, first, last)
            quote[row, part] = text.pieces.quote[first:last]
            tags[row, part], names[row, part] = text.tags[first:last], text.names[first:last]
            _point(text, first, last, pointers[row], pointing[row])
        arrays = (ids, shape, quote, mask)
        tensors = tuple(torch.from_numpy(array) for array in arrays)
        labels = (torch.from_numpy(array) for array in (tags, names, pointers, pointing))
        return Batch(tensors, *labels)

    def _varied(self, text: LabelledText, first: int, last: int) -> tuple[Ints, Ints]:
        ids, shape = text.pieces.ids[first:last], text.pieces.shape[first:last]
        drawn = self.chance.random()
        if drawn < ALL_CAPS + NO_CAPS:
            lettered = np.isin(shape, LETTERED)
            shape = np.where(lettered, PieceShape.CAPS if drawn < ALL_CAPS else PieceShape.LOWER, shape)
        if self.chance.random() < OTHER_MARKS:
            ids = ids.copy()
            for old, new in self.chance.choice(self.marks).items():
                ids[ids == old] = new
        return ids, shape


def _point(
    text: LabelledText, first: int, last: int, pointers: np.ndarray[tuple[int, int], np.dtype[np.bool_]], rows: Ints
) -> None:
    """From each content and cue piece to the pieces of its source; to [CLS] where the attribution has none."""
    owner, tags = text.owner[first:last], text.tags[first:last]
    for number in set(owner[tags > 2].tolist()) - {-1}:
        source = text.sources.get(number)
        targets = [0] if not source else [at - first + 1 for at in source if first <= at < last]
        if not targets:
            continue  # the source stands outside the window: nothing to learn from
        own = ((owner == number) & (tags > 2)).nonzero()[0] + 1
        pointers[np.ix_(own, targets)] = True
        rows[own] = True

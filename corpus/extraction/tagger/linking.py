"""Whose words: each content is linked to the likeliest of the sources, names and pronouns near it.

A ranker of boosted trees over what the encoder says (pointer mass, label probabilities) and where things stand.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from corpus.records import Span

from ..document import Document
from ..lexicon.wordlists import word_set
from .decoding import Labelled, NameType, Part, label_spans
from .model import Model, Reading, softmax
from .pieces import Ints, Pieces, QuoteState
from .windows import paragraph_starts

PRONOUNS = word_set("i you he she we they him her them who himself herself themselves his their hers")
BEFORE, AFTER = 2, 1  # paragraphs around a content in which its source may stand
FEATURES = 26
FAR = 30  # pieces from which on a cue is just "far"
ENDS = (1012, 1029, 999)  # ids of . ? !


class Content(NamedTuple):
    """Pieces ``[first, last)`` of attributed content; ``missed`` where the marks say so and the labels do not."""

    first: int
    last: int
    missed: bool
    probability: float


class Mention(NamedTuple):
    """Who may have spoken: pieces ``[first, last)``."""

    first: int
    last: int
    kind: int  # 0 a labelled source, 1 a person, 2 an organisation, 3 a pronoun


class Link(NamedTuple):
    """A content with its candidates, the likeliest first, and their probabilities."""

    content: Content
    candidates: tuple[tuple[Mention, float], ...]


class Hint(NamedTuple):
    """What the rules say: who spoke (characters) the words in ``contents`` (characters)."""

    contents: tuple[Span, ...]
    source: Span


class Linker:
    """What the reading of one document says of contents and sources; features are made from it a content at a time."""

    def __init__(
        self, document: Document, pieces: Pieces, reading: Reading, hints: Sequence[Hint], quoted_from: float
    ) -> None:
        self.document = document
        self.pieces = pieces
        self.reading = reading
        self.labelled = label_spans(pieces, reading.tags)
        self.names = label_spans(pieces, reading.names)
        probabilities = softmax(reading.tags)
        self.of_source = probabilities[:, 1:3].sum(1)
        self.of_content = probabilities[:, 5:].sum(1)
        self.cues = [span for span in self.labelled if span.type == Part.CUE]
        self.starts = paragraph_starts(pieces)
        self.contents = self._contents(quoted_from)
        self.mentions = self._mentions()
        self.mention_starts = [mention.first for mention in self.mentions]
        self._count()
        self._describe()
        self._take(hints)

    # --- what there is ----------------------------------------------------------------------

    def _contents(self, quoted_from: float) -> list[Content]:
        pieces = self.pieces
        found = [
            Content(span.first, span.last, False, float(self.of_content[span.first : span.last].mean()))
            for span in self.labelled
            if span.type == Part.CONTENT and pieces.end[span.last - 1] > pieces.start[span.first]
        ]
        covered = np.zeros(len(pieces) + 1, np.int64)
        for content in found:
            covered[content.first] += 1
            covered[content.last] -= 1
        covered = np.cumsum(covered)
        for run in self.document.runs:
            first, last = self.range_of(run.start, run.end)
            if run.single or last <= first or (covered[first:last] > 0).mean() > 0.5:
                continue
            probability = float(self.of_content[first:last].mean())
            if probability > quoted_from:
                found.append(Content(first, last, True, probability))
        return sorted(found)

    def range_of(self, start: int, end: int) -> tuple[int, int]:
        """The pieces that begin within these characters, without the [SEP] before a paragraph."""
        first = int(np.searchsorted(self.pieces.start, start))
        while first < len(self.pieces) and self.pieces.end[first] == self.pieces.start[first]:
            first += 1
        return first, int(np.searchsorted(self.pieces.start, end))

    def _mentions(self) -> list[Mention]:
        pieces = self.pieces
        taken = np.zeros(len(pieces), bool)
        found: list[Mention] = []

        def add(span: Labelled, kind: int) -> None:
            if not taken[span.first : span.last].any():
                taken[span.first : span.last] = True
                found.append(Mention(span.first, span.last, kind))

        for span in self.labelled:
            if span.type == Part.SOURCE:
                add(span, 0)
        inside = pieces.quote == QuoteState.INSIDE
        for span in self.names:
            if span.type != NameType.PLACE and not inside[span.first : span.last].any():
                add(span, span.type + 1)
        short = (pieces.end - pieces.start <= 10) & ~taken & ~inside & pieces.begins
        for at in short.nonzero()[0].tolist():
            if self.document.body[pieces.start[at] : pieces.end[at]].lower() in PRONOUNS:
                found.append(Mention(at, at + 1, 3))
        return sorted(found)

    def _count(self) -> None:
        """Running counts of contents, cues, sources and sentence ends, to know what lies between two places."""
        count = len(self.pieces)
        begun = np.zeros((4, count + 1), np.int64)
        for span in self.labelled:
            begun[span.type, min(span.first + 1, count)] += 1
        begun[3, 1:] = np.isin(self.pieces.ids, ENDS)
        self.begun = begun.cumsum(1)
        self.cue_starts = [cue.first for cue in self.cues]

    def _describe(self) -> None:
        """What does not change from content to content: a row a mention."""
        low = self.lows = np.array([mention.first for mention in self.mentions], np.int64)
        high = self.highs = np.array([mention.last for mention in self.mentions], np.int64)
        self.described = np.zeros((len(low), 6), np.float32)
        if not len(low):
            return
        for column, probabilities in ((0, self.of_source), (1, self.of_content)):
            total = np.concatenate([[0.0], np.cumsum(probabilities, dtype=np.float64)])
            self.described[:, column] = (total[high] - total[low]) / (high - low)
        self.described[:, 2:4] = [self._near_cues(mention.first, mention.last) for mention in self.mentions]
        self.described[:, 4] = high - low
        self.described[:, 5] = self.pieces.shape[low]

    def _take(self, hints: Sequence[Hint]) -> None:
        """Which hint speaks of a piece (-1: none), and where its source stands."""
        self.hint_of = np.full(len(self.pieces), -1, np.int64)
        self.hinted = [self.range_of(*hint.source) for hint in hints]
        for number, hint in enumerate(hints):
            for span in hint.contents:
                first, last = self.range_of(*span)
                self.hint_of[first:last] = number

    # --- features ---------------------------------------------------------------------------

    def near(self, content: Content) -> slice:
        """The mentions near enough to be the source of ``content``."""
        paragraph = int(self.pieces.paragraph[content.first])
        last = int(self.pieces.paragraph[content.last - 1])
        low = self.starts[max(0, paragraph - BEFORE)]
        high = self.starts[min(len(self.starts) - 1, last + AFTER + 1)]
        return slice(bisect_left(self.mention_starts, low), bisect_left(self.mention_starts, high))

    def features(self, content: Content, near: slice) -> npt.NDArray[np.float32]:
        """One row a mention of ``near``."""
        pieces, begun = self.pieces, self.begun
        first, last = content.first, content.last
        start, pointer = self.reading.pointer(first, last)
        total = np.concatenate([[0.0], np.cumsum(pointer)])
        low, high = self.lows[near], self.highs[near]
        width = len(pointer)
        mass = total[np.clip(high - start + 1, 1, width)] - total[np.clip(low - start + 1, 1, width)]
        paragraph = bisect_right(self.starts, first) - 1
        left, right = self._near_cues(first, last)
        after, before = low >= last, high <= first
        gap_from = np.where(after, last, np.where(before, high, 0))
        gap_to = np.where(after, low, np.where(before, first, 0))
        rows = np.empty((len(low), FEATURES), np.float32)
        rows[:, :9] = (
            last - first,
            content.missed,
            (pieces.quote[first:last] == QuoteState.INSIDE).mean(),
            min(first - self.starts[paragraph], 50),
            min(max(self.starts[paragraph + 1] - last, 0), 50),
            pointer[0],
            left,
            right,
            len(low),
        )
        rows[:, 9] = mass
        rows[:, 10] = mass / (mass.max() + 1e-6)
        rows[:, 11] = [mention.kind for mention in self.mentions[near]]
        rows[:, 12] = after.astype(np.int64) - before
        rows[:, 13] = gap_to - gap_from
        rows[:, 14] = pieces.paragraph[low] - pieces.paragraph[first]
        rows[:, 15:19] = (begun[:, gap_to] - begun[:, gap_from]).T
        rows[:, 19:25] = self.described[near]
        rows[:, 25] = self._hinted(first, last, low, high)
        return rows

    def _hinted(self, first: int, last: int, low: Ints, high: Ints) -> npt.NDArray[np.int64] | int:
        """1 where the rules mean this mention, 0 where another, -1 where they say nothing of the content."""
        held = self.hint_of[first:last]
        held = held[held >= 0]
        if not len(held):
            return -1
        begin, end = self.hinted[int(np.bincount(held).argmax())]
        meant: npt.NDArray[np.int64] = ((low < end) & (begin < high)).astype(np.int64)
        return meant

    def _near_cues(self, first: int, last: int) -> tuple[int, int]:
        """Pieces to the nearest cue before and behind, at most FAR."""
        at = bisect_left(self.cue_starts, last)
        behind = min(FAR, self.cue_starts[at] - last) if at < len(self.cues) else FAR
        before = min(FAR, max(0, first - self.cues[at - 1].last)) if at else FAR
        return before, behind


def link(
    document: Document, pieces: Pieces, reading: Reading, hints: Sequence[Hint], model: Model
) -> tuple[Linker, list[Link]]:
    """Every content of a document with its ranked sources; one call of the trees a document."""
    linker = Linker(document, pieces, reading, hints, model.settings["quoted_from"])
    rows: list[npt.NDArray[np.float32]] = []
    found: list[tuple[Content, list[Mention]]] = []
    for content in linker.contents:
        near = linker.near(content)
        if near.start < near.stop:
            rows.append(linker.features(content, near))
        found.append((content, linker.mentions[near]))
    scores = model.linker.scores(np.concatenate(rows)) if rows else np.zeros(0)
    links: list[Link] = []
    at = 0
    for content, mentions in found:
        own = scores[at : at + len(mentions)]
        at += len(mentions)
        order = np.argsort(-own, kind="stable").tolist()
        ranked = tuple((mentions[i], float(1 / (1 + np.exp(-own[i])))) for i in order)
        links.append(Link(content, ranked))
    return linker, links

"""Whose words: each content is linked to the likeliest of the sources, names and pronouns near it.

A ranker of boosted trees over what the encoder says (pointer mass, label probabilities) and where things stand.
"""

from __future__ import annotations

from bisect import bisect_left
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
MOST = 64  # mentions looked at to either side: twice what an article has there, and a bound for a monstrous paragraph
AT_ONCE = 64  # contents whose features are held at once
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
        self.begins, self.goes_on = probabilities[:, 5], probabilities[:, 6]
        self.cues = [span for span in self.labelled if span.type == Part.CUE]
        self.starts = paragraph_starts(pieces)
        self.solid = (pieces.end > pieces.start).nonzero()[0]  # the pieces that are no [SEP]
        self.solid_starts = pieces.start[self.solid]
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
        begun = int(np.searchsorted(self.solid_starts, start))
        first = int(self.solid[begun]) if begun < len(self.solid) else len(self.pieces)
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
        body, places = self.document.body, short.nonzero()[0]
        for at, start, end in zip(
            places.tolist(), pieces.start[places].tolist(), pieces.end[places].tolist(), strict=True
        ):
            if body[start:end].lower() in PRONOUNS:
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
        self.kinds = np.array([mention.kind for mention in self.mentions], np.int64)
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
        """The mentions near enough to be the source of ``content``, in paragraphs and in number."""
        paragraph = int(self.pieces.paragraph[content.first])
        last = int(self.pieces.paragraph[content.last - 1])
        low = self.starts[max(0, paragraph - BEFORE)]
        high = self.starts[min(len(self.starts) - 1, last + AFTER + 1)]
        at = bisect_left(self.mention_starts, content.first)
        begin, end = bisect_left(self.mention_starts, low), bisect_left(self.mention_starts, high)
        return slice(max(begin, at - MOST), min(end, at + MOST))

    def features(self, contents: Sequence[Content], near: Sequence[slice]) -> npt.NDArray[np.float32]:
        """One row a content and mention near it, content by content."""
        pieces, begun = self.pieces, self.begun
        counts = np.array([part.stop - part.start for part in near], np.int64)
        own = np.repeat(np.arange(len(contents)), counts)  # of each row, the content
        edges = np.concatenate([[0], counts.cumsum()])
        at = np.arange(len(own)) - np.repeat(edges[:-1] - [part.start for part in near], counts)  # and the mention
        low, high = self.lows[at], self.highs[at]
        first = np.array([content.first for content in contents], np.int64)
        last = np.array([content.last for content in contents], np.int64)
        starts = np.array(self.starts, np.int64)
        paragraph = np.searchsorted(starts, first, side="right") - 1
        inside = np.concatenate([[0], np.cumsum(pieces.quote == QuoteState.INSIDE)])
        about = np.empty((len(contents), 9), np.float32)
        about[:, 0] = last - first
        about[:, 1] = [content.missed for content in contents]
        about[:, 2] = (inside[last] - inside[first]) / (last - first)
        about[:, 3] = np.minimum(first - starts[paragraph], 50)
        about[:, 4] = np.clip(starts[paragraph + 1] - last, 0, 50)
        about[:, 6:8] = [self._near_cues(content.first, content.last) for content in contents]
        about[:, 8] = counts
        mass, share = np.empty(len(own)), np.empty(len(own))
        hinted = np.empty(len(own))
        pointers = self.reading.pointers([content[:2] for content in contents])
        for number, (content, (start, pointer)) in enumerate(zip(contents, pointers, strict=True)):
            rows = slice(edges[number], edges[number + 1])
            about[number, 5] = pointer[0]
            total = np.concatenate([[0.0], pointer.cumsum()])
            begin, end = (np.clip(side[rows] - start + 1, 1, len(pointer)) for side in (low, high))
            mass[rows] = total[end] - total[begin]
            share[rows] = mass[rows] / (mass[rows].max(initial=0.0) + 1e-6)
            hinted[rows] = self._hinted(content.first, content.last, low[rows], high[rows])
        first, last = first[own], last[own]
        after, before = low >= last, high <= first
        gap_from = np.where(after, last, np.where(before, high, 0))
        gap_to = np.where(after, low, np.where(before, first, 0))
        found = np.empty((len(own), FEATURES), np.float32)
        found[:, :9] = about[own]
        found[:, 9] = mass
        found[:, 10] = share
        found[:, 11] = self.kinds[at]
        found[:, 12] = after.astype(np.int64) - before
        found[:, 13] = gap_to - gap_from
        found[:, 14] = pieces.paragraph[low] - pieces.paragraph[first]
        found[:, 15:19] = (begun[:, gap_to] - begun[:, gap_from]).T
        found[:, 19:25] = self.described[at]
        found[:, 25] = hinted
        return found

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
    """Every content of a document with its ranked sources."""
    linker = Linker(document, pieces, reading, hints, model.settings["quoted_from"])
    links: list[Link] = []
    for at in range(0, len(linker.contents), AT_ONCE):
        contents = linker.contents[at : at + AT_ONCE]
        near = [linker.near(content) for content in contents]
        rows = linker.features(contents, near)
        scores = model.linker.scores(rows)
        done = 0
        for content, part in zip(contents, near, strict=True):
            mentions = linker.mentions[part]
            own = scores[done : done + len(mentions)]
            done += len(mentions)
            order = np.argsort(-own, kind="stable").tolist()
            sure = (1 / (1 + np.exp(-own))).tolist()
            links.append(Link(content, tuple((mentions[i], sure[i]) for i in order)))
    return linker, links

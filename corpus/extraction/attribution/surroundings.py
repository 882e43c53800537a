"""The words around a cue and its source that tell how, to whom and when: never words of a content.

In "In an email on Tuesday, Ana Kerr, the mayor of Salem, said the bridge, by phone in Lind's view, was safe" the
pieces are "In an email on Tuesday", and not the role, nor what was said.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from ..document import Document
from ..lexicon.cues import Form, cue_forms
from ..lexicon.wordlists import word_set
from ..lexicon.words import AUXILIARIES, DAYS, MONTHS, PREPOSITIONS
from .found import Attribution

FARTHEST = 60  # tokens to either side of a cue and its source that are looked at
MARKS = frozenset({",", ";", ":", "—", "–", "--", "-", "(", ")", "…", "...", "."})
# What opens a piece that is no part of a role: "said Kerr, the mayor of Salem, | in an email".
OPENERS = (
    PREPOSITIONS
    | DAYS
    | MONTHS
    | word_set(
        "speaking talking appearing testifying writing responding replying reached contacted interviewed asked quoted "
        "addressing posting tweeting giving using earlier later late early yesterday today tonight "
        "last this two three a when"
    )
)
ASIDES = word_set("who which whose that whom where")
BREAKS = word_set("and but while as because although though whereas so yet if unless")
SPOKE = re.compile(r"who (?:spoke|was (?:reached|interviewed|contacted|speaking)|testified|appeared|posted|wrote)\b")
CLAUSES = word_set("after because although though whereas until unless since if following despite")


@dataclass(frozen=True, slots=True)
class Piece:
    """Tokens ``[first, last)`` that tell something of the speaking.

    ``beside``: they follow the cue at once. ``trailing``: they follow the content of a cue that stands before it, and
    may be the rest of it.
    """

    first: int
    last: int
    beside: bool = False
    trailing: bool = False


class Surroundings:
    """Gives the pieces around each attribution of a document."""

    def __init__(self, document: Document, attributions: Sequence[Attribution]) -> None:
        self.document = document
        self.contents = sorted(piece for attribution in attributions for piece in attribution.ranges)
        self.starts = [first for first, _ in self.contents]
        self.cues = {at: a.cue for a in attributions if a.cue for at in range(*a.cue)}
        self.sources = {
            at: a.source.first for a in attributions if a.source for at in range(a.source.first, a.source.last)
        }

    def pieces(self, attribution: Attribution) -> list[Piece]:
        """The pieces that belong to the attribution's cue, from left to right."""
        anchors = self._anchors(attribution)
        if not anchors:
            return []
        low, high = min(first for first, _ in anchors), max(last for _, last in anchors)
        sentence = self.document.sentences[self.document.sentence_of[anchors[0][0]]]
        found: list[Piece] = []
        left = self._reach(attribution, low, sentence.first, -1)
        opens = left == sentence.first
        for number, (first, last) in enumerate(self._free(attribution, left, low)):
            found.extend(self._cut(first, last, fronted=not opens or number > 0))
        for (_, end), (begin, _) in pairwise(anchors):
            found.extend(self._cut(end, begin) if end < begin else ())
        right = self._reach(attribution, high, sentence.last, 1)
        for first, last in self._free(attribution, high, right):
            pieces = self._cut(first, last, beside=first == high)
            trailing = any(high <= begin < first for begin, _ in attribution.ranges)
            found.extend(replace(piece, trailing=True) for piece in pieces) if trailing else found.extend(pieces)
        return found

    def _anchors(self, attribution: Attribution) -> list[tuple[int, int]]:
        """Cue and source in the order of the text, the source where it stands in the cue's sentence."""
        cue, source = attribution.cue, attribution.source
        named = (
            (min(source.first, source.outer if source.outer >= 0 else source.first), source.last) if source else None
        )
        if cue is None:
            return [named] if named else []
        if named is None or self.document.sentence_of[named[0]] != self.document.sentence_of[cue[0]]:
            return [cue]
        if max(cue[0], named[0]) - min(cue[1], named[1]) > FARTHEST:
            return [cue]
        return sorted([cue, named])

    def _reach(self, attribution: Attribution, at: int, edge: int, step: int) -> int:
        """How far the words go that belong to this cue: to the edge of the sentence or another cue or source."""
        own = attribution.source.first if attribution.source else -1
        for _ in range(FARTHEST):
            if at == edge:
                break
            token = at if step > 0 else at - 1
            other = self.cues.get(token)
            if other is not None and other != attribution.cue:
                break
            if self.sources.get(token, own) != own:
                break
            at = self._over_own(attribution, token, step)
            if (at - edge) * step > 0:
                return edge
        return at

    @staticmethod
    def _over_own(attribution: Attribution, token: int, step: int) -> int:
        """The place behind a token; behind the whole content where the token is one of the attribution's own."""
        for first, last in attribution.ranges:
            if first <= token < last:
                return last if step > 0 else first
        return token + 1 if step > 0 else token

    def _free(self, attribution: Attribution, first: int, last: int) -> list[tuple[int, int]]:
        """The stretches of ``[first, last)`` that no content holds, save a content around the cue itself."""
        inside = attribution.cue[0] if attribution.cue else -1
        found: list[tuple[int, int]] = []
        at = first
        for number in range(max(0, bisect_left(self.starts, first) - 1), len(self.contents)):
            begin, end = self.contents[number]
            if begin >= last:
                break
            if end <= at or begin <= inside < end:
                continue
            if begin > at:
                found.append((at, begin))
            at = max(at, end)
        if at < last:
            found.append((at, last))
        return found

    def _cut(self, first: int, last: int, *, fronted: bool = False, beside: bool = False) -> list[Piece]:
        """A stretch cut at its marks; roles, relative clauses and what another clause tells are left out.

        ``fronted``: what stands before the first mark belongs to something before the stretch.
        """
        tokens = self.document.tokens
        found: list[Piece] = []
        begin = first
        for at in range(first, last + 1):
            if at < last and not self._divides(at, first, last):
                continue
            opening = begin == first
            begin, here = at + 1, begin
            if here == at or (fronted and opening):
                continue
            words = [token.lower for token in tokens[here : min(at, here + 4)]]
            if words[0] in {"and", "but"} and len(words) > 1 and words[1] in OPENERS and not beside:
                here, words = here + 1, words[1:]  # "..., and in an email Kerr said"
            if words[0] in BREAKS and not (words[0] == "as" and here > first):
                if here > first or beside:
                    break
                continue
            if words[0] in CLAUSES or (words[0] in ASIDES and not SPOKE.match(" ".join(words))):
                continue
            if (beside and opening) or words[0] in OPENERS or words[0] in ASIDES or self._adverb(here):
                found.append(Piece(here, self._clause_end(here, at), beside and opening))
        return found

    def _adverb(self, at: int) -> bool:
        return self.document.tokens[at].lower.endswith("ly")

    def _divides(self, at: int, first: int, last: int) -> bool:
        """Whether a mark cuts the stretch: no comma of "May 3, 2029"."""
        tokens = self.document.tokens
        if tokens[at].text not in MARKS:
            return False
        if tokens[at].text == "-" and at and tokens[at].start == tokens[at - 1].end:
            return False
        if tokens[at].text != "," or at + 1 >= last or at == first:
            return True
        before, after = tokens[at - 1].lower, tokens[at + 1].lower
        dated = before[:1].isdigit() and len(after) == 4 and after.isdigit()
        return not (dated or (before in DAYS and (after in MONTHS or after[:1].isdigit())))

    def _clause_end(self, first: int, last: int) -> int:
        """Where another clause begins inside a piece: "in an email | after the vote", "reporters | and left"."""
        tokens = self.document.tokens
        for at in range(first + 1, last):
            word = tokens[at].lower
            if word in ASIDES - {"that", "who"} or word in CLAUSES:
                return at
            if word == "who" and not SPOKE.match(" ".join(token.lower for token in tokens[at : at + 3])):
                return at
            if word in BREAKS - {"as"} and at + 1 < last:
                after = tokens[at + 1].lower
                verb = cue_forms().get(after)
                if after in AUXILIARIES or (verb is not None and verb.form in (Form.PAST, Form.PRESENT)):
                    return at
        return last

"""Where a name begins and ends, by what the trained reader says of each of its words.

The rules take whatever has a capital: a headline's verbs ("Ana Kerr Joins Growing List"), a title they do not know
("Moderator Ana Kerr"), a body's first word that they take for a nationality. Word by word the reader tells them apart.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise
from typing import Literal

from ..document import Document
from ..lexicon.roles import ORGANISATION_HEADS, OTHER_HEADS
from ..lexicon.wordlists import entries, given_names
from ..lexicon.words import ARTICLES, CONJUNCTIONS, PREPOSITIONS, STARTERS
from ..tokens import Shape, Token
from .candidate import Candidate
from .connectors import bodily
from .known import is_known
from .people import SUFFIXES
from .shares import LIKELY, Opinion
from .titles import PARTIES, names_peer, standing

INSIDE, STRANGE = 0.5, 0.3  # of a person: the share of a word that is part of the name, and of one that is none
STRANGE_BESIDE_ONE = 0.1
BODILY = 0.5  # the share of each word of a body
JOINING = frozenset(
    ["of", "for", "and", "&", "on", "the", "at", "to", "against", "with", "without", "in", "'s", "’s", ","]
)
HEADS = ORGANISATION_HEADS | OTHER_HEADS
SMALL = PREPOSITIONS | CONJUNCTIONS | ARTICLES  # keep their small letters in titles
LONGEST_TITLE = 30  # words of a line that may be a title


def refine(
    document: Document, breaks: set[int], printed: Sequence[Candidate], opinion: Opinion, longest: int
) -> list[Candidate]:
    """The candidates with edges that the reader agrees with."""
    edges = _Edges(document, opinion, longest)
    return list(_joined(edges, _cut(edges, _title_lines(document.tokens, breaks), printed)))


def _cut(edges: _Edges, titles: set[int], printed: Sequence[Candidate]) -> Iterator[Candidate]:
    plain = {candidate.key for candidate in printed if candidate.first not in titles}
    for candidate in printed:
        if names_peer(candidate.words):
            yield candidate
        elif candidate.first in titles and not _listed(candidate) and candidate.key not in plain:
            if edges.body(candidate):
                yield edges.widened(candidate)
                continue
            yield from (run for run, body in edges.runs(candidate) if not body or run.key in plain or _listed(run))
        elif len(candidate.words) == 1 or _listed(candidate) or candidate.words[-1].lower() in HEADS:
            yield edges.widened(candidate)
        else:
            yield from edges.trimmed(candidate)


def _listed(candidate: Candidate) -> bool:
    return is_known(candidate.words) or candidate.key in entries("places")


def _title_lines(tokens: Sequence[Token], breaks: set[int]) -> set[int]:
    """The tokens of lines in which Nearly Every Word Has a Capital: there it tells nothing."""
    found: set[int] = set()
    for first, last in pairwise([*sorted(breaks), len(tokens)]):
        if not 4 <= last - first <= LONGEST_TITLE:
            continue
        line = tokens[first:last]
        capitals = sum(token.capital for token in line)
        small = sum(t.shape is Shape.LOWER and len(t.text) > 2 and t.lower not in SMALL for t in line)
        if capitals >= 4 and small * 4 < capitals:
            found.update(range(first, last))
    return found


class _Edges:
    """The reader's shares of single words."""

    def __init__(self, document: Document, opinion: Opinion, longest: int) -> None:
        self.document = document
        self.tokens = document.tokens
        self.opinion = opinion
        self.longest = longest

    def share(self, first: int, last: int) -> tuple[float, float, float]:
        """How likely tokens ``[first, last)`` are part of a person's name, a body's, a place's."""
        shares = self.opinion.shares([self.document.span(first, last)])
        return (shares.person, shares.organisation, shares.place) if shares is not None else (0.0, 0.0, 0.0)

    def trimmed(self, candidate: Candidate) -> Iterator[Candidate]:
        """A person's name without the words around it that are none; what names a body among them is kept apart."""
        shares = [self.share(at, at + 1) for at in range(candidate.first, candidate.last)]
        people = [share[0] for share in shares]
        inside = [at for at, person in enumerate(people) if person >= INSIDE]
        if not inside:
            yield self.widened(candidate)
            return
        given = next((at for at, word in enumerate(candidate.words) if word.lower() in given_names()), len(people))
        begin, end = min(inside[0], given), inside[-1] + 1
        while end < len(people) and candidate.words[end].lower() in SUFFIXES:
            end += 1
        # the reader knows too little of the first word of a paragraph
        # "Port Ellis", "James Bovard" where a paragraph begins: the words go together, save before a given name
        doubted = candidate.at_start or (begin == 1 and shares[0][2] > STRANGE)
        unsure = doubted and candidate.words[begin].lower() not in given_names()
        # of two words either may be a rare given name or surname ("Dagny Ruhl"): one alone is left only where surer
        alone = end - begin == 1 and candidate.words[begin].lower() not in given_names()
        strange = STRANGE_BESIDE_ONE if alone else STRANGE
        if max(people[:begin], default=0.0) > strange or unsure:
            begin = 0
        if max(people[end:], default=0.0) > strange:
            end = len(people)
        if (begin, end) == (0, len(people)):
            yield candidate
            return
        for first, last in ((0, begin), (end, len(people))):
            if first == 0 and candidate.titled:
                continue  # "Miss Norland Ana Kerr"
            if first < last and all(share[1] > BODILY for share in shares[first:last]):
                yield self._part(candidate, first, last)
        yield self._part(candidate, begin, end)

    def runs(self, candidate: Candidate) -> Iterator[tuple[Candidate, bool]]:
        """Of a line in which capitals tell nothing, the stretches taken for a person or (True) for a body."""
        shares = [self.share(at, at + 1) for at in range(candidate.first, candidate.last)]
        kinds = [_kind(share) for share in shares]
        for at, word in enumerate(candidate.words[:-1]):
            if word.lower() in given_names() and kinds[at + 1] == "person":
                kinds[at] = "person"
        for kind, run in groupby(range(len(shares)), key=kinds.__getitem__):
            stretch = [at for at in run if candidate.words[at].lower() not in STARTERS]
            if kind is None or not stretch:
                continue
            end = stretch[-1] + 1
            while kind == "person" and end < len(shares) and candidate.words[end].lower() in SUFFIXES:
                end += 1
            yield self._part(candidate, stretch[0], end), kind == "body"

    def widened(self, candidate: Candidate) -> Candidate:
        """The candidate with a capitalised word before it that the reader takes for the same body's."""
        first = candidate.first
        if not first or not self.tokens[first - 1].capital or self.tokens[first].start - self.tokens[first - 1].end > 1:
            return candidate
        if candidate.titled or self.tokens[first - 1].lower in PARTIES:
            return candidate
        if self.share(first - 1, first)[1] < BODILY or self.share(first, candidate.last)[1] < 0.6:
            return candidate
        return standing(self.tokens, first - 1, candidate.last)

    def body(self, candidate: Candidate) -> bool:
        """Whether a name shows by its head that it is a body's, and no word of it stands against that."""
        words = [word.lower() for word in candidate.words]
        if words[-1] not in ORGANISATION_HEADS and not bodily(words):
            return False
        shares = [self.share(at, at + 1) for at in range(candidate.first, candidate.last)]
        return all(
            organisation + place > STRANGE or word in JOINING
            for word, (_, organisation, place) in zip(words, shares, strict=True)
        )

    def one_body(self, left: Candidate, right: Candidate) -> bool:
        """Whether what stands between two candidates makes them one body's name."""
        gap = self.tokens[left.last : right.first]
        if not 0 < len(gap) < 3 or right.last - left.first > self.longest or left.ahead or right.titled:
            return False
        if any(token.lower not in JOINING for token in gap) or self.share(left.first, left.last)[1] < STRANGE:
            return False
        between, whole = self.share(left.last, right.first), self.share(left.first, right.last)
        return between[1] + between[2] > BODILY and whole[1] > LIKELY and whole[1] + whole[2] > 0.6

    def _part(self, candidate: Candidate, first: int, last: int) -> Candidate:
        if (first, last) == (0, len(candidate.words)):
            return candidate
        begin = candidate.first + first
        found = standing(self.tokens, begin, candidate.first + last, gender=candidate.gender)
        found.titled = found.titled or (candidate.titled and first == 0)
        found.at_start = candidate.at_start and first == 0
        return found


def _kind(share: tuple[float, float, float]) -> Literal["person", "body"] | None:
    if share[0] >= INSIDE:
        return "person"
    return "body" if share[1] >= BODILY else None


def _joined(edges: _Edges, printed: Iterator[Candidate]) -> Iterator[Candidate]:
    """The candidates, two of one body's name joined ("Workers" "of" "Norland")."""
    held: Candidate | None = None
    for candidate in printed:
        if held is not None and edges.one_body(held, candidate):
            held = standing(edges.tokens, held.first, candidate.last, at_start=held.at_start)
            continue
        if held is not None:
            yield held
        held = candidate
    if held is not None:
        yield held

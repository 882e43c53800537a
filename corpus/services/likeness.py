"""How much of an article stands in another, and what was done to it: cut, extended, edited, retitled."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from corpus.folding import folded_words, normalise
from corpus.models import CopyKind
from corpus.search.fingerprints import RUN, runs

LEAST_SHARE = 0.5  # share of an article's words that stand in an earlier one, from which on it is a copy
PASSAGE = 15  # words in a row that are nowhere in the other: a passage that was left out or added


@dataclass(frozen=True, slots=True)
class Likeness:
    """What a later article has in common with an earlier one."""

    share: float  # of the later one's words
    kept: float  # of the earlier one's words
    kind: CopyKind
    retitled: bool

    @property
    def is_copy(self) -> bool:
        """Whether the later article is a copy."""
        return self.share >= LEAST_SHARE


class Wording:
    """The words of an article, ready to be compared."""

    def __init__(self, headline: str, body: str) -> None:
        self.headline = normalise(headline)
        self.words = folded_words(body)
        self.runs = set(runs(self.words))

    def standing_in(self, other: Wording) -> list[bool]:
        """Of each word whether it stands in the other, in a run of as many words as fingerprints have."""
        found = [False] * len(self.words)
        for start, run in enumerate(runs(self.words)):
            if run in other.runs:
                found[start : start + RUN] = [True] * RUN
        return found


def likeness(later: Wording, earlier: Wording) -> Likeness:
    """Compare two articles word for word, wherever the words stand."""
    here, there = later.standing_in(earlier), earlier.standing_in(later)
    share, kept = _share(here), _share(there)
    added, left_out = _longest_gap(here) >= PASSAGE, _longest_gap(there) >= PASSAGE
    if added and left_out:
        kind = CopyKind.REWORKED
    elif added or left_out:
        kind = CopyKind.EXTENDED if added else CopyKind.CUT
    else:
        kind = CopyKind.SAME if later.words == earlier.words else CopyKind.EDITED
    return Likeness(share, kept, kind, later.headline != earlier.headline)


def _share(found: Sequence[bool]) -> float:
    return round(sum(found) / len(found), 4) if found else 0.0


def _longest_gap(found: Sequence[bool]) -> int:
    longest = gap = 0
    for one in found:
        gap = 0 if one else gap + 1
        longest = max(longest, gap)
    return longest

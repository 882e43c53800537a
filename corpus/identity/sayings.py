"""Whether two wordings tell of one saying: the same words, cut, with an ellipsis or a bracket, with a word changed.

Wordings are compared word by word, as folded words. What an ellipsis or a bracket stands for, and what is missing at an
edge, is cut; any other difference inside is a change of words. Pure functions.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from rapidfuzz.distance import Indel

from corpus.folding import APOSTROPHES, fold, folded_words

GAP, INSERTION = "…", "[]"  # an ellipsis, and what an editor put between brackets
TOKEN = re.compile(r"\[[^\]\[]{0,300}\]|\([\s.]{3,9}\)|\.\s?\.\s?\.|\w+")
ONLY_DOTS = re.compile(r"[\[(\s.\])]+")
FEWEST = 5  # words that two wordings share at least, unless they are the same
CONTAINED = 0.8  # share of the shorter one's words that the longer one has in their order
MOST_CHANGED = 0.2  # share of words changed, of those in common and those changed
MOST_TOKENS = 1_000
# Words in a row that both have: what the kept runs of words find for certain (corpus.search.shingles).
SHORT, RUN, LONG_RUN = 12, 4, 6


@dataclass(frozen=True, slots=True)
class Wording:
    """How a saying is printed: its folded words and marks of cuts, and whether all of it stands between marks."""

    key: str
    tokens: tuple[str, ...]
    words: int
    verbatim: bool

    @classmethod
    def of(cls, key: str, text: str, *, verbatim: bool) -> Wording:
        """The wording of a text; ``key`` is the hash of its words."""
        return cls(key, tokens(text), len(folded_words(text)), verbatim)

    @property
    def length(self) -> int:
        """Words, marks of cuts aside."""
        return sum(token not in (GAP, INSERTION) for token in self.tokens)


@dataclass(frozen=True, slots=True)
class Likeness:
    """What two wordings have in common."""

    common: int  # words, in the order of both
    changed: int  # words that one has and the other has not, cuts aside
    near: bool  # both have nearly all of it; else one is cut out of the other


def tokens(text: str) -> tuple[str, ...]:
    """The folded words of a text, with a token for each ellipsis and each bracket."""
    found = TOKEN.findall(fold(text).translate(APOSTROPHES))[:MOST_TOKENS]
    return tuple(
        token if token[0] not in "[(." else GAP if ONLY_DOTS.fullmatch(token) else INSERTION for token in found
    )


def likeness(one: Wording, other: Wording) -> Likeness | None:
    """What two wordings have in common; None where they tell of two sayings. The same in either direction."""
    if one.key == other.key:
        return Likeness(one.length, 0, near=True)
    if (other.length, other.tokens) < (one.length, one.tokens):
        one, other = other, one
    if one.length < FEWEST:
        return None
    common, changed, run = _differing(one.tokens, other.tokens)
    if run < (RUN if other.words <= SHORT and one.words <= SHORT else LONG_RUN):
        return None
    if common < max(FEWEST, CONTAINED * one.length) or changed > MOST_CHANGED * (common + changed):
        return None
    return Likeness(common, changed, near=common >= CONTAINED * other.length)


def _differing(one: Sequence[str], other: Sequence[str]) -> tuple[int, int, int]:
    """Words in common, words changed, and the most in common side by side."""
    common = changed = longest = 0
    steps = _whole(one, other)
    for number, (same, mine, theirs) in enumerate(steps):
        if same:
            common += sum(token not in (GAP, INSERTION) for token in mine)
            longest = max(longest, *_runs(mine))
        elif number not in (0, len(steps) - 1) and not {GAP, INSERTION} & {*mine, *theirs}:
            changed += max(len(mine), len(theirs))
        elif mine and theirs and not {GAP, INSERTION} & {*mine, *theirs}:
            changed += min(len(mine), len(theirs))  # at an edge one of them is cut, and the other says something else
    return common, changed, longest


def _runs(common: Sequence[str]) -> list[int]:
    """Lengths of the runs of words between marks of cuts."""
    lengths = [0]
    for token in common:
        if token in (GAP, INSERTION):
            lengths.append(0)
        else:
            lengths[-1] += 1
    return [0, *lengths]


def _whole(one: Sequence[str], other: Sequence[str]) -> list[tuple[bool, Sequence[str], Sequence[str]]]:
    """Runs in common, and between two of them one difference."""
    at = _within(one, other)
    if at is not None:
        edges = [(False, (), other[:at]), (True, one, one), (False, (), other[at + len(one) :])]
        return [step for step in edges if step[0] or step[2]]
    steps: list[tuple[bool, Sequence[str], Sequence[str]]] = []
    for step in Indel.opcodes(one, other):
        same = step.tag == "equal"
        mine, theirs = one[step.src_start : step.src_end], other[step.dest_start : step.dest_end]
        if steps and not same and not steps[-1][0]:
            steps[-1] = (False, [*steps[-1][1], *mine], [*steps[-1][2], *theirs])
        else:
            steps.append((same, mine, theirs))
    return steps


def _within(one: Sequence[str], other: Sequence[str]) -> int | None:
    """Where the words of one stand side by side in the other."""
    joined, sought = f" {' '.join(other)} ", f" {' '.join(one)} "
    at = joined.find(sought)
    return None if at < 0 else joined.count(" ", 0, at + 1) - 1


def grouped(wordings: Iterable[Wording]) -> list[list[Wording]]:
    """Wordings of one speaker by the saying that they tell of, whatever order they are given in.

    Those that are nearly the same belong together, and so does each that is cut out of a longer one, with the longest
    that has it: a scrap that stands in two speeches does not make them one.
    """
    rows = sorted(wordings, key=lambda row: (-row.length, row.key))
    leader = {row.key: row.key for row in rows}

    def lead(key: str) -> str:
        while leader[key] != key:
            leader[key] = leader[leader[key]]
            key = leader[key]
        return key

    whole: dict[str, str] = {}
    for longer, shorter in combinations(rows, 2):
        found = likeness(longer, shorter)
        if found is not None and found.near:
            leader[lead(longer.key)] = lead(shorter.key)
        elif found is not None:
            whole.setdefault(shorter.key, longer.key)  # the longest comes first
    for shorter_key, longer_key in whole.items():
        leader[lead(shorter_key)] = lead(longer_key)
    groups: dict[str, list[Wording]] = {}
    for row in rows:
        groups.setdefault(lead(row.key), []).append(row)
    return list(groups.values())


def words_changed(group: Sequence[Wording]) -> bool:
    """Whether two of them, each verbatim, differ inside by more than cuts."""
    verbatim = [row for row in group if row.verbatim]
    pairs = (likeness(one, other) for one, other in combinations(verbatim, 2))
    return any(found is not None and found.changed for found in pairs)


def first_of(group: Sequence[Wording], order: Mapping[str, tuple[object, ...]]) -> Wording:
    """The wording that a saying is known by: of those that nothing longer holds, the first by the order given."""
    longest = max(row.length for row in group)
    whole = [row for row in group if row.length >= CONTAINED * longest]
    return min(whole, key=lambda row: order[row.key])

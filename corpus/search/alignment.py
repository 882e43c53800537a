"""How one sequence of words lies in another: whole, in part, or with small changes. Pure functions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz.distance import Indel

WIDEST_GAP = 3  # words that may differ at one place, and those around it are taken for one passage still
LONGEST_CUE = 12  # words that a reporter puts between two halves of a quotation
LEAST_ALIKE = 0.75  # share of common words from which two wordings are one with small changes
FEWEST_ALIKE = 5  # words that must be common then
LONGEST_ALIGNED = 4000  # words of a quotation that are compared


@dataclass(frozen=True, slots=True)
class Passage:
    """Words of a text, from ``first`` up to ``last``, that a quotation shares."""

    first: int
    last: int
    score: float  # words in common, in their order, by the longer of quotation and passage: 1 is all
    shared: int  # words in common
    run: int  # the most of them side by side
    whole: bool  # whether they are all of the quotation's

    @property
    def worth(self) -> float:
        """What tells the better of two passages that overlap."""
        return self.shared * self.score


@dataclass(frozen=True, slots=True)
class Run:
    """Words in a row that both hold: from ``first`` up to ``last`` in the quotation, at ``place`` in the text."""

    first: int
    last: int
    place: int

    @property
    def length(self) -> int:
        """Words of the run."""
        return self.last - self.first

    @property
    def ends(self) -> int:
        """Where it ends in the text."""
        return self.place + self.length


def aligned(quotation: Sequence[str], text: Sequence[str], at: int, begins: int) -> Passage | None:
    """The passage around a place where both hold the same words: ``at`` in the quotation, ``begins`` in the text.

    None where nothing is common there.
    """
    first, last = at, at
    while first > 0 and begins - at + first > 0 and quotation[first - 1] == text[begins - at + first - 1]:
        first -= 1
    while last < len(quotation) and begins - at + last < len(text) and quotation[last] == text[begins - at + last]:
        last += 1
    if first == last:
        return None
    core = Run(first, last, begins - at + first)
    slack = max(LONGEST_CUE, len(quotation) // 5)
    low = max(0, core.place - core.first - slack)
    high = min(len(text), core.place + len(quotation) - core.first + slack)
    runs = [core]
    for run in reversed(common(quotation[:first], text[low : core.place], 0, low)):
        if not joined(run, runs[0], run):
            break
        runs.insert(0, run)
    for run in common(quotation[last:], text[core.ends : high], last, core.ends):
        if not joined(runs[-1], run, run):
            break
        runs.append(run)
    shared = sum(run.length for run in runs)
    size = max(len(quotation), runs[-1].ends - runs[0].place)
    longest = max(run.length for run in runs)
    return Passage(runs[0].place, runs[-1].ends, shared / size, shared, longest, shared == len(quotation))


def common(quotation: Sequence[str], text: Sequence[str], from_: int, place: int) -> list[Run]:
    """The runs that both hold, in the order of both; ``from_`` and ``place`` are where the two begin."""
    steps = Indel.opcodes(quotation, text)
    return [
        Run(from_ + step.src_start, from_ + step.src_end, place + step.dest_start)
        for step in steps
        if step.tag == "equal"
    ]


def joined(left: Run, right: Run, outer: Run) -> bool:
    """Whether two common runs belong to one passage; a single word far from the rest is there by chance."""
    gap = right.place - left.ends
    if left.last == right.first and outer.length > 1:
        return gap <= LONGEST_CUE
    return max(right.first - left.last, gap) <= min(WIDEST_GAP, outer.length + 1)


def alike(passage: Passage, shared: int) -> bool:
    """Whether the passage says the quotation's words: ``shared`` of them in a row, or all with small changes.

    A cue between two halves changes nothing.
    """
    if passage.run >= shared:
        return True
    return passage.shared >= FEWEST_ALIKE and (passage.whole or passage.score >= LEAST_ALIKE)

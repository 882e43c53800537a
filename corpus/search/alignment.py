"""How one sequence of words lies in another: whole, in part, or with small changes. Pure functions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz.distance import Indel, Opcode

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


def aligned(quotation: Sequence[str], text: Sequence[str], at: int, begins: int) -> Passage | None:
    """The passage around a place where both hold the same words: ``at`` in the quotation, ``begins`` in the text.

    None where nothing is common there.
    """
    slack = max(LONGEST_CUE, len(quotation) // 5)
    low = max(0, begins - at - slack)
    high = min(len(text), begins - at + len(quotation) + slack)
    blocks = [one for one in Indel.opcodes(quotation, text[low:high]) if one.tag == "equal"]
    if not blocks:
        return None
    longest = max(range(len(blocks)), key=lambda number: length(blocks[number]))
    first, last = longest, longest
    while first > 0 and joined(blocks[first - 1], blocks[first], blocks[first - 1]):
        first -= 1
    while last + 1 < len(blocks) and joined(blocks[last], blocks[last + 1], blocks[last + 1]):
        last += 1
    begin, end = low + blocks[first].dest_start, low + blocks[last].dest_end
    shared = sum(length(block) for block in blocks[first : last + 1])
    score = shared / max(len(quotation), end - begin)
    return Passage(begin, end, score, shared, length(blocks[longest]), shared == len(quotation))


def joined(left: Opcode, right: Opcode, outer: Opcode) -> bool:
    """Whether two common runs belong to one passage; a single word far from the rest is there by chance."""
    if left.src_end == right.src_start and length(outer) > 1:
        return right.dest_start - left.dest_end <= LONGEST_CUE
    gap = max(right.src_start - left.src_end, right.dest_start - left.dest_end)
    return gap <= min(WIDEST_GAP, length(outer) + 1)


def length(block: Opcode) -> int:
    """Words of a run."""
    return block.src_end - block.src_start


def alike(passage: Passage, shared: int) -> bool:
    """Whether the passage says the quotation's words: ``shared`` of them in a row, or all with small changes.

    A cue between two halves changes nothing.
    """
    if passage.run >= shared:
        return True
    return passage.shared >= FEWEST_ALIKE and (passage.whole or passage.score >= LEAST_ALIKE)

"""Which of the cues that the trained reader labels announces a content."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from ..tagger.decoding import Labelled
from ..tagger.linking import Content, Link, Linker, Mention

FAR = 60  # pieces: a cue farther from its content and source announces something else
OF_SOURCE = 0.4  # a cue stands by its content rather than by its source; chosen on PolNeAR's dev part
OTHERS = 8.0  # what it costs to take the cue right before a content of another source


class CueChooser:
    """Chooses among the cues of one document."""

    def __init__(self, linker: Linker, links: Sequence[Link]) -> None:
        self.linker = linker
        self.cue_starts = [cue.first for cue in linker.cues]
        self.announced = self._announced(links)

    def _announced(self, links: Sequence[Link]) -> dict[int, Mention | None]:
        """For each cue that stands right before a content, the likeliest source of that content."""
        starts = [link.content.first for link in links]
        found: dict[int, Mention | None] = {}
        for number, cue in enumerate(self.linker.cues):
            at = bisect_left(starts, cue.last)
            if at < len(starts) and starts[at] - cue.last <= 1:
                found[number] = likeliest(links[at])
        return found

    def choose(self, link: Link) -> Labelled | None:
        """The cue nearest to the content and its source together, in the paragraph of one of them."""
        content, mention = link.content, likeliest(link)
        pieces = self.linker.pieces
        low, high = content.first, content.last
        paragraphs = {int(pieces.paragraph[content.first])}
        if mention is not None:
            low, high = min(low, mention.first), max(high, mention.last)
            paragraphs.add(int(pieces.paragraph[mention.first]))
        begin, end = bisect_left(self.cue_starts, low - FAR), bisect_left(self.cue_starts, high + FAR)
        best, least = None, float(FAR)
        for number in range(max(0, begin), end):
            cue = self.linker.cues[number]
            cost = self._cost(number, content, mention)
            if cost < least and int(pieces.paragraph[cue.first]) in paragraphs:
                best, least = cue, cost
        return best

    def _cost(self, number: int, content: Content, mention: Mention | None) -> float:
        cue = self.linker.cues[number]
        cost = float(_gap(cue.first, cue.last, content.first, content.last))
        if mention is not None:
            cost += OF_SOURCE * _gap(cue.first, cue.last, mention.first, mention.last)
        if self.announced.get(number, mention) != mention:
            cost += OTHERS
        return cost


def likeliest(link: Link) -> Mention | None:
    """The first of a content's ranked sources."""
    return link.candidates[0][0] if link.candidates else None


def _gap(first: int, last: int, other_first: int, other_last: int) -> int:
    return max(0, other_first - last, first - other_last)

"""Quotations that go on over paragraphs: runs that reopen with their mark become one quotation of several spans."""

from __future__ import annotations

from collections.abc import Iterator

from ..document import Document
from .found import Attribution


def chains(document: Document) -> Iterator[range]:
    """The runs that belong together, where there are two or more."""
    runs, at = document.runs, 0
    while at < len(runs):
        end = at + 1
        while end < len(runs) and runs[end].continues:
            end += 1
        if end - at > 1:
            yield range(at, end)
        at = end


def join_continued(document: Document, found: list[Attribution], owner: dict[int, Attribution]) -> list[Attribution]:
    """``found`` with every chain of runs under one attribution: the one with a cue, else the surest.

    ``owner`` leads from a run to the attribution that holds it.
    """
    dropped: set[int] = set()
    made: list[Attribution] = []
    for chain in chains(document):
        owners = [owner[run] for run in chain if run in owner]
        best = max(owners, key=lambda a: (a.cue is not None, a.speaker_score), default=None)
        if best is None:
            sentence = document.sentence_of[document.first_of_run[chain[0]]]
            best = Attribution([], [], sentence, span_score=0.7, speaker_score=0.3)
            made.append(best)
        held = set(best.runs)
        for run in chain:
            other = owner.get(run)
            if run in held or (other is not None and any(r not in chain for r in other.runs)):
                continue
            if other is not None:
                dropped.add(id(other))
            best.ranges.append((document.first_of_run[run], document.last_of_run[run]))
            best.runs.append(run)
            owner[run] = best
        best.ranges.sort()
        best.runs.sort()
    return [attribution for attribution in [*found, *made] if id(attribution) not in dropped]

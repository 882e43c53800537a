"""Turns of a whole text, and their words as runs among the quoted ones."""

from __future__ import annotations

from collections.abc import Sequence

from corpus.records import Span

from ..marks import Run
from .dashes import dash_turns
from .found import Draft, Turn
from .interviews import interview_turns
from .labels import label_turns


def find_turns(
    body: str, headline: str, paragraphs: Sequence[Span], runs: Sequence[Run]
) -> tuple[list[Run], list[Turn]]:
    """The runs of a text with those that turns add, and the turns in the order of the text.

    A text has turns of one form; quoted runs inside the words of a turn are part of it.
    """
    drafts = dash_turns(body, paragraphs, runs)
    drafts = drafts or label_turns(body, headline, paragraphs, runs)
    drafts = drafts or interview_turns(body, headline, paragraphs, runs)
    if not drafts:
        return list(runs), []
    merged = _merged(runs, drafts)
    at = 0
    turns: list[Turn] = []
    for draft in drafts:
        while at < len(merged) and merged[at].paragraph < draft.paragraph:
            at += 1
        end = at
        while end < len(merged) and merged[end].paragraph == draft.paragraph:
            end += 1
        turns.append(Turn(draft.paragraph, draft.kind, tuple(range(at, end)), draft.label))
    return merged, turns


def _merged(runs: Sequence[Run], drafts: Sequence[Draft]) -> list[Run]:
    """Both in order, without the quoted runs that a turn replaces."""
    replaced = {draft.paragraph for draft in drafts if draft.pieces}
    kept = [run for run in runs if run.paragraph not in replaced]
    made = [
        Run(piece.start, piece.end, piece.outer, piece.end, draft.paragraph, True)
        for draft in drafts
        for piece in draft.pieces
    ]
    return sorted([*kept, *made], key=lambda run: run.start)

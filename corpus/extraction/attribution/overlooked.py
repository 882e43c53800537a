"""Quoted words that the trained reader passes over: the second part of what a cue splits."""

from __future__ import annotations

from collections.abc import Sequence

from ..document import Document
from .found import Attribution


def take_overlooked(document: Document, rules: Sequence[Attribution], owner: dict[int, Attribution]) -> None:
    """Give runs that nobody holds to the attribution that holds another run under the same cue of the rules.

    "“We won,” said Kerr, | “and lost.”" ``owner`` leads from a run to the attribution that holds it, and is kept so.
    """
    for rule in rules:
        held = next((owner[run] for run in rule.runs if run in owner), None)
        if rule.cue is None or held is None or held.cue != rule.cue:
            continue
        for run in rule.runs:
            goes_on = document.body[document.runs[run].start].islower()
            if run not in owner and goes_on and not document.runs[run].single:
                held.ranges = sorted([*held.ranges, (document.first_of_run[run], document.last_of_run[run])])
                held.runs = sorted([*held.runs, run])
                owner[run] = held

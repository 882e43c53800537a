"""Same, different or doubtful: what becomes of the evidence."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from .evidence import Evidence
from .personal import Agreement

SAME_FROM = 1.0
NEARLY = 0.6  # one word is too little to ask about, unless it is nearly settled
DOUBT_FROM = -0.9
# Names that agree by likeness alone are never enough: so much must come from beside them.
ONE_WORD = frozenset({Agreement.SINGLE, Agreement.GIVEN, Agreement.SURNAME, Agreement.FIRST})
NEEDS_MORE = ONE_WORD - {Agreement.SINGLE} | {
    *(Agreement.NICKNAME, Agreement.SPELLING, Agreement.INITIAL, Agreement.PARTIAL, Agreement.SUFFIX),
}
# Pairs of which an editor is asked even where nothing but the names speaks for them.
ASKED_ANYWAY = frozenset({Agreement.SAME, Agreement.FULLER, Agreement.ALIAS, Agreement.NICKNAME, Agreement.SPELLING})


class Verdict(StrEnum):
    """What two records are to each other."""

    SAME = "same"
    DOUBTFUL = "doubtful"
    DIFFERENT = "different"


@dataclass(frozen=True, slots=True)
class Judgement:
    """A verdict with its score, in log-odds, and its reasons in words."""

    verdict: Verdict
    score: float
    reasons: tuple[str, ...]


def judge(agreement: Agreement, evidence: Evidence) -> Judgement:
    """Decide by the evidence; its first piece is the names'."""
    score, more = evidence.score, evidence.beside_the_name
    if score >= SAME_FROM and agreement is not Agreement.SUFFIX and (agreement not in NEEDS_MORE or more > 0):
        verdict = Verdict.SAME
    elif score >= (NEARLY if agreement in ONE_WORD else DOUBT_FROM) and (agreement in ASKED_ANYWAY or more > 0):
        verdict = Verdict.DOUBTFUL
    else:
        verdict = Verdict.DIFFERENT
    return Judgement(verdict, score, tuple(evidence.reasons()))

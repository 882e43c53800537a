"""Say of each quotation how much it needs an editor's eyes. The review desk shows the neediest first."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, NamedTuple

from django.db import connection

from corpus.chunks import chunked
from corpus.models import Candidate, Quotation

CHUNK = 500
# What each reason can bring at most; together 1000.
DOUBT, UNRESOLVED, CLOSE, MUCH_PRINTED = 500, 200, 200, 100
CLOSE_WITHIN = 0.3  # candidates whose scores lie further apart are told apart well enough
MOST_PRINTINGS = 16  # what is printed more often does not count for more


class Doubts(NamedTuple):
    """What the priority of a quotation follows from, its candidates aside, and the priority that is stored."""

    pk: int
    confidence: float
    speaker_type: str
    printed: int | None  # how often its utterance is
    priority: int


def prioritise(quotations: Collection[int], model: Any = Quotation, candidates: Any = Candidate) -> None:
    """Bring ``review_priority`` of the quotations up to date; those that keep theirs are not written."""
    columns = ("pk", "confidence", "speaker_type", "utterance__times_printed", "review_priority")
    for some in chunked(quotations, CHUNK):
        rows = model.objects.filter(pk__in=some).order_by().values_list(*columns)
        weigh_doubts([Doubts(*row) for row in rows], model, candidates)


def weigh_doubts(rows: Collection[Doubts], model: Any = Quotation, candidates: Any = Candidate) -> None:
    """The same of quotations that were read already; no more than a statement takes."""
    if not rows:
        return
    scores = _best_scores(candidates, [row.pk for row in rows])
    wanted = (
        (priority(row.confidence, row.speaker_type == "", scores.get(row.pk, []), row.printed or 1), row)
        for row in rows
    )
    changed = sorted((row.pk, to) for to, row in wanted if to != row.priority)
    if changed:
        with connection.cursor() as cursor:
            statement = f"UPDATE {model._meta.db_table} SET review_priority = %s WHERE id = %s"  # noqa: S608
            cursor.executemany(statement, [(to, pk) for pk, to in changed])


def priority(confidence: float, is_unresolved: bool, scores: list[float], printed: int) -> int:
    """From 0 to 1000: doubt, nobody found, two candidates close together, words that many read.

    ``scores`` are the best two candidates', each of another entity.
    """
    apart = scores[0] - scores[1] if len(scores) > 1 else 1.0
    closeness = max(0.0, 1 - apart / CLOSE_WITHIN)
    # Twice as many printings count a step more: the number of bits does that in whole numbers.
    read = (min(printed, MOST_PRINTINGS).bit_length() - 1) / (MOST_PRINTINGS.bit_length() - 1)
    total = DOUBT * (1 - confidence) + UNRESOLVED * is_unresolved + CLOSE * closeness + MUCH_PRINTED * read
    return round(total)


def _best_scores(candidates: Any, quotations: Collection[int]) -> dict[int, list[float]]:
    """The two best scores of different entities, by quotation: after a merge two candidates may be one."""
    best: dict[int, dict[int, float]] = {}
    rows = candidates.objects.filter(quotation__in=quotations).order_by("quotation", "position")
    for quotation, entity, score in rows.values_list("quotation", "entity", "score"):
        best.setdefault(quotation, {}).setdefault(entity, score)
    return {pk: sorted(scores.values(), reverse=True)[:2] for pk, scores in best.items()}

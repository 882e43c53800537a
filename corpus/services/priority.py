"""Say of each quotation how much it needs an editor's eyes. The review desk shows the neediest first."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from typing import Any

from corpus.chunks import chunked
from corpus.models import Candidate, Quotation

CHUNK = 500
# What each reason can bring at most; together 1000.
DOUBT, UNRESOLVED, CLOSE, MUCH_PRINTED = 500, 200, 200, 100
CLOSE_WITHIN = 0.3  # candidates whose scores lie further apart are told apart well enough
MOST_PRINTINGS = 16  # what is printed more often does not count for more


def prioritise(quotations: Collection[int], model: Any = Quotation, candidates: Any = Candidate) -> None:
    """Bring ``review_priority`` of the quotations up to date; those that keep theirs are not written."""
    columns = ("pk", "confidence", "speaker_type", "utterance__times_printed", "review_priority")
    for some in chunked(quotations, CHUNK):
        scores = _best_scores(candidates, some)
        changed: defaultdict[int, list[int]] = defaultdict(list)
        for pk, confidence, speaker_type, printed, now in model.objects.filter(pk__in=some).values_list(*columns):
            wanted = priority(confidence, speaker_type == "", scores.get(pk, []), printed or 1)
            if wanted != now:
                changed[wanted].append(pk)
        if changed:
            rows = [model(pk=pk, review_priority=wanted) for wanted, pks in changed.items() for pk in pks]
            model.objects.bulk_update(rows, ["review_priority"])


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

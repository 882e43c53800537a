"""Note which words are given to more than one speaker."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from corpus.chunks import chunked
from corpus.models import Dispute, Utterance

CHUNK = 500


def note_disputes(pairs: Iterable[tuple[int, int]]) -> None:
    """Keep pairs of wordings of different speakers; whether they stand is asked when they are read."""
    rows = [Dispute(first_id=first, second_id=second) for first, second in sorted(pairs)]
    if rows:
        Dispute.objects.bulk_create(rows, ignore_conflicts=True)


def given_beside(utterances: Iterable[int]) -> set[int]:
    """The utterances whose words are given to the speakers of these too."""
    asked = set(utterances)
    found = set()
    for some in chunked(sorted(asked), CHUNK):
        for row in Dispute.objects.of(some).select_related("first", "second"):
            found |= {row.first.known_by_id, row.second.known_by_id}
    return found - asked


def recount_disputes(ids: Iterable[int]) -> None:
    """Mark the utterances of which a dispute stands, and those on its other side."""
    for some in chunked(ids, CHUNK):
        _recount(some)


def _recount(ids: Collection[int]) -> None:
    concerned = Dispute.objects.of(ids).select_related("first", "second")
    sides = {side.known_by_id for row in concerned for side in (row.first, row.second)}
    disputed = {
        side.known_by_id
        for row in Dispute.objects.of(sides).standing().select_related("first", "second")
        for side in (row.first, row.second)
    }
    rows = Utterance.objects.filter(pk__in={*ids, *sides}, variant_of__isnull=True)
    rows.filter(pk__in=disputed, speaker_disputed=False).update(speaker_disputed=True)
    rows.filter(speaker_disputed=True).exclude(pk__in=disputed).update(speaker_disputed=False)

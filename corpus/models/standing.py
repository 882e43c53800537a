"""Which decisions stand, and so how records were read before editors corrected them."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby

from corpus.chunks import chunked
from corpus.models.merge import Decision

SOME = 500  # records that one statement asks for


def that_stand(rows: Iterable[Decision], gone: Iterable[int] = ()) -> list[Decision]:
    """Those of one record's decisions, the newest first, that no other takes back; ``gone`` are taken back besides.

    What takes another back is none of them: of a revert that is itself reverted, the first decision stands again.
    """
    gone, found = set(gone), []
    for row in rows:
        if row.pk in gone:
            continue
        if row.reverts_id is not None:
            gone.add(row.reverts_id)
        else:
            found.append(row)
    return found


def corrections(records: Iterable[str]) -> dict[str, list[Decision]]:
    """The corrections that stand, the oldest first, by record; records without any are left out."""
    found = {}
    for some in chunked(records, SOME):
        rows = Decision.objects.filter(record__in=some).order_by("record", "-pk")
        for record, its_own in groupby(rows, key=lambda row: row.record):
            if corrected := [row for row in that_stand(its_own) if row.action == "correct"]:
                found[record] = corrected[::-1]
    return found


def first_before(corrected: Iterable[Decision], field: str) -> str | None:
    """What stood in the field before the first of the corrections that set it; None where none did."""
    return next((str(row.before[field]) for row in corrected if field in row.before), None)

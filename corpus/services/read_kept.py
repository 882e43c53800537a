"""Read the pages and entries of a source that were kept, and note what became of each."""

from __future__ import annotations

from contextlib import suppress

from django.db import DatabaseError
from django.db.models import F

from corpus.models import RawDocument, Source, SourceEntry
from corpus.models.choices import EntryState
from corpus.records import Outcome
from corpus.services.arrivals import Arrivals
from corpus.services.fetch_entry import MAX_ATTEMPTS, SET_ASIDE
from corpus.services.lease_source import hold_source
from corpus.services.note_entries import date_kept
from corpus.services.store import Stored, fail

AT_A_TIME = 20  # documents between two looks at whether to stop
COUNTED = {Outcome.CREATED: "created", Outcome.UPDATED: "updated", Outcome.FAILED: "failed"}
Heard = list[tuple[str, Stored]]


def read_some(source: Source) -> Heard | None:
    """Carry a few to structure. Gives where each came from and what became of it; None where none was left.

    An attempt is counted before it is made. One that was broken off is made again for each document alone, so that
    the one that ends the process is found, and set aside in the end.
    """
    kept = source.entries.filter(state=EntryState.KEPT).select_related("raw__content").order_by("attempts", "pk")
    some = list(kept.filter(attempts=0)[:AT_A_TIME]) or list(kept[:1])
    if not some:
        return None
    heard: Heard = []

    def report(entry: SourceEntry, raw: RawDocument, stored: Stored) -> None:
        _note(source, entry, stored)
        heard.append((raw.source, stored))

    if some[0].attempts >= MAX_ATTEMPTS:
        for entry in some:
            if entry.raw is not None:  # which the database holds to
                report(entry, entry.raw, fail(entry.raw, SET_ASIDE))
        return heard
    _count(some, 1)
    arrivals = Arrivals(report)
    try:
        for entry in some:
            raw = date_kept(entry, entry.raw) if entry.raw is not None else None
            if raw is not None:
                arrivals.add(entry, raw)
        arrivals.carry_out()
    except Exception:
        with suppress(DatabaseError):
            _count(some, -1)  # nobody died
        raise
    return heard


def _count(entries: list[SourceEntry], more: int) -> None:
    known = [entry.pk for entry in entries]
    rows = SourceEntry.objects.filter(pk__in=known, state=EntryState.KEPT)
    rows.update(attempts=F("attempts") + more)


def _note(source: Source, entry: SourceEntry, stored: Stored) -> None:
    state = EntryState.FAILED if stored.outcome == Outcome.FAILED else EntryState.DONE
    SourceEntry.objects.filter(pk=entry.pk).update(
        state=state, outcome=stored.outcome, reason=stored.reason, attempts=0
    )
    if stored.outcome in COUNTED:
        hold_source(source, **{COUNTED[stored.outcome]: F(COUNTED[stored.outcome]) + 1})

"""Leases of sources: one watcher at a time has a source, and with it the host."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils import timezone

from corpus.models import Source
from corpus.services.leases import LostLease, lease_end, worker_name
from corpus.services.writing import Lock, one_writer


@one_writer(Lock.SOURCES)
def lease_source(only: Sequence[int] | None = None) -> Source | None:
    """Take the source that waits longest; None where nothing is due. ``only``: keys of those that are asked for."""
    rows = Source.objects.due(timezone.now())
    source = (rows if only is None else rows.filter(pk__in=only)).first()
    if source is not None:
        source.worker, source.leased_until = worker_name(), lease_end()
        source.save(update_fields=["worker", "leased_until"])
    return source


def hold_source(source: Source, **changes: object) -> None:
    """Prolong the lease and change the source's columns; LostLease where it is somebody else's."""
    if not Source.objects.filter(pk=source.pk, worker=source.worker).update(leased_until=lease_end(), **changes):
        raise LostLease(f"{source} is another watcher's")


def release_source(source: Source) -> None:
    """Let others have it. Whoever asked for it while it was away comes after those who wait longer."""
    mine = Source.objects.filter(pk=source.pk, worker=source.worker)
    mine.update(worker="", leased_until=None, turn_at=timezone.now())

"""Leases: work is one worker's until it is done or the worker gives no sign of life for a while.

Whoever took work over has another name in the lease, so that one who comes back late finds out and leaves it.
"""

from __future__ import annotations

import logging
import os
import secrets
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from django.conf import settings
from django.db import DatabaseError, connection, transaction
from django.db.models import F, Q
from django.utils import timezone

from corpus.models import Run, RunChunk, RunDocument
from corpus.models.choices import ChunkState, RunState
from corpus.models.run import MOST_STRIKES
from corpus.services.keep import clip, printable

log = logging.getLogger(__name__)


class LostLease(Exception):
    """Somebody else has the work now."""


def worker_name() -> str:
    """This machine and process, and a part that no other lease has."""
    return f"{clip(printable(socket.gethostname()), 100)}:{os.getpid()}:{secrets.token_hex(4)}"


def lease_end() -> datetime:
    """Until when a lease holds that is given or prolonged now."""
    return timezone.now() + timedelta(seconds=settings.LEASE_SECONDS)


@transaction.atomic
def lease_chunk(pk: int, extractor: str) -> RunChunk | None:
    """Take the chunk; None where it is read, somebody else's, or for another extractor.

    A document at which the worker before died has one strike more.
    """
    now = timezone.now()
    rows = RunChunk.objects.free(now).filter(pk=pk, run__state=RunState.RUNNING, run__extractor=extractor)
    chunk = rows.select_for_update(of=("self",)).first()
    if chunk is None:
        return None
    if chunk.state == ChunkState.LEASED:
        chunk.documents.filter(being_read=True).update(being_read=False, strikes=F("strikes") + 1)
    chunk.state, chunk.worker, chunk.leased_at, chunk.leased_until = ChunkState.LEASED, worker_name(), now, lease_end()
    chunk.attempts += 1
    chunk.save(update_fields=["state", "worker", "leased_at", "leased_until", "attempts"])
    return chunk


def hold_chunk(chunk: RunChunk, *, read: int = 0) -> None:
    """Prolong the lease and count what was read; LostLease where it is somebody else's."""
    mine = RunChunk.objects.filter(pk=chunk.pk, worker=chunk.worker, state=ChunkState.LEASED)
    if not mine.update(leased_until=lease_end(), read=F("read") + read):
        raise LostLease(f"{chunk} is another worker's")


def end_chunk(chunk: RunChunk) -> None:
    """Note that all of the chunk is read."""
    RunChunk.objects.filter(pk=chunk.pk, worker=chunk.worker, state=ChunkState.LEASED).update(state=ChunkState.READ)


@transaction.atomic
def release_chunk(chunk: RunChunk) -> None:
    """Give the chunk back unread: the worker lives, so no document gets a strike."""
    mine = RunChunk.objects.filter(pk=chunk.pk, worker=chunk.worker, state=ChunkState.LEASED)
    if mine.update(state=ChunkState.WAITING, leased_until=None):
        RunDocument.objects.filter(chunk=chunk.pk, being_read=True).update(being_read=False)


@transaction.atomic
def lease_writer(pk: int) -> Run | None:
    """Become the one who stores the run; None where it is not read yet, done, or somebody else's to store."""
    now = timezone.now()
    free = Q(writer="") | Q(writer_until__lt=now)
    run = Run.objects.select_for_update().filter(free, pk=pk, state=RunState.RUNNING).first()
    if run is None or run.chunks.exclude(state=ChunkState.READ).exists():
        return None
    if run.writer:
        run.writers_lost = min(run.writers_lost + 1, MOST_STRIKES)
    run.writer, run.writer_until = worker_name(), lease_end()
    run.save(update_fields=["writer", "writer_until", "writers_lost"])
    return run


def hold_run(run: Run, **changes: object) -> None:
    """Prolong the writer's lease and change the run's columns; LostLease where it is somebody else's."""
    if not Run.objects.filter(pk=run.pk, writer=run.writer).update(writer_until=lease_end(), **changes):
        raise LostLease(f"{run} was given up, or is another worker's")


def release_writer(run: Run) -> None:
    """Give up storing: the writer lives."""
    Run.objects.filter(pk=run.pk, writer=run.writer).update(writer="", writer_until=None)


@contextmanager
def kept_alive(prolong: Callable[[], None]) -> Iterator[None]:
    """Prolong a lease from beside while one document, or one comparison, takes longer than it."""
    stop = threading.Event()

    def beat() -> None:
        while not stop.wait(settings.LEASE_SECONDS / 3):
            try:
                prolong()
            except LostLease:
                return  # whoever works finds out by itself
            except DatabaseError:
                log.exception("the lease could not be prolonged; trying again")
            finally:
                connection.close()

    thread = threading.Thread(target=beat, daemon=True, name="lease")
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()

"""Runs over several machines: make one, tell what nobody attends to, and count what came of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import NamedTuple

from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from corpus.extraction import extractor
from corpus.models import RawDocument, Run, RunChunk, RunDocument
from corpus.models.choices import ChunkState, RawState, RunKind, RunState
from corpus.models.ids import IdType
from corpus.models.ids import fresh as fresh_id
from corpus.records import Outcome, Tally
from corpus.services.configs import extraction_config
from corpus.services.leases import LostLease, hold_run, kept_alive, lease_end, worker_name

CHUNK = 25  # documents a message stands for: a minute of work at most, and little to do again after a death
SENT_AGAIN = 20  # waiting chunks of a stalled run sent anew at a time: a queue that nobody reads stays short
BATCH = 500


class Unattended(NamedTuple):
    """Work that a message should be sent about."""

    chunks: list[int]
    runs: list[int]  # read, and to be stored


class Filling:
    """A run that is being filled with documents; nobody works at it before ``close``.

    To be used as a context: whoever fills has it by a lease, and what is broken off has failed.
    """

    def __init__(self, kind: RunKind) -> None:
        self.run = Run.objects.create(
            public_id=fresh_id(IdType.RUN),
            kind=kind,
            extractor=extractor(extraction_config()),
            writer=worker_name(),
            writer_until=lease_end(),
        )
        self._total = self._to_read = self._chunks = 0
        self._seen: set[int] = set()
        self._held = kept_alive(lambda: hold_run(self.run))

    def __enter__(self) -> Filling:
        self._held.__enter__()
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        self._held.__exit__(None, None, None)
        if kind is not None:
            break_off(self.run)

    def add_raw(self, raws: Iterable[RawDocument]) -> None:
        """List raw documents in the order in which they came; each that waits is read once. LostLease as ``close``."""
        rows, to_read = [], []
        for raw in raws:
            self._total += 1
            row = RunDocument(
                run=self.run,
                position=self._total,
                raw=raw,
                state_before=raw.state,
                attempts_before=raw.attempts,
            )
            rows.append(row)
            if raw.pk not in self._seen and raw.state in (RawState.PENDING, RawState.FAILED):
                self._seen.add(raw.pk)
                to_read.append(row)
        self._list(rows, to_read)

    def add_articles(self, ids: Sequence[int]) -> None:
        """List articles to read again, in the order in which they are to be stored. LostLease as ``close``."""
        for at in range(0, len(ids), BATCH):
            rows = []
            for pk in ids[at : at + BATCH]:
                self._total += 1
                rows.append(RunDocument(run=self.run, position=self._total, article_id=pk))
            self._list(rows, rows)

    def _list(self, rows: list[RunDocument], to_read: list[RunDocument]) -> None:
        hold_run(self.run)  # apart from the rows: nobody waits for it until they are written
        with transaction.atomic():
            self._write(rows, to_read)

    def _write(self, rows: list[RunDocument], to_read: list[RunDocument]) -> None:
        for at in range(0, len(to_read), CHUNK):
            some = to_read[at : at + CHUNK]
            self._chunks += 1
            chunk = RunChunk.objects.create(run=self.run, position=self._chunks, total=len(some))
            for row in some:
                row.chunk = chunk
        self._to_read += len(to_read)
        RunDocument.objects.bulk_create(rows, batch_size=BATCH)

    def close(self) -> Run:
        """Let workers begin; LostLease where the run was given up meanwhile."""
        mine = Run.objects.filter(pk=self.run.pk, writer=self.run.writer, state=RunState.FILLING)
        counts = {"total": self._total, "to_read": self._to_read}
        if not mine.update(**counts, state=RunState.RUNNING, writer="", writer_until=None):
            raise LostLease(f"{self.run} was given up while it was filled")
        self.run.refresh_from_db()
        return self.run


def break_off(run: Run) -> None:
    """End a run that nobody goes on with; what waits of it is left to the next."""
    _end(Run.objects.filter(pk=run.pk), "it was broken off")


def end_deserted() -> None:
    """End the runs whose filling nobody has gone on with for a lease."""
    now = timezone.now()
    # Those of versions that knew no lease of who fills have none.
    unheld = Q(writer_until__isnull=True, created_at__lt=now - timedelta(days=1))
    filling = Run.objects.filter(state=RunState.FILLING)
    _end(filling.filter(Q(writer_until__lt=now) | unheld), "whoever filled it died")


def _end(runs: QuerySet[Run], reason: str) -> None:
    runs.filter(state__in=[RunState.FILLING, RunState.RUNNING]).update(
        state=RunState.FAILED, reason=reason, finished_at=timezone.now(), writer="", writer_until=None
    )


@transaction.atomic
def unattended(run: Run | None = None) -> Unattended:
    """What nobody works at and nobody was told of lately, of one run or of all. It counts as told from now on."""
    if run is None:
        end_deserted()
    now = timezone.now()
    told = now - timedelta(seconds=settings.LEASE_SECONDS)
    chunks: list[int] = []
    to_store: list[int] = []
    for each in Run.objects.open().filter(**({"pk": run.pk} if run else {})).order_by("pk"):
        left = each.chunks.exclude(state=ChunkState.READ)
        if not left.exists():
            free = Q(writer="") | Q(writer_until__lt=now)
            untold = Q(store_sent_at__isnull=True) | Q(store_sent_at__lt=told)
            if Run.objects.filter(free, untold, pk=each.pk).update(store_sent_at=now):
                to_store.append(each.pk)
            continue
        untold = Q(sent_at__isnull=True) | Q(sent_at__lt=told)
        lapsed = Q(state=ChunkState.LEASED, leased_until__lt=now) & untold
        never = Q(state=ChunkState.WAITING, sent_at__isnull=True)
        due = list(left.filter(lapsed | never).values_list("pk", flat=True))
        if not due and not left.filter(state=ChunkState.LEASED, leased_until__gte=now).exists():
            # Nobody is at it: the messages may be lost. While somebody is, those that wait have theirs in the queue.
            due = list(left.filter(untold).values_list("pk", flat=True)[:SENT_AGAIN])
        for at in range(0, len(due), BATCH):
            left.filter(pk__in=due[at : at + BATCH]).update(sent_at=now)
        chunks += due
    return Unattended(chunks, to_store)


def count(run: Run, tally: Tally | None = None) -> Tally:
    """What came of a run's documents, counted on top of a tally."""
    tally = tally or Tally()
    rows = run.documents.exclude(outcome="").order_by("done_at", "position")
    sources = rows.values_list("outcome", "reason", "raw__source", "article__source_key")
    for outcome, reason, source, key in sources.iterator(chunk_size=2000):
        if outcome == Outcome.FAILED:
            tally.fail(source or key or "", reason)
        else:
            tally.add(Outcome(outcome))
    return tally


def is_read(pk: int) -> bool:
    """Whether all that had to be read of the run is."""
    return not RunChunk.objects.filter(run=pk).exclude(state=ChunkState.READ).exists()


def distribute_articles(ids: Sequence[int]) -> Run:
    """Give articles to workers on any machine to be read again; they are stored in the order given."""
    with Filling(RunKind.EXTRACT) as filling:
        filling.add_articles(ids)
        return filling.close()

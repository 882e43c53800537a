"""Jobs: bulk work that a request leaves behind and a worker carries out from the database."""

from __future__ import annotations

import io
import logging
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, TypeVar

from django.db import DatabaseError, transaction
from django.db.models import Count, F, Q
from django.utils import timezone

from corpus.models import Job, JobDocument, RawDocument
from corpus.models.choices import JobState, RawState
from corpus.models.ids import IdType
from corpus.models.ids import fresh as fresh_id
from corpus.outages import is_outage
from corpus.records import ArticleRecord, ExtractionRecord, Outcome, RawRecord
from corpus.services import statistics
from corpus.services.arrivals import Arrivals
from corpus.services.decide import User
from corpus.services.errors import InvalidDocument
from corpus.services.keep import clip, keep, printable
from corpus.services.leases import LostLease, kept_alive, lease_end, worker_name
from corpus.services.process import Attempts, Reader, ReadHere
from corpus.services.read import Unreadable
from corpus.services.store import Stored, finish

MAX_ATTEMPTS = 3
BATCH = 200
Found = TypeVar("Found")
log = logging.getLogger(__name__)


def submit_lines(content: bytes, *, user: User, check: Callable[[bytes], str] | None = None) -> Job:
    """Keep JSON lines, one article a line, as a job for the worker. Raises InvalidDocument where there is no line.

    A line that is no article fails alone when its turn comes, with its reason. So does one that ``check`` gives a
    reason against.
    """
    lines = [(n, line.strip()) for n, line in enumerate(io.BytesIO(content), 1) if line.strip()]
    if not lines:
        raise InvalidDocument("there is no line to ingest; send one JSON object a line")
    with transaction.atomic():
        job = Job.objects.create(public_id=fresh_id(IdType.JOB), total=len(lines), created_by=user)
        for at in range(0, len(lines), BATCH):
            batch = lines[at : at + BATCH]
            kept = keep([RawRecord(f"{job.public_id}:{n}", line, "application/json") for n, line in batch])
            JobDocument.objects.bulk_create(
                JobDocument(job=job, position=n, raw=raw, reason=refuse(raw, fresh, check(line) if check else ""))
                for (n, line), (raw, fresh) in zip(batch, kept, strict=True)
            )
    return job


def refuse(raw: RawDocument, fresh: bool, reason: str) -> str:
    """The reason against a document, "" where there is none; it is kept, and nobody takes it for work that waits."""
    reason = clip(printable(reason), 2000)
    if reason and fresh:
        finish(raw, Stored(Outcome.FAILED, reason=reason))
    return reason


class Stopped(Exception):
    """The worker is to end: what is left of the job waits for the next."""


@dataclass(frozen=True, slots=True)
class Stoppable:
    """Reads as another reader does; raises Stopped between two documents once the worker is to end."""

    reader: Reader
    stopping: Callable[[], bool]

    def parsed(self, work: Attempts) -> Iterator[tuple[RawDocument, ArticleRecord | Unreadable]]:
        """Documents in the order given with the article in each."""
        return self._each(self.reader.parsed(work))

    def extracted(
        self, work: Attempts, held: dict[int, ArticleRecord]
    ) -> Iterator[tuple[RawDocument, ArticleRecord | None, ExtractionRecord | Unreadable]]:
        """Documents in the order given with what was read from them."""
        return self._each(self.reader.extracted(work, held))

    def _each(self, found: Iterator[Found]) -> Iterator[Found]:
        for one in found:
            yield one
            if self.stopping():
                raise Stopped


def run_next_job(stopping: Callable[[], bool] = lambda: False) -> bool:
    """Carry out the oldest job that waits or whose worker died; false where there is none.

    A worker that is ``stopping`` gives it back after the document at hand.
    """
    job = _lease()
    if job is None:
        return False
    try:
        if job.attempts > MAX_ATTEMPTS:
            _finish(job, JobState.FAILED, f"given up after {MAX_ATTEMPTS} workers died over it")
            return True
        with kept_alive(lambda: _hold(job)):
            _run(job, stopping)
            statistics.refresh(job.total)
        _finish(job, JobState.DONE)
    except LostLease as error:
        log.warning("%s", error)
    except Stopped:
        _release(job, blameless=True)
    except BaseException as error:
        with suppress(DatabaseError):
            _release(job, blameless=is_outage(error) or not isinstance(error, Exception))
        raise
    return True


def _lease() -> Job | None:
    now = timezone.now()
    free = Q(state=JobState.WAITING) | Q(state=JobState.RUNNING, leased_until__lt=now)
    with transaction.atomic():
        job = Job.objects.select_for_update().filter(free).order_by("pk").first()
        if job is not None:
            job.state, job.worker, job.leased_until = JobState.RUNNING, worker_name(), lease_end()
            job.started_at, job.attempts = job.started_at or now, job.attempts + 1
            job.save(update_fields=["state", "worker", "leased_until", "started_at", "attempts"])
    return job


def _hold(job: Job, **changes: object) -> None:
    """Prolong the lease and change columns; LostLease where it is somebody else's."""
    mine = Job.objects.filter(pk=job.pk, worker=job.worker, state=JobState.RUNNING)
    if not mine.update(**{"leased_until": lease_end(), **changes}):
        raise LostLease(f"{job} is another worker's")


def _release(job: Job, *, blameless: bool) -> None:
    """Let others have it at once; the attempt does not count where the job is not to blame."""
    mine = Job.objects.filter(pk=job.pk, worker=job.worker, state=JobState.RUNNING)
    mine.update(state=JobState.WAITING, leased_until=None, attempts=F("attempts") - int(blameless))


def _run(job: Job, stopping: Callable[[], bool]) -> None:
    def report(pk: int, _: RawDocument, stored: Stored) -> None:
        _note(pk, stored.outcome, stored.reason)
        _hold(job)

    arrivals = Arrivals(report)
    for document in job.documents.select_related("raw").order_by("position"):
        if document.outcome:
            arrivals.passed(_processed(job, document))
        elif document.reason:
            _note(document.pk, Outcome.FAILED, document.reason)
        else:
            arrivals.add(document.pk, document.raw)
    arrivals.carry_out(reader=Stoppable(ReadHere(workers=1), stopping))


def _processed(job: Job, document: JobDocument) -> int | None:
    """The article of a document that was done before the job was broken off.

    What was known already is noted last and in its order, so to count it as processed brings back no less. Duplicates
    alone are noted as they come: one that was known before the job says nothing of its article.
    """
    raw = document.raw
    known = raw.state == RawState.DUPLICATE and (raw.processed_at is None or raw.processed_at < job.created_at)
    return None if known or document.outcome == Outcome.FAILED else raw.article_id


def _note(pk: int, outcome: Outcome, reason: str) -> None:
    """What became of a document; what was noted first stands."""
    JobDocument.objects.filter(pk=pk, outcome="").update(outcome=outcome, reason=reason)


def _finish(job: Job, state: JobState, reason: str = "") -> None:
    _hold(job, state=state, reason=reason, finished_at=timezone.now(), leased_until=None)


def progress(job: Job) -> dict[str, Any]:
    """Counts by outcome, what is left to do, and the failures with their lines."""
    counts = Counter(dict(job.documents.values_list("outcome").annotate(n=Count("pk")).order_by()))
    failed = job.documents.filter(outcome=Outcome.FAILED).order_by("position")
    outcomes = [Outcome.CREATED, Outcome.UPDATED, Outcome.UNCHANGED, Outcome.DUPLICATE, Outcome.FAILED]
    return {
        "total": job.total,
        "pending": counts[""],
        **{outcome.value: counts[outcome] for outcome in outcomes},
        "failures": [{"line": row.position, "reason": row.reason} for row in failed[:1000]],
    }

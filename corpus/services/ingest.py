"""Ingest documents: keep the raw bytes, then carry them to structure."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from django.db import transaction

from corpus.ingest import Declared, Skipped, documents
from corpus.models import RawDocument
from corpus.models.choices import RawState
from corpus.records import Failure, Outcome, RawRecord, Tally
from corpus.services.errors import InvalidDocument
from corpus.services.keep import keep
from corpus.services.process import pending_ids, process, store_one
from corpus.services.read import Unreadable, extracted, parsed
from corpus.services.store import Stored

BATCH_DOCUMENTS = 200
BATCH_BYTES = 32 * 1024 * 1024

Progress = Callable[[int, int], None]  # documents done, documents known so far


@dataclass(slots=True)
class Run:
    """One run over some documents: what is to do, and what came of it."""

    tally: Tally = field(default_factory=Tally)
    waiting: dict[int, None] = field(default_factory=dict)  # raw ids in the order they came
    known: int = 0
    on_progress: Progress | None = None

    def count(self, outcome: Outcome) -> None:
        """Count a document that needs no work."""
        self.tally.add(outcome)
        self.tick()

    def heard(self, raw: RawDocument, stored: Stored) -> None:
        """Count a document that was processed."""
        if stored.outcome == Outcome.FAILED:
            self.tally.fail(raw.source, stored.reason)
        else:
            self.tally.add(stored.outcome)
        self.tick()

    def tick(self) -> None:
        """Tell how far the run is."""
        if self.on_progress:
            self.on_progress(sum(self.tally.counts.values()), self.known)


def ingest_documents(
    paths: Iterable[str],
    declared: Declared,
    *,
    workers: int = 1,
    dry_run: bool = False,
    on_progress: Progress | None = None,
) -> Tally:
    """Ingest files, folders, patterns or standard input ("-").

    A file that cannot be read is counted and listed as a failure and never stops the run. A dry run does the
    same work and leaves nothing behind.
    """
    run = Run(on_progress=on_progress)
    if dry_run:
        with transaction.atomic():
            _ingest(run, documents(paths, declared=declared), workers)
            transaction.set_rollback(True)
    else:
        _ingest(run, documents(paths, declared=declared), workers)
    return run.tally


def _ingest(run: Run, items: Iterable[RawRecord | Failure | Skipped], workers: int) -> None:
    standing: dict[int, list[RawDocument]] = {}  # known documents of this run by article, in the order they came
    for batch in _batches(run, items):
        for raw, fresh in keep(batch):
            if raw.pk in run.waiting:
                run.count(Outcome.DUPLICATE)
            elif fresh or raw.state in (RawState.PENDING, RawState.FAILED):
                run.waiting[raw.pk] = None
            elif raw.state == RawState.DUPLICATE:
                run.count(Outcome.DUPLICATE)
            elif raw.article_id is not None:
                standing.setdefault(raw.article_id, []).append(raw)
    for raws in standing.values():
        # Of several known versions of one article the last one counts: the run as a whole ended with it before.
        if standing_outcome(raws[-1]) is None:
            run.waiting[raws.pop().pk] = None
        for _ in raws:
            run.count(Outcome.UNCHANGED)
    process(run.waiting, workers=workers, report=run.heard)


def _batches(run: Run, items: Iterable[RawRecord | Failure | Skipped]) -> Iterator[list[RawRecord]]:
    batch: list[RawRecord] = []
    size = 0
    for item in items:
        run.known += 1
        if isinstance(item, Failure):
            run.tally.fail(item.source, item.reason)
            run.tick()
        elif isinstance(item, Skipped):
            run.count(Outcome.SKIPPED)
        else:
            batch.append(item)
            size += len(item.content)
            if len(batch) >= BATCH_DOCUMENTS or size >= BATCH_BYTES:
                yield batch
                batch, size = [], 0
    yield batch


def standing_outcome(raw: RawDocument) -> Outcome | None:
    """The outcome of a document that is known and still stands as it was read; None where there is work to do."""
    if raw.state == RawState.DUPLICATE:
        return Outcome.DUPLICATE
    if raw.state == RawState.DONE and raw.article is not None:
        latest = raw.article.raw_documents.filter(state=RawState.DONE).order_by("-processed_at", "-pk").first()
        if latest == raw:
            return Outcome.UNCHANGED
    return None


def ingest_pending(*, workers: int = 1, on_progress: Progress | None = None) -> Tally:
    """Carry on with what a killed run left over."""
    run = Run(on_progress=on_progress)
    ids = pending_ids()
    run.known = len(ids)
    process(ids, workers=workers, report=run.heard)
    return run.tally


def ingest_fields(fields: Mapping[str, object], *, source: str, content: bytes | None = None) -> Stored:
    """Ingest one article given as fields (see ``corpus.ingest.article_fields``), such as a request's JSON.

    ``content`` holds the bytes as they came. Raises InvalidDocument where no article can be read from them, and
    then keeps nothing.
    """
    record = RawRecord(
        source=source,
        content=json.dumps(dict(fields)).encode() if content is None else content,
        media_type="application/json",
    )
    article = parsed(record)
    if isinstance(article, Unreadable):
        raise InvalidDocument(article.reason)
    [(raw, fresh)] = keep([record])
    if not fresh and (outcome := standing_outcome(raw)):
        return Stored(outcome, raw.article, raw.reason)
    raw.source_key = article.source_key
    raw.save(update_fields=["source_key"])
    stored = store_one(raw, article, extracted(article))
    if stored.outcome == Outcome.FAILED:
        raise InvalidDocument(stored.reason)
    return stored

"""Ingest documents: keep the raw bytes, carry them to structure, and compare who is new with who is known."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import ParamSpec, TypeVar

from django.db import transaction

from corpus import models
from corpus.ingest import Declared, Skipped, documents
from corpus.models import RawDocument
from corpus.models.choices import RunKind
from corpus.records import Failure, Outcome, RawRecord, Tally
from corpus.services import statistics
from corpus.services.apart import ReaderDied, apart
from corpus.services.arrivals import Arrivals, standing_outcome
from corpus.services.compare import compare_all
from corpus.services.configs import document_bounds, extraction_config, ingest_config
from corpus.services.errors import InvalidDocument
from corpus.services.keep import keep
from corpus.services.process import pending, process, store_one
from corpus.services.read import Unreadable, extracted, parsed
from corpus.services.runs import Filling
from corpus.services.store import Stored

BATCH_DOCUMENTS = 200
BATCH_BYTES = 32 * 1024 * 1024

Given = ParamSpec("Given")
Result = TypeVar("Result")
Progress = Callable[[int, int], None]  # documents done, documents known so far


@dataclass(slots=True)
class Run:
    """One run over some documents: what came of it, and how far it is."""

    tally: Tally = field(default_factory=Tally)
    known: int = 0
    on_progress: Progress | None = None

    def count(self, outcome: Outcome, source: str = "", reason: str = "") -> None:
        """Count one document."""
        if outcome == Outcome.FAILED:
            self.tally.fail(source, reason)
        else:
            self.tally.add(outcome)
        if self.on_progress:
            self.on_progress(sum(self.tally.counts.values()), self.known)

    def heard(self, _: None, raw: RawDocument, stored: Stored) -> None:
        """Count a document that was kept."""
        self.count(stored.outcome, raw.source, stored.reason)


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
    found = documents(paths, declared=declared, config=ingest_config())
    if dry_run:
        with transaction.atomic():
            _ingest(run, found, workers)
            transaction.set_rollback(True)
    else:
        _ingest(run, found, workers)
        statistics.refresh(changed(run.tally))
    return run.tally


def changed(tally: Tally) -> int:
    """Documents of a run that changed the corpus."""
    return tally.counts[Outcome.CREATED] + tally.counts[Outcome.UPDATED]


def _ingest(run: Run, items: Iterable[RawRecord | Failure | Skipped], workers: int) -> None:
    arrivals = Arrivals(run.heard)
    for batch in _batches(run, items):
        for raw, _ in keep(batch):
            arrivals.add(None, raw)
    arrivals.carry_out(workers=workers)
    compare_all()


def _batches(run: Run, items: Iterable[RawRecord | Failure | Skipped]) -> Iterator[list[RawRecord]]:
    batch: list[RawRecord] = []
    size = 0
    for item in items:
        run.known += 1
        if isinstance(item, Failure):
            run.count(Outcome.FAILED, item.source, item.reason)
        elif isinstance(item, Skipped):
            run.count(Outcome.SKIPPED)
        else:
            batch.append(item)
            size += len(item.content)
            if len(batch) >= BATCH_DOCUMENTS or size >= BATCH_BYTES:
                yield batch
                batch, size = [], 0
    yield batch


def distribute_documents(paths: Iterable[str], declared: Declared) -> tuple[models.Run, Tally]:
    """Keep documents as a run for workers on any machine. The tally holds what could not even be kept."""
    run = Run()
    with Filling(RunKind.INGEST) as filling:
        for batch in _batches(run, documents(paths, declared=declared, config=ingest_config())):
            filling.add_raw([raw for raw, _ in keep(batch)])
        return filling.close(), run.tally


def distribute_pending() -> models.Run:
    """Give what a killed run left over to workers on any machine."""
    waiting = list(pending())
    with Filling(RunKind.INGEST) as filling:
        for at in range(0, len(waiting), BATCH_DOCUMENTS):
            found = RawDocument.objects.in_bulk(waiting[at : at + BATCH_DOCUMENTS])
            filling.add_raw([found[pk] for pk in waiting[at : at + BATCH_DOCUMENTS] if pk in found])
        return filling.close()


def ingest_pending(*, workers: int = 1, on_progress: Progress | None = None) -> Tally:
    """Carry on with what a killed run left over."""
    run = Run(on_progress=on_progress)
    waiting = pending()
    run.known = len(waiting)
    process(waiting, workers=workers, report=lambda raw, stored: run.heard(None, raw, stored))
    compare_all()
    statistics.refresh(changed(run.tally))
    return run.tally


def ingest_fields(fields: Mapping[str, object], *, source: str, content: bytes | None = None) -> Stored:
    """Ingest one article given as fields (see ``corpus.ingest.article_fields``), such as a request's JSON.

    ``content`` holds the bytes as they came. Raises InvalidDocument where no article can be read from them, and
    then keeps nothing, and where the article was taken down or erased.
    """
    record = RawRecord(
        source=source,
        content=json.dumps(dict(fields)).encode() if content is None else content,
        media_type="application/json",
    )
    article = _apart(parsed, record, ingest_config(), document_bounds())
    if isinstance(article, Unreadable):
        raise InvalidDocument(article.reason)
    [(raw, fresh)] = keep([record])
    stored = None if fresh else standing_outcome(raw)
    if stored is None:
        raw.source_key = article.source_key
        raw.save(update_fields=["source_key"])
        stored = store_one(raw, article, _apart(extracted, article, extraction_config(), document_bounds()))
    if stored.outcome == Outcome.FAILED:
        raise InvalidDocument(stored.reason)
    return stored


def _apart(read: Callable[Given, Result], *given: Given.args, **options: Given.kwargs) -> Result | Unreadable:
    try:
        return apart(read, *given, **options)
    except ReaderDied as error:
        return Unreadable(str(error))

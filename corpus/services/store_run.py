"""Store what workers have read of a run: one writer at a time, in the order of source keys, as one process would."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from itertools import islice

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from corpus.models import RawDocument, Reading, Run, RunDocument
from corpus.models.choices import RawState, RunKind, RunState
from corpus.models.run import MOST_STRIKES
from corpus.records import ArticleRecord, ExtractionRecord, Outcome
from corpus.services import statistics
from corpus.services.arrivals import Arrivals
from corpus.services.compare import compare_all
from corpus.services.keep import clip, printable
from corpus.services.leases import LostLease, hold_run, kept_alive, lease_writer, release_writer
from corpus.services.packed import unpack_article, unpack_extraction
from corpus.services.process import Attempts, ReadHere
from corpus.services.read import Unreadable
from corpus.services.read_chunk import read_document
from corpus.services.reextract import store_again
from corpus.services.store import Stored

LOADED = 100  # readings in memory at a time
SET_ASIDE = f"set aside: {MOST_STRIKES} workers died while they stored it"
log = logging.getLogger(__name__)


def store_run(pk: int) -> bool:
    """Store what is left to store of the run, and compare who is new; false where it was not this worker's to do."""
    run = lease_writer(pk)
    if run is None:
        return False
    try:
        with kept_alive(lambda: hold_run(run)):
            _finish(run, *_carry_out(run))
    except LostLease as error:
        log.warning("%s", error)
        return False
    except BaseException:
        release_writer(run)
        raise
    return True


def _carry_out(run: Run) -> tuple[RunState, str]:
    if run.writers_lost >= MOST_STRIKES and run.done == run.total:
        return RunState.FAILED, f"all documents are done, but {MOST_STRIKES} workers died over comparing them"
    if run.kind == RunKind.INGEST:
        _store_raw(run)
    else:
        _store_articles(run)
    compare_all()
    statistics.refresh(run.documents.filter(outcome__in=[Outcome.CREATED, Outcome.UPDATED]).count())
    return RunState.DONE, ""


def _finish(run: Run, state: RunState, reason: str) -> None:
    hold_run(run, state=state, reason=reason, finished_at=timezone.now())


def _store_raw(run: Run) -> None:
    def report(pk: int, _: RawDocument, stored: Stored) -> None:
        _note(run, pk, stored.outcome, stored.reason)

    arrivals = Arrivals(report)
    for document in run.documents.select_related("raw__article").order_by("position").iterator(chunk_size=LOADED):
        raw = document.raw
        assert raw is not None  # noqa: S101 - the database holds it to one of two
        was_work = document.state_before in (RawState.PENDING, RawState.FAILED)
        if document.outcome:
            arrivals.passed(raw.article_id if was_work else None)
        else:
            raw.state, raw.attempts = document.state_before, document.attempts_before
            arrivals.add(document.pk, raw)
    arrivals.carry_out(reader=ReadAlready(run))


def _store_articles(run: Run) -> None:
    suspect = run.writers_lost >= MOST_STRIKES
    left = run.documents.filter(outcome="").order_by("position").values_list("pk", flat=True)
    for some in _pieces(list(left)):
        rows = RunDocument.objects.select_related("article", "reading").in_bulk(some)
        for pk in some:
            document = rows[pk]
            record, extraction = (None, _set_aside(document)) if suspect else _of(document)
            suspect = False
            with transaction.atomic():
                if isinstance(extraction, Unreadable) or record is None:
                    reason = extraction.reason if isinstance(extraction, Unreadable) else "nothing was read"
                    _note(run, pk, Outcome.FAILED, reason)
                else:
                    assert document.article_id is not None  # noqa: S101 - an extraction lists articles
                    _note(run, pk, *store_again(document.article_id, record, extraction))


def _note(run: Run, pk: int, outcome: Outcome, reason: str) -> None:
    """Note what became of a document, in the transaction that stores it: never counted twice, never lost."""
    with transaction.atomic():
        hold_run(run, done=F("done") + 1, writers_lost=0)
        RunDocument.objects.filter(pk=pk).update(
            outcome=outcome, reason=clip(printable(reason), 2000), done_at=timezone.now()
        )
        Reading.objects.filter(document=pk).delete()


def _set_aside(document: RunDocument) -> Unreadable:
    RunDocument.objects.filter(pk=document.pk).update(strikes=MOST_STRIKES)
    return Unreadable(SET_ASIDE)


def _of(document: RunDocument) -> tuple[ArticleRecord | None, ExtractionRecord | Unreadable]:
    """What was read from the document; read here where that could not be handed on."""
    reading: Reading | None = getattr(document, "reading", None)
    if reading is None or not (reading.reason or reading.extraction):
        return read_document(document)
    record = unpack_article(reading.article) if reading.article else None
    return record, Unreadable(reading.reason) if reading.reason else unpack_extraction(reading.extraction)


class ReadAlready:
    """Gives what workers have read of the run's raw documents; others are read here."""

    def __init__(self, run: Run) -> None:
        self._run = run
        self._here = ReadHere(1)
        self._suspect = run.writers_lost >= MOST_STRIKES

    def parsed(self, work: Attempts) -> Iterator[tuple[RawDocument, ArticleRecord | Unreadable]]:
        """Documents in the order given with the article in each."""
        for raw, document in self._documents(work):
            if document is None:
                yield from self._here.parsed({raw.pk: work[raw.pk]})
                continue
            record, extraction = _of(document)
            if record is None:
                assert isinstance(extraction, Unreadable)  # noqa: S101 - nothing else comes without an article
                yield raw, extraction
            else:
                yield raw, record

    def extracted(
        self, work: Attempts, held: dict[int, ArticleRecord]
    ) -> Iterator[tuple[RawDocument, ArticleRecord | None, ExtractionRecord | Unreadable]]:
        """Documents in the order given with what was read from them."""
        for raw, document in self._documents(work):
            if document is None:
                yield from self._here.extracted({raw.pk: work[raw.pk]}, held)
                continue
            record, extraction = _of(document)
            if record is not None and self._suspect:
                # The order is the same each time, so the first that is left is the one they died at.
                self._suspect, extraction = False, _set_aside(document)
            yield raw, record, extraction

    def _documents(self, work: Attempts) -> Iterator[tuple[RawDocument, RunDocument | None]]:
        for some in _pieces(list(work)):
            raws = RawDocument.objects.in_bulk(some)
            rows = self._run.documents.filter(raw__in=some, chunk__isnull=False).select_related("reading")
            by_raw = {row.raw_id: row for row in rows}
            for pk in some:
                raw = raws[pk]
                raw.attempts = work[pk]
                yield raw, by_raw.get(pk)


def _pieces(keys: Sequence[int]) -> Iterator[list[int]]:
    source = iter(keys)
    while some := list(islice(source, LOADED)):
        yield some

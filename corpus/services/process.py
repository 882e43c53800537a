"""Process raw documents that wait: parse, extract and store them, in the order of source keys.

One writer stores; reading runs in as many processes as asked for.
"""

from __future__ import annotations

import logging
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from itertools import islice
from typing import Protocol

from django.db import transaction

from corpus.extraction import HARMLESS
from corpus.models import RawDocument
from corpus.models.choices import RawState
from corpus.outages import is_outage
from corpus.records import ArticleRecord, ExtractionRecord, RawRecord
from corpus.services.configs import document_bounds, extraction_config, ingest_config
from corpus.services.errors import ServiceError
from corpus.services.keep import as_record
from corpus.services.read import HARMLESS_RAW, Unreadable, extracted, mapped, parsed
from corpus.services.store import Stored, fail, store

CHUNK = 500
LOADED_BYTES = 16 * 1024 * 1024  # raw bytes read from the database at a time
HELD_CHARACTERS = 16 * 1024 * 1024  # parsed articles kept between the two passes; what is beyond is parsed again

Report = Callable[[RawDocument, Stored], None]
Attempts = Mapping[int, int]  # raw ids in the order of arrival, each with how often it was processed so far
log = logging.getLogger(__name__)


class Reader(Protocol):
    """Where what stands in documents comes from: read here, or read already by somebody else."""

    def parsed(self, work: Attempts) -> Iterator[tuple[RawDocument, ArticleRecord | Unreadable]]:
        """Documents in the order given with the article in each."""

    def extracted(
        self, work: Attempts, held: dict[int, ArticleRecord]
    ) -> Iterator[tuple[RawDocument, ArticleRecord | None, ExtractionRecord | Unreadable]]:
        """Documents in the order given with what was read from them; ``held`` are articles that are at hand.

        There is no article where nothing could be read.
        """


def process(work: Attempts, *, report: Report, workers: int = 1, reader: Reader | None = None) -> None:
    """Carry the documents from raw to structure; ``report`` hears of each, in the transaction that stores it.

    A document that cannot be read is marked failed with its reason, and the rest goes on. One that another process
    has stored since its attempts were read is left as that one stored it. NoReader where no process can read: what is
    left goes on waiting.
    """
    reader = reader or ReadHere(workers)
    keys: list[tuple[str, int, int]] = []  # source key, order of arrival, raw id
    held: dict[int, ArticleRecord] = {}
    room = HELD_CHARACTERS
    for arrival, (raw, record) in enumerate(reader.parsed(work)):
        if isinstance(record, Unreadable):
            with transaction.atomic():
                report(raw, fail(raw, record.reason))
            continue
        if raw.source_key != record.source_key:
            RawDocument.objects.filter(pk=raw.pk).update(source_key=record.source_key)
        keys.append((record.source_key, arrival, raw.pk))
        room -= len(record.body) + sum(len(passage.text) for passage in record.removed)
        if room > 0:
            held[raw.pk] = record
    keys.sort()
    for raw, article, extraction in reader.extracted({pk: work[pk] for *_, pk in keys}, held):
        with transaction.atomic():
            report(raw, store_one(raw, article, extraction))


@dataclass(frozen=True, slots=True)
class ReadHere:
    """Reads in this process, or in several of this machine."""

    workers: int

    def parsed(self, work: Attempts) -> Iterator[tuple[RawDocument, ArticleRecord | Unreadable]]:
        """Documents in the order given with the article in each."""
        waiting: list[RawDocument] = []

        def raws() -> Iterator[RawRecord]:
            for raw in load(work):
                waiting.append(raw)
                yield as_record(raw)

        for record in mapped(
            partial(parsed, config=ingest_config(), bounds=document_bounds()), raws(), self.workers, HARMLESS_RAW
        ):
            yield waiting.pop(0), record

    def extracted(
        self, work: Attempts, held: dict[int, ArticleRecord]
    ) -> Iterator[tuple[RawDocument, ArticleRecord | None, ExtractionRecord | Unreadable]]:
        """Documents in the order given with what was read from them."""
        waiting: deque[tuple[RawDocument, ArticleRecord | Unreadable]] = deque()
        config, bounds = ingest_config(), document_bounds()

        def articles() -> Iterator[ArticleRecord]:
            for raw in load(work):
                record = held.pop(raw.pk, None) or parsed(as_record(raw), config, bounds)
                waiting.append((raw, record))
                if isinstance(record, ArticleRecord):
                    yield record

        def failed() -> Iterator[tuple[RawDocument, None, Unreadable]]:
            while waiting and isinstance(failure := waiting[0][1], Unreadable):
                yield waiting.popleft()[0], None, failure

        for extraction in mapped(
            partial(extracted, config=extraction_config(), bounds=document_bounds()), articles(), self.workers, HARMLESS
        ):
            yield from failed()
            raw, record = waiting.popleft()
            assert isinstance(record, ArticleRecord)  # noqa: S101 - the others have been given
            yield raw, record, extraction
        yield from failed()


def store_one(raw: RawDocument, record: ArticleRecord | None, extraction: ExtractionRecord | Unreadable) -> Stored:
    """Store one document. What is wrong with it is its own alone and is recorded on it.

    A database that does not answer is nobody's fault: the error is raised and the document keeps waiting.
    """
    if isinstance(extraction, Unreadable):
        return fail(raw, extraction.reason)
    assert record is not None  # noqa: S101 - something was read from it
    try:
        return store(raw, record, extraction)
    except ServiceError as error:
        reason = error.detail
    except Exception as error:  # one document must not stop a run
        if is_outage(error):
            raise
        log.exception("storing failed: %s", raw.source)
        reason = f"could not be stored: {type(error).__name__}: {error}"
    return fail(raw, reason)


def pending() -> dict[int, int]:
    """Raw documents that a killed run left behind, with their attempts; what a job or a watcher has to do is theirs."""
    waiting = RawDocument.objects.filter(state=RawState.PENDING).unclaimed()
    return dict(waiting.order_by("pk").values_list("pk", "attempts"))


def load(work: Attempts) -> Iterator[RawDocument]:
    """The documents with their bytes, some at a time."""
    ids = iter(work)
    while chunk := list(islice(ids, CHUNK)):
        sizes = dict(RawDocument.objects.filter(pk__in=chunk).values_list("pk", "size"))
        while chunk:
            total, some = 0, 0
            while some < len(chunk) and (not some or total + sizes[chunk[some]] <= LOADED_BYTES):
                total, some = total + sizes[chunk[some]], some + 1
            rows = RawDocument.objects.select_related("content").in_bulk(chunk[:some])
            for pk in chunk[:some]:
                raw = rows.pop(pk)
                raw.attempts = work[pk]  # as the caller saw it: what was done since is somebody else's work
                yield raw
            chunk = chunk[some:]

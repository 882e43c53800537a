"""Process raw documents that wait: parse, extract and store them, in the order of source keys.

One writer stores; reading runs in as many processes as asked for.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator
from itertools import islice

from corpus.models import RawDocument
from corpus.models.choices import RawState
from corpus.records import ArticleRecord, ExtractionRecord, Outcome, RawRecord
from corpus.services.errors import ServiceError
from corpus.services.keep import as_record, clip
from corpus.services.read import Unreadable, extracted, mapped, parsed
from corpus.services.store import Stored, finish, store

CHUNK = 500
HELD = 20_000  # parsed articles kept in memory between the two passes; what is beyond is parsed again

Report = Callable[[RawDocument, Stored], None]
log = logging.getLogger(__name__)


def process(raw_ids: Iterable[int], *, workers: int, report: Report) -> None:
    """Carry the documents from raw to structure; ``report`` hears the outcome of each.

    A document that cannot be read is marked failed with its reason, and the rest goes on.
    """
    keys: list[tuple[str, int, int]] = []  # source key, order of arrival, raw id
    held: dict[int, ArticleRecord] = {}
    for arrival, (raw, record) in enumerate(_parsed(raw_ids, workers)):
        if isinstance(record, Unreadable):
            report(raw, finish(raw, Stored(Outcome.FAILED, reason=record.reason)))
            continue
        if raw.source_key != record.source_key:
            RawDocument.objects.filter(pk=raw.pk).update(source_key=record.source_key)
        keys.append((record.source_key, arrival, raw.pk))
        if len(held) < HELD:
            held[raw.pk] = record
    keys.sort()
    for raw, record, extraction in _extracted([pk for *_, pk in keys], held, workers):
        report(raw, store_one(raw, record, extraction))


def _parsed(raw_ids: Iterable[int], workers: int) -> Iterator[tuple[RawDocument, ArticleRecord | Unreadable]]:
    """Documents in the order given with the article in each."""
    waiting: list[RawDocument] = []

    def raws() -> Iterator[RawRecord]:
        for chunk in _chunks(raw_ids):
            for raw in _load(chunk):
                waiting.append(raw)
                yield as_record(raw)

    for record in mapped(parsed, raws(), workers):
        yield waiting.pop(0), record


def _extracted(
    raw_ids: list[int], held: dict[int, ArticleRecord], workers: int
) -> Iterator[tuple[RawDocument, ArticleRecord, ExtractionRecord | Unreadable]]:
    """Documents in the order given with what was read from them."""
    waiting: list[tuple[RawDocument, ArticleRecord]] = []

    def articles() -> Iterator[ArticleRecord]:
        for chunk in _chunks(raw_ids):
            for raw in _load(chunk):
                record = held.pop(raw.pk, None) or parsed(as_record(raw))
                if isinstance(record, ArticleRecord):
                    waiting.append((raw, record))
                    yield record

    for extraction in mapped(extracted, articles(), workers):
        yield (*waiting.pop(0), extraction)


def store_one(raw: RawDocument, record: ArticleRecord, extraction: ExtractionRecord | Unreadable) -> Stored:
    """Store one document. Whatever goes wrong is the document's alone and is recorded on it."""
    if isinstance(extraction, Unreadable):
        return finish(raw, Stored(Outcome.FAILED, reason=extraction.reason))
    try:
        return store(raw, record, extraction)
    except ServiceError as error:
        reason = error.detail
    except Exception as error:  # one document must not stop a run
        log.exception("storing failed: %s", raw.source)
        reason = f"could not be stored: {type(error).__name__}: {error}"
    return finish(raw, Stored(Outcome.FAILED, reason=clip(reason, 2000)))


def pending_ids() -> list[int]:
    """Raw documents that a killed run left behind."""
    return list(RawDocument.objects.filter(state=RawState.PENDING).order_by("pk").values_list("pk", flat=True))


def _chunks(ids: Iterable[int]) -> Iterator[list[int]]:
    source = iter(ids)
    while chunk := list(islice(source, CHUNK)):
        yield chunk


def _load(ids: list[int]) -> list[RawDocument]:
    rows = RawDocument.objects.select_related("content").in_bulk(ids)
    return [rows[pk] for pk in ids]

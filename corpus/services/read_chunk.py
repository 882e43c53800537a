"""Read the documents of a chunk and keep what was read. Depends on each document alone, so it may happen twice."""

from __future__ import annotations

import logging

from django.db import transaction
from django.utils import timezone

from corpus.extraction import extractor
from corpus.models import Article, RawDocument, Reading, RunChunk, RunDocument
from corpus.models.run import MOST_STRIKES
from corpus.records import ArticleRecord, ExtractionRecord
from corpus.services.configs import document_bounds, extraction_config, ingest_config
from corpus.services.keep import as_record, clip, printable
from corpus.services.leases import LostLease, end_chunk, hold_chunk, kept_alive, lease_chunk, release_chunk
from corpus.services.packed import pack
from corpus.services.read import Unreadable, extracted, parsed
from corpus.services.reextract import NO_TEXT
from corpus.services.reextract import as_record as article_record

SET_ASIDE = f"set aside: {MOST_STRIKES} workers died while they read it"
Read = tuple[ArticleRecord | None, ExtractionRecord | Unreadable]
log = logging.getLogger(__name__)


def read_chunk(pk: int) -> int | None:
    """Read what is left to read of the chunk; gives its run, or None where there was nothing to take."""
    chunk = lease_chunk(pk, extractor(extraction_config()))
    if chunk is None:
        return None
    try:
        with kept_alive(lambda: hold_chunk(chunk)):
            for document in chunk.documents.filter(read_at__isnull=True).order_by("position"):
                _read(chunk, document)
        end_chunk(chunk)
    except LostLease as error:
        log.warning("%s", error)
        return None
    except BaseException:
        release_chunk(chunk)
        raise
    return chunk.run_id


def _read(chunk: RunChunk, document: RunDocument) -> None:
    if document.strikes >= MOST_STRIKES:
        _keep(chunk, document, (None, Unreadable(SET_ASIDE)))
        return
    with transaction.atomic():  # noted before it is read: what kills this process is known to the next
        hold_chunk(chunk)
        RunDocument.objects.filter(pk=document.pk).update(being_read=True)
    _keep(chunk, document, read_document(document))


def read_document(document: RunDocument) -> Read:
    """The article, and what it says; Unreadable where there is none."""
    if document.raw_id is not None:
        raw = RawDocument.objects.select_related("content").get(pk=document.raw_id)
        record = parsed(as_record(raw), ingest_config(), document_bounds())
        return (
            (None, record)
            if isinstance(record, Unreadable)
            else (record, extracted(record, extraction_config(), document_bounds()))
        )
    assert document.article_id is not None  # noqa: S101 - the database holds it to one of two
    article = Article.objects.select_related("current_text").get(pk=document.article_id)
    if article.current_text is None:
        return None, Unreadable(NO_TEXT)
    stored = article_record(article)
    return stored, extracted(stored, extraction_config(), document_bounds())


def _keep(chunk: RunChunk, document: RunDocument, read: Read) -> None:
    record, extraction = read
    kept: dict[str, bytes | str] = {"article": b"", "extraction": b"", "reason": ""}
    try:
        if record is not None:
            kept["article"] = pack(record)
        if isinstance(extraction, ExtractionRecord):
            kept["extraction"] = pack(extraction)
        else:
            kept["reason"] = clip(printable(extraction.reason), 2000)
    except (TypeError, ValueError):
        # Words that no JSON holds: the writer reads the document itself, and finds what is wrong with it.
        log.exception("what was read cannot be handed on: %s", document)
        kept = {"article": b"", "extraction": b"", "reason": ""}
    with transaction.atomic():
        hold_chunk(chunk, read=1)
        Reading.objects.update_or_create(document=document, defaults=kept)
        RunDocument.objects.filter(pk=document.pk).update(being_read=False, read_at=timezone.now())

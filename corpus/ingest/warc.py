"""WARC (ISO 28500): pages as a crawler got them, each with the address it was got from."""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from warcio.archiveiterator import ArchiveIterator  # type: ignore[import-untyped]
from warcio.warcwriter import WARCWriter  # type: ignore[import-untyped]

from corpus.ingest.config import IngestConfig, IngestError
from corpus.ingest.containers import Piece, too_large

# What is wrong with a record is said in the reason of the document.
logging.getLogger("warcio").setLevel(logging.CRITICAL)

_WANTED = ("response", "resource", "conversion")
_READ = ("text/html", "application/xhtml+xml", "text/plain", "application/json", "application/ld+json")


@dataclass(frozen=True, slots=True)
class Got:
    """What a record holds."""

    url: str
    media_type: str
    content: bytes


def records(stream: io.BufferedReader[Any], config: IngestConfig) -> Iterator[Piece]:
    """Yield each record that holds a page or a document, numbered among all; the archive is never held whole.

    Requests, redirects, errors, pictures and scripts are passed over.
    """
    number = 0
    try:
        for record in ArchiveIterator(stream, arc2warc=True):
            number += 1
            if not _wanted(record):
                continue
            content = record.raw_stream.read(config.max_document_bytes + 1)
            if len(content) > config.max_document_bytes:
                yield number, too_large(config)
                continue
            yield number, _alone(record, content)
    except Exception as error:  # the library fails in ways of its own over what is broken
        yield number + 1, IngestError(f"not a WARC that can be read: {_reason(error)}")
        return
    if not number:
        yield 1, IngestError("no record in the archive")


def got(content: bytes, config: IngestConfig) -> Got:
    """What one record holds, decoded. Raises IngestError where it cannot be read."""
    try:
        for record in ArchiveIterator(io.BytesIO(content)):
            body = record.content_stream().read(config.max_document_bytes + 1)
            if len(body) <= config.max_document_bytes:
                return Got(record.rec_headers.get_header("WARC-Target-URI") or "", _type(record), body)
            raise too_large(config)
    except IngestError:
        raise
    except Exception as error:  # the library fails in ways of its own over what is broken
        raise IngestError(f"not a WARC record that can be read: {_reason(error)}") from None
    raise IngestError("no record in it")


def _wanted(record: Any) -> bool:
    if record.rec_type not in _WANTED:
        return False
    if record.http_headers is not None and record.http_headers.get_statuscode() != "200":
        return False
    return _type(record) in _READ


def _type(record: Any) -> str:
    headers = record.http_headers if record.http_headers is not None else record.rec_headers
    return (headers.get_header("Content-Type") or "").split(";", 1)[0].strip().lower()


def _alone(record: Any, content: bytes) -> bytes:
    """The record by itself, its block as it came."""
    out = io.BytesIO()
    writer = WARCWriter(out, gzip=False)
    record.raw_stream = io.BytesIO(content)
    record.length = None
    writer.write_record(record)
    return out.getvalue()


def _reason(error: Exception) -> str:
    return next(iter(str(error).strip().splitlines()), type(error).__name__)[:200]

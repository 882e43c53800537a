"""WARC (ISO 28500): pages as a crawler got them, each with the address it was got from."""

from __future__ import annotations

import io
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from warcio.bufferedreaders import ChunkedDataReader  # type: ignore[import-untyped]
from warcio.warcwriter import WARCWriter  # type: ignore[import-untyped]

from corpus.ingest.archive import Archive
from corpus.ingest.cleaning import reason_of
from corpus.ingest.config import IngestConfig, IngestError
from corpus.ingest.containers import Piece, too_large

_WANTED = ("response", "resource", "conversion")
_READ = ("text/html", "application/xhtml+xml", "text/plain", "application/json", "application/ld+json")
_MANY_BROKEN = 100  # in a row: what comes after them is no archive
# How zlib is told of each; what calls itself "deflate" comes with a head and without.
_WINDOWS = {"gzip": (31,), "x-gzip": (31,), "deflate": (15, -15)}


@dataclass(frozen=True, slots=True)
class Got:
    """What a record holds."""

    url: str
    media_type: str
    content: bytes


def records(stream: io.BufferedReader[Any], config: IngestConfig) -> Iterator[Piece]:
    """Yield each record that holds a page or a document, numbered among all; the archive is never held whole.

    Requests, redirects, errors, pictures and scripts are passed over. A record that is broken fails alone.
    """
    archive = Archive(stream)
    number = broken = 0
    while broken < _MANY_BROKEN:
        try:
            record = archive.next()
            if record is None:
                break
            number += 1
            content = _alone(record, config) if _wanted(record) else None
        except IngestError as error:
            yield number, error
        except Exception as error:  # the library fails in ways of its own over what is broken
            broken += 1
            number += 1
            yield number, IngestError(f"not a WARC that can be read: {reason_of(error)}")
            if not archive.resume():
                break
        else:
            broken = 0
            if content is not None:
                yield number, content
    if not number:
        yield 1, IngestError("no record in the archive")


def got(content: bytes, config: IngestConfig) -> Got:
    """What one record holds, decoded. Raises IngestError where it cannot be read."""
    try:
        record = Archive(io.BytesIO(content)).next()
        if record is not None:
            body = _decoded(record, config.max_document_bytes + 1)
            if len(body) > config.max_document_bytes:
                raise too_large(config)
            return Got(record.rec_headers.get_header("WARC-Target-URI") or "", _type(record), body)
    except IngestError:
        raise
    except Exception as error:  # the library fails in ways of its own over what is broken
        raise IngestError(f"not a WARC record that can be read: {reason_of(error)}") from None
    raise IngestError("no record in it")


def _decoded(record: Any, most: int) -> bytes:
    """The body as a browser would see it, or so many bytes of it.

    The library unpacks each chunk whole, and a chunk of a few megabytes may hold gigabytes.
    """
    heads = record.http_headers
    if heads is None:
        return bytes(record.raw_stream.read(most))
    chunked = (heads.get_header("Transfer-Encoding") or "").strip().lower() == "chunked"
    stream = ChunkedDataReader(record.raw_stream) if chunked else record.raw_stream
    body = bytes(stream.read(most))
    for window in _WINDOWS.get((heads.get_header("Content-Encoding") or "").strip().lower(), ()):
        try:
            return zlib.decompressobj(window).decompress(body, most)
        except zlib.error:
            continue
    return body  # crawlers unpack what they keep, and leave the header as it was


def _wanted(record: Any) -> bool:
    if record.rec_type not in _WANTED:
        return False
    if record.http_headers is not None and record.http_headers.get_statuscode() != "200":
        return False
    return _type(record) in _READ


def _type(record: Any) -> str:
    headers = record.http_headers if record.http_headers is not None else record.rec_headers
    return (headers.get_header("Content-Type") or "").split(";", 1)[0].strip().lower()


def _alone(record: Any, config: IngestConfig) -> bytes:
    """The record by itself, its block as it came."""
    content = record.raw_stream.read(config.max_document_bytes + 1)
    if len(content) > config.max_document_bytes:
        raise too_large(config)
    if record.http_headers is not None:
        # The library writes ASCII, and of itself puts only values into it.
        heads = record.http_headers
        heads.protocol, heads.statusline = _ascii(heads.protocol), _ascii(heads.statusline)
        heads.headers = [(_ascii(name), value) for name, value in heads.headers]
    out = io.BytesIO()
    writer = WARCWriter(out, gzip=False)
    record.raw_stream = io.BytesIO(content)
    record.length = None
    writer.write_record(record)
    return out.getvalue()


def _ascii(text: str) -> str:
    return text.encode("ascii", "backslashreplace").decode("ascii")

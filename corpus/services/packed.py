"""What was read from a document, as JSON for another machine: the same records come out as went in."""

from __future__ import annotations

from typing import Any

from cattrs.preconf.orjson import make_converter

from corpus.records import ArticleRecord, ExtractionRecord, Span

_converter = make_converter()
_converter.register_structure_hook(Span, lambda value, _: Span(*value))


def pack(record: ArticleRecord | ExtractionRecord) -> bytes:
    """The record as JSON."""
    packed: bytes = _converter.dumps(record)
    return packed


def unpack_article(packed: Any) -> ArticleRecord:
    """The article that was packed."""
    return _converter.loads(bytes(packed), ArticleRecord)


def unpack_extraction(packed: Any) -> ExtractionRecord:
    """The extraction that was packed."""
    return _converter.loads(bytes(packed), ExtractionRecord)

"""Shorthands of the tests of the readers."""

from corpus.ingest import IngestError, parse
from corpus.records import ArticleRecord, RawRecord


def read(content: str | bytes, media_type: str = "text/plain", **beside: str) -> ArticleRecord:
    """Parse a document given as text or bytes."""
    raw = content.encode() if isinstance(content, str) else content
    return parse(RawRecord(beside.pop("source", "a"), raw, media_type, **beside))


def read_or_reason(content: str | bytes, media_type: str = "text/plain") -> tuple[ArticleRecord | None, str]:
    """Parse a document, or say why it cannot be read."""
    try:
        return read(content, media_type), ""
    except IngestError as error:
        return None, str(error)

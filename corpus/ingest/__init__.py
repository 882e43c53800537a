"""Bytes to articles.

``documents`` walks files, folders, patterns and standard input and yields one RawRecord a document; ``parse`` turns a
RawRecord into an ArticleRecord or raises IngestError with a plain reason. ``parse_fields`` does the same for fields
that are already parsed.
"""

from corpus.ingest.config import (
    DEFAULT,
    EXTENSIONS,
    MEDIA_TYPES,
    ZIP,
    Declared,
    Format,
    IngestConfig,
    IngestError,
    Skipped,
)
from corpus.ingest.dates import parse_date
from corpus.ingest.fields import ArticleField, article_fields, parse_fields
from corpus.ingest.keys import source_key
from corpus.ingest.listing import Listed, Listing, ListKind, read_listing
from corpus.ingest.parse import parse
from corpus.ingest.urls import canonical_url
from corpus.ingest.walk import documents

__all__ = [
    "DEFAULT",
    "EXTENSIONS",
    "MEDIA_TYPES",
    "ZIP",
    "ArticleField",
    "Declared",
    "Format",
    "IngestConfig",
    "IngestError",
    "ListKind",
    "Listed",
    "Listing",
    "Skipped",
    "article_fields",
    "canonical_url",
    "documents",
    "parse",
    "parse_date",
    "parse_fields",
    "read_listing",
    "source_key",
]

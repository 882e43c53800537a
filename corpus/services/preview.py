"""Extract without storing anything."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from corpus.extraction import ExtractionConfig, extract
from corpus.extraction.wire import as_json
from corpus.ingest import IngestError, parse_date
from corpus.records import ArticleRecord
from corpus.services.apart import ReaderDied, apart
from corpus.services.bounds import Bounds, TooCostly, within
from corpus.services.configs import extraction_config, preview_bounds
from corpus.services.errors import InvalidDocument

TEXTS = ("id", "text", "headline", "language", "published")


def extract_fields(fields: Mapping[str, Any]) -> dict[str, Any]:
    """What is read from ``{"text", "headline"?, "language"?, "published"?, "id"?}``.

    Gives the object of ``python -m corpus.extraction``. Offsets count in the text as given: nothing is cleaned.
    """
    for name in fields:
        if name not in TEXTS:
            raise InvalidDocument(f"unknown field {name!r}; there are {', '.join(TEXTS)}", field=name)
        if not isinstance(fields[name], str | None):
            raise InvalidDocument(f"{name}: expected text, got {type(fields[name]).__name__}", field=name)
    text = fields.get("text") or ""
    if not text.strip():
        raise InvalidDocument("text: there is no text to read", field="text")
    try:
        published = parse_date(fields["published"]) if fields.get("published") else None
    except IngestError as error:
        raise InvalidDocument(f"published: {error}", field="published") from error
    article = ArticleRecord(
        source_key=fields.get("id") or "",
        headline=fields.get("headline") or "",
        body=text,
        published=published,
        language=fields.get("language") or "",
    )
    bounds = preview_bounds()
    try:
        return apart(_read, article, extraction_config(), bounds)
    except (TooCostly, ReaderDied) as error:
        raise InvalidDocument(f"text: {error}; a shorter one may do", field="text") from error


def _read(article: ArticleRecord, config: ExtractionConfig, bounds: Bounds) -> dict[str, Any]:
    return within(bounds, lambda: as_json(extract(article, config), article))

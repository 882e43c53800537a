"""One document to one article: the reader of its media type."""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import replace

from corpus.ingest.cleaning import clean_line
from corpus.ingest.config import DEFAULT, MEDIA_TYPES, Format, IngestConfig, IngestError
from corpus.ingest.containers import csv_fields, not_json, too_large
from corpus.ingest.dates import parse_date
from corpus.ingest.encoding import decode
from corpus.ingest.fields import parse_fields
from corpus.ingest.metadata import Metadata, assemble, check_length, filled
from corpus.ingest.ninjs import is_ninjs, ninjs_fields
from corpus.ingest.page import decode_page, read_page
from corpus.ingest.schemaorg import find_article, is_json_ld
from corpus.ingest.story import tell
from corpus.ingest.text import text_paragraphs
from corpus.ingest.urls import canonical_url
from corpus.ingest.warc import got
from corpus.ingest.xmlnews import xml_fields
from corpus.records import ArticleRecord, Moment, RawRecord

_XML = frozenset([MEDIA_TYPES[Format.XML], "text/xml", "application/rss+xml", "application/atom+xml"])


def parse(raw: RawRecord, config: IngestConfig = DEFAULT) -> ArticleRecord:
    """Read one document.

    The key, the publisher and the date that came beside the document win over what stands in it. Raises IngestError
    with a plain reason, and nothing else, whatever the bytes are.
    """
    if len(raw.content) > config.max_document_bytes:
        raise too_large(config)
    if not raw.content.strip():
        raise IngestError("empty file" if raw.path or ":" not in raw.source else "empty document")
    media_type = raw.media_type.split(";", 1)[0].strip().lower()
    try:
        if media_type == MEDIA_TYPES[Format.JSON]:
            return _from_fields(_json_object(raw.content), raw, config)
        if media_type == MEDIA_TYPES[Format.CSV]:
            return _from_fields(csv_fields(raw.content), raw, config)
        if media_type in (MEDIA_TYPES[Format.HTML], "application/xhtml+xml"):
            page = read_page(decode_page(raw.content))
            return _assemble(page.paragraphs, page.metadata, raw, config)
        if media_type in _XML:
            return _from_fields(xml_fields(raw.content), raw, config)
        if media_type == MEDIA_TYPES[Format.WARC]:
            return _from_record(raw, config)
        if media_type == MEDIA_TYPES[Format.TXT]:
            return _assemble(text_paragraphs(decode(raw.content), config), None, raw, config)
    except RecursionError:
        raise IngestError("nested too deeply") from None
    known = ", ".join(sorted(set(MEDIA_TYPES.values())))
    named = ascii(media_type[:80]) if media_type else "a document without a media type"
    raise IngestError(f"no reader for {named}; there are {known}")


def _from_record(raw: RawRecord, config: IngestConfig) -> ArticleRecord:
    """The page or document of a WARC record, published at the address it was got from unless it says another."""
    found = got(raw.content, config)
    if found.media_type == MEDIA_TYPES[Format.WARC]:  # each would hold all that are in it
        raise IngestError("a WARC record within a WARC record")
    article = parse(replace(raw, content=found.content, media_type=found.media_type), config)
    if article.source_url or not found.url:
        return article
    with suppress(IngestError):  # an address that is none of the web
        url = canonical_url(found.url)
        own = not article.source_key.startswith("sha256:")
        return replace(article, source_url=url, source_key=article.source_key if own else url)
    return article


def _from_fields(fields: dict[str, object], raw: RawRecord, config: IngestConfig) -> ArticleRecord:
    return parse_fields(
        fields,
        raw.source,
        content=raw.content,
        key=raw.key,
        publisher=raw.publisher,
        published=raw.published,
        config=config,
    )


def _json_object(content: bytes) -> dict[str, object]:
    try:
        value: object = json.loads(decode(content).replace("\x00", "").removeprefix("\ufeff"))
    except (ValueError, RecursionError) as error:
        raise not_json(error) from None
    if isinstance(value, dict) and is_ninjs(value):
        return ninjs_fields(value)
    if isinstance(value, list) and is_json_ld(value):
        article = find_article(value)
        if article is None:
            raise IngestError("no article in the JSON-LD")
        return article
    if not isinstance(value, dict):
        kind = {list: "a list", str: "text", bool: "true or false", type(None): "null"}.get(type(value), "a number")
        raise IngestError(f"expected an object with the fields of an article, got {kind}")
    return value


def _assemble(paragraphs: list[str], metadata: Metadata | None, raw: RawRecord, config: IngestConfig) -> ArticleRecord:
    found = metadata or Metadata()
    check_length(sum(map(len, paragraphs)) + 2 * len(paragraphs), config)
    publisher = clean_line(raw.publisher) or found.publisher
    story = tell(
        paragraphs, headline=found.headline if metadata else None, publisher=publisher, from_page=metadata is not None
    )
    declared = Metadata(
        key=raw.key, publisher=publisher, published=_declared_date(raw.published), url=_got_from(raw.key)
    )
    return assemble(story, filled(declared, found), content=raw.content, config=config)


def _got_from(key: str) -> str:
    """The address that a document was got from, where that is its key."""
    with suppress(IngestError):
        return canonical_url(key)
    return ""


def _declared_date(text: str) -> Moment | None:
    if not text:
        return None
    try:
        return parse_date(text)
    except IngestError as error:
        raise IngestError(f"published: {error}") from None

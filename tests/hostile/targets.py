"""What made-up bytes are given to. A target returns, or lets out an exception: that is a finding."""

from __future__ import annotations

import io
from collections.abc import Callable
from contextlib import suppress

from api.v1.lines import line_fault
from api.v1.parameters import read as read_parameters
from api.v1.problems import Problem
from corpus.extraction import ExtractionConfig, extract
from corpus.folding import name_key, normalise, words_key
from corpus.ingest import (
    MEDIA_TYPES,
    Declared,
    Format,
    IngestConfig,
    IngestError,
    canonical_url,
    documents,
    parse,
    parse_date,
    read_listing,
)
from corpus.records import ArticleRecord, Failure, RawRecord
from corpus.search.query import QueryError
from corpus.search.query import parse as parse_query
from tests.hostile.holding import check_article, check_extraction, check_reason
from tests.hostile.news import OUTSIDE

SMALL = IngestConfig(max_document_bytes=20_000, max_container_bytes=40_000, max_body_chars=8_000)
BY_RULES, TRAINED = ExtractionConfig(model=None), ExtractionConfig()
FORMATS = ("", *Format)
MOST_REPEATED = 600  # times the document: the longest name of a column, for rows of one letter
Target = Callable[[bytes], object]


def read_one(raw: RawRecord) -> None:
    """Parsing a document, the limits near enough to be met; the same bytes give the same."""
    try:
        article = parse(raw, SMALL)
    except IngestError as error:
        check_reason(error)
        return
    check_article(article)
    assert OUTSIDE not in repr(article)
    assert parse(raw, SMALL) == article


def reads(media_type: str) -> Target:
    """Parsing a document of the type."""

    def target(content: bytes) -> None:
        read_one(RawRecord("made up", content, media_type))

    return target


def split(content: bytes, form: Format | str) -> None:
    """Splitting a stream in a format into documents, and parsing each."""
    kept = 0
    for one in documents(["-"], declared=Declared(format=form), config=SMALL, stdin=io.BytesIO(content)):
        if isinstance(one, Failure):
            check_reason(one.reason)
        if isinstance(one, RawRecord):
            kept += len(one.content)
            read_one(one)
    assert kept < MOST_REPEATED * len(content) + 10_000


def streams(content: bytes) -> None:
    """A stream in a format, or in what it is taken for."""
    split(content[1:], FORMATS[content[0] % len(FORMATS)] if content else "")


def splits(form: Format) -> Target:
    """A stream of the format, and the whole as one document."""
    whole = reads(MEDIA_TYPES[form])

    def target(content: bytes) -> None:
        split(content, form)
        whole(content)

    return target


def listings(content: bytes) -> None:
    """What a feed or a sitemap lists, and each entry that brings its words."""
    try:
        found = read_listing(content, "https://gazette.example/feed")
    except IngestError as error:
        check_reason(error)
        return
    assert OUTSIDE not in repr(found)
    assert len({entry.key for entry in found.entries}) == len(found.entries)
    for entry in found.entries:
        (entry.key + entry.url + entry.stamp + entry.published + entry.changed).encode()
        if entry.content:
            read_one(RawRecord("made up", entry.content, "application/xml"))


def extracts(config: ExtractionConfig) -> Target:
    """Reading a text, its first line as the headline."""

    def target(content: bytes) -> None:
        headline, _, body = content.decode("utf-8", "ignore").partition("\n")
        check_extraction(body, extract(ArticleRecord("made up", headline, body, language="en"), config))

    return target


def words(content: bytes) -> None:
    """Short texts: dates, addresses, names, queries."""
    text = content.decode("utf-8", "surrogateescape" if content[:1] == b"s" else "replace")
    for read in (parse_date, canonical_url):
        with suppress(IngestError):
            read(text)
    for fold in (name_key, normalise, words_key):
        folded = fold(text)
        assert fold(folded) == folded or fold is words_key
    with suppress(QueryError):
        parse_query(text)
        parse_query(text, exact=True)


def requests(content: bytes) -> None:
    """A line of a bulk request, and the same as a query string."""
    line_fault(content)
    with suppress(Problem):
        read_parameters(content.decode("latin-1"), [])


TARGETS: dict[str, Target] = {
    "text": reads("text/plain"),
    "page": reads("text/html"),
    "json": reads("application/json"),
    "csv": reads("text/csv"),
    "xml": reads("application/xml"),
    "nitf": splits(Format.XML),
    "newsml": splits(Format.XML),
    "feed": splits(Format.XML),
    "listing": listings,
    "ninjs": splits(Format.JSON),
    "archive": splits(Format.WARC),
    "streams": streams,
    "rules": extracts(BY_RULES),
    "reader": extracts(TRAINED),
    "words": words,
    "requests": requests,
}

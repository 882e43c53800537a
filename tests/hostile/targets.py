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
from corpus.ingest import Declared, Format, IngestConfig, IngestError, canonical_url, documents, parse, parse_date
from corpus.records import ArticleRecord, RawRecord
from corpus.search.query import QueryError
from corpus.search.query import parse as parse_query
from tests.hostile.holding import check_article, check_extraction

SMALL = IngestConfig(max_document_bytes=20_000, max_container_bytes=40_000, max_body_chars=8_000)
BY_RULES, TRAINED = ExtractionConfig(model=None), ExtractionConfig()
FORMATS = ("", *Format)
Target = Callable[[bytes], object]


def reads(media_type: str) -> Target:
    """Parsing a document of the type, the limits near enough to be met."""

    def target(content: bytes) -> None:
        with suppress(IngestError):
            article = parse(RawRecord("made up", content, media_type), SMALL)
            check_article(article)

    return target


def streams(content: bytes) -> None:
    """Splitting a stream in a format, or in what it is taken for, into documents, and parsing each."""
    form = FORMATS[content[0] % len(FORMATS)] if content else ""
    found = documents(["-"], declared=Declared(format=form), config=SMALL, stdin=io.BytesIO(content[1:]))
    for one in found:
        if isinstance(one, RawRecord):
            with suppress(IngestError):
                check_article(parse(one, SMALL))


def archives(content: bytes) -> None:
    """Splitting an archive of pages, and parsing each."""
    for one in documents(["-"], declared=Declared(format="warc"), config=SMALL, stdin=io.BytesIO(content)):
        if isinstance(one, RawRecord):
            with suppress(IngestError):
                check_article(parse(one, SMALL))


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
    "archive": archives,
    "streams": streams,
    "rules": extracts(BY_RULES),
    "reader": extracts(TRAINED),
    "words": words,
    "requests": requests,
}

"""XML by its root: feeds and messages to single documents, a single document to the fields of its article."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from corpus.ingest import feeds, newsml
from corpus.ingest.config import IngestError
from corpus.ingest.containers import Piece
from corpus.ingest.dates import parse_date
from corpus.ingest.metadata import language_tag
from corpus.ingest.nitf import nitf_fields
from corpus.ingest.xmltree import local, shown, tree_of

# What an article can do without.
_BESIDE: dict[str, Callable[[str], object]] = {"language": language_tag, "modified": parse_date}


def xml_documents(content: bytes) -> Iterator[Piece] | None:
    """Yield the entries of a feed, or the news items of a message, numbered from 1; None where it is one document."""
    root = tree_of(content)
    if local(root) in feeds.ROOTS:
        return _numbered(feeds.entries(root, len(content)), "no entry in the feed")
    if local(root) == "newsmessage":
        return _numbered(newsml.items(root, len(content)), "no news item in the message")
    return None


def xml_fields(content: bytes) -> dict[str, object]:
    """The fields of one document (see ``article_fields``), without what its slips left unreadable beside its words."""
    fields = _stated(content)
    for name, read in _BESIDE.items():
        try:
            read(str(fields.get(name) or ""))
        except IngestError:
            fields.pop(name, None)
    return fields


def _stated(content: bytes) -> dict[str, object]:
    root = tree_of(content)
    kind = local(root)
    if kind in feeds.ROOTS:
        return feeds.feed_fields(content)
    if kind == "nitf":
        return nitf_fields(root)
    if kind == "newsitem":
        return newsml.newsml_fields(root)
    raise IngestError(f"no reader for XML whose root is <{shown(root)}>; there are RSS, Atom, NITF and NewsML-G2")


def _numbered(found: Iterator[bytes], none: str) -> Iterator[Piece]:
    number = 0
    try:
        for number, piece in enumerate(found, start=1):
            yield number, piece
    except IngestError as error:
        yield number + 1, error
        return
    if not number:
        yield 1, IngestError(none)

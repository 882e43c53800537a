"""What a feed or a sitemap lists: entries with the words of their articles, and addresses of pages."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from urllib.parse import urljoin

from corpus.ingest import feeds
from corpus.ingest.config import Format, IngestError
from corpus.ingest.sniff import sniff
from corpus.ingest.urls import canonical_url
from corpus.ingest.xmltree import children, first, local, shown, tree_of

MAX_LISTED = 50_000  # as the protocol of sitemaps has it
MOST_HELD = 100_000_000  # bytes of what a feed says of itself, with all its entries: these are held together
MIN_FULL = 400  # characters: what a feed calls content may be the first line of it


class ListKind(StrEnum):
    """What a source turns out to be."""

    RSS = "rss"
    ATOM = "atom"
    SITEMAP = "sitemap"
    INDEX = "sitemap_index"


@dataclass(frozen=True, slots=True)
class Listed:
    """One entry. ``key`` stays the same for as long as it is the same article, ``stamp`` while it is unchanged."""

    key: str  # the canonical address, else the id that the feed gives it
    url: str  # absolute; "" where it has none
    stamp: str  # SHA-256 of what is said of it
    published: str = ""  # as printed
    content: bytes = b""  # the entry as a feed of its own; b"" where a page has the words
    is_list: bool = False  # another sitemap
    changed: str = ""  # as a sitemap prints it


@dataclass(frozen=True, slots=True)
class Listing:
    """All entries in the order of the document, each key once."""

    kind: ListKind
    entries: tuple[Listed, ...]


def read_listing(content: bytes, url: str) -> Listing:
    """Read a feed (RSS, Atom), a sitemap or an index of sitemaps that was got from ``url``.

    Raises IngestError where it is none, as a page that stands where a feed stood.
    """
    if not content.strip():
        raise IngestError("an empty answer")
    if sniff(content[:100_000]) == Format.HTML:
        raise IngestError("a page (HTML), no feed and no sitemap")
    root = tree_of(content)
    name = local(root)
    if name in feeds.ROOTS:
        kind = ListKind.ATOM if name == "feed" else ListKind.RSS
        return Listing(kind, _once(_entries(root, len(content), url)))
    if name == "urlset":
        return Listing(ListKind.SITEMAP, _once(_pages(root, url)))
    if name == "sitemapindex":
        return Listing(ListKind.INDEX, _once(_sitemaps(root, url)))
    raise IngestError(f"no feed and no sitemap: XML whose root is <{shown(root)}>")


def _once(found: Iterator[Listed]) -> tuple[Listed, ...]:
    """Each key as it came first, which in feeds is the newest state."""
    entries: dict[str, Listed] = {}
    for entry in found:
        entries.setdefault(entry.key, entry)
        if len(entries) >= MAX_LISTED:
            break
    return tuple(entries.values())


def _entries(root: Any, size: int, base: str) -> Iterator[Listed]:
    for content in feeds.entries(root, size, most=MOST_HELD):
        try:
            fields = feeds.feed_fields(content)
        except IngestError:
            # Kept nevertheless: whoever reads the document is told why that fails, and so the entry fails.
            stamp = _stamp(feeds.own_bytes(content))
            yield Listed(stamp, "", stamp, content=content)
            continue
        given = str(fields["url"] or "")
        link, canonical = _address(base, given)
        key = canonical or feeds.entry_id(content) or given
        words = str(fields.get("html") or fields.get("body") or "")
        if not key and not words:
            continue
        full = not link or (feeds.has_content(content) and len(words) >= MIN_FULL)
        # Neither the id nor the feed counts: an entry that comes again under another id is the same.
        said = (fields[name] for name in ("published", "modified", "authors"))
        stamp = _stamp(fields["headline"], words, *said, canonical or link)
        yield Listed(key or stamp, link, stamp, str(fields["published"] or ""), content if full else b"")


def _pages(root: Any, base: str) -> Iterator[Listed]:
    for element in children(root, "url"):
        link, canonical = _address(base, first(element, "loc"))
        if canonical:
            changed, said = first(element, "lastmod"), first(element, "news", "publication_date")
            yield Listed(canonical, link, _stamp(changed, said, first(element, "news", "title")), said, changed=changed)


def _sitemaps(root: Any, base: str) -> Iterator[Listed]:
    for element in children(root, "sitemap"):
        link, canonical = _address(base, first(element, "loc"))
        if canonical:
            changed = first(element, "lastmod")
            yield Listed(link, link, _stamp(changed) if changed else "", changed, is_list=True, changed=changed)


def _address(base: str, link: str) -> tuple[str, str]:
    """The absolute address and its canonical spelling; "" twice for what is no address of the web."""
    with suppress(IngestError, ValueError):
        if link.strip():
            absolute = urljoin(base, link.strip())
            return absolute, canonical_url(absolute)
    return "", ""


def _stamp(*said: object) -> str:
    return hashlib.sha256("\x1f".join(map(str, said)).encode("utf-8", "surrogatepass")).hexdigest()

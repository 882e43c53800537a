"""RSS and Atom: entries, each with what the feed says of all of them."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import Any

import feedparser  # type: ignore[import-untyped]
from feedparser.namespaces import georss, itunes, mediarss, psc  # type: ignore[import-untyped]
from lxml import etree  # type: ignore[import-untyped]

from corpus.ingest.cleaning import visible
from corpus.ingest.config import IngestError
from corpus.ingest.page import fragment_paragraphs
from corpus.ingest.xmltree import check_repeated, line_of, local, tree_of, words

ROOTS = frozenset(["rss", "rdf", "feed"])
_ENTRIES = frozenset(["item", "entry"])
_OF_FEED = frozenset(["channel", "title", "link", "id", "language", "publisher", "author", "license", "rights"])
_PEOPLE = frozenset(
    ["author", "contributor", "creator", "email", "managingeditor", "name", "owner", "publisher", "webmaster"]
)
# Places, media and chapters are not asked for, and the library fails over what is odd in them.
_BESIDE = [
    f"{{{space}}}*" for module in (georss, itunes, mediarss, psc) for space in module.Namespace.supported_namespaces
]
# What fields are read from.
_READ = frozenset(
    [
        "author", "body", "category", "content", "created", "creator", "date", "description", "encoded",
        "guid", "id", "issued", "keywords", "language", "license", "link", "modified", "published",
        "pubdate", "publisher", "rights", "source", "subject", "summary", "title", "updated"
    ]
)  # fmt: skip
_LONGEST_PERSON = 1_000  # characters
_TAG = re.compile(r"<[a-zA-Z/]")
_MARKED = re.compile(r"<[a-zA-Z/!]|&#?\w{1,40};")  # a tag, or what HTML writes for a character
_WORDPRESS_SPACE = "//wordpress.org/export/"
_WORDPRESS = _WORDPRESS_SPACE.encode()
_POSTS = ("post", "page")
# What stands in an export beside all that an editor wrote.
_NO_POSTS = frozenset(
    [
        "attachment", "custom_css", "customize_changeset", "nav_menu_item", "oembed_cache", "revision", "user_request",
        "wp_block", "wp_font_face", "wp_font_family", "wp_global_styles", "wp_navigation", "wp_template",
        "wp_template_part"
    ]
)  # fmt: skip
_HTML = frozenset(["text/html", "application/xhtml+xml"])


def entries(root: Any, size: int, most: int | None = None) -> Iterator[bytes]:
    """Each entry as a feed of its own, in UTF-8, with what is said of the whole feed. Takes the tree apart.

    ``size`` is that of the feed in bytes. Raises IngestError where what it says of itself is out of all proportion, or
    longer than ``most`` bytes with all entries.

    When the feed was made is left out: an entry that is unchanged must be the same bytes the next day. So are the
    pictures, menus and older versions of an export of WordPress.
    """
    found = [element for element in root.iter() if local(element) in _ENTRIES and local(element.getparent()) != "item"]
    parents = [element.getparent() for element in found]
    for parent, element in zip(parents, found, strict=True):
        element.tail = None
        parent.remove(element)
    for holder in [root, *(child for child in root if local(child) == "channel")]:
        for child in holder:
            if local(child) not in _OF_FEED:
                holder.remove(child)
    check_repeated(len(etree.tostring(root)), len(found), size, most)
    for parent, element in zip(parents, found, strict=True):
        if _of_wordpress(element, "post_type") in _NO_POSTS:
            continue
        parent.append(element)
        yield etree.tostring(root, encoding="utf-8", xml_declaration=True)
        parent.remove(element)


def feed_fields(content: bytes) -> dict[str, object]:
    """The fields of a feed of one entry (see ``article_fields``). Raises IngestError where there is none."""
    found = _parsed(content)
    if len(found.entries) != 1:
        raise IngestError("no entry in the feed" if not found.entries else "more than one entry in it")
    entry, feed = found.entries[0], found.feed
    _check_public(content)
    link = entry.get("link", "")
    bodies = entry.get("content") or [entry.get("summary_detail") or {"value": entry.get("summary")}]
    body = max(bodies, key=lambda one: len(one.get("value") or ""))
    modified = entry["updated"] if "updated" in entry else ""  # noqa: SIM401  (get() gives the other date too)
    return {
        "key": "" if link else entry.get("id", ""),
        "headline": _plain(entry.get("title") or "", entry.get("title_detail", {})),
        "html" if _is_html(body) else "body": body.get("value") or "",
        "publisher": entry.get("publisher") or entry.get("source", {}).get("title") or feed.get("title", ""),
        "authors": _authors(found),
        "published": entry.get("published") or modified,
        "modified": modified if entry.get("published") else "",
        "url": link,
        "language": entry.get("language") or feed.get("language", ""),
        "section": next((tag.get("term") or "" for tag in entry.get("tags", ())), ""),
        "licence": entry.get("license") or feed.get("license", ""),
    }


def _check_public(content: bytes) -> None:
    """Raise IngestError for what an export of WordPress holds and its site does not show to everybody."""
    if _WORDPRESS not in content:
        return
    for element in tree_of(content).iter():
        if local(element) in _ENTRIES:
            kind, status = _of_wordpress(element, "post_type"), _of_wordpress(element, "status")
            if kind not in ("", *_POSTS):
                raise IngestError(f"no article: an entry of the type {visible(kind)[:40]}")
            if status not in ("", "publish"):
                raise IngestError(f"not published: its status is {visible(status)[:40]}")
            if _of_wordpress(element, "post_password"):
                raise IngestError("not for everybody: it has a password")


def _of_wordpress(entry: Any, name: str) -> str:
    own = (child for child in entry if local(child) == name and _WORDPRESS_SPACE in child.tag)
    return next((words(child) for child in own), "")


def entry_id(content: bytes) -> str:
    """The id (guid) of the entry in a feed of one; "" where it has none."""
    return next((str(entry.get("id", "")) for entry in _parsed(content).entries), "")


def has_content(content: bytes) -> bool:
    """Whether the entry in a feed of one brings its words along, and not a summary of them alone."""
    return any(one.get("value") for entry in _parsed(content).entries for one in entry.get("content", ()))


def own_bytes(content: bytes) -> bytes:
    """The entry in a feed of one, without what is said of the whole feed."""
    found = (element for element in tree_of(content).iter() if local(element) in _ENTRIES)
    return b"".join(etree.tostring(element, with_tail=False) for element in found)


def _parsed(content: bytes) -> Any:
    bounded = _bounded(content)
    try:
        return _read(bounded)
    except Exception as error:  # the library fails in ways of its own over what is broken
        reason = line_of(error) or type(error).__name__
    try:
        return _read(_asked_for(bounded))
    except Exception:
        raise IngestError(f"not a feed that can be read: {reason}") from None


def _read(content: bytes) -> Any:
    # A stream, since the library would take text for an address to fetch.
    return feedparser.parse(io.BytesIO(content), sanitize_html=False, resolve_relative_uris=True)


def _asked_for(content: bytes) -> bytes:
    """The feed without the parts of its entries that no field is read from."""
    root = tree_of(content)
    etree.strip_elements(root, *_BESIDE, with_tail=False)
    for entry in [element for element in root.iter() if local(element) in _ENTRIES]:
        for child in list(entry):
            if local(child) not in _READ | _ENTRIES:
                entry.remove(child)
    return bytes(etree.tostring(root, encoding="utf-8", xml_declaration=True))


def _bounded(content: bytes) -> bytes:
    """The feed with the beginnings of names that are far too long: the library looks through each over and over."""
    if len(content) <= _LONGEST_PERSON:
        return content
    root = tree_of(content)
    people = [element for element in root.iter() if local(element) in _PEOPLE]
    # Atom's author holds a name and an address: of these the one that is too long is cut, and it stays an author.
    long = [element for element in people if sum(map(len, _own_words(element))) > _LONGEST_PERSON]
    for element in long:
        beginning, tail = words(element)[:_LONGEST_PERSON], element.tail
        element.clear()
        element.text, element.tail = beginning, tail
    return etree.tostring(root, encoding="utf-8", xml_declaration=True) if long else content


def _own_words(person: Any) -> Iterator[str]:
    """The texts in the element, but those of people within it."""
    yield person.text or ""
    for child in person:
        if local(child) not in _PEOPLE:
            yield from _own_words(child)
        yield child.tail or ""


def _authors(found: Any) -> list[str]:
    """Who wrote the entry. In Atom whoever its source or feed names has, where it names nobody (RFC 4287, 4.2.1)."""
    entry = found.entries[0]
    holders = [entry]
    if found.version.startswith("atom"):
        holders += [entry.get("source", {}), found.feed]
    each = ([name for one in holder.get("authors", ()) if (name := one.get("name", ""))] for holder in holders)
    return next(filter(None, each), [])


def _is_html(told: Any) -> bool:
    """Whether a text is HTML: where nothing in it is written as HTML is, its lines say more."""
    return told.get("type") in _HTML and _MARKED.search(told.get("value") or "") is not None


def _plain(title: str, told: Any) -> str:
    """A title without the markup that some feeds put into it."""
    return " ".join(fragment_paragraphs(title)) if _TAG.search(title) or _is_html(told) else title

"""NewsML-G2 of IPTC: news items, alone or many in a message, with their words in XHTML, NITF or plain text."""

from __future__ import annotations

import html
from collections.abc import Iterator
from typing import Any

from lxml import etree  # type: ignore[import-untyped]

from corpus.ingest.config import IngestError
from corpus.ingest.nitf import nitf_fields
from corpus.ingest.released import check_released
from corpus.ingest.xmltree import attribute, bare, check_repeated, children, first, lines, local, words

ROOTS = frozenset(["newsmessage", "newsitem"])
_NO_SECTIONS = frozenset(["cpnat:person", "cpnat:organisation", "cpnat:geoArea", "cpnat:poi", "cpnat:event"])
_MANY_NAMESPACES = 100  # looked through one by one, for each item
# How each way to name a code is called: its alias and word, its address, or as text.
_CODES = ("qcode", "uri", "literal")


def items(root: Any, size: int) -> Iterator[bytes]:
    """Each news item, in UTF-8; packages, concepts and other items of a message hold no story of their own.

    ``size`` is that of the message in bytes. Raises IngestError where its namespaces, which each item is given, are out
    of all proportion.
    """
    found = children(root, "itemset", "newsitem")
    for holder in dict.fromkeys(item.getparent() for item in found):
        if len(holder.nsmap) > _MANY_NAMESPACES:
            raise IngestError(f"more than {_MANY_NAMESPACES} namespaces")
        given = sum(len(prefix or "") + len(uri) for prefix, uri in holder.nsmap.items())
        check_repeated(given, len(found), size)
    for item in found:
        item.tail = None
        yield etree.tostring(item, encoding="utf-8", xml_declaration=True)


def newsml_fields(root: Any) -> dict[str, object]:
    """The fields of a news item (see ``article_fields``). Raises IngestError for one that may not be published."""
    item = next(iter(children(root, "itemmeta")), root)
    meta = next(iter(children(root, "contentmeta")), root)
    statuses = [attribute(status, code) for status in children(item, "pubstatus") for code in _CODES]
    check_released(statuses, [words(embargo) for embargo in children(item, "embargoed")], "embargoed")
    own_key = _own_key(meta)
    return {
        **_content(root),
        **{
            name: value
            for name, value in {
                "key": own_key or attribute(root, "guid"),
                "headline": first(meta, "headline") or first(item, "title"),
                "publisher": first(item, "provider", "name") or _literal(item, "provider"),
                "authors": [words(name) for name in children(meta, "creator", "name")],
                "byline": first(meta, "by"),
                "dateline": first(meta, "dateline"),
                "published": (_told(meta, "published") if own_key else "")
                or first(meta, "contentcreated")
                or first(item, "firstcreated"),
                # A server of this kind says when the words were changed, or does not know it.
                "modified": first(meta, "contentmodified") or ("" if own_key else first(item, "versioncreated")),
                "language": next((attribute(tag, "tag") for tag in children(meta, "language")), ""),
                "section": _section(meta),
                "url": next((attribute(link, "href") for link in children(item, "link") if _is_page(link)), ""),
                "licence": first(root, "rightsinfo", "usageterms"),
                "correction": next((lines(note) for note in children(item, "ednote") if _is_correction(note)), ""),
            }.items()
            if value
        },
    }


def _content(root: Any) -> dict[str, object]:
    """The words, and what NITF says beside them; the item's own metadata wins."""
    for inline in children(root, "contentset", "inlinexml"):
        for document in inline:
            if local(document) == "nitf":
                return nitf_fields(document)
            if local(document) == "html":
                bodies = children(document, "body")
                return {"html": "".join(_inner(body) for body in bodies)}
    texts = map(lines, children(root, "contentset", "inlinedata"))
    return {"body": next((text for text in texts if text.strip()), "")}


def _own_key(meta: Any) -> str:
    """The source key, where a server of this kind has written the item."""
    ids = [one for one in children(meta, "altid") if attribute(one, "typeuri").endswith("#source_key")]
    return next((words(one) for one in ids), "")


def _told(meta: Any, name: str) -> str:
    """What a server of this kind says beside what the standard has an element for."""
    extras = (one for one in children(meta, "contentmetaextproperty") if attribute(one, "reluri").endswith(f"#{name}"))
    return next((attribute(one, "value") for one in extras), "")


def _is_correction(note: Any) -> bool:
    """Whether a note is the printed correction, as a server of this kind writes it, and none for editors."""
    return attribute(note, "roleuri").endswith("#correction")


def _section(meta: Any) -> str:
    """What the item is about first: no person, organisation or place."""
    subjects = (one for one in children(meta, "subject") if attribute(one, "type") not in _NO_SECTIONS)
    return next((first(one, "name") for one in subjects), "")


def _is_page(link: Any) -> bool:
    """Whether it leads to a page of the web."""
    return attribute(link, "contenttype") == "text/html" and attribute(link, "href").startswith(("http://", "https://"))


def _inner(body: Any) -> str:
    """What stands in an element, as HTML is written: without namespaces."""
    for one in body.iter(etree.Element):
        one.tag = bare(one.tag)
    etree.cleanup_namespaces(body)
    return html.escape(body.text or "") + "".join(etree.tostring(part, encoding="unicode") for part in body)


def _literal(element: Any, child: str) -> str:
    return next((value for found in children(element, child) if (value := attribute(found, "literal"))), "")

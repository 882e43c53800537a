"""NewsML-G2 of IPTC: news items, alone or many in a message, with their words in XHTML, NITF or plain text."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from lxml import etree  # type: ignore[import-untyped]

from corpus.ingest.config import IngestError
from corpus.ingest.nitf import nitf_fields
from corpus.ingest.xmltree import attribute, children, first, local, words

ROOTS = frozenset(["newsmessage", "newsitem"])
_NO_SECTIONS = frozenset(["cpnat:person", "cpnat:organisation", "cpnat:geoArea", "cpnat:poi", "cpnat:event"])
_TAKEN_BACK = frozenset(["canceled", "cancelled", "withheld"])


def items(root: Any) -> Iterator[bytes]:
    """Each news item, in UTF-8; packages, concepts and other items of a message hold no story of their own."""
    for item in [root] if local(root) == "newsitem" else children(root, "itemset", "newsitem"):
        item.tail = None
        yield etree.tostring(item, encoding="utf-8", xml_declaration=True)


def newsml_fields(root: Any) -> dict[str, object]:
    """The fields of a news item (see ``article_fields``). Raises IngestError for one that was taken back."""
    item = next(iter(children(root, "itemmeta")), root)
    meta = next(iter(children(root, "contentmeta")), root)
    for status in children(item, "pubstatus"):
        if (said := attribute(status, "qcode").rpartition(":")[2]) in _TAKEN_BACK:
            raise IngestError(f"its provider says that it is {said}")
    return {
        **_content(root),
        **{
            name: value
            for name, value in {
                "key": _own_key(meta) or attribute(root, "guid"),
                "headline": first(meta, "headline") or first(item, "title"),
                "publisher": first(item, "provider", "name") or _literal(item, "provider"),
                "authors": [words(name) for name in children(meta, "creator", "name")],
                "byline": first(meta, "by"),
                "dateline": first(meta, "dateline"),
                "published": first(meta, "contentcreated") or first(item, "firstcreated"),
                "modified": first(meta, "contentmodified") or first(item, "versioncreated"),
                "language": next((attribute(tag, "tag") for tag in children(meta, "language")), ""),
                "section": _section(meta),
                "url": next((attribute(link, "href") for link in children(item, "link") if _is_page(link)), ""),
                "licence": first(root, "rightsinfo", "usageterms"),
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
                parts = [part for body in children(document, "body") for part in body]
                return {"body": "".join(etree.tostring(_bare(part), encoding="unicode") for part in parts)}
    return {"body": first(root, "contentset", "inlinedata")}


def _own_key(meta: Any) -> str:
    """The source key, where a server of this kind has written the item."""
    ids = [one for one in children(meta, "altid") if attribute(one, "typeuri").endswith("#source_key")]
    return next((words(one) for one in ids), "")


def _section(meta: Any) -> str:
    """What the item is about first: no person, organisation or place."""
    subjects = (one for one in children(meta, "subject") if attribute(one, "type") not in _NO_SECTIONS)
    return next((first(one, "name") for one in subjects), "")


def _is_page(link: Any) -> bool:
    """Whether it leads to a page of the web."""
    return attribute(link, "contenttype") == "text/html" and attribute(link, "href").startswith(("http://", "https://"))


def _bare(element: Any) -> Any:
    """XHTML as HTML is written: without a namespace."""
    for one in element.iter(etree.Element):
        one.tag = etree.QName(one).localname
    etree.cleanup_namespaces(element)
    return element


def _literal(element: Any, child: str) -> str:
    return next((value for found in children(element, child) if (value := attribute(found, "literal"))), "")

"""Articles in the formats of IPTC, the news agencies' standards body: ninjs 2.1, NewsML-G2 2.35 and NITF 3.6.

What they say, `corpus.ingest` reads again: an article that goes from one server to another is the same one there, and
one that comes back is unchanged. What a standard has no field for stands where it lets providers say more.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from lxml import etree  # type: ignore[import-untyped]
from rest_framework import renderers

from api.v1.dates import date, exactly
from api.v1.feeds import printable
from api.v1.problems import root_of
from api.v1.renderers import SHAPING, ORJSONRenderer

NINJS = {"name": "ninjs", "version": "2.1", "schema": "http://www.iptc.org/std/ninjs/ninjs-schema_2.1.json"}
G2 = "http://iptc.org/std/nar/2006-10-01/"
XHTML = "http://www.w3.org/1999/xhtml"
CATALOG = "http://www.iptc.org/std/catalog/catalog.IPTC-G2-Standards_41.xml"
LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
# Keys that are addresses or names of RFC 3986; others stand beside the record's own address.
URI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[A-Za-z0-9\-._~:/?#\[\]@!$&'()*+,;=%]+")
SOURCE_KEY = "source_key"
MOST_WITH_WORDS = 50  # articles of a page
# The role in which ninjs names who wrote an article, as schema.org has it.
AUTHOR = "https://schema.org/author"
NATURES = {"person": "cpnat:person", "organisation": "cpnat:organisation"}
Record = dict[str, Any]


def uri_of(record: Record) -> str:
    """What names the article in the world: its key where that is a URI, else its address."""
    key: str = record["source_key"]
    return key if URI.fullmatch(key) else record["url"]


def declared_language(record: Record) -> str | None:
    """The language that its source or an editor says. What its words tell they tell to whoever reads them, too."""
    return None if record["language_is_detected"] else record["language"]


def published(record: Record) -> str | None:
    """When it was published, in the words of its source."""
    return exactly(record["published_at"], record["published_precision"], record["published_zone"])


def quoted(record: Record, kind: str) -> list[Record]:
    """The people or the organisations who are quoted in it, each once."""
    speakers = [one["speaker"] for one in record.get("quotations", ()) if one["speaker"]]
    return list({one["id"]: one for one in speakers if one["type"] == kind}.values())


def paragraphs(record: Record) -> list[str]:
    """The paragraphs of the body; none where it is closed."""
    return (record["body"] or "").split("\n\n") if record["body"] else []


def ninjs(record: Record) -> Record:
    """The article as a ninjs object."""
    publisher, body = record["publisher"], record["body"]
    text = {
        "role": "main",
        "contenttype": "text/plain",
        "charcount": len(body or ""),
        "wordcount": record["word_count"],
    }
    page = {"name": "web", "contenttype": "text/html", "href": record["source_url"]}
    sources = [{"name": publisher["name"], "uri": publisher["url"]}] if publisher else []
    # A time of ninjs has seconds and a zone, known or not, and no field is for a correction.
    exact = published(record) if published(record) != record["published_at"] else None
    beside = {"published": exact, "correction": record["correction"]}
    found = {
        "uri": uri_of(record),
        "standard": NINJS,
        "type": "text",
        "representationtype": "full" if body is not None else "partial",
        "version": str(record["revision"]),
        "firstcreated": record["published_at"],
        "versioncreated": record["modified_at"],
        "pubstatus": "usable",
        "language": declared_language(record),
        "headlines": [{"role": "main", "value": record["headline"]}] if record["headline"] else [],
        "bodies": [{**text, "value": body}] if body is not None else [],
        "descriptions": [
            {"role": role, "contenttype": "text/plain", "value": value} for role, value in beside.items() if value
        ],
        "by": record["byline"],
        "located": record["dateline"],
        "subjects": [{"name": record["section"]}] if record["section"] else [],
        "people": [{"name": one["name"], "uri": one["url"]} for one in quoted(record, "person")],
        "organisations": [{"name": one["name"], "uri": one["url"]} for one in quoted(record, "organisation")],
        "infosources": [*sources, *({"name": name, "role": AUTHOR} for name in record["authors"])],
        "usageterms": record["licence"],
        "renditions": [page] if record["source_url"] else [],
        "altids": [{"role": SOURCE_KEY, "value": record["source_key"]}],
    }
    return {name: value for name, value in found.items() if value not in (None, "", [])}


def add(parent: Any, tag: str, text: str | None = None, /, **attributes: str | None) -> Any:
    """An element below another, in its namespace; attributes that are not known are left out."""
    space = etree.QName(parent).namespace
    given = {key.replace("_", "."): printable(value) for key, value in attributes.items() if value}
    element = etree.SubElement(parent, f"{{{space}}}{tag}" if space else tag, given)
    element.text = printable(text) if text else None
    return element


def add_some(parent: Any, texts: Iterable[tuple[str, str | None]]) -> None:
    """Elements that hold a text, those alone that do."""
    for name, text in texts:
        if text:
            add(parent, name, text)


def add_lines(parent: Any, text: str, tag: str = "p", /, **attributes: str) -> None:
    """A paragraph of XHTML or NITF or a block of NewsML-G2, its lines kept apart."""
    first, *others = text.split("\n")
    paragraph = add(parent, tag, first, **attributes)
    for line in others:
        add(paragraph, "br").tail = printable(line)


def news_item(record: Record, root: str) -> Any:
    """The article as a news item of NewsML-G2, its parts in the order of the schema."""
    item = etree.Element(f"{{{G2}}}newsItem", nsmap={None: G2})
    given = {"guid": uri_of(record), "version": str(record["revision"]), "standard": "NewsML-G2"}
    given |= {"standardversion": "2.35", "conformance": "power", LANGUAGE: record["language"]}
    for name, value in given.items():
        if value:
            item.set(name, printable(value))
    add(item, "catalogRef", href=CATALOG)
    if record["licence"]:
        add(add(item, "rightsInfo"), "usageTerms", record["licence"])
    meta, publisher = add(item, "itemMeta"), record["publisher"]
    add(meta, "itemClass", qcode="ninat:text")
    provider = add(meta, "provider", uri=publisher["url"] if publisher else root)
    if publisher:
        add(provider, "name", publisher["name"])
    # The schema asks for one; whether the words were changed is told by contentModified.
    add(meta, "versionCreated", record["modified_at"] or record["published_at"] or record["created_at"])
    add_some(meta, [("firstCreated", record["published_at"])])
    add(meta, "pubStatus", qcode="stat:usable")
    add_some(meta, [("title", record["headline"])])
    if record["correction"]:
        add_lines(meta, record["correction"], "edNote", roleuri=f"{root}api/v1/schema/#correction")
        add(meta, "signal", qcode="sig:correction")
    if record["source_url"]:
        add(meta, "link", rel="irel:seeAlso", contenttype="text/html", href=record["source_url"])
    add_content(item, record, root)
    return item


def add_content(item: Any, record: Record, root: str) -> None:
    """What the item is about, and its words."""
    about, created = add(item, "contentMeta"), date(record["published_at"], record["published_precision"])
    add_some(about, [("contentCreated", created), ("contentModified", record["modified_at"])])
    for name in record["authors"]:
        add(add(about, "creator"), "name", name)
    add(about, "altId", record["source_key"], typeuri=f"{root}api/v1/schema/#{SOURCE_KEY}")
    if declared_language(record):
        add(about, "language", tag=record["language"])
    if record["section"]:
        add(add(about, "subject", type="cpnat:abstract"), "name", record["section"])
    for kind, nature in NATURES.items():
        for one in quoted(record, kind):
            add(add(about, "subject", type=nature, uri=one["url"]), "name", one["name"])
    add_some(about, [("headline", record["headline"]), ("dateline", record["dateline"]), ("by", record["byline"])])
    if published(record) != created:  # the schema knows no minutes without seconds
        add(about, "contentMetaExtProperty", reluri=f"{root}api/v1/schema/#published", value=published(record))
    if record["body"] is not None:
        inline = add(add(item, "contentSet"), "inlineXML", contenttype="application/xhtml+xml")
        inline.set("wordcount", str(record["word_count"]))
        page = etree.SubElement(inline, f"{{{XHTML}}}html", nsmap={None: XHTML})
        add(add(page, "head"), "title", record["headline"] or "")
        words = add(page, "body")
        for paragraph in paragraphs(record):
            add_lines(words, paragraph)


def news_message(records: list[Record], root: str) -> Any:
    """Articles as a message of news items; it is as old as the last of them, so that it stays the same."""
    message = etree.Element(f"{{{G2}}}newsMessage", nsmap={None: G2})
    head = add(message, "header")
    add(head, "sent", max((record["updated_at"] for record in records), default="1970-01-01T00:00:00Z"))
    add(head, "sender", root)
    items = add(message, "itemSet")
    for record in records:
        items.append(news_item(record, root))
    return message


def nitf(record: Record) -> Any:
    """The article in the News Industry Text Format."""
    issued, publisher = published(record), record["publisher"]["name"] if record["publisher"] else None
    document = etree.Element("nitf", version="-//IPTC//DTD NITF 3.6//EN")
    if declared_language(record):
        document.set("baselang", printable(record["language"]))
    head = add(document, "head")
    add(head, "title", record["headline"])
    for name in record["authors"]:
        add(head, "meta", name="author", content=name)
    data = add(head, "docdata")
    data.set("management-status", "usable")
    if record["correction"]:
        add(data, "correction", info=record["correction"])
    add(data, "doc-id").set("id-string", printable(record["source_key"]))
    if issued:
        add(data, "date.issue", norm=issued)
    if publisher:
        add(data, "doc.copyright", holder=publisher)
    if record["licence"]:
        add(data, "doc.rights", limitations=record["licence"])
    named = [(kind, one) for kind in ("person", "organisation") for one in quoted(record, kind)]
    if named:
        content = add(data, "identified-content")
        for kind, one in named:
            add(content, "person" if kind == "person" else "org", one["name"], value=one["url"])
    address = record["source_url"]
    printed = add(head, "pubdata", date_publication=issued, name=publisher, position_section=record["section"])
    printed.attrib.update({"type": "web", "item-length": str(record["word_count"]), "unit-of-measure": "word"})
    if address:
        printed.set("ex-ref", printable(address))
    if record["modified_at"]:
        add(head, "revision-history", norm=record["modified_at"], comment="modified")
    body = add(document, "body")
    top = add(body, "body.head")
    if record["headline"]:
        add(add(top, "hedline"), "hl1", record["headline"])
    add_some(top, [("byline", record["byline"]), ("dateline", record["dateline"])])
    words = add(body, "body.content")
    for paragraph in paragraphs(record):
        add_lines(words, paragraph)
    return document


class NinjsRenderer(ORJSONRenderer):
    """One article as ninjs."""

    media_type = "application/ninjs+json"
    format = "ninjs"
    without = SHAPING

    def render(self, data: Any, accepted_media_type: str | None = None, renderer_context: Any = None) -> bytes:
        """The object."""
        return super().render(ninjs(data), accepted_media_type, renderer_context)


class XMLRenderer(renderers.BaseRenderer):
    """A tree as XML in UTF-8."""

    charset = "utf-8"
    without: tuple[str, ...] = SHAPING

    def tree(self, data: Any, root: str) -> Any:
        """The document of a record or a page."""
        raise NotImplementedError

    def render(self, data: Any, accepted_media_type: str | None = None, renderer_context: Any = None) -> bytes:
        """The bytes."""
        tree = self.tree(data, root_of(renderer_context["request"]))
        content: bytes = etree.tostring(tree, encoding="utf-8", xml_declaration=True)
        return content


class NewsItemRenderer(XMLRenderer):
    """One article as a news item of NewsML-G2."""

    media_type = "application/vnd.iptc.g2.newsitem+xml"
    format = "newsml"

    def tree(self, data: Any, root: str) -> Any:
        """The item."""
        return news_item(data, root)


class NewsMessageRenderer(XMLRenderer):
    """A page of articles as a message of NewsML-G2, with their words; Link leads to the pages around it."""

    media_type = "application/vnd.iptc.g2.newsmessage+xml"
    format = "newsml"
    without = (*SHAPING, "count", "explain")
    most = MOST_WITH_WORDS

    def tree(self, data: Any, root: str) -> Any:
        """The message."""
        return news_message(data["results"], root)


class NITFRenderer(XMLRenderer):
    """One article in the News Industry Text Format."""

    media_type = "application/nitf+xml"
    format = "nitf"

    def tree(self, data: Any, root: str) -> Any:
        """The document."""
        return nitf(data)

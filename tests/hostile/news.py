"""News documents that were never right: XML, ninjs and archives, made of whole ones piece by piece."""

from __future__ import annotations

import gzip
import json
import re
import zlib
from collections.abc import Callable
from random import Random
from typing import Any

from tests.hostile.pieces import PIECES, as_bytes
from tests.ingest.test_ninjs import FIRST, SECOND
from tests.ingest.test_xml_news import ATOM, ITEM, MESSAGE, NITF, RSS

ITEMS = tuple(ITEM.format(n=number, status=status) for number, status in ((1, "usable"), (2, "canceled")))
SITEMAP = (
    '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">'
    "<url><loc>https://gazette.example/bridge</loc><lastmod>2026-03-01</lastmod><news:news><news:title>Bridge</news:title>"
    "<news:publication_date>2026-03-01</news:publication_date></news:news></url></urlset>"
)
XML = {
    "nitf": (NITF,),
    "newsml": (*ITEMS, MESSAGE.replace("{items}", "".join(ITEMS)), ITEMS[0].replace("<html", "<nitf")),
    "feed": (RSS, ATOM),
    "listing": (RSS, ATOM, SITEMAP),
}
#: What stands in no document of its own, but in a file beside it; it must be in nothing that is read.
OUTSIDE = "a-line-of-a-file-outside"
TYPES = (
    '<!DOCTYPE x [<!ENTITY a "b"><!ENTITY c "&a;&a;&a;&a;"><!ENTITY d "&c;&c;&c;&c;">]>',
    '<!DOCTYPE x [<!ENTITY a SYSTEM "file://{outside}">]>',
    '<!DOCTYPE x SYSTEM "file://{outside}">',
    '<!DOCTYPE x [<!ENTITY % p SYSTEM "file://{outside}">%p;]>',
    '<!DOCTYPE x [<!ENTITY a "&a;">]>',
    '<!DOCTYPE x [<!ATTLIST p class CDATA "b"><!ELEMENT p ANY>]>',
    '<!DOCTYPE nitf PUBLIC "-//IPTC//DTD NITF 3.3//EN" "http://127.0.0.1:9/nitf.dtd">',
    "<!DOCTYPE x [",
)
MARKS = (
    *("&a;", "&d;", "&nbsp;", "&copy", "&#0;", "&#xD800;", "&#x1F600;", "&x y;", "<![CDATA[", "]]>", "<?php ?>"),
    *(
        "<!-- -- -->",
        "<a:b c:d='e'>",
        "</a:b>",
        "<:/>",
        "<p xmlns='urn:x'>",
        "<p xmlns:x='urn:y'/>",
        "<br>",
        "&lt;p&gt;",
    ),
    *('<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="{outside}" parse="text"/>', "<nitf>", "<item>"),
    *("<entry>", "<html>", "<body>", "<guid>", "<link href='http://[::1'/>", "<link>//x</link>", "<source/>", "<id/>"),
    *('<content type="text/html" mode="base64">PHA+aXQgcmFpbmVk</content>', '<content mode="base64">!</content>'),
    *("<pubDate>99999999999</pubDate>", "<updated>2026-13-45T99:99:99+99:99</updated>", "<dc:date>-1</dc:date>"),
    *("<media:content url='x'/>", "<itunes:image/>", "<georss:point>1</georss:point>", "<enclosure length='x'/>"),
    *("<xhtml:div/>", "<summary type='xhtml'><div>", "<author/>", "<category term=''/>", "<language>\u202e</language>"),
)
ENCODINGS = (
    *(
        "utf-8",
        "utf-8-sig",
        "utf-16",
        "utf-16-be",
        "utf-32",
        "iso-8859-1",
        "windows-1252",
        "shift_jis",
        "utf-7",
        "koi8-r",
    ),
    *("ebcdic-cp-us", "idna", "punycode", "unicode_escape", "rot13", "zlib", "undefined", "x-nobody", "", "utf-8\x00"),
)
TOKEN = re.compile(r"<[^>]*>|[^<]+|<")


def xml(kind: str, random: Random, outside: str) -> bytes:
    """A document of the kind whose tags and texts were moved, doubled, nested and filled with what they cannot hold."""
    tokens = TOKEN.findall(random.choice(XML[kind]))
    for _ in range(random.randint(1, 6)):
        at = random.randrange(len(tokens))
        end = min(len(tokens), at + random.randint(1, 8))
        change = random.randrange(7)
        if change == 0:
            tokens[at:at] = [_piece(random)] * random.choice((1, 1, 2, 50, 400))
        elif change == 1:
            tokens[at:at] = tokens[at:end] * random.choice((1, 2, 40))
        elif change == 2:
            del tokens[at:end]
        elif change == 3:
            tokens[at] = tokens[at].replace('"', f' {random.choice(("lang", "norm", "href", "type", "x:y"))}="', 1)
        elif change == 4:
            name = random.choice(("p", "div", "item", "entry", "nitf", "body.content", "newsItem", "content", "title"))
            deep = random.choice((1, 3, 300))
            tokens[at:end] = [*[f"<{name}>"] * deep, *tokens[at:end], *[f"</{name}>"] * deep]
        elif change == 5:
            other = TOKEN.findall(random.choice(random.choice(list(XML.values()))))
            tokens[at:end] = other[random.randrange(len(other)) :][: random.randint(1, 12)]
        else:
            before, mark, rest = tokens[at].partition('"')
            tokens[at] = f"{before}{mark}{_piece(random)}{mark}{rest.partition(mark)[2]}" if mark else before
        if not tokens:
            return b""
    text = "".join(tokens)
    if random.random() < 0.4:
        text = (
            text[: text.find("?>") + 2 if text.startswith("<?xml") else 0]
            + random.choice(TYPES)
            + text.partition("?>")[2]
        )
    return _written(text.replace("{outside}", outside), random)


def _piece(random: Random) -> str:
    if random.random() < 0.6:
        return random.choice(MARKS)
    return as_bytes(random.choice(PIECES)).decode("utf-8", "surrogateescape")


def _written(text: str, random: Random) -> bytes:
    """The text in an encoding, often another than it says it is in."""
    said = random.choice(ENCODINGS)
    if random.random() < 0.3:
        text = re.sub(r"^<\?xml[^>]*\?>", "", text)
        text = f'<?xml version="1.0" encoding="{said}"?>{text}'
    used = random.choice(("utf-8",) * 8 + ("utf-16", "utf-16-be", "latin-1", "cp1252", "utf-32", "utf-7"))
    errors = "surrogateescape" if used == "utf-8" else "replace"
    content = text.encode(used, errors)
    return content[: random.randrange(len(content) + 1)] if random.random() < 0.1 else content


VALUES: tuple[Any, ...] = (
    *(None, True, 0, -1, 1e308, 10**60, "", " ", [], {}, [None], [[]], [{}], [{"name": None}], {"name": []}),
    *({"role": "main", "value": {}}, [{"role": "main", "value": 7}], [{"role": [], "value": "x"}], [1, "x", None]),
    *(
        "\ud800",
        "\x00",
        "<p>It rained.</p>",
        "<html><body><p>It rained.",
        "http://[::1",
        "2026-13-01",
        "en\n",
        "x" * 3_000,
    ),
    *([{"contenttype": "text/html", "href": 7}], [{"role": "source_key", "value": ["x"]}], {"name": {"name": "x"}}),
)
NAMES = (
    *(
        "altids",
        "body_text",
        "body_html",
        "bodies",
        "headlines",
        "infosources",
        "subjects",
        "subject",
        "renditions",
        "uri",
    ),
    *(
        "standard",
        "firstcreated",
        "pubstatus",
        "usageterms",
        "located",
        "by",
        "authors",
        "key",
        "URI",
        "Body-Text",
        "\ud800",
    ),
)


def ninjs(random: Random) -> bytes:
    """An item whose values are of other kinds, or whose names come twice."""
    item = dict(random.choice((FIRST, SECOND)))
    for _ in range(random.randint(1, 4)):
        item[random.choice([*item, *NAMES])] = random.choice(VALUES)
        if random.random() < 0.2:
            del item[random.choice(list(item))]
            if not item:
                break
    text = json.dumps(item, ensure_ascii=random.random() < 0.5)
    if random.random() < 0.3:
        name, value = random.choice([*item, *NAMES]), json.dumps(random.choice(VALUES))
        text = text[:-1] + f", {json.dumps(name)}: {value}, {json.dumps(name)}: {value}" + "}"
    if random.random() < 0.1:
        deep = random.choice((10, 5_000))
        text = text[:-1] + ', "subjects": ' + "[" * deep + "]" * random.choice((0, deep)) + "}"
    if random.random() < 0.15:
        return random.choice((text, f"[{text}, {text}]")).encode("utf-16", "replace")
    content = text.encode("utf-8", "surrogatepass")
    return content[: random.randrange(len(content))] if random.random() < 0.1 else content


BODIES = (
    b"<html><body><article><p>It rained, said Tom Lind.</p>",
    b"A note\n\nIt rained.",
    b"",
    b"\x00" * 40,
    b'{"text": "a"}',
)
BLOCK_HEADS = (
    *(
        b"Content-Type: text/html\r\n",
        b"Content-Type: text/plain; charset=\xff\r\n",
        b"Content-Type: application/json\r\n",
    ),
    *(b"Transfer-Encoding: chunked\r\n", b"Content-Encoding: gzip\r\n", b"Content-Encoding: deflate\r\n", b": x\r\n"),
    *(
        b"Content-Encoding: br\r\n",
        b"L\xc3\xa0: x\r\n",
        b"x\r\n",
        b" folded\r\n",
        b"\x00: \x00\r\n",
        b"Content-Length: -1\r\n",
    ),
)
HEADS = (
    *(
        b"WARC-Target-URI: http://[::1\r\n",
        b"WARC-Target-URI: <http://a.example/ b>\r\n",
        b"WARC-Target-URI: dns:x\r\n",
    ),
    *(
        b"WARC-Type: resource\r\n",
        b"WARC-Type: conversion\r\n",
        b"WARC-Date: never\r\n",
        b"WARC-Type: revisit\r\n",
        b"x\r\n",
    ),
    *(
        b"Content-Type: application/warc\r\n",
        b"Content-Type: text/html\r\n",
        b"WARC-Segment-Number: x\r\n",
        b"\xff: \xff\r\n",
    ),
    *(b"WARC-Payload-Digest: sha1:x\r\n", b"WARC-Block-Digest: x\r\n", b"WARC-Truncated: length\r\n", b" folded\r\n"),
)


def _body(random: Random) -> bytes:
    body = random.choice(BODIES) * random.choice((1, 1, 30))
    packing = random.randrange(5)
    if packing == 0:
        body = gzip.compress(body)
    elif packing == 1:
        body = zlib.compress(body)[random.choice((0, 2)) :]
    if random.random() < 0.4:
        size = random.choice((1, 7, 5_000))
        parts = [body[at : at + size] for at in range(0, min(len(body), 400 * size), size)]
        said = random.choice((0, 0, 0, 1, -1, 2**33))
        body = b"".join(b"%x\r\n%b\r\n" % (len(part) + said, part) for part in parts)
        body += random.choice((b"0\r\n\r\n", b"0\r\n", b"", b"-1\r\n\r\n", b"zz\r\n"))
    return body


def record(random: Random, depth: int = 0) -> bytes:
    """One record, whose length may be a lie."""
    heads = [
        b"WARC-Type: response\r\n",
        b"WARC-Target-URI: http://a.example/\r\n",
        b"WARC-Date: 2026-01-01T00:00:00Z\r\n",
    ]
    heads += [b"Content-Type: application/http\r\n", *random.choices(HEADS, k=random.choice((0, 0, 1, 2)))]
    random.shuffle(heads)
    if random.random() < 0.1 and depth < 5:
        block = record(random, depth + 1)
    else:
        lines = random.choices(BLOCK_HEADS, k=random.randint(0, 3))
        status = random.choice((b"HTTP/1.1 200 OK\r\n",) * 5 + (b"HTTP/1.1 200 L\xe0\r\n", b"HTTP\r\n", b"\r\n", b""))
        block = status + BLOCK_HEADS[0] + b"".join(lines) + b"\r\n" + _body(random)
    length = len(block) + random.choice((0,) * 8 + (1, -1, 40, -40, -(10**6), 10**15))
    said = random.choice((b"%d" % length,) * 9 + (b"x", b"", b"1e3", b"9" * 5_000))
    first = random.choice(
        (b"WARC/1.0\r\n",) * 9 + (b"WARC/1.1 x\r\n", b"WARC/9\r\n", b"http://a 1.1.1.1 x text/html 4\r\n")
    )
    return first + b"".join(heads) + b"Content-Length: " + said + b"\r\n\r\n" + block + b"\r\n\r\n"


def archive(random: Random) -> bytes:
    """Records in a row, packed one by one, all together or not at all; some members are broken."""
    records = [record(random) for _ in range(random.randint(1, 4))]
    packing = random.randrange(3)
    if packing == 0:
        return b"".join(records)
    if packing == 1:
        return gzip.compress(b"".join(records))
    members = []
    for one in records:
        member = bytearray(gzip.compress(one))
        if random.random() < 0.3:
            member[random.randrange(len(member))] ^= 1 << random.randrange(8)
        members.append(bytes(member[: random.randrange(len(member))] if random.random() < 0.1 else member))
    return random.choice((b"", b"", b"\x00", b"junk", b"\x1f\x8b\x08")).join(members)


#: How each is made; what is told besides is the path of a file that nothing may read.
BUILT: dict[str, Callable[[Random, str], bytes]] = {
    "nitf": lambda random, outside: xml("nitf", random, outside),
    "newsml": lambda random, outside: xml("newsml", random, outside),
    "feed": lambda random, outside: xml("feed", random, outside),
    "listing": lambda random, outside: xml("listing", random, outside),
    "ninjs": lambda random, outside: ninjs(random),
    "archive": lambda random, outside: archive(random),
}

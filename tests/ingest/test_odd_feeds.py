"""Entries of feeds with parts that are odd: what is not asked for is passed over, and each entry is kept as it came."""

from __future__ import annotations

from xml.sax.saxutils import escape, quoteattr

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from corpus.ingest import IngestError, read_listing
from corpus.ingest.feeds import entries, feed_fields
from corpus.ingest.xmltree import tree_of

SPACES = {
    "geo": "http://www.w3.org/2003/01/geo/wgs84_pos#",
    "georss": "http://www.georss.org/georss",
    "gml": "http://www.opengis.net/gml",
    "media": "http://search.yahoo.com/mrss/",
    "itunes": "http://www.itunes.com/dtds/podcast-1.0.dtd",
    "psc": "http://podlove.org/simple-chapters",
    "cc": "http://web.resource.org/cc/",
    "creativeCommons": "http://backend.userland.com/creativeCommonsRssModule",
    "dc": "http://purl.org/dc/elements/1.1/",
    "dcterms": "http://purl.org/dc/terms/",
}
DECLARED = " ".join(f'xmlns:{name}="{space}"' for name, space in SPACES.items())
OPTIONAL = [
    *("gml:pos", "gml:posList", "gml:Point", "gml:LineString", "gml:Polygon", "gml:exterior", "gml:LinearRing"),
    *("georss:point", "georss:line", "georss:polygon", "georss:box", "georss:where", "geo:lat", "geo:long"),
    *("media:content", "media:group", "media:thumbnail", "media:credit", "media:rating", "media:player"),
    *("media:license", "media:restriction", "media:keywords", "media:category", "itunes:duration", "itunes:image"),
    *("itunes:explicit", "itunes:keywords", "psc:chapters", "psc:chapter", "enclosure", "comments", "cc:license"),
    *("image", "width", "height", "textInput", "cloud", "ttl", "expirationDate", "generator"),
]
DATES = ["pubDate", "dc:date", "dcterms:modified", "dcterms:issued", "dcterms:created", "updated", "published"]
VALUES = st.sampled_from(
    ["", " ", "x", "1 2", "1 2 3", "45.2 -71.9", "-1", "nan", "1e999", "9" * 40, "http://[::1", "a:b"]
)
VALUES |= st.text(alphabet="0123456789-:.,TZ+ aé", max_size=30)
NAMES = ["url", "href", "length", "type", "srsName", "srsDimension", "start", "rel", "role", "scheme", "hash"]
ATTRIBUTES = st.dictionaries(st.sampled_from(NAMES), VALUES | st.just("urn:ogc:def:crs:EPSG::x"), max_size=3)


def part(names: list[str], inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    def written(name: str, given: dict[str, str], value: str, inside: str) -> str:
        attributes = "".join(f" {key}={quoteattr(said)}" for key, said in given.items())
        return f"<{name}{attributes}>{escape(value)}{inside}</{name}>"

    return st.builds(written, st.sampled_from(names), ATTRIBUTES, VALUES, inner)


PARTS = st.recursive(
    part(OPTIONAL, st.just("")), lambda inner: part(OPTIONAL, st.lists(inner, max_size=2).map("".join)), max_leaves=5
)
ODD = st.lists(PARTS | part(DATES, st.just("")), min_size=1, max_size=4).map("".join)
BODY = "The harbour wall was opened on Tuesday, after nine years of work. " * 8


def rss(odd: str) -> bytes:
    return (
        f'<rss version="2.0" {DECLARED}><channel><title>The Tolmouth Gazette</title><item><title>Bridge opens</title>'
        f"<link>https://gazette.example/1</link>{odd}<description>{BODY}</description></item></channel></rss>"
    ).encode()


def atom(odd: str) -> bytes:
    return (
        f'<feed xmlns="http://www.w3.org/2005/Atom" {DECLARED}><title>The Tolmouth Gazette</title><entry>'
        f'<title>Bridge opens</title><link href="https://gazette.example/1"/>{odd}<summary>{BODY}</summary></entry></feed>'
    ).encode()


@settings(max_examples=150)
@given(ODD, st.sampled_from([rss, atom]))
def test_odd_parts_cost_no_entry(odd: str, feed: object) -> None:
    content = feed(odd)  # type: ignore[operator]
    [entry] = read_listing(content, "https://gazette.example/feed.xml").entries
    fields = feed_fields(content)
    assert (entry.url, fields["headline"]) == ("https://gazette.example/1", "Bridge opens")
    assert str(fields["body"]).split() == BODY.split()


@pytest.mark.parametrize(
    "odd",
    [
        "<gml:pos>45.2 -71.9</gml:pos>",
        "<georss:where><gml:Point srsName='urn:x:EPSG::x'><gml:pos>45.2</gml:pos></gml:Point></georss:where>",
        "<gml:LinearRing><gml:posList>a b</gml:posList></gml:LinearRing>",
        "<media:credit>A<media:player>1</media:player></media:credit><creativeCommons:license>x</creativeCommons:license>",
        "<textInput>5<dcterms:modified>x</dcterms:modified></textInput>",
        "<psc:chapters><psc:chapter/></psc:chapters>",
        "<copyright>5<width/></copyright><dc:creator>Mara Ellwin</dc:creator>",
    ],
)
def test_what_the_library_fails_over(odd: str) -> None:
    for content in (rss(odd), atom(odd)):
        assert str(feed_fields(content)["body"]).split() == BODY.split()


def test_an_entry_that_cannot_be_read_is_listed_with_its_bytes() -> None:
    listed = {}
    for title in ("The Tolmouth Gazette", "The Tolmouth Gazette, at noon"):
        content = rss("").replace(b"Bridge opens", b"Bridge<width>5</width> opens")
        content = content.replace(b"The Tolmouth Gazette", title.encode())
        content = content.replace(b"</item>", b"</item><item><title>Ferry</title><link>/2</link></item>")
        odd, other = read_listing(content, "https://gazette.example/feed.xml").entries
        listed[odd.key] = odd
        assert (odd.url, other.url) == ("", "https://gazette.example/2")
        assert b"Bridge<width>5</width> opens" in odd.content
        with pytest.raises(IngestError, match="not a feed that can be read"):
            feed_fields(odd.content)
    assert len(listed) == 1  # it is the same as long as the entry is


def test_each_entry_is_kept_with_all_that_it_holds() -> None:
    """Letter by letter, but for the encoding and how XML is spelled."""
    odd = (
        "<gml:pos>1 2</gml:pos><dc:creator> Mara\u00a0Ellwin </dc:creator><enclosure url='a?b=1&amp;c=2' length='x'/>\n"
        "<own:mark xmlns:own='urn:own' own:of='&lt;é&gt;'>kept<own:deep/>, with its tail</own:mark><![CDATA[ loose ]]>"
    )
    for feed in (rss(odd), atom(odd)):
        content = feed.decode().encode("utf-16")
        [kept] = entries(tree_of(content), len(content))
        there, here = (etree.fromstring(one).find(".//{*}title/..[{*}link]") for one in (content, kept))
        assert etree.tostring(there, method="c14n", with_tail=False) == etree.tostring(
            here, method="c14n", with_tail=False
        )
        assert b"The Tolmouth Gazette" in kept

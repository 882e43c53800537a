"""Words that come as HTML within another format: no tag and no code is left in them, paragraphs stay apart."""

from __future__ import annotations

import json

import pytest

from corpus.ingest import parse
from corpus.records import ArticleRecord, RawRecord

SPACES = 'xmlns:content="http://purl.org/rss/1.0/modules/content/"'
IPTC = "http://iptc.org/std/nar/2006-10-01/"


def read(content: str, media_type: str = "application/xml") -> ArticleRecord:
    return parse(RawRecord("made up", content.encode(), media_type))


def rss(body: str, title: str = "Ferry stays") -> str:
    return f"<rss version='2.0' {SPACES}><channel><item><title>{title}</title>{body}</item></channel></rss>"


def atom(entry: str) -> str:
    return f'<feed xmlns="http://www.w3.org/2005/Atom"><entry>{entry}</entry></feed>'


def encoded(html: str) -> str:
    return f"<content:encoded><![CDATA[{html}]]></content:encoded>"


@pytest.mark.parametrize(
    ("written", "body"),
    [
        ("&#8220;We wait,&#8221; said <strong>Ana Kerr</strong>.", "“We wait,” said Ana Kerr."),
        ("&#8220;We wait,&#8221; said Kerr.\n\nShe left.", "“We wait,” said Kerr.\n\nShe left."),
        ("<a href='/x'>Ana Kerr</a> waits.\r\n \r\nShe <em>left</em>.", "Ana Kerr waits.\n\nShe left."),
        ("She said:\n\n<blockquote>We wait.</blockquote>\n\nOne.\n\nTwo.", "She said:\n\nWe wait.\n\nOne.\n\nTwo."),
        ("<h2>Harbour</h2>\n\nOne.\n\nTwo.", "Harbour\n\nOne.\n\nTwo."),
        ("<p>One,\n\nand two.</p>", "One, and two."),
        ("Tarn & Sons wait.\nProfit < 5.", "Tarn & Sons wait.\n\nProfit < 5."),
    ],
)
def test_bodies_of_feeds(written: str, body: str) -> None:
    described = written.replace("&", "&amp;").replace("<", "&lt;")
    for entry in (encoded(written), f"<description>{described}</description>"):
        assert read(rss(entry)).body == body
    if "<" in written:
        assert read(atom(f'<title>Ferry</title><content type="html">{described}</content>')).body == body


def test_text_of_atom_is_no_html() -> None:
    assert read(atom('<title>x</title><content type="text">He wrote &amp;amp; and rested.</content>')).body == (
        "He wrote &amp; and rested."
    )


def test_titles_of_atom() -> None:
    words = "<content>It rained.</content>"
    assert read(atom(f'<title type="html"><![CDATA[Smith&#8217;s plan]]></title>{words}')).headline == "Smith’s plan"
    assert read(atom(f"<title><![CDATA[A title with &amp; in it]]></title>{words}")).headline == (
        "A title with &amp; in it"
    )


@pytest.mark.parametrize(
    "item",
    [
        {"body_html": "&ldquo;We wait,&rdquo; said <b>Marlin</b>.", "body_text": "Not these."},
        {"body_XHTML": "“We wait,” said <b>Marlin</b>."},
        {"bodies": [{"contentType": "text/html", "value": "&ldquo;We wait,&rdquo; said Marlin."}]},
        {"body_text": "“We wait,” said Marlin."},
    ],
)
def test_bodies_of_ninjs(item: dict[str, object]) -> None:
    content = json.dumps({"uri": "urn:tpa:1", "versioncreated": "2026-03-02T09:00:00Z", **item})
    assert read(content, "application/json").body == "“We wait,” said Marlin."


def test_a_body_of_newsml_without_a_tag() -> None:
    inline = "<html xmlns='http://www.w3.org/1999/xhtml'><body>Tarn &amp; <i>Sons</i> wait.</body></html>"
    content = f"<contentSet><inlineXML>{inline}</inlineXML></contentSet>"
    assert read(f'<newsItem xmlns="{IPTC}">{content}</newsItem>').body == "Tarn & Sons wait."


def test_plain_text_of_newsml_keeps_its_paragraphs() -> None:
    inline = '<inlineData contenttype="text/plain">“We wait,” said Marlin.\n\nShe left.</inlineData>'
    found = read(f'<newsItem xmlns="{IPTC}"><contentSet><inlineData/>{inline}</contentSet></newsItem>')
    assert found.body == "“We wait,” said Marlin.\n\nShe left."


def test_lines_and_blocks_of_nitf_are_words_apart() -> None:
    content = (
        "<nitf><body><body.head><hedline><hl1>Ferry<br/>stays</hl1></hedline></body.head><body.content>"
        "<p>One line<br/>Two <em>l</em>ines</p><ul><li><p>A</p><p>B</p></li></ul></body.content></body></nitf>"
    )
    found = read(content)
    assert (found.headline, found.body) == ("Ferry stays", "One line Two lines\n\nA B")

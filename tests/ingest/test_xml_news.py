"""RSS, Atom, NITF and NewsML-G2: one article for each entry or item, with what the format says of it."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest

from corpus.ingest import Declared, IngestError, documents, parse
from corpus.records import ArticleRecord, Failure, RawRecord

RSS = """<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel><title>The Tolmouth Gazette</title><link>https://gazette.example/</link><language>en-gb</language>
<item><title>Bridge &amp; quay to be mended</title><link>https://gazette.example/bridge?utm_source=rss</link>
<guid isPermaLink="false">g-1</guid><pubDate>Mon, 02 Mar 2026 08:30:00 +0100</pubDate><dc:creator>Ana Kerr</dc:creator>
<category>Harbour</category><description>In short.</description>
<content:encoded><![CDATA[<p>“The quay was never safe,” said Tom Lind, the harbour master.</p>
<p>He wants it closed.</p>]]></content:encoded>
</item>
<item><title>Second story</title><guid isPermaLink="false">g-2</guid>
<description>It rained for long in Tolmouth.</description></item>
</channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en"><title>Lisk Valley Review</title>
<entry><title type="html">A &lt;b&gt;new&lt;/b&gt; mayor</title><id>urn:x:1</id><link href="https://lisk.example/mayor"/>
<published>2026-03-01T10:00:00Z</published>
<updated>2026-03-01T12:00:00Z</updated><author><name>Mara Ellwin</name></author>
<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">
<p>Sela Brandt won.</p><p>“I am glad,” she said.</p></div></content>
</entry></feed>"""
NITF = """<?xml version="1.0"?><!DOCTYPE nitf SYSTEM "http://outside.example/nitf.dtd">
<nitf xml:lang="en-US"><head><title>Not this</title>
<docdata><doc-id id-string="tpa-77"/><date.issue norm="20260302T083000Z"/></docdata>
<pubdata name="Tarvelian Press Agency" position.section="Home"/></head>
<body><body.head><hedline><hl1>Ferry stays in port</hl1></hedline><byline>By <person>Idris Calder</person></byline>
<dateline><location>PORT ELLIS</location></dateline></body.head>
<body.content><block><p>“We wait,” said <person>Tove Marlin</person>.</p>
<media><media-caption>A ferry.</media-caption></media>
<p>The wind has not dropped.</p></block></body.content><body.end><tagline>Desk</tagline></body.end></body></nitf>"""
ITEM = """<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/" guid="urn:newsml:tpa:{n}" version="2" xml:lang="en">
<itemMeta><provider><name>Tarvelian Press Agency</name></provider><versionCreated>2026-03-02T09:00:00Z</versionCreated>
<pubStatus qcode="stat:{status}"/></itemMeta>
<contentMeta><contentCreated>2026-03-02T08:00:00Z</contentCreated><headline>Ferry {n} stays</headline>
<by>By Idris Calder</by>
<language tag="en"/></contentMeta>
<contentSet><inlineXML contenttype="application/xhtml+xml"><html xmlns="http://www.w3.org/1999/xhtml">
<head><title>t</title></head>
<body><p>“We wait,” said Tove Marlin.</p><p>The wind has not dropped on day {n}.</p></body></html></inlineXML>
</contentSet></newsItem>"""
ENTITY = "<nitf><body><body.content><p>&x;</p></body.content></body></nitf>"
MESSAGE = (
    """<newsMessage xmlns="http://iptc.org/std/nar/2006-10-01/"><header/><itemSet>{items}</itemSet></newsMessage>"""
)


def read(tmp_path: Path, text: str, name: str = "in.xml") -> list[RawRecord | Failure]:
    (tmp_path / name).write_text(text, encoding="utf-8")
    found = documents([str(tmp_path / name)], declared=Declared())
    return [one for one in found if isinstance(one, RawRecord | Failure)]


def articles(tmp_path: Path, text: str, name: str = "in.xml") -> list[ArticleRecord]:
    return [parse(one) for one in read(tmp_path, text, name) if isinstance(one, RawRecord)]


def test_entries_of_rss(tmp_path: Path) -> None:
    first, second = articles(tmp_path, RSS, "feed.rss")
    assert first.headline == "Bridge & quay to be mended"
    assert first.body == "“The quay was never safe,” said Tom Lind, the harbour master.\n\nHe wants it closed."
    assert (first.publisher, first.authors, first.section) == ("The Tolmouth Gazette", ("Ana Kerr",), "Harbour")
    assert (first.source_url, first.source_key) == ("https://gazette.example/bridge",) * 2
    assert first.published is not None
    assert first.published.value.isoformat() == "2026-03-02T07:30:00+00:00"
    assert first.language == "en-GB"
    assert (second.source_key, second.body) == ("g-2", "It rained for long in Tolmouth.")


def test_an_entry_is_a_document_of_its_own(tmp_path: Path) -> None:
    first, second = read(tmp_path, RSS)
    assert [one.source.rsplit("/", 1)[1] for one in (first, second)] == ["in.xml:1", "in.xml:2"]
    assert isinstance(second, RawRecord)
    assert b"Second story" in second.content
    assert b"Bridge" not in second.content
    newer = RSS.replace("<item>", "<lastBuildDate>Tue, 03 Mar 2026 08:30:00 +0100</lastBuildDate><item>", 1)
    newer = newer.replace("Second story", "Third story")
    assert read(tmp_path, newer)[0] == first  # what is unchanged is known again, whatever stands beside it


def test_entries_of_atom(tmp_path: Path) -> None:
    [found] = articles(tmp_path, ATOM, "in.atom")
    assert found.headline == "A new mayor"
    assert found.body == "Sela Brandt won.\n\n“I am glad,” she said."
    assert (found.publisher, found.authors, found.language) == ("Lisk Valley Review", ("Mara Ellwin",), "en")
    assert found.modified is not None
    assert found.modified.value.hour == 12


def test_nitf(tmp_path: Path) -> None:
    [found] = articles(tmp_path, NITF)
    assert (found.headline, found.source_key) == ("Ferry stays in port", "tpa-77")
    assert found.body == "“We wait,” said Tove Marlin.\n\nThe wind has not dropped."
    assert (found.byline, found.authors, found.dateline) == ("By Idris Calder", ("Idris Calder",), "PORT ELLIS")
    assert (found.publisher, found.section, found.language) == ("Tarvelian Press Agency", "Home", "en-US")


def test_items_of_newsml(tmp_path: Path) -> None:
    text = MESSAGE.format(items=ITEM.format(n=1, status="usable") + ITEM.format(n=2, status="usable"))
    first, second = articles(tmp_path, text)
    assert (first.source_key, second.source_key) == ("urn:newsml:tpa:1", "urn:newsml:tpa:2")
    assert first.headline == "Ferry 1 stays"
    assert second.body == "“We wait,” said Tove Marlin.\n\nThe wind has not dropped on day 2."
    assert (first.publisher, first.authors) == ("Tarvelian Press Agency", ("Idris Calder",))
    assert articles(tmp_path, ITEM.format(n=1, status="usable"))[0].body == first.body


def test_what_its_provider_took_back_is_not_taken_in(tmp_path: Path) -> None:
    [raw] = read(tmp_path, ITEM.format(n=1, status="canceled"))
    assert isinstance(raw, RawRecord)
    with pytest.raises(IngestError, match="its provider says that it is canceled"):
        parse(raw)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("<rss><channel><item><title>Cut off", "not XML that can be read"),
        ("<urlset><url/></urlset>", "no reader for XML whose root is <urlset>"),
        ("<!DOCTYPE a [<!ENTITY x SYSTEM 'file:///etc/passwd'>]>" + ENTITY, "no text in it"),
        ("<!DOCTYPE a [<!ENTITY w 'ha'><!ENTITY x '" + "&w;" * 50 + "'>]>" + ENTITY, "no text in it"),
        ("<nitf>" * 5_000, "not XML that can be read"),
    ],
)
def test_what_cannot_be_read_says_why(tmp_path: Path, text: str, reason: str) -> None:
    [raw] = read(tmp_path, text)
    assert isinstance(raw, RawRecord)
    with pytest.raises(IngestError, match=reason):
        parse(raw)


def test_a_feed_without_entries(tmp_path: Path) -> None:
    [failure] = read(tmp_path, "<rss><channel><title>The Tolmouth Gazette</title></channel></rss>")
    assert isinstance(failure, Failure)
    assert failure.reason == "no entry in the feed"


def test_harmless_faults_of_old_feeds(tmp_path: Path) -> None:
    item = "<item><title>Tarn & Sons</title><description>The&nbsp;tide at Tarn & Sons.</description></item>"
    [found] = articles(tmp_path, f"<rss><channel>{item}</channel></rss>")
    assert found.headline.startswith("Tarn")
    assert found.body.startswith("The tide at Tarn")


def test_standard_input_is_known_by_its_beginning() -> None:
    for text in (RSS, ATOM, NITF, ITEM.format(n=1, status="usable")):
        [first, *_] = documents(["-"], stdin=BytesIO(text.encode()))
        assert isinstance(first, RawRecord)
        assert first.media_type == "application/xml"


WORDPRESS = '<?xml version="1.0" encoding="UTF-8" ?>\n' + "".join(
    f"<!-- Line {n} of what it is. -->\n" for n in range(10)
)


@pytest.mark.parametrize(
    ("before", "text"),
    [
        ('<?xml version="1.0"?><?xml-stylesheet href="a.xsl"?>\n', RSS.partition("?>")[2]),
        (WORDPRESS, RSS.partition("?>")[2]),
        ("<!-- " + "long " * 1_000 + "-->", ATOM),
        ('<!DOCTYPE rss [<!ENTITY a "b>"> <!ENTITY c "d"> ] >', RSS.partition("?>")[2]),
        ("", ATOM.replace("<", "<atom:").replace("<atom:/", "</atom:").replace("xmlns=", "xmlns:atom=")),
    ],
)
def test_what_stands_before_the_root_does_not_hide_it(before: str, text: str) -> None:
    [first, *_] = documents(["-"], stdin=BytesIO((before + text).encode()))
    assert isinstance(first, RawRecord)
    assert (first.source, first.media_type) == ("-:1", "application/xml")


def test_xml_of_another_kind_is_no_text() -> None:
    [raw] = documents(["-"], stdin=BytesIO(b"<?xml version='1.0'?><!-- cut"))
    assert isinstance(raw, RawRecord)
    assert raw.media_type == "application/xml"
    with pytest.raises(IngestError, match="not XML that can be read"):
        parse(raw)


def test_space_before_the_declaration(tmp_path: Path) -> None:
    for before in ("\n", "\ufeff\r\n \t"):
        assert [one.body for one in articles(tmp_path, before + RSS)] == [one.body for one in articles(tmp_path, RSS)]
        [found] = articles(tmp_path, before + NITF)
        assert found.source_key == "tpa-77"


def test_bytes_that_the_encoding_has_not(tmp_path: Path) -> None:
    broken = RSS.encode().replace(b"It rained", b"It rained \xe9")
    (tmp_path / "in.xml").write_bytes(broken)
    first, second = (parse(one) for one in documents([str(tmp_path / "in.xml")]) if isinstance(one, RawRecord))
    assert first.body.startswith("“The quay was never safe,”")
    assert second.body.startswith("It rained")
    other = RSS.replace('encoding="utf-8"', "").encode("cp1252")
    (tmp_path / "in.xml").write_bytes(other)
    [first, _] = (parse(one) for one in documents([str(tmp_path / "in.xml")]) if isinstance(one, RawRecord))
    assert first.body.startswith("“The quay was never safe,”")


def test_a_slip_beside_the_words_costs_no_entry(tmp_path: Path) -> None:
    first, second = articles(tmp_path, RSS.replace("en-gb", "English"), "feed.rss")
    assert (first.language, first.headline, second.source_key) == ("", "Bridge & quay to be mended", "g-2")
    [found] = articles(tmp_path, ATOM.replace("2026-03-01T12:00:00Z", "at noon"), "in.atom")
    assert (found.modified, found.headline) == (None, "A new mayor")


def test_the_author_of_a_feed_of_atom_wrote_what_names_nobody(tmp_path: Path) -> None:
    feed = ATOM.replace("<entry>", "<author><name>Cy Dole</name></author><entry>")
    assert [one.authors for one in articles(tmp_path, feed, "in.atom")] == [("Mara Ellwin",)]
    nobody = feed.replace("<author><name>Mara Ellwin</name></author>", "")
    assert [one.authors for one in articles(tmp_path, nobody, "in.atom")] == [("Cy Dole",)]
    source = "<source><author><name>Idris Calder</name></author></source></entry>"
    [found] = articles(tmp_path, nobody.replace("</entry>", source), "in.atom")
    assert found.authors == ("Idris Calder",)


def exported(**said: str) -> str:
    told = "".join(f"<wp:{name}><![CDATA[{value}]]></wp:{name}>" for name, value in said.items())
    return f"<item><title>Ferry</title><description/><content:encoded>It rained.</content:encoded>{told}</item>"


def test_an_export_of_wordpress(tmp_path: Path) -> None:
    """What its site does not show comes in with the reason, and what was never an article does not come in."""
    items = [
        exported(status="publish", post_type="post", post_password=""),
        exported(status="inherit", post_type="attachment"),
        *(exported(status=status, post_type="post") for status in ("draft", "future", "trash", "private")),
        exported(status="publish", post_type="page", post_password="x"),  # noqa: S106  (a made-up one)
        exported(status="publish", post_type="wpcf7_contact_form"),
    ]
    spaces = 'xmlns:wp="http://wordpress.org/export/1.2/" xmlns:content="http://purl.org/rss/1.0/modules/content/"'
    found = read(
        tmp_path, f"<rss version='2.0' {spaces}><channel><title>Gazette</title>{''.join(items)}</channel></rss>"
    )
    first, *others = (one for one in found if isinstance(one, RawRecord))
    assert parse(first).body == "It rained."
    reasons = []
    for other in others:
        with pytest.raises(IngestError) as refused:
            parse(other)
        reasons.append(str(refused.value))
    assert reasons == [
        *(f"not published: its status is {status}" for status in ("draft", "future", "trash", "private")),
        "not for everybody: it has a password",
        "no article: an entry of the type wpcf7_contact_form",
    ]

"""Small documents that would grow large, or take long, when they are read or taken apart."""

from __future__ import annotations

from io import BytesIO

import pytest

from corpus.ingest import Declared, IngestError, documents, feeds, listing, parse, read_listing, xmltree
from corpus.ingest.sniff import sniff
from corpus.records import ArticleRecord, Failure, RawRecord
from tests.effort import grows_in_proportion

MANY = 150_000  # which took minutes, when each was put in by itself


def split(content: str, form: str = "xml") -> list[RawRecord | Failure]:
    found = documents(["-"], declared=Declared(format=form), stdin=BytesIO(content.encode()))
    return [one for one in found if isinstance(one, RawRecord | Failure)]


def read(content: str) -> ArticleRecord:
    return parse(RawRecord("made up", content.encode(), "application/xml"))


def nitf(words: str) -> str:
    return f"<nitf><body><body.content><p>{words}</p></body.content></body></nitf>"


def test_many_entities_one_after_the_other() -> None:
    found = read(nitf("It rained&eacute;" + "&eacute;" * MANY + "<em>x</em>" + "&uuml;" * MANY + "&zzz;."))
    assert found.body == "It rained" + "é" * (MANY + 1) + "x" + "ü" * MANY + "."


def test_entities_keep_what_stands_around_them() -> None:
    found = read(nitf("a&eacute;b <em>c&auml;</em>&ouml; d<q/>e&uuml;f <em/>&szlig;&szlig; g"))
    assert found.body == "aéb cäö deüf ßß g"


def test_prefixes_that_were_never_declared() -> None:
    found = read("<nitf a:b='c'><body><d:e/><body.content><f:p g:h='i'>It rained.</f:p></body.content></body></nitf>")
    assert found.body == "It rained."


def test_a_feed_that_says_much_of_itself() -> None:
    head = "<title>" + "x" * 50_000 + "</title>"
    [failure] = split(f"<rss><channel>{head}{'<item/>' * 1_000}</channel></rss>")
    assert isinstance(failure, Failure)
    assert "too long to be kept with each" in failure.reason
    with pytest.raises(IngestError, match="too long to be kept with each"):
        read_listing(f"<rss><channel>{head}{'<item/>' * 1_000}</channel></rss>".encode(), "http://gazette.example/")
    assert len(split(f"<rss><channel>{head}{'<item/>' * 100}</channel></rss>")) == 100


def test_what_a_feed_says_of_itself_is_held_with_each_entry(monkeypatch: pytest.MonkeyPatch) -> None:
    feed = f"<rss><channel><title>{'x' * 50_000}</title>{'<item><title>x</title></item>' * 100}</channel></rss>"
    assert len(split(feed)) == 100  # one after the other
    monkeypatch.setattr(listing, "MOST_HELD", 1_000_000)
    with pytest.raises(IngestError, match="too long to be kept with each"):
        read_listing(feed.encode(), "http://gazette.example/")


def test_a_message_with_many_or_long_namespaces() -> None:
    many = " ".join(f'xmlns:a{number}="urn:{number}"' for number in range(200))
    [failure] = split(f"<newsMessage {many}><itemSet><newsItem/></itemSet></newsMessage>")
    assert isinstance(failure, Failure)
    assert failure.reason == "more than 100 namespaces"
    long = 'xmlns:a="urn:' + "x" * 50_000 + '"'
    [failure] = split(f"<newsMessage {long}><itemSet>{'<newsItem/>' * 1_000}</itemSet></newsMessage>")
    assert isinstance(failure, Failure)
    assert "too long to be kept with each" in failure.reason


def test_a_table_with_a_name_longer_than_its_rows() -> None:
    [failure] = split("text," + "x" * 501 + "\n" + "a,\n" * 1_000, "csv")
    assert isinstance(failure, Failure)
    assert failure.reason == "a column name is longer than 500 characters"


def test_more_marks_than_memory_has_room_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xmltree, "MAX_MARKS", 100)
    [raw] = split("<nitf>" + "<a b='c'/>" * 60 + "</nitf>")  # one document, kept as it came
    assert isinstance(raw, RawRecord)
    with pytest.raises(IngestError, match="XML too large"):
        parse(raw)


def test_words_that_stand_in_the_body_itself() -> None:
    body = "<body>“We wait,” said &lt;Tove&gt; Marlin.<p>The wind has not dropped.</p>She left.</body>"
    inline = f'<contentSet><inlineXML><html xmlns="http://www.w3.org/1999/xhtml">{body}</html></inlineXML></contentSet>'
    found = read(f'<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/">{inline}</newsItem>')
    assert found.body == "“We wait,” said <Tove> Marlin.\n\nThe wind has not dropped.\n\nShe left."


@pytest.mark.parametrize(
    "text",
    [
        nitf("It &#0;rained.").replace("<p>", "<p class='&#xD800;'>"),  # half a surrogate in an attribute
        "<rss xmlns:a='urn:&#xD800;'><item><title>&#0;It rained.</title></item></rss>",
        "<rss><item><title>It\n\nrained.<![CDATA[\x1b[31m",
        "<nit\u200d/>",
    ],
)
def test_what_cannot_be_read_says_why_in_a_line(text: str) -> None:
    with pytest.raises(
        IngestError, match=r"not XML that can be read: |no reader for XML whose root is <nit>"
    ) as refused:
        read(text)
    assert str(refused.value).isprintable()


@pytest.mark.parametrize(
    ("encoding", "words"), [("punycode", "-!!"), ("undefined", "x"), ("unicode_escape", "\\ud800")]
)
def test_an_encoding_over_which_the_reader_of_feeds_fails(encoding: str, words: str) -> None:
    entry = f"<item><title>x</title><description>{words}</description></item>"
    content = f'<?xml version="1.0" encoding="{encoding}"?><rss><channel>{entry}</channel></rss>'
    with pytest.raises(IngestError, match="not a feed that can be read"):
        feeds.feed_fields(content.encode())


def test_a_point_without_a_place() -> None:
    entry = "<item><title>x</title><description>It rained.</description><g:pos>1 2</g:pos></item>"
    feed = f"<rss xmlns:g='http://www.opengis.net/gml'><channel>{entry}</channel></rss>"
    assert read(feed).body == "It rained."
    assert len(read_listing(feed.encode(), "http://gazette.example/").entries) == 1


@pytest.mark.parametrize("name", ["author", "dc:creator", "managingEditor"])
def test_a_name_as_long_as_a_book(name: str) -> None:
    person = "said" * 500_000  # looked through from each letter on, which took hours
    entry = f"<item><title>x</title><description>It rained.</description><{name}>{person}</{name}></item>"
    found = read(f"<rss xmlns:dc='http://purl.org/dc/elements/1.1/'><channel>{entry}</channel></rss>")
    assert found.body == "It rained."
    assert all(len(author) <= 1_000 for author in found.authors)


def test_an_author_of_atom_whose_name_is_cut_stays_an_author() -> None:
    people = (
        f"<author><name>{'said ' * 300}</name><email>a@b.example</email></author><author><name>Cy Dole</name></author>"
    )
    entry = f"<entry><title>x</title>{people}<content>It rained.</content></entry>"
    first, *others = read(f'<feed xmlns="http://www.w3.org/2005/Atom">{entry}</feed>').authors
    assert first.startswith("said said")
    assert len(first) <= 1_000
    assert others == ["Cy Dole"]


def test_an_entry_whose_content_is_empty() -> None:
    content = '<content type="xhtml"/><content src="http://gazette.example/a"/><summary/>'
    with pytest.raises(IngestError, match="no text in it"):
        read(f'<feed xmlns="http://www.w3.org/2005/Atom"><entry><title/>{content}</entry></feed>')


def test_what_stands_before_a_root_is_looked_through_once() -> None:
    def look(size: int) -> None:
        for piece in ("<!-- a -->", "<?a b?>\n ", "<!doctype a [ ]  ", "<!doctype a>", "<!doctype a [ ] >"):
            sniff(piece.encode() * size)

    assert grows_in_proportion(look, 4_000)

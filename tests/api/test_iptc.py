"""Articles as ninjs, NewsML-G2 and NITF: what our own readers read again, and what the standards ask for."""

from __future__ import annotations

import json
import re

import NewsMLG2
import pytest
from jsonschema_rs import Draft202012Validator
from lxml import etree

from corpus.ingest import parse
from corpus.ingest.xmlnews import xml_documents
from corpus.models import Article, Organisation
from corpus.records import RawRecord
from tests.api.conftest import EDITION, articles, fault, make_account
from tests.builders import store

pytestmark = pytest.mark.django_db
G2 = "{http://iptc.org/std/nar/2006-10-01/}"
KINDS = {"ninjs": "application/json", "newsml": "application/xml", "nitf": "application/xml"}
FIELDS = {
    "key": "tolmouth 17/b",
    "url": "https://gazette.example/wall?id=3&part=2",
    "byline": "By Ana Kerr and Tom Lind in Tolmouth",
    "dateline": "TOLMOUTH, March 5",
    "language": "en-GB",
    "section": "Harbour & sea",
    "licence": "https://creativecommons.org/licenses/by/4.0/",
    "published": "2024-03-05T09:30:00+01:00",
    "modified": "2024-03-06T10:00:00Z",
    "correction": "Correction: the wall is 40 metres long.",
}


@pytest.fixture(scope="module")
def wall(module_rows):
    with module_rows.unblock():
        return store(EDITION, headline="Harbour wall “to be” <rebuilt>", **FIELDS)


def written(client, article, chosen):
    response = client.get(f"/api/v1/articles/{article.public_id}/?format={chosen}")
    assert response.status_code == 200, response.content
    return response.content


def told(record):
    """What an article says, without what cannot come along: how exactly a time is known."""
    return {
        "key": record.source_key,
        "headline": record.headline,
        "body": record.body,
        "publisher": record.publisher,
        "authors": record.authors,
        "byline": record.byline,
        "dateline": record.dateline,
        "published": record.published.value if record.published else None,
        "modified": record.modified.value if record.modified else None,
        "language": record.language,
        "section": record.section,
        "licence": record.licence,
        "url": record.source_url,
        "correction": record.correction,
    }


def of_article(article):
    return {
        "key": article.source_key,
        "headline": article.headline,
        "body": article.current_text.body,
        "publisher": article.publisher.name,
        "authors": tuple(author.name for author in article.authors.order_by("position")),
        "byline": article.byline,
        "dateline": article.dateline,
        "published": article.published_at,
        "modified": article.modified_at,
        "language": article.language,
        "section": article.section,
        "licence": article.licence,
        "url": article.source_url,
        "correction": article.correction,
    }


@pytest.mark.parametrize("chosen", KINDS)
def test_our_own_readers_read_it_again(client, wall, chosen):
    content = written(client, wall, chosen)
    assert told(parse(RawRecord("a", content, KINDS[chosen]))) == of_article(wall)


@pytest.mark.parametrize(("published", "precision"), [("2024", "year"), ("2024-03", "month"), ("2024-03-05", "day")])
@pytest.mark.parametrize("chosen", ["newsml", "nitf"])
def test_dates_are_as_exact_as_they_are_known(client, chosen, published, precision):
    article = store(EDITION, published=published)
    read = parse(RawRecord("a", written(client, article, chosen), "application/xml"))
    assert read.published is not None
    assert (read.published.value, read.published.precision) == (article.published_at, precision)


@pytest.mark.parametrize("chosen", KINDS)
def test_an_article_of_which_little_is_known(client, chosen):
    store(EDITION, key="bare", headline="", published=None, publisher=None, url=None)
    article = Article.objects.get(source_key="bare")
    Article.objects.filter(pk=article.pk).update(headline="\x01 and \ufffe", section="\x02")
    read = parse(RawRecord("a", written(client, article, chosen), KINDS[chosen]))
    assert read.source_key == "bare"
    assert read.published is None
    assert not read.publisher
    assert read.body == article.current_text.body


def test_a_closed_body_stays_closed(client, wall):
    Organisation.objects.filter(pk=wall.publisher_id).update(body_access="tokens")
    assert written(make_account("readers"), wall, "nitf").count(b"<p>") == 4
    assert b"boats" in written(make_account("readers"), wall, "ninjs")
    for chosen in KINDS:
        assert b"boats" not in written(client, wall, chosen)
    assert json.loads(written(client, wall, "ninjs"))["representationtype"] == "partial"
    listed = client.get("/api/v1/articles/?format=newsml")
    assert b"boats" not in listed.content
    feed = client.get("/api/v1/articles/?format=atom&content=full")
    assert b"boats" not in feed.content
    for answer in (listed, feed):
        assert "Authorization" in answer["Vary"], "some are answered more than others"


# The members that the schema of ninjs 2.1 knows, as far as they are written here: no other may stand in an item.
TEXT = {"type": "string", "minLength": 1}
WHEN = {"type": "string", "format": "date-time"}
NAMED = {"name": TEXT, "uri": {"type": "string", "format": "uri"}}


def several(**properties):
    return {
        "type": "array",
        "minItems": 1,
        "items": {"type": "object", "additionalProperties": False, "properties": properties},
    }


NINJS = {
    "type": "object",
    "required": ["uri"],
    "additionalProperties": False,
    "properties": {
        "uri": {"type": "string", "format": "uri"},
        "standard": {"type": "object", "required": ["name", "version", "schema"]},
        "type": {"enum": ["text"]},
        "representationtype": {"enum": ["full", "partial"]},
        "pubstatus": {"enum": ["usable"]},
        **dict.fromkeys(("version", "language", "by", "located", "usageterms"), TEXT),
        **dict.fromkeys(("firstcreated", "versioncreated"), WHEN),
        "headlines": several(role=TEXT, value=TEXT),
        "bodies": several(
            role=TEXT, value=TEXT, contenttype=TEXT, charcount={"type": "number"}, wordcount={"type": "number"}
        ),
        "descriptions": several(role=TEXT, contenttype=TEXT, value=TEXT),
        "subjects": several(name=TEXT),
        **dict.fromkeys(("people", "organisations"), several(**NAMED)),
        "infosources": several(**NAMED, role={"type": "string", "format": "uri"}),
        "renditions": several(name=TEXT, contenttype=TEXT, href={"type": "string", "format": "uri"}),
        "altids": several(role=TEXT, value=TEXT),
    },
}


def test_ninjs_holds_what_its_schema_knows(client, wall):
    validator = Draft202012Validator(NINJS, validate_formats=True)
    for article in (wall, store(EDITION, key="urn:x:1"), store("“No,” said Mara Ellwin of Tolmouth.", published=None)):
        item = json.loads(written(client, article, "ninjs"))
        assert not [error.message for error in validator.iter_errors(item)]
    assert json.loads(written(client, wall, "ninjs"))["people"][0]["name"] == "Mara Ellwin"
    assert not validator.is_valid({**item, "publisher": "x"})
    assert not validator.is_valid({**item, "uri": "no uri"})


def names(element):
    return [etree.QName(child).localname for child in element]


def test_newsml_in_the_reader_of_iptc(client, wall):
    """The package of the standard's makers reads it, and knows all codes by the standard's catalogue."""
    content = written(client, wall, "newsml")
    item = NewsMLG2.NewsMLG2Document(content).get_item()
    assert (item.standard, item.standardversion, item.conformance) == ("NewsML-G2", "2.35", "power")
    assert item.guid == f"http://testserver/api/v1/articles/{wall.public_id}/", "the key is no URI"
    meta = item.itemmeta
    assert NewsMLG2.qcode_to_uri(meta.itemclass.qcode) == "http://cv.iptc.org/newscodes/ninature/text"
    assert NewsMLG2.qcode_to_uri(meta.pubstatus.qcode) == "http://cv.iptc.org/newscodes/pubstatusg2/usable"
    assert str(meta.versioncreated) == "2024-03-06T10:00:00Z"
    about = item.contentmeta
    assert str(about.contentcreated) == "2024-03-05T08:30:00Z"
    root = etree.fromstring(content)
    codes = root.xpath("//@qcode | //@type | //@rel")
    assert {"cpnat:abstract", "cpnat:person", "irel:seeAlso", "ninat:text", "sig:correction"} <= set(codes)
    assert all(NewsMLG2.qcode_to_uri(code).startswith("http://cv.iptc.org/newscodes/") for code in codes)
    assert names(root) == ["catalogRef", "rightsInfo", "itemMeta", "contentMeta", "contentSet"]
    assert names(root.find(f"{G2}itemMeta")) == [
        *("itemClass", "provider", "versionCreated", "firstCreated", "pubStatus", "title", "edNote", "signal", "link")
    ]
    # The administrative group of the schema stands in this order, before the descriptive one.
    order = ["contentCreated", "contentModified", "creator", "altId", "language", "subject"]
    found = list(dict.fromkeys(names(root.find(f"{G2}contentMeta"))))
    assert found == [*order, "headline", "dateline", "by", "contentMetaExtProperty"]


def test_a_list_is_a_message_of_items(client, wall):
    other = store("“No,” said Joss Pardew of Norrick Shipping.\n\nIt rained.", key="urn:x:2", published="2024-03-04")
    response = client.get("/api/v1/articles/?format=newsml&page_size=50")
    assert response["Content-Type"] == "application/vnd.iptc.g2.newsmessage+xml; charset=utf-8"
    read = [parse(RawRecord("a", piece, "application/xml")) for _, piece in xml_documents(response.content)]
    assert told(read[0]) == of_article(wall)
    assert [one.source_key for one in read] == [wall.source_key, other.source_key]
    assert names(etree.fromstring(response.content)) == ["header", "itemSet"]
    assert response.content == client.get("/api/v1/articles/?format=newsml&page_size=50").content
    assert 'rel="next"' in client.get("/api/v1/articles/?format=newsml&page_size=1")["Link"]
    assert fault(client.get("/api/v1/articles/?format=newsml&page_size=51"))["suggestion"] == "50"
    assert b"<itemSet/>" in client.get("/api/v1/articles/?format=newsml&section=Nowhere").content


def test_nitf_stands_in_the_order_of_its_document_type(client, wall):
    root = etree.fromstring(written(client, wall, "nitf"))
    assert root.get("version") == "-//IPTC//DTD NITF 3.6//EN"
    assert names(root) == ["head", "body"]
    assert names(root.find("head")) == ["title", "meta", "meta", "docdata", "pubdata", "revision-history"]
    assert names(root.find("body")) == ["body.head", "body.content"]
    assert names(root.find("body/body.head")) == ["hedline", "byline", "dateline"]
    known = {"correction", "doc-id", "date.issue", "doc.copyright", "doc.rights", "identified-content"}
    assert set(names(root.find("head/docdata"))) <= known
    assert [one.text for one in root.iter("person")] == ["Mara Ellwin", "Joss Pardew"]


def test_by_accept(client, wall):
    for kind in ("ninjs+json", "vnd.iptc.g2.newsitem+xml", "nitf+xml"):
        response = client.get(f"/api/v1/articles/{wall.public_id}/", headers={"Accept": f"application/{kind}"})
        assert response["Content-Type"].partition(";")[0] == f"application/{kind}"


def test_older_revisions(client):
    store(EDITION, key="twice")
    article = store(EDITION.replace("spring", "summer"), key="twice")
    for number, word in ((1, "spring"), (2, "summer")):
        item = client.get(f"/api/v1/articles/{article.public_id}/?format=ninjs&revision={number}").json()
        assert (item["version"], word in item["bodies"][0]["value"]) == (str(number), True)


def test_feeds_with_the_words(client, wall):
    response = client.get("/api/v1/articles/?format=atom&content=full")
    [entry] = etree.fromstring(response.content).iter("{http://www.w3.org/2005/Atom}entry")
    content = entry.find("{http://www.w3.org/2005/Atom}content")
    assert content.get("type") == "html"
    assert re.findall("<p>(.{9})", content.text) == ["The harbo", "“The wall", "“We owe i", "Joss Pard"]
    assert entry.find("{http://www.w3.org/2005/Atom}summary").text.startswith("The Tolmouth Gazette")
    [(_, piece)] = xml_documents(response.content)
    assert parse(RawRecord("a", piece, "application/xml")).body == wall.current_text.body
    assert 'content=full"' not in client.get("/api/v1/articles/?format=atom").content.decode()
    assert fault(client.get("/api/v1/articles/?content=full"))["code"] == "not_in_format"
    assert fault(client.get("/api/v1/articles/?format=atom&content=half"))["code"] == "unknown_choice"
    assert fault(client.get("/api/v1/articles/?format=atom&content=full&page_size=200"))["code"] == "out_of_range"
    assert fault(client.get("/api/v1/articles/?format=atom&explain=true"))["code"] == "not_in_format"


def test_lists_read_no_more_than_they_show(client, wall, django_assert_max_num_queries):
    articles(5)
    with django_assert_max_num_queries(4):
        assert client.get("/api/v1/articles/?format=newsml").content.count(b"<newsItem") == 6

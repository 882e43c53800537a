"""The formats of lists and records: by format= and by Accept, and what each holds."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from xml.etree import ElementTree

import pytest

from api.v1.renderers import ORJSONRenderer
from api.v1.tables import written
from corpus.models import Article, Quotation
from tests.api.conftest import fault, ids, organisation, person, quotations

pytestmark = pytest.mark.django_db

ATOM = "{http://www.w3.org/2005/Atom}"
MEDIA_TYPES = {
    "json": "application/json",
    "csv": "text/csv; charset=utf-8",
    "ndjson": "application/x-ndjson",
    "jsonld": "application/ld+json",
    "atom": "application/atom+xml; charset=utf-8",
    "newsml": "application/vnd.iptc.g2.newsmessage+xml; charset=utf-8",
    "newsitem": "application/vnd.iptc.g2.newsitem+xml; charset=utf-8",
    "ninjs": "application/ninjs+json",
    "nitf": "application/nitf+xml; charset=utf-8",
    "popolo": "application/popolo+json",
}
ALL = {"json", "csv", "ndjson", "jsonld", "atom"}
# A record by another name than its media type has here.
CALLED = {"newsitem": "newsml"}
LISTS = {
    "articles/": ALL | {"newsml"},
    "quotations/": ALL,
    "people/": ALL | {"popolo"},
    "organisations/": ALL | {"popolo"},
    "utterances/": ALL,
    "affiliations/": ALL - {"jsonld"} | {"popolo"},
    "merges/": {"json", "csv", "ndjson"},
    "proposals/": {"json", "csv", "ndjson"},
    "articles/{article}/quotations/": ALL,
    "articles/{article}/mentions/": {"json", "csv", "ndjson"},
    "articles/{article}/history/": {"json", "csv", "ndjson"},
    "people/{person}/quotations/": ALL,
    "articles/{article}/": {"json", "jsonld", "ninjs", "newsitem", "nitf"},
    "people/{person}/": {"json", "jsonld", "popolo"},
    "affiliations/{affiliation}/": {"json", "popolo"},
}


def content(response):
    assert response.status_code == 200, response.content
    return b"".join(response.streaming_content) if response.streaming else response.content


def table(response):
    return list(csv.DictReader(io.StringIO(content(response).decode()), strict=True))


def places(article):
    speaker = article.quotations.filter(speaker__type="person").first().speaker
    affiliation = article.current_text.affiliations.first()
    return {"article": article.public_id, "person": speaker.public_id, "affiliation": affiliation.public_id}


@pytest.mark.parametrize("path", LISTS)
def test_each_address_by_format_and_by_accept(client, edition, path):
    address = f"/api/v1/{path.format(**places(edition))}"
    for chosen, media_type in MEDIA_TYPES.items():
        if chosen not in LISTS[path] and CALLED.get(chosen, chosen) in {CALLED.get(one, one) for one in LISTS[path]}:
            continue  # the name stands for the other of the two media types
        by_name = client.get(f"{address}?format={CALLED.get(chosen, chosen)}")
        by_accept = client.get(address, headers={"Accept": f"{media_type.partition(';')[0]}, image/png;q=0.9"})
        if chosen in LISTS[path]:
            assert by_name["Content-Type"] == by_accept["Content-Type"] == media_type
            assert content(by_name) or path in ("merges/", "proposals/", "articles/{article}/history/")
            content(by_accept)
        else:
            assert fault(by_name)["code"] == "unknown_choice"
            assert (by_accept.status_code, by_accept.json()["code"]) == (406, "not_acceptable")
            assert by_accept["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("format=csv&page_size=5", "page_size"),
        ("format=ndjson&cursor=x", "cursor"),
        ("format=csv&count=true", "count"),
        ("format=jsonld&fields=id", "fields"),
        ("format=jsonld&explain=true", "explain"),
        ("format=jsonld&count=estimate", "count"),
        ("format=atom&expand=speaker", "expand"),
        ("format=atom&omit=text", "omit"),
        ("format=atom&q=wall&highlight=true", "highlight"),
    ],
)
def test_parameters_that_a_format_could_only_ignore(client, edition, query, name):
    found = fault(client.get(f"/api/v1/quotations/?{query}"))
    assert (found["parameter"], found["code"]) == (name, "not_in_format")


@pytest.mark.parametrize("chosen", ["rss", "CSV", "xml"])
def test_unknown_formats(client, chosen):
    assert fault(client.get(f"/api/v1/articles/?format={chosen}"))["parameter"] == "format"


def test_wrong_queries_are_problems_in_every_format(client):
    for chosen in ALL:
        response = client.get(f"/api/v1/quotations/?format={chosen}&speeker=x")
        assert fault(response)["suggestion"] == "speaker"


def test_csv_is_flat(client, edition):
    [first, *_] = rows = table(client.get("/api/v1/quotations/?format=csv"))
    listed = client.get("/api/v1/quotations/").json()["results"]
    assert [row["id"] for row in rows] == [row["id"] for row in listed]
    assert {"speaker.id", "speaker.name", "article.publisher.name", "confidences.span", "spans"} <= set(first)
    assert "speaker" not in first
    for row, record in zip(rows, listed, strict=True):
        assert row["speaker.name"] == (record["speaker"] or {"name": ""})["name"]
        assert row["article.publisher.name"] == record["article"]["publisher"]["name"]
        assert json.loads(row["spans"]) == record["spans"]
        assert float(row["confidences.kind"]) == record["confidences"]["kind"]
        assert row["channel"] == (record["channel"] or "")


def test_csv_in_the_shape_asked_for(client, edition):
    [row] = table(client.get("/api/v1/articles/?format=csv&fields=id,publisher.name,authors"))
    assert row == {"id": edition.public_id, "publisher.name": "The Tolmouth Gazette", "authors": '["Ana Kerr"]'}
    row = table(client.get("/api/v1/quotations/?format=csv&expand=article&omit=text,speaker"))[0]
    assert row["article.source_url"] == "https://gazette.example/wall"
    assert not [name for name in row if name == "text" or name.startswith("speaker.")]
    row = table(client.get("/api/v1/quotations/?format=csv&fields=text&q=boats&highlight=true"))[0]
    assert "<mark>boats</mark>" in row["highlight"]


def test_csv_without_rows_still_names_its_columns(client, db):
    assert content(client.get("/api/v1/people/?format=csv&fields=id,name")) == b"id,name\r\n"


@pytest.mark.parametrize(
    ("value", "cell"),
    [
        ("=1+1", "'=1+1"),
        ("+44 20", "'+44 20"),
        ("-1", "'-1"),
        ("@cell", "'@cell"),
        ("\tx", "'\tx"),
        ("\rx", "'\rx"),
        ("\n=x", "'\n=x"),
        ("＝1", "'＝1"),
        ("a=b", "a=b"),
        ("", ""),
        (None, ""),
        (-1, "-1"),
        (0.5, "0.5"),
        (True, "true"),
        ([[1, 2]], "[[1,2]]"),
        ({"a": "é"}, '{"a":"é"}'),
    ],
)
def test_cells(value, cell):
    assert written(value) == cell


def test_csv_keeps_any_text(client, edition):
    words = '=HYPERLINK("http://evil.example"),\n“é”\r\n, \x01 \x85 end'
    Quotation.objects.filter(pk=edition.quotations.first().pk).update(words=words)
    texts = [row["text"] for row in table(client.get("/api/v1/quotations/?format=csv"))]
    assert "'" + words in [text.replace("\r\r\n", "\r\n") for text in texts]


def test_ndjson_is_what_pages_hold(client, edition):
    for query in ("", "fields=id,speaker.name", "q=boats&highlight=true", "ordering=confidence"):
        lines = content(client.get(f"/api/v1/quotations/?format=ndjson&{query}")).decode().splitlines()
        assert [json.loads(line) for line in lines] == client.get(f"/api/v1/quotations/?{query}").json()["results"]


def test_quotations_in_schema_org(client, edition):
    page = client.get("/api/v1/quotations/?format=jsonld&count=true").json()
    assert (page["@context"], page["@type"]) == ("https://schema.org", "ItemList")
    assert page["numberOfItems"] == len(page["itemListElement"]) == 3
    spoken = next(item for item in page["itemListElement"] if item["spokenByCharacter"]["name"] == "Mara Ellwin")
    assert spoken["@type"] == "Quotation"
    assert spoken["spokenByCharacter"]["@type"] == "Person"
    assert spoken["creator"] == spoken["spokenByCharacter"]
    assert spoken["isPartOf"]["@type"] == "NewsArticle"
    assert spoken["isPartOf"]["publisher"]["@type"] == "Organization"
    alone = client.get(spoken["@id"], {"format": "jsonld"}).json()
    assert alone == {"@context": "https://schema.org", **spoken}


def test_articles_in_schema_org(client, edition):
    found = client.get(f"/api/v1/articles/{edition.public_id}/?format=jsonld").json()
    assert found["@type"] == "NewsArticle"
    assert found["headline"] == "Harbour wall to be rebuilt"
    assert found["datePublished"] == "2024-03-05"
    assert found["author"] == [{"@type": "Person", "name": "Ana Kerr"}]
    assert found["publisher"]["name"] == "The Tolmouth Gazette"
    assert found["articleBody"] == edition.current_text.body
    assert [part["@type"] for part in found["hasPart"]] == ["Quotation"] * 3
    assert found["url"] == "https://gazette.example/wall"


def test_entities_in_schema_org(client, db):
    known = person("Ines Tarrow")
    known.identifiers.create(scheme="wikidata", value="Q42")
    found = client.get(f"/api/v1/people/{known.public_id}/", headers={"Accept": "application/ld+json"}).json()
    assert (found["@type"], found["name"]) == ("Person", "Ines Tarrow")
    assert found["sameAs"] == ["http://www.wikidata.org/entity/Q42"]
    assert {"@type": "PropertyValue", "propertyID": "wikidata", "value": "Q42"} in found["identifier"]
    body = organisation("Norrick Shipping")
    assert client.get(f"/api/v1/organisations/{body.public_id}/?format=jsonld").json()["@type"] == "Organization"


def feed(client, address):
    response = client.get(address)
    assert response["Content-Type"] == "application/atom+xml; charset=utf-8"
    return ElementTree.fromstring(content(response))  # noqa: S314


def links(element):
    return {link.get("rel"): link.get("href") for link in element.findall(f"{ATOM}link")}


@pytest.mark.parametrize("path", [path for path, formats in LISTS.items() if "atom" in formats])
def test_feeds_hold_what_rfc_4287_asks_for(client, edition, path):
    root = feed(client, f"/api/v1/{path.format(**places(edition))}?format=atom")
    assert root.tag == f"{ATOM}feed"
    for element in (root, *root.findall(f"{ATOM}entry")):
        for name in ("id", "title", "updated"):
            [one] = element.findall(f"{ATOM}{name}")
            assert one.text
        assert len([link for link in element.findall(f"{ATOM}link") if link.get("rel") == "alternate"]) == 1
    assert root.find(f"{ATOM}author/{ATOM}name").text
    assert links(root)["self"].endswith("format=atom")
    entries = root.findall(f"{ATOM}entry")
    assert entries
    assert len({entry.find(f"{ATOM}id").text for entry in entries}) == len(entries)
    assert root.find(f"{ATOM}updated").text == max(entry.find(f"{ATOM}updated").text for entry in entries)


def test_feeds_lead_on(client, edition):
    first = feed(client, "/api/v1/quotations/?format=atom&page_size=2")
    second = feed(client, links(first)["next"])
    assert first.find(f"{ATOM}id").text == second.find(f"{ATOM}id").text
    seen = [entry.find(f"{ATOM}id").text for page in (first, second) for entry in page.findall(f"{ATOM}entry")]
    assert [one.rstrip("/").rpartition("/")[2] for one in seen] == ids(client.get("/api/v1/quotations/"))
    accepted = client.get("/api/v1/quotations/?page_size=2", headers={"Accept": "application/atom+xml"})
    assert "format=atom" in links(ElementTree.fromstring(accepted.content))["next"]  # noqa: S314


def test_feeds_stay_well_formed_and_hold_text(client, edition):
    words = "<b>&amp; \x01\x08\x0b\ufffe \U0001f6a2 ]]> end"
    Quotation.objects.filter(pk=edition.quotations.first().pk).update(words=words)
    Article.objects.update(headline="<script>\x02</script>")
    texts = [one.text for one in feed(client, "/api/v1/quotations/?format=atom").iter(f"{ATOM}content")]
    assert "<b>&amp; ���� \U0001f6a2 ]]> end" in texts
    [entry] = feed(client, "/api/v1/articles/?format=atom").findall(f"{ATOM}entry")
    assert entry.find(f"{ATOM}title").text == "<script>�</script>"
    assert links(entry)["alternate"] == "https://gazette.example/wall"


def test_an_empty_feed_stays_the_same(client, db):
    one, two = (content(client.get("/api/v1/quotations/?format=atom")) for _ in range(2))
    assert one == two
    assert b"<updated>1970-01-01T00:00:00+00:00</updated>" in one


def test_feeds_and_linked_data_read_no_more_than_they_show(client, edition, django_assert_num_queries):
    quotations(edition, 5)
    for query, count in (("format=atom", 2), ("format=jsonld", 2), ("format=ndjson", 4)):
        with django_assert_num_queries(count):
            content(client.get(f"/api/v1/quotations/?{query}"))


def test_keys_that_are_no_text_are_written_as_text():
    data = {"day": {1: "a", None: "b"}, Path("x"): Path("y")}
    with pytest.raises(TypeError):
        ORJSONRenderer().render(data)
    del data[Path("x")]
    assert ORJSONRenderer().render({**data, "path": Path("y")}) == b'{"day":{"1":"a","null":"b"},"path":"y"}'

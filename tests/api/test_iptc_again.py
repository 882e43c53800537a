"""An article that comes back as ninjs, NewsML-G2 or NITF is the one that went: nothing is invented, nothing is lost."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from lxml import etree

from corpus.ingest import Declared, parse
from corpus.models import Article
from corpus.records import Outcome, RawRecord
from corpus.services.ingest import ingest_documents
from tests.builders import store

pytestmark = pytest.mark.django_db
FORMATS = {"ninjs": "a.json", "newsml": "a.xml", "nitf": "a.xml"}
NOTE = "Correction: the wall is 40 metres long.\n\nAn earlier edition had 400 <metres> & more.\nIt was wrong."
GERMAN = (
    "Die Stadt Tolmouth will im kommenden Jahr die alte Hafenmauer erneuern, weil sie nach den Stürmen des Winters "
    "nicht mehr sicher ist. „Wir haben lange genug gewartet“, sagte Mara Ellwin, die Bürgermeisterin, am Montag "
    "vor dem Rat. Die Arbeiten sollen im Frühling beginnen und werden etwa zwei Jahre dauern, so die Verwaltung."
)
ARTICLES: dict[str, dict[str, Any]] = {
    "a day": {"byline": "By Ana Kerr and Tom Lind in Tolmouth"},
    "a year": {"published": "2024", "authors": ["Ana Kerr", "Tom Lind"]},
    "a month": {"published": "2024-03", "section": "Harbour & sea", "language": "en-GB"},
    "a minute in no zone": {"published": "2024-03-05T09:30"},
    "a minute in a zone": {"published": "2024-03-05T00:30-05:30", "url": "https://gazette.example/wall?id=3&part=2"},
    "a second in no zone": {"published": "2024-03-05T09:30:00", "correction": NOTE},
    "a second in a zone": {"published": "2024-03-05T00:30:10+01:00", "dateline": "TOLMOUTH, March 5"},
    "a second by Greenwich": {"published": "2024-03-05T09:30:00Z", "modified": "2024-03-06T10:00:00Z"},
    "no date": {"published": None, "publisher": None, "headline": ""},
    "changed, no date": {"published": None, "modified": "2024-03-06T10:00:00Z", "correction": NOTE},
    "changed at once": {"published": "2024-03-05T09:30:00Z", "modified": "2024-03-05T09:30:00Z"},
    "changed that day": {"modified": "2024-03-05", "correction": "Correction: it was Monday."},
    "by others than printed": {"byline": "From our correspondent", "authors": ["Ana Kerr"], "licence": "CC BY 4.0"},
    "in a language that its words tell": {"body": GERMAN},
    "by one without a publisher": {"publisher": None, "authors": ["Ana Kerr"]},
}


def written(client: Client, article: Article, chosen: str) -> bytes:
    response = client.get(f"/api/v1/articles/{article.public_id}/?format={chosen}")
    assert response.status_code == 200, response.content
    return response.content


def columns(pk: int) -> dict[str, Any]:
    """All that is kept of an article, and its authors."""
    row = Article.objects.values().get(pk=pk)
    return {**row, "authors": list(Article.objects.get(pk=pk).authors.values_list("position", "name"))}


@pytest.mark.parametrize("chosen", FORMATS)
@pytest.mark.parametrize("case", ARTICLES)
def test_what_comes_back_is_unchanged(client: Client, tmp_path: Path, chosen: str, case: str) -> None:
    article = store(**ARTICLES[case])
    before = columns(article.pk)
    (tmp_path / FORMATS[chosen]).write_bytes(written(client, article, chosen))
    tally = ingest_documents([str(tmp_path / FORMATS[chosen])], Declared())
    assert columns(article.pk) == before
    assert (tally.counts[Outcome.UNCHANGED], tally.failures) == (1, [])


def test_a_list_of_newsml_comes_back_unchanged(client: Client, tmp_path: Path) -> None:
    for given in ARTICLES.values():
        said = f"The council met. “We have begun,” said Mara Ellwin, for the {len(str(given))}th time."
        store(**{"body": said, **given})
    count = Article.objects.count()
    (tmp_path / "a.xml").write_bytes(client.get("/api/v1/articles/?format=newsml&page_size=50").content)
    tally = ingest_documents([str(tmp_path / "a.xml")], Declared())
    assert (tally.counts[Outcome.UNCHANGED], tally.failures) == (count, [])


def test_items_of_others_are_read_as_before() -> None:
    """Of these the version's time is all that may be told of a change, and of a first one of its publication."""
    item = b'{"uri": "urn:x:1", "versioncreated": "2024-03-06T10:00:00Z", "body_text": "It rained.", "by": "Ana Kerr"}'
    read = parse(RawRecord("a", item, "application/json"))
    assert read.published == read.modified is not None
    assert (read.byline, read.authors) == ("Ana Kerr", ("Ana Kerr",))


def test_a_note_for_editors_is_no_correction(client: Client) -> None:
    article = store(correction=NOTE)
    content = written(client, article, "newsml").replace(b"#correction", b"#other")
    assert parse(RawRecord("a", content, "application/xml")).correction == ""


def test_a_correction_is_signalled_as_the_standard_has_it(client: Client) -> None:
    root = etree.fromstring(written(client, store(correction=NOTE), "newsml"))
    meta = root.find("{*}itemMeta")
    names = [etree.QName(one).localname for one in meta]
    assert names[-4:] == ["pubStatus", "title", "edNote", "signal"]
    assert meta.find("{*}signal").get("qcode") == "sig:correction"
    assert len(meta.findall("{*}edNote/{*}br")) == 3
    assert "signal" not in [etree.QName(one).localname for one in etree.fromstring(written(client, store(), "newsml"))]

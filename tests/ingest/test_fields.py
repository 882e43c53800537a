"""Articles given as fields: JSON, JSON lines, CSV and what the API takes."""

import json
from typing import Any

import pytest

from corpus.ingest import IngestError, article_fields, parse_fields
from tests.ingest.reading import read

BODY = "The bridge is open.\n\n“It took nine years,” said Ana Kerr."


def test_every_name_and_alias_is_read() -> None:
    values: dict[str, Any] = {
        "key": "k",
        "headline": "h",
        "body": BODY,
        "html": "<p>The ferry.</p>",
        "publisher": "p",
        "authors": "Ana Kerr",
        "byline": "By Ana Kerr",
        "dateline": "d",
        "published": "2024-06-03",
        "modified": "2024-06-04",
        "url": "https://courier.example/a",
        "language": "en",
        "section": "s",
        "licence": "l",
        "correction": "c",
    }
    attributes = {"key": "source_key", "html": "body", "url": "source_url"}
    assert {field.name for field in article_fields()} == set(values)
    for field in article_fields():
        for name in (field.name, *field.aliases, field.name.upper()):
            given = (
                {name: values[field.name]}
                if field.name in ("body", "html")
                else {"body": BODY, name: values[field.name]}
            )
            plain = parse_fields({"body": BODY} if field.name != "html" else {"body": "x"})
            article = parse_fields(given)
            attribute = attributes.get(field.name, field.name)
            if field.name == "body":
                assert article.body == BODY
            else:
                assert getattr(article, attribute) not in ("", None, (), getattr(plain, attribute)), name


@pytest.mark.parametrize(
    ("fields", "attribute", "expected"),
    [
        ({"authors": "Ana Kerr and Tom Lind"}, "authors", ("Ana Kerr", "Tom Lind")),
        ({"authors": ["Ana Kerr", {"name": "Tom Lind"}, None]}, "authors", ("Ana Kerr", "Tom Lind")),
        ({"author": {"@type": "Person", "name": "Ana Kerr"}}, "authors", ("Ana Kerr",)),
        ({"author": ["https://courier.example/ana", "Ana Kerr"]}, "authors", ("Ana Kerr",)),
        ({"byline": "By Ana Kerr in Port Ellis"}, "authors", ("Ana Kerr",)),
        ({"publisher": {"name": "Courier"}}, "publisher", "Courier"),
        ({"source": "  The\nCourier "}, "publisher", "The Courier"),
        ({"id": 7}, "source_key", "7"),
        ({"url": "HTTPS://Courier.example/a/?utm_source=x"}, "source_key", "https://courier.example/a"),
        ({"url": "HTTPS://Courier.example/a/?utm_source=x"}, "source_url", "https://courier.example/a"),
        ({"mainEntityOfPage": {"@id": "https://courier.example/a"}}, "source_url", "https://courier.example/a"),
        ({"language": "en_gb"}, "language", "en-GB"),
        ({"lang": "zh-hant-tw"}, "language", "zh-Hant-TW"),
        ({"language": "deu"}, "language", "de"),
        ({"language": "GER_at"}, "language", "de-AT"),
        ({"language": "pol"}, "language", "pol"),
        ({"language": "und"}, "language", ""),
        ({"language": "zxx"}, "language", ""),
        ({"articleSection": ["Harbour", "News"]}, "section", "Harbour"),
        ({"license": {"url": "https://licences.example/by"}}, "licence", "https://licences.example/by"),
        ({"Head Line": "Bridge opens"}, "headline", "Bridge opens"),
        ({"headline": None, "title": "Bridge opens"}, "headline", "Bridge opens"),
        ({"headline": "  ", "title": "Bridge\nopens"}, "headline", "Bridge opens"),
        ({"headline": "The bridge is open."}, "body", "“It took nine years,” said Ana Kerr."),
        ({"unknown": {"deep": [1]}}, "body", BODY),
        ({"dateline": "PORT ELLIS"}, "dateline", "PORT ELLIS"),
    ],
)
def test_reads(fields: dict[str, Any], attribute: str, expected: object) -> None:
    assert getattr(parse_fields({"body": BODY, **fields}, "a"), attribute) == expected


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"body": 7}, "body: expected text, got a number"),
        ({"body": ["a"]}, "body: expected text, got a list"),
        ({"text": {"a": 1}}, "text: expected text, got an object"),
        ({"body": True}, "body: expected text, got true or false"),
        ({}, "no text in it"),
        ({"body": " \n"}, "no text in it"),
        ({"body": "<p> </p>"}, "no text in it"),
        ({"headline": "Only a headline"}, "no text in it"),
        ({"body": BODY, "headline": 7}, "headline: expected text, got a number"),
        ({"body": BODY, "headline": "h" * 1_001}, "headline too long: 1,001 characters, 1,000 are allowed"),
        ({"body": BODY, "publisher": 7}, 'publisher: expected text or an object with a "name", got a number'),
        ({"body": BODY, "authors": [7]}, 'authors: expected text or an object with a "name", got a number'),
        ({"body": BODY, "author": {"given": "Ana"}}, 'author: expected text or an object with a "name", got an object'),
        ({"body": BODY, "date": "03/04/2024"}, "date: ambiguous date"),
        ({"body": BODY, "published": 1717423509}, "published: a bare number is no date"),
        ({"body": BODY, "published": 1.5}, "published: expected a date as text, got a number"),
        ({"body": BODY, "published": False}, "published: expected a date as text, got true or false"),
        ({"body": BODY, "url": "courier.example"}, "url: not a web address"),
        ({"body": BODY, "link": 7}, "link: expected an address, got a number"),
        ({"body": BODY, "language": "English language"}, "language: not a language tag"),
        ({"body": BODY, "id": ["a"]}, "id: expected text, got a list"),
        ({"body": BODY, "id": 10**50}, "id: a number this large is no key"),
    ],
)
def test_refuses(fields: dict[str, Any], reason: str) -> None:
    with pytest.raises(IngestError) as caught:
        parse_fields(fields)
    assert str(caught.value).startswith(reason)


@pytest.mark.parametrize("field", ["body", "html"])
def test_html_in_a_field_is_cleaned(field: str) -> None:
    html = "<h2>Bridge</h2><p>The bridge &amp; the <b>ferry</b>.</p>"
    html += "<script>alert('x')</script><ul><li>One</li></ul>Loose<br>end"
    assert parse_fields({field: html}).body == "Bridge\n\nThe bridge & the ferry.\n\nOne\n\nLoose\n\nend"


def test_a_whole_page_in_a_field_fills_what_the_fields_leave_open() -> None:
    page = (
        "<html lang='en'><head><title>Bridge opens</title></head><body><article><p>The bridge is open, the "
        "harbour master said on Monday.</p><p>The ferry stops.</p></article></body></html>"
    )
    article = parse_fields({"html": page, "publisher": "Courier"})
    assert (article.headline, article.language, article.publisher) == ("Bridge opens", "en", "Courier")
    assert article.body.endswith("The ferry stops.")


def test_angle_brackets_in_plain_text_are_no_html() -> None:
    assert (
        parse_fields({"body": "If a < b and b > c, then <i>x</i> wins."}).body
        == "If a < b and b > c, then <i>x</i> wins."
    )


def test_footer_dateline_and_correction_are_found_in_a_body_too() -> None:
    body = f"PORT ELLIS, June 3 (NPA) — {BODY}\n\nFollow us on Facebook\n\nCorrection: the bridge is 400 metres long."
    article = parse_fields({"headline": "Bridge opens", "body": body})
    assert (article.body, article.dateline) == (BODY, "PORT ELLIS, June 3 (NPA)")
    assert article.correction == "Correction: the bridge is 400 metres long."
    assert [r.text for r in article.removed] == ["Follow us on Facebook"]


NEWS = {
    "@context": "https://schema.org",
    "@type": "NewsArticle",
    "headline": "Bridge opens",
    "articleBody": BODY,
    "datePublished": "2024-06-03T14:05:00+02:00",
    "author": [{"@id": "#ana"}, {"@type": "Person", "name": "Tom Lind"}],
    "publisher": {"@id": "#courier"},
    "inLanguage": "en",
    "mainEntityOfPage": {"@type": "WebPage", "@id": "https://courier.example/a"},
    "identifier": ["a", "b"],
    "articleSection": ["Harbour"],
}
ANA = {"@type": "Person", "@id": "#ana", "name": "Ana Kerr"}
COURIER = {"@type": "Organization", "@id": "#courier", "name": "Courier"}


@pytest.mark.parametrize(
    "value",
    [
        {"@context": "https://schema.org", "@graph": [ANA, COURIER, {"@type": "WebSite", "name": "Site"}, NEWS]},
        [COURIER, ANA, NEWS],
        {"@type": "WebPage", "mainEntity": {**NEWS, "author": [ANA, {"name": "Tom Lind"}], "publisher": COURIER}},
        {
            **NEWS,
            "@type": ["Article", "http://schema.org/NewsArticle"],
            "author": [ANA, {"name": "Tom Lind"}],
            "publisher": [COURIER],
        },
    ],
)
def test_schema_org(value: object) -> None:
    article = read(json.dumps(value), "application/json")
    assert (article.headline, article.body, article.authors) == ("Bridge opens", BODY, ("Ana Kerr", "Tom Lind"))
    assert (article.publisher, article.section, article.language) == ("Courier", "Harbour", "en")
    assert article.source_key == "https://courier.example/a"
    assert article.published is not None
    assert (article.published.zone, article.published.value.hour) == ("+02:00", 12)


def test_a_reference_that_leads_nowhere_is_no_reason_to_refuse() -> None:
    article = read(json.dumps(NEWS), "application/json")
    assert (article.publisher, article.authors) == ("", ("Tom Lind",))


def test_the_key_without_raw_bytes_depends_on_the_fields_alone() -> None:
    first = parse_fields({"body": BODY, "headline": "h"}).source_key
    assert first == parse_fields({"headline": "h", "body": BODY}, "elsewhere").source_key
    assert first != parse_fields({"headline": "other", "body": BODY}).source_key
    assert first.startswith("sha256::")

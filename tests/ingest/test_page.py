"""Web pages."""

import json

import pytest

from corpus.records import Precision
from tests.ingest.reading import read, read_or_reason

PARAGRAPHS = [
    "The harbour council of Port Ellis voted on Monday to build a second bridge across the estuary.",
    "“We have waited long enough,” said the harbour master, Ana Kerr, who had asked for it since 2015 & before.",
    "The ferry to Sandholm will stop in May, when the first piles of the new bridge are to be driven.",
    "Tom Lind, who runs the ferry, said he had not been told. “I read it in the Courier like everybody else,” he said.",
]
BODY = "\n\n".join(PARAGRAPHS)


def page(head: str = "", top: str = "", bottom: str = "", paragraphs: list[str] = PARAGRAPHS, lang: str = "") -> str:
    story = "".join(f"<p>{p.replace('&', '&amp;')}</p>\n" for p in paragraphs)
    return f"""<!DOCTYPE html><html{lang}><head><title>Second bridge approved | Courier</title>{head}</head>
        <body>
        <nav><ul><li><a href="/">Home</a></li><li><a href="/sport">Sport</a></li></ul></nav>
        <article><h1>Second bridge approved</h1>{top}{story}{bottom}</article>
        <aside><p>Most read: the harbour in pictures</p></aside>
        <script>document.write("<p>written by a script</p>")</script>
        <footer><p>© 2024 Courier</p></footer></body></html>"""


def ld(**values: object) -> str:
    return f'<script type="application/ld+json">{json.dumps({"@type": "NewsArticle", **values})}</script>'


def test_story_and_headline() -> None:
    article = read(page(), "text/html")
    assert (article.headline, article.body) == ("Second bridge approved", BODY)


def test_what_is_no_paragraph_of_the_story_stays_out() -> None:
    inside = "<figure><img src=x><figcaption>The old bridge</figcaption></figure>"
    inside += "<table><tr><td>1</td><td>2</td></tr></table>"
    article = read(page(top=inside, bottom="<p>Follow us on Facebook</p>"), "text/html")
    assert article.body == BODY
    assert [r.reason.value for r in article.removed] == ["follow_us"]


TEASER = {"@type": "NewsArticle", "headline": "Another story", "datePublished": "2020-01-01", "author": "Cy Dole"}


LISTED = {"@type": "ItemList", "itemListElement": [{"@type": "ListItem", "item": TEASER}]}
BESIDE = {**TEASER, "url": "https://courier.example/other"}


@pytest.mark.parametrize(
    ("related", "own"),
    [
        (LISTED, {}),
        ({"@type": "WebPage", "hasPart": TEASER}, {}),
        (LISTED, {"url": "https://courier.example/bridge"}),
        (BESIDE, {"url": "https://Courier.example/bridge/#story"}),
        (BESIDE, {"@id": "https://courier.example/bridge"}),
        (BESIDE, {"mainEntityOfPage": "https://courier.example/bridge"}),
        (BESIDE, {"mainEntityOfPage": {"@type": "WebPage", "@id": "https://courier.example/bridge"}}),
    ],
)
def test_the_pages_own_article_is_no_related_one(related: dict[str, object], own: dict[str, object]) -> None:
    scripts = f'<script type="application/ld+json">{json.dumps(related)}</script>'
    scripts += ld(headline="Second bridge approved", datePublished="2024-06-03", author="Ana Kerr", **own)
    link = '<link rel="canonical" href="https://courier.example/bridge">'
    article = read(page(scripts + link), "text/html")
    assert (article.headline, article.authors) == ("Second bridge approved", ("Ana Kerr",))
    assert article.published is not None
    assert article.published.value.year == 2024


META = """<meta name="author" content="Ana Kerr and Tom Lind">
<meta property="article:published_time" content="2024-06-03T14:05:00+02:00">
<meta property="article:modified_time" content="2024-06-04"><meta property="og:site_name" content="Port Ellis Courier">
<meta property="og:title" content="You will not believe this bridge"><meta property="article:section" content="Harbour">
<link rel="canonical" href="https://Courier.example/bridge/?utm_source=x"><link rel="license" href="https://licences.example/by">"""


def test_meta_tags() -> None:
    article = read(page(META, lang=' lang="en_gb"'), "text/html")
    assert article.headline == "Second bridge approved"
    assert article.authors == ("Ana Kerr", "Tom Lind")
    assert (article.publisher, article.section, article.language) == ("Port Ellis Courier", "Harbour", "en-GB")
    assert (article.source_url, article.source_key) == (
        "https://courier.example/bridge",
        "https://courier.example/bridge",
    )
    assert article.licence == "https://licences.example/by"
    assert article.published is not None
    assert (article.published.value.hour, article.published.zone) == (12, "+02:00")
    assert article.modified is not None
    assert article.modified.precision is Precision.DAY


def test_a_page_that_names_no_language_may_name_one_elsewhere() -> None:
    head = '<meta http-equiv="content-language" content="deu">'
    assert read(page(META + head, lang=' lang="und"'), "text/html").language == "de"
    assert read(page(META, lang=' lang="und"'), "text/html").language == ""


def test_json_ld_comes_before_meta_tags() -> None:
    head = META + ld(
        headline="Bridge &amp; ferry",
        author=[{"name": "Bo Ek"}],
        datePublished="2024-06-02",
        publisher={"name": "Sandholm Gazette"},
        inLanguage="en",
    )
    article = read(page(head), "text/html")
    assert (article.headline, article.authors, article.publisher) == ("Bridge & ferry", ("Bo Ek",), "Sandholm Gazette")
    assert article.published is not None
    assert (article.published.value.day, article.published.precision) == (2, Precision.DAY)


@pytest.mark.parametrize(
    ("head", "published"),
    [
        ("", None),
        ('<meta property="article:published_time" content="three days ago">', None),
        ('<meta property="article:published_time" content="03/04/2024">', None),
        ('<meta name="date" content="nonsense"><meta itemprop="datePublished" content="2024-06-03">', 3),
        (ld(datePublished="nonsense") + '<meta name="date" content="2024-06-05">', 5),
        ('<script type="application/ld+json">{"@type": </script><meta name="date" content="2024-06-05">', 5),
    ],
)
def test_a_wrong_date_is_worse_than_none(head: str, published: int | None) -> None:
    story = [*PARAGRAPHS, "The first bridge was opened on 4 May 1931."]
    found = read(page(head, paragraphs=story), "text/html").published
    assert (found.value.day if found else None) == published


def test_byline_and_date_printed_in_the_story() -> None:
    article = read(page(top="<p>By Ana Kerr</p><p>3 June 2024</p>"), "text/html")
    assert (article.byline, article.authors, article.body) == ("By Ana Kerr", ("Ana Kerr",), BODY)
    assert article.published is not None


@pytest.mark.parametrize(
    ("charset", "declaration"),
    [
        ("utf-8", ""),
        ("utf-8", '<meta charset="iso-8859-1">'),
        ("cp1252", '<meta charset="iso-8859-1">'),
        ("cp1252", '<meta http-equiv="Content-Type" content="text/html; charset=windows-1252">'),
        ("cp1252", ""),
        ("cp1250", '<meta charset="windows-1250">'),
        ("utf-16", ""),
        ("utf-8", '<meta charset="utf-16">'),
        ("utf-8", '<meta charset="no-such">'),
    ],
)
def test_charsets(charset: str, declaration: str) -> None:
    article = read(page(declaration).encode(charset), "text/html")
    assert article.body == BODY


def test_xhtml_with_an_encoding_declaration() -> None:
    text = '<?xml version="1.0" encoding="ISO-8859-1"?>\n' + page().replace(
        "<html", '<html xmlns="http://www.w3.org/1999/xhtml"'
    )
    assert read(text.encode("cp1252"), "application/xhtml+xml").body == BODY


@pytest.mark.parametrize(
    ("html", "body"),
    [
        ("<p>It rained.</p>", "It rained."),
        ("<html><body><p>It rained.</p><p>Ships waited.</p></body></html>", "It rained.\n\nShips waited."),
        ("<div>It rained.<br>Ships waited.</div>", "It rained.\n\nShips waited."),
        ("It rained.", "It rained."),
        (
            "<body><nav>Home</nav><p>It r&auml;ined &#8220;here&#8221;.</p><script>var p='<p>no</p>'</script>",
            "It räined “here”.",
        ),
    ],
)
def test_short_pages_are_read_too(html: str, body: str) -> None:
    assert read(html, "text/html").body == body


@pytest.mark.parametrize("over", ["Harbour", "Our town"])
def test_the_name_of_the_section_over_the_story_is_cut(over: str) -> None:
    html = page().replace("<article>", f"<article><p>{over}</p>")
    article = read(html, "text/html")
    assert (article.body, [(r.text, r.reason.value) for r in article.removed]) == (BODY, [(over, "site")])


def test_the_text_of_json_ld_stands_in_where_the_page_has_none() -> None:
    html = f"<html><head>{ld(headline='Bridge', articleBody=BODY)}</head><body><div id=app></div></body></html>"
    assert read(html, "text/html").body == BODY


@pytest.mark.parametrize(
    "html",
    [
        "<html></html>",
        "<!-- x -->",
        "<script>alert(1)</script>",
        "<html><body><nav><a href=x>Home</a></nav></body></html>",
        "<p>",
        "&nbsp;",
    ],
)
def test_pages_without_a_story(html: str) -> None:
    assert read_or_reason(html, "text/html") == (None, "no article text found in the page")


@pytest.mark.parametrize(
    "html",
    [
        "<div>" * 100_000 + "It rained." + "</div>" * 100_000,
        "<b>" * 100_000 + "It rained.",
        "<table><tr><td>" * 20_000 + "It rained.",
        "<!--" * 100_000,
        "<p " + "a=b " * 100_000 + ">It rained.</p>",
        '<script type="application/ld+json">' + "[" * 100_000 + "</script><p>It rained.</p>",
        "<p>" + "It rained. " * 20_000 + "</p>",
        "<br>" * 200_000 + "It rained.",
    ],
)
def test_wild_pages_are_read_or_refused(html: str) -> None:
    article, reason = read_or_reason(html, "text/html")
    assert "It rained." in article.body if article else reason == "no article text found in the page"


def test_repeated_paragraphs_and_repeated_readings_lose_nothing() -> None:
    html = page(paragraphs=[*PARAGRAPHS, "“No,” he said.", PARAGRAPHS[0], "“No,” he said."])
    first = read(html, "text/html")
    assert first.body.count("“No,” he said.") == 2
    assert all(read(html, "text/html") == first for _ in range(5))


@pytest.mark.parametrize(
    "html", ["<html><p", "<html></html>", "<html><script>x</script>", "<html><body>" + "<div>" * 100_000]
)
def test_a_page_without_a_story_is_refused_and_logs_nothing(html: str, caplog: pytest.LogCaptureFixture) -> None:
    assert read_or_reason(html, "text/html") == (None, "no article text found in the page")
    assert caplog.records == []

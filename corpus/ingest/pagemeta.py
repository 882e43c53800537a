"""What a page says about itself: JSON-LD first, then meta tags. A value that cannot be read is passed over."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable
from html import unescape
from typing import TypeVar
from urllib.parse import urljoin

from lxml import html  # type: ignore[import-untyped]

from corpus.ingest.bylines import split_names
from corpus.ingest.cleaning import clean_line, clean_text
from corpus.ingest.config import IngestError
from corpus.ingest.dates import parse_date
from corpus.ingest.metadata import Metadata, language_tag
from corpus.ingest.schemaorg import find_article
from corpus.ingest.urls import canonical_url

T = TypeVar("T")

_PUBLISHED = (
    "article:published_time", "og:article:published_time", "datepublished", "parsely-pub-date", "sailthru.date",
    "dc.date.issued", "dcterms.created", "dcterms.date", "dc.date", "publication_date", "publish-date", "pubdate",
    "pdate", "date", "article.published",
)  # fmt: skip
_MODIFIED = (
    "article:modified_time",
    "og:updated_time",
    "datemodified",
    "dcterms.modified",
    "last-modified",
    "article.updated",
)
_AUTHOR = (
    "author",
    "article:author",
    "parsely-author",
    "sailthru.author",
    "dc.creator",
    "dcterms.creator",
    "byl",
    "citation_author",
)
_PUBLISHER = ("og:site_name", "dc.publisher", "dcterms.publisher", "publisher", "application-name")
_TITLE = ("og:title", "twitter:title", "dc.title", "parsely-title", "sailthru.title")
_SECTION = ("article:section", "parsely-section", "section", "dc.subject")
_LICENCE = ("dc.rights", "dcterms.license", "dcterms.rights", "license")
_LANGUAGE = ("content-language", "language", "dc.language", "og:locale", "inlanguage")


def page_metadata(tree: html.HtmlElement) -> tuple[Metadata, str]:
    """Return what the page says about its article, and the story's text where JSON-LD holds it."""
    meta = _meta_tags(tree)
    linked = _json_ld(tree, _url(tree, meta, {}))
    url = _url(tree, meta, linked)
    metadata = Metadata(
        headline=_headline(tree, meta, linked),
        publisher=_first(
            [*_words(linked.get("publisher")), *_words(linked.get("sourceOrganization")), *_from(meta, _PUBLISHER)]
        ),
        authors=_authors(tree, meta, linked),
        published=_read(
            parse_date, [*_words(linked.get("datePublished")), *_from(meta, _PUBLISHED), *_times(tree, "datePublished")]
        ),
        modified=_read(
            parse_date, [*_words(linked.get("dateModified")), *_from(meta, _MODIFIED), *_times(tree, "dateModified")]
        ),
        language=_read(
            language_tag, [*_words(linked.get("inLanguage")), tree.get("lang") or "", *_from(meta, _LANGUAGE)]
        )
        or "",
        section=_first([*_words(linked.get("articleSection")), *_from(meta, _SECTION)]),
        licence=_first(
            [
                *_words(linked.get("license"), "url", "@id", "name"),
                *_attributes(tree, "//*[@rel='license']/@href"),
                *_from(meta, _LICENCE),
            ]
        ),
        url=url,
    )
    body = linked.get("articleBody")
    return metadata, clean_text(unescape(body)) if isinstance(body, str) else ""


def _json_ld(tree: html.HtmlElement, address: str) -> dict[str, object]:
    """Return the article of the page's JSON-LD, {} where there is none: of a page that says its address, its own."""
    values = []
    for script in tree.xpath("//script[contains(@type, 'ld+json')]")[:20]:
        text = re.sub(
            r"^\s*(?:<!--|//<!\[CDATA\[|<!\[CDATA\[|/\*<!\[CDATA\[\*/)|(?:-->|//\]\]>|\]\]>|/\*\]\]>\*/)\s*$",
            "",
            script.text or "",
        )
        try:
            values.append(json.loads(text.strip().rstrip(";"), strict=False))
        except (ValueError, RecursionError):
            continue
    return find_article(values, address) or {}


def _meta_tags(tree: html.HtmlElement) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for element in tree.iter("meta"):
        name = (
            element.get("property") or element.get("name") or element.get("itemprop") or element.get("http-equiv") or ""
        )
        value = clean_line(element.get("content") or "")
        if name and value and len(value) <= 2_000:
            found.setdefault(name.strip().lower(), []).append(value)
    return found


def _from(meta: dict[str, list[str]], names: Iterable[str]) -> list[str]:
    return [value for name in names for value in meta.get(name, ())]


def _words(value: object, *keys: str) -> list[str]:
    """Return the texts in a value of JSON-LD: itself, its name, or those of a list."""
    if isinstance(value, str):
        return [clean_line(unescape(value))] if value.strip() else []
    if isinstance(value, list):
        return [word for item in value[:50] if not isinstance(item, list) for word in _words(item, *keys)]
    if isinstance(value, dict):
        inner = next(
            (value[key] for key in keys or ("name", "alternateName", "legalName") if isinstance(value.get(key), str)),
            None,
        )
        return _words(inner)
    return []


def _first(values: Iterable[str]) -> str:
    return next((value for value in values if value), "")


def _read(reader: Callable[[str], T], values: Iterable[str]) -> T | None:
    """Return the first value that can be read and says something; a page's slips are no reason to refuse it."""
    for value in values:
        try:
            if found := reader(value):
                return found
        except IngestError:
            continue
    return None


def _attributes(tree: html.HtmlElement, path: str) -> list[str]:
    return [clean_line(str(value)) for value in tree.xpath(path)[:5]]


def _times(tree: html.HtmlElement, prop: str) -> list[str]:
    found = _attributes(tree, f"//time[@itemprop='{prop}']/@datetime")
    return found + (_attributes(tree, "//time[@pubdate]/@datetime") if prop == "datePublished" else [])


def _headline(tree: html.HtmlElement, meta: dict[str, list[str]], linked: dict[str, object]) -> str:
    """Return the headline: of JSON-LD, the only h1, the social title, the page's title without the site's name."""
    headings = [clean_line(h.text_content()) for h in tree.xpath("//article//h1 | //*[@itemprop='headline']")[:2]]
    headings = headings or [clean_line(h.text_content()) for h in tree.xpath("//h1")[:2]]
    title = _first(clean_line(t.text_content()) for t in tree.xpath("//head/title")[:1])
    for site in _from(meta, ("og:site_name",)):
        title = re.sub(rf"\s*[|–—·•:-]\s*{re.escape(site)}\s*$", "", title, flags=re.IGNORECASE)
    title = re.split(r" [|•·] ", title)[0]
    only = headings[0] if len(set(headings)) == 1 else ""
    return _first([*_words(linked.get("headline")), only, *_from(meta, _TITLE), *_words(linked.get("name")), title])[
        :1_000
    ]


def _authors(tree: html.HtmlElement, meta: dict[str, list[str]], linked: dict[str, object]) -> tuple[str, ...]:
    named = _words(linked.get("author")) or _words(linked.get("creator"))
    if not named:
        named = [name for value in next((meta[n] for n in _AUTHOR if n in meta), []) for name in split_names(value)]
    if not named:
        named = [clean_line(e.text_content()) for e in tree.xpath("//*[@rel='author'] | //*[@itemprop='author']")[:10]]
        named = [name for value in named for name in split_names(value)]
    names = (re.sub(r"^by:? ", "", name, flags=re.IGNORECASE) for name in named)
    return tuple(
        dict.fromkeys(n for n in names if n and len(n) <= 100 and "://" not in n and not n.startswith(("@", "www.")))
    )


def _url(tree: html.HtmlElement, meta: dict[str, list[str]], linked: dict[str, object]) -> str:
    social = _first(_from(meta, ("og:url",)))
    canonical = _attributes(tree, "//link[@rel='canonical']/@href")
    candidates = (
        [urljoin(social, link) if social else link for link in canonical] if _joinable(social, canonical) else canonical
    )
    page = [
        *_words(linked.get("url")),
        *_words(linked.get("mainEntityOfPage"), "@id", "url"),
        *_words(linked.get("@id")),
    ]
    return _read(canonical_url, [*candidates, social, *page]) or ""


def _joinable(base: str, links: Iterable[str]) -> bool:
    try:
        return all(urljoin(base, link) is not None for link in links)
    except ValueError:
        return False

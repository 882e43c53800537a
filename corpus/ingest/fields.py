"""Articles given as fields: JSON objects, JSON lines, rows of a CSV and the body of a POST."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from corpus.ingest.bylines import byline_authors, split_names
from corpus.ingest.cleaning import clean_line, clean_text, visible
from corpus.ingest.config import DEFAULT, IngestConfig, IngestError
from corpus.ingest.dates import parse_date
from corpus.ingest.metadata import Metadata, assemble, check_length, filled, language_tag
from corpus.ingest.page import fragment_paragraphs, read_page
from corpus.ingest.schemaorg import find_article, is_json_ld
from corpus.ingest.story import tell
from corpus.ingest.text import text_paragraphs
from corpus.ingest.urls import canonical_url
from corpus.records import ArticleRecord, Moment


@dataclass(frozen=True, slots=True)
class ArticleField:
    """One field of an article as clients may send it."""

    name: str
    aliases: tuple[str, ...]  # accepted instead of ``name``; the first that holds something counts
    type: str
    help: str


_FIELDS = (
    ArticleField(
        "key", ("id", "source_key", "identifier"), "text or number", "Your own key. The same key again: a new state."
    ),
    ArticleField("headline", ("title", "name"), "text", "The headline."),
    ArticleField(
        "body",
        ("text", "content", "articleBody", "body_text"),
        "text",
        "The story. Paragraphs are separated by an empty line; text with HTML tags in it is read as HTML.",
    ),
    ArticleField(
        "html",
        ("body_html", "content_html"),
        "text",
        "The story as HTML, a page or a part, used where there is no body.",
    ),
    ArticleField(
        "publisher", ("source", "outlet", "publication", "sourceOrganization"), 'text or {"name"}', "Who published it."
    ),
    ArticleField("authors", ("author", "creator"), 'text or {"name"}, or a list of them', "Who wrote it."),
    ArticleField("byline", (), "text", 'The byline as printed: "By Ana Kerr in Port Ellis".'),
    ArticleField("dateline", (), "text", 'Place and day as printed: "PORT ELLIS, June 3 (AP)".'),
    ArticleField(
        "published",
        ("published_at", "date", "datePublished", "pubDate", "publication_date", "published_date", "dateCreated"),
        "date",
        "ISO 8601, RFC 2822 or a date in English words; a date without a time stays a date.",
    ),
    ArticleField(
        "modified", ("modified_at", "dateModified", "updated", "updated_at"), "date", "When it was last changed."
    ),
    ArticleField(
        "url", ("source_url", "link", "canonical_url", "mainEntityOfPage"), "address", "The page it was published at."
    ),
    ArticleField("language", ("lang", "inLanguage"), "language tag", "BCP 47: en, pt-BR."),
    ArticleField(
        "section", ("articleSection", "category"), "text or a list of texts", "The section; of a list the first."
    ),
    ArticleField("licence", ("license",), 'text or {"name"}', "The licence, as a name or an address."),
    ArticleField("correction", ("correction_note",), "text", "The correction note as printed."),
)
_LONGEST_NAME = 80  # as it is repeated in a reason
_MARKUP = re.compile(
    r"</?(?:p|div|br|h[1-6]|ul|li|article|section|blockquote|span|html|body)(?:\s[^<>]{0,500})?/?>", re.IGNORECASE
)


def article_fields() -> tuple[ArticleField, ...]:
    """Return the fields an article may have, with the other names accepted for each, for documentation."""
    return _FIELDS


def parse_fields(
    fields: Mapping[str, object],
    source: str = "",
    *,
    content: bytes | None = None,
    key: str = "",
    publisher: str = "",
    published: str = "",
    config: IngestConfig = DEFAULT,
) -> ArticleRecord:
    """Read an article from named fields (see ``article_fields``) or from a schema.org object.

    Names are compared without case; " ", "-" and "_" are the same; unknown fields are passed over; null and "" mean
    absent. ``key``, ``publisher`` and ``published`` win over the fields. ``content`` is the document the fields came
    from, for the source key; without it the fields themselves count. ``source`` is where the document came from, for
    people. Raises IngestError naming the field that is wrong.
    """
    if content is None:
        content = json.dumps(fields, sort_keys=True, ensure_ascii=True, default=str).encode()
    if is_json_ld(fields):
        fields = find_article(fields) or fields
    given = _given(fields)
    metadata = Metadata(
        key=key or _take(given, "key", _key),
        headline=_take(given, "headline", _text),
        publisher=clean_line(publisher) or _take(given, "publisher", _name),
        authors=_names(given),
        byline=clean_line(_take(given, "byline", _text)),
        dateline=clean_line(_take(given, "dateline", _text)),
        published=_date("published", published) if published else _moment(given, "published"),
        modified=_moment(given, "modified"),
        url=_url(given),
        language=_take(given, "language", _language),
        section=_take(given, "section", _name),
        licence=_take(given, "licence", _licence),
        correction=clean_text(_take(given, "correction", _text)).strip(),
    )
    if not metadata.authors and metadata.byline:
        metadata = replace(metadata, authors=byline_authors(metadata.byline) or split_names(metadata.byline))
    body = _take(given, "body", _text)
    html = body if _MARKUP.search(body) else "" if body.strip() else _take(given, "html", _text)
    if html and re.search(r"<(?:html|body|head)\b", html, re.IGNORECASE):
        page = read_page(html)
        paragraphs, metadata = page.paragraphs, filled(metadata, page.metadata)
    elif html:
        paragraphs = fragment_paragraphs(html)
    else:
        paragraphs = text_paragraphs(body, config)
    check_length(sum(map(len, paragraphs)) + 2 * len(paragraphs), config)
    return assemble(
        tell(paragraphs, headline=clean_line(metadata.headline), publisher=metadata.publisher),
        metadata,
        content=content,
        config=config,
    )


def _given(fields: Mapping[str, object]) -> dict[str, tuple[str, object]]:
    """Map our field names to the name used and the value given."""
    folded: dict[str, tuple[str, object]] = {}
    for name, value in fields.items():
        if value is not None and value != "" and value != [] and not (isinstance(value, str) and not value.strip()):
            folded.setdefault(_fold(str(name)), (_shown(str(name)), value))
    found: dict[str, tuple[str, object]] = {}
    for item in _FIELDS:
        for alias in (item.name, *item.aliases):
            if _fold(alias) in folded:
                found[item.name] = folded[_fold(alias)]
                break
    return found


def _shown(name: str) -> str:
    """A name as a reason can repeat it: spaces and hyphens in it may be of any kind, and any number."""
    return visible(" ".join(name.split()))[:_LONGEST_NAME]


def _fold(name: str) -> str:
    return re.sub(r"[\s_\-]+", "", name).casefold()


def _take(given: Mapping[str, tuple[str, object]], field: str, read: Callable[[str, object], str]) -> str:
    if field not in given:
        return ""
    return read(*given[field])


def _kind(value: object) -> str:
    """Name a JSON type in plain words."""
    if isinstance(value, bool):
        return "true or false"
    if value is None:
        return "null"
    names = {str: "text", int: "a number", float: "a number", list: "a list", dict: "an object"}
    return names.get(type(value), type(value).__name__)


def _wrong(name: str, expected: str, value: object) -> IngestError:
    return IngestError(f"{name}: expected {expected}, got {_kind(value)}")


def _text(name: str, value: object) -> str:
    if not isinstance(value, str):
        raise _wrong(name, "text", value)
    return value


def _key(name: str, value: object) -> str:
    if isinstance(value, int) and not isinstance(value, bool):
        if abs(value) >= 10**40:
            raise IngestError(f"{name}: a number this large is no key")
        return str(value)
    if isinstance(value, Mapping) and isinstance(value.get("value"), str | int):  # schema.org PropertyValue
        return str(value["value"])
    return _text(name, value)


def _name(name: str, value: object) -> str:
    """Read a text, an object with a name, or the first of a list of them."""
    if isinstance(value, list) and value:
        value = value[0]
    if isinstance(value, Mapping):
        value = value.get("name", value)
        if isinstance(value, list) and value:
            value = value[0]
    if not isinstance(value, str):
        raise _wrong(name, 'text or an object with a "name"', value)
    return clean_line(value)


def _licence(name: str, value: object) -> str:
    if isinstance(value, Mapping):
        value = next((value[k] for k in ("url", "@id", "name") if isinstance(value.get(k), str)), value)
    return _name(name, value)


def _language(name: str, value: object) -> str:
    if isinstance(value, list) and value:
        value = value[0]
    if isinstance(value, Mapping):
        value = value.get("alternateName") or value.get("name") or value
    if not isinstance(value, str):
        raise _wrong(name, "a language tag", value)
    try:
        return language_tag(value)
    except IngestError as error:
        raise IngestError(f"{name}: {error}") from None


def _names(given: Mapping[str, tuple[str, object]]) -> tuple[str, ...]:
    if "authors" not in given:
        return ()
    name, value = given["authors"]
    if isinstance(value, str):
        return tuple(n for n in split_names(clean_line(value)) if not _is_address(n))
    items = value if isinstance(value, list) else [value]
    names = [_name(name, item) for item in items if item is not None]
    return tuple(dict.fromkeys(n for n in names if n and not _is_address(n)))


def _is_address(name: str) -> bool:
    return name.lower().startswith(("http://", "https://", "www."))


def _url(given: Mapping[str, tuple[str, object]]) -> str:
    if "url" not in given:
        return ""
    name, value = given["url"]
    if isinstance(value, Mapping):
        value = value.get("@id") or value.get("url") or value
    if not isinstance(value, str):
        raise _wrong(name, "an address", value)
    try:
        return canonical_url(value)
    except IngestError as error:
        raise IngestError(f"{name}: {error}") from None


def _moment(given: Mapping[str, tuple[str, object]], field: str) -> Moment | None:
    if field not in given:
        return None
    name, value = given[field]
    if isinstance(value, int) and not isinstance(value, bool):
        value = str(value) if abs(value) < 10**20 else "1" * 20
    if not isinstance(value, str):
        raise _wrong(name, "a date as text", value)
    return _date(name, value)


def _date(name: str, value: str) -> Moment:
    try:
        return parse_date(value)
    except IngestError as error:
        raise IngestError(f"{name}: {error}") from None

"""What is known about an article beside its words, and putting the article together."""

from __future__ import annotations

import re
from dataclasses import dataclass, fields, replace

from corpus.ingest.cleaning import clean_line
from corpus.ingest.config import IngestConfig, IngestError
from corpus.ingest.keys import source_key
from corpus.ingest.story import Story
from corpus.language_tags import shortest
from corpus.records import ArticleRecord, Moment

_LANGUAGE = re.compile(r"([A-Za-z]{2,3})((?:[-_][A-Za-z0-9]{2,8}){0,4})")


@dataclass(frozen=True, slots=True)
class Metadata:
    """Fields of an article as its document states them, cleaned; "" and None where it does not."""

    key: str = ""
    headline: str = ""
    publisher: str = ""
    authors: tuple[str, ...] = ()
    byline: str = ""
    dateline: str = ""
    published: Moment | None = None
    modified: Moment | None = None
    language: str = ""
    section: str = ""
    licence: str = ""
    url: str = ""
    correction: str = ""


def filled(metadata: Metadata, other: Metadata) -> Metadata:
    """Return ``metadata`` with what it does not state taken from ``other``."""
    return replace(
        metadata, **{f.name: getattr(other, f.name) for f in fields(metadata) if not getattr(metadata, f.name)}
    )


def language_tag(text: str) -> str:
    """Return a language tag in the usual spelling of BCP 47 ("en_gb" becomes "en-GB", "deu" "de"); raises IngestError.

    Empty for a tag that names no language ("und").
    """
    match = _LANGUAGE.fullmatch(text.strip())
    if not match:
        raise IngestError(f"not a language tag: {text.strip()[:40]!r}; write it like en or pt-BR")
    subtags = [match[1].lower()]
    for subtag in re.split("[-_]", match[2])[1:]:
        if len(subtag) == 2:
            subtags.append(subtag.upper())
        else:
            subtags.append(subtag.title() if len(subtag) == 4 and subtag.isalpha() else subtag.lower())
    return shortest("-".join(subtags))


def check_length(length: int, config: IngestConfig, *, spare: int = 10_000) -> None:
    """Raise IngestError for a text that cleaning will not bring under the limit: ``spare`` is what it may still cut."""
    if length > config.max_body_chars + spare:
        raise IngestError(f"text too long: {length:,} characters, {config.max_body_chars:,} are allowed")


def assemble(story: Story, metadata: Metadata, *, content: bytes, config: IngestConfig) -> ArticleRecord:
    """Make the article of its story and its metadata; the metadata wins. Raises IngestError where there is no text."""
    if not story.body.strip():
        raise IngestError("no text in it")
    check_length(len(story.body), config, spare=0)
    headline = clean_line(metadata.headline) or story.headline
    if len(headline) > config.max_headline_chars:
        raise IngestError(f"headline too long: {len(headline):,} characters, {config.max_headline_chars:,} are allowed")
    limit = config.max_field_chars
    return ArticleRecord(
        source_key=source_key(key=metadata.key, url=metadata.url, publisher=metadata.publisher, content=content),
        headline=headline,
        body=story.body,
        publisher=clean_line(metadata.publisher)[:limit],
        authors=metadata.authors or story.authors,
        byline=(metadata.byline or story.byline)[:limit],
        dateline=metadata.dateline or story.dateline,
        published=metadata.published or story.published,
        modified=metadata.modified or story.modified,
        language=metadata.language,
        section=metadata.section[:limit],
        licence=metadata.licence[:limit],
        source_url=metadata.url,
        correction="\n\n".join(filter(None, (metadata.correction, story.correction))),
        removed=story.removed,
    )

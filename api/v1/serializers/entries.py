"""Records as entries of an Atom feed: what Django's feed generator takes of each."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar

from django.template.defaultfilters import linebreaksbr
from rest_framework import serializers

from api.v1.serializers.articles import Body
from api.v1.serializers.base import AnyField, ShapedSerializer
from api.v1.serializers.fields import record_url
from corpus.models.sorting import known_or_none

TITLE = 120  # characters of a quotation that its title holds


class EntrySerializer(ShapedSerializer):
    """An entry. ``columns`` are what it is made from; ``entry`` makes it."""

    columns: ClassVar[tuple[str, ...]] = ()

    def get_fields(self) -> dict[str, AnyField]:
        """None that are written by themselves: the columns say what is read."""
        sources = {name: name.replace("__", ".") if "__" in name else None for name in self.columns}
        return {name: serializers.ReadOnlyField(source=source) for name, source in sources.items()}

    def to_representation(self, instance: Any) -> dict[str, Any]:
        """The entry, by the names of Django's feed generator."""
        url = record_url(self.context["root"], instance.public_id)
        given = {"unique_id": url, "link": url, "updateddate": self.changed_at(instance), **self.entry(instance)}
        return {name: value for name, value in given.items() if value not in (None, "")}

    def entry(self, row: Any) -> dict[str, Any]:
        """Title, description, authors and dates."""
        raise NotImplementedError

    def changed_at(self, row: Any) -> datetime | None:
        """When the record was last changed."""
        time: datetime = row.updated_at
        return time


class ArticleEntrySerializer(EntrySerializer):
    """An article: its headline, and the page that it was published at."""

    columns: ClassVar[tuple[str, ...]] = (
        "public_id",
        "headline",
        "byline",
        "dateline",
        "source_url",
        "section",
        "published_at",
        "updated_at",
        "publisher__name",
    )

    def entry(self, row: Any) -> dict[str, Any]:
        """Its link is the page where it was published, where that is known; the record is a related one then."""
        publisher = row.publisher.name if row.publisher is not None else ""
        page = {}
        if row.source_url.startswith(("http://", "https://")):
            page = {"link": row.source_url, "related": record_url(self.context["root"], row.public_id)}
        return {
            "title": row.headline or "Without a headline",
            "description": " · ".join(filter(None, (publisher, row.dateline, row.section))),
            "author_name": row.byline or publisher,
            "pubdate": known_or_none(row.published_at),
            **page,
        }


class FullArticleEntrySerializer(ArticleEntrySerializer):
    """An article with its words, where they are open to who asks."""

    personal: ClassVar[bool] = True
    columns: ClassVar[tuple[str, ...]] = (
        *ArticleEntrySerializer.columns,
        "current_text__body",
        "publisher__body_access",
    )

    def entry(self, row: Any) -> dict[str, Any]:
        """The paragraphs as HTML."""
        body = Body.of(row, self.context)
        paragraphs = [linebreaksbr(part, autoescape=True) for part in body.split("\n\n")] if body else []
        html = "".join(f"<p>{part}</p>" for part in paragraphs)
        return {**super().entry(row), "html": html}


class QuotationEntrySerializer(EntrySerializer):
    """A quotation: who said it and its first words as the title, its words as the content."""

    columns = (
        "public_id",
        "words",
        "speaker_text",
        "published_at",
        "updated_at",
        "speaker__name",
        "article__public_id",
    )

    def entry(self, row: Any) -> dict[str, Any]:
        """Its author is who spoke."""
        speaker = row.speaker.name if row.speaker is not None else row.speaker_text
        return {
            "title": titled(speaker, row.words),
            "description": row.words,
            "author_name": speaker or "Unknown",
            "pubdate": known_or_none(row.published_at),
            "related": record_url(self.context["root"], row.article.public_id),
        }


class EntityEntrySerializer(EntrySerializer):
    """A person or an organisation: its name, and what an editor says of it."""

    columns = ("public_id", "name", "description", "created_at", "updated_at")

    def entry(self, row: Any) -> dict[str, Any]:
        """Published when it was first stored."""
        return {"title": row.name, "description": row.description, "pubdate": row.created_at}


class AffiliationEntrySerializer(EntrySerializer):
    """A role: who, and the phrase that says so."""

    columns = ("public_id", "title", "stated_at", "updated_at", "person__name", "person__public_id")

    def entry(self, row: Any) -> dict[str, Any]:
        """The person is a related record."""
        return {
            "title": f"{row.person.name}: {row.title}",
            "description": row.title,
            "pubdate": known_or_none(row.stated_at),
            "related": record_url(self.context["root"], row.person.public_id),
        }


class UtteranceEntrySerializer(EntrySerializer):
    """The same words by the same speaker across articles; changed when another article prints them."""

    columns = ("public_id", "text", "first_at", "last_at", "speaker__name")

    def changed_at(self, row: Any) -> datetime | None:
        """When it was last printed; None where no article that prints it is dated."""
        return known_or_none(row.last_at)

    def entry(self, row: Any) -> dict[str, Any]:
        """Its author is who spoke."""
        return {
            "title": titled(row.speaker.name, row.text),
            "description": row.text,
            "author_name": row.speaker.name,
            "pubdate": known_or_none(row.first_at),
        }


def titled(speaker: str, words: str) -> str:
    """Who speaks, and the first words."""
    words = words if len(words) <= TITLE else f"{words[:TITLE].rstrip()}…"
    return f"{speaker}: {words}" if speaker else words

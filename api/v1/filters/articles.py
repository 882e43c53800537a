"""Filters of articles."""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, OuterRef, Q

from api.v1.filters import references, related, values
from api.v1.filters.base import StrictFilterSet
from api.v1.filters.families import Choice, Flag, Moment, Number, Text
from api.v1.filters.names import Names
from corpus.models import Article, CopyKind, Quotation, RawDocument
from corpus.models.article import mentioning, quoting
from corpus.models.choices import RawState
from corpus.records import EntityType


def printing(**speaker: Any) -> Q:
    """It prints words of somebody."""
    return Q(Exists(Quotation.objects.live().filter(article=OuterRef("pk"), **speaker)))


def copied() -> Q:
    """The same words came again from the same publisher, and were kept as a copy of it."""
    return Q(Exists(RawDocument.objects.filter(article=OuterRef("pk"), state=RawState.DUPLICATE)))


class ArticleFilterSet(StrictFilterSet):
    """Who published what, when, by whom, about whom."""

    families = (
        references.own_id("an article"),
        references.entity(
            "publisher",
            "Id of the organisation that published it.",
            "publisher",
            EntityType.ORGANISATION,
            nullable=True,
        ),
        Text("publisher__name", "Name of the publisher", folded="publisher__name_key"),
        Names("publisher", "of the publisher"),
        Text("headline", "The headline", nullable=True),
        Moment("published_at", "Publication date.", sentinel=True),
        Moment("modified_at", "When the publisher changed it.", nullable=True),
        Moment("created_at", "When it was first stored."),
        Moment("updated_at", "When the record was last changed."),
        Text("language", "Language, a BCP 47 tag", parts=False, nullable=True, read=values.language),
        Text("section", "Section of the outlet", nullable=True),
        Text("licence", "Licence", nullable=True),
        related.authors("author", "pk"),
        related.mentioned("mentions", "current_text", mentioning),
        references.entities(
            "quotes",
            "Id of a person or organisation whose words it prints.",
            quoting,
            each=lambda keys: printing(speaker__in=keys),
            anyone=printing(speaker__isnull=False),
            what="known speaker in it",
        ),
        related.spoken("article", "pk", *related.speaker(), every=("speaker",)),
        Number("word_count", "Words of the body."),
        Number("quotation_count", "Live quotations in it."),
        Flag(
            "is_copy",
            "Whether it holds at least half of the words of an earlier article; `false` leaves out what was copied.",
            lambda wanted: Q(copy_of__isnull=not wanted),
        ),
        references.record(
            "copy_of",
            "Id of the article that it is a copy of; that one is itself no copy.",
            "an article",
            Article.objects.readable,
            nullable=True,
        ),
        Choice("copy_kind", CopyKind.choices, "What was done to it, of a copy.", nullable=True),
        Number("copies_count", "Articles that are copies of it."),
        Number("revision", "Number of the newest revision."),
        Text("source_url", "Address of the page it was published at", nullable=True),
        Text("source_key", "Key that a second copy is known by", parts=False),
        Text("extractor", "Name and version of what read it last", parts=False, nullable=True),
        Flag(
            "corrected",
            "Whether it carries a correction note.",
            lambda wanted: ~Q(correction="") if wanted else Q(correction=""),
        ),
        Flag(
            "has_copies",
            "Whether the same words came again from its publisher under another key, and were kept as no article of "
            "their own. What others printed of it is counted by copies_count.",
            lambda wanted: copied() if wanted else ~copied(),
        ),
    )

    class Meta:
        model = Article
        fields: list[str] = []

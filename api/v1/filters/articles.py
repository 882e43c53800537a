"""Filters of articles."""

from __future__ import annotations

from functools import partial

from django.db.models import Exists, OuterRef, Q

from api.v1.filters import references, values
from api.v1.filters.base import StrictFilterSet
from api.v1.filters.families import Flag, Moment, Number, Only, Text, exact, one
from corpus.models import Article, Author
from corpus.models.article import mentioning, quoting
from corpus.records import EntityType


def written_by(lookup: str, name: str | list[str]) -> Q:
    """Somebody of that name stands in the byline."""
    return Q(Exists(Author.objects.filter(article=OuterRef("pk"), **{f"name{lookup}": name})))


class ArticleFilterSet(StrictFilterSet):
    """Who published what, when, by whom, about whom."""

    families = (
        Only(
            lambda: exact(
                "id",
                partial(values.reference, what="an article"),
                lambda ids: Q(public_id__in=ids),
                "Public id of the article.",
                {"type": "string"},
            )
        ),
        references.entity(
            "publisher",
            "Id of the organisation that published it.",
            "publisher",
            EntityType.ORGANISATION,
            nullable=True,
        ),
        Text("publisher__name", "Name of the publisher", folded="publisher__name_key"),
        Text("headline", "The headline"),
        Moment("published_at", "Publication date.", sentinel=True),
        Moment("modified_at", "When the publisher changed it.", nullable=True),
        Moment("created_at", "When it was first stored."),
        Moment("updated_at", "When the record was last changed."),
        Text("language", "Language, a BCP 47 tag", parts=False, nullable=True),
        Text("section", "Section of the outlet", nullable=True),
        Text("licence", "Licence", nullable=True),
        Only(
            lambda: {
                **exact(
                    "author",
                    values.any_text,
                    lambda names: written_by("__in", names),
                    "Name of an author, as in the byline.",
                    {"type": "string"},
                ),
                "author__icontains": one(
                    values.any_text,
                    partial(written_by, "__icontains"),
                    "Name of an author contains this, whatever the case.",
                    {"type": "string"},
                ),
            }
        ),
        references.entities("mentions", "Id of a person or organisation that it mentions.", mentioning),
        references.entities("quotes", "Id of a person or organisation whose words it prints.", quoting),
        Number("word_count", "Words of the body."),
        Number("quotation_count", "Live quotations in it."),
        Number("revision", "Number of the newest revision."),
        Text("source_url", "Address of the page it was published at", nullable=True),
        Text("source_key", "Key that a second copy is known by", parts=False),
        Text("extractor", "Name and version of what read it last", parts=False, nullable=True),
        Flag(
            "corrected",
            "Whether it carries a correction note.",
            lambda wanted: ~Q(correction="") if wanted else Q(correction=""),
        ),
    )

    class Meta:
        model = Article
        fields: list[str] = []

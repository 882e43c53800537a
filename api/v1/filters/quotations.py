"""Filters of quotations."""

from __future__ import annotations

from django.db.models import OuterRef, Q

from api.v1.filters import references, related, values
from api.v1.filters.base import Default, StrictFilterSet
from api.v1.filters.families import Choice, Flag, Moment, Number, Text
from api.v1.filters.names import Names
from corpus.models import Quotation
from corpus.models.choices import ATTITUDES, CHANNELS, ENTITY_TYPES, LIVE, QUOTATION_KINDS, Status, live


def said_there(wanted: bool) -> Q:
    """The role is stated in the article that prints the quotation."""
    here = Q(text=OuterRef("text"))
    return here if wanted else ~here


class QuotationFilterSet(StrictFilterSet):
    """Who said what, to whom, where, when, and how surely."""

    families = (
        references.own_id("a quotation"),
        references.entity(
            "speaker", "Id of the person or organisation that speaks, or an identifier: `wikidata:Q42`.", nullable=True
        ),
        Text("speaker__name", "Name of the speaker", folded="speaker__name_key"),
        Names("speaker", "of the speaker"),
        Choice("speaker__type", ENTITY_TYPES, "Whether a person or an organisation that is known speaks."),
        related.speaker_type(),
        Text("speaker_role", "The role given to the speaker there", nullable=True),
        Text("speaker_text", "The speaker as printed", nullable=True),
        related.roles(
            "of the speaker",
            "person",
            "speaker",
            Flag("same_article", "Whether the article that prints the quotation says so.", said_there),
        ),
        references.article("Id of the article that prints it."),
        references.publisher(),
        Text("publisher__name", "Name of the publisher", folded="article__publisher__name_key"),
        Text("article__headline", "Headline of the article", nullable=True),
        Text(
            "article__language",
            "Language of the article, a BCP 47 tag",
            parts=False,
            nullable=True,
            read=values.language,
        ),
        Text("article__section", "Section of the article", nullable=True),
        Number("article__word_count", "Words of the article."),
        Flag(
            "article__is_copy",
            "Whether the article is a copy of an earlier one; `false` leaves out what was said once and printed again.",
            lambda wanted: Q(article__copy_of__isnull=not wanted),
        ),
        related.authors("article__author", "article"),
        related.mentioned("article__mentions", "article__current_text"),
        Choice("kind", QUOTATION_KINDS, "How the words are reproduced."),
        Choice("attitude", ATTITUDES, "How the speaker stands to the content."),
        Choice("status", Status.choices, "Where the reading stands; extracted, confirmed and corrected if not given."),
        Choice("channel", CHANNELS, "How the words reached the reporter.", nullable=True),
        Text("cue", "The words that announce it", nullable=True),
        references.entity("addressee", "Id of the person or organisation that is spoken to.", nullable=True),
        Text("addressee__name", "Name of the one who is spoken to", folded="addressee__name_key"),
        Names("addressee", "of the one who is spoken to"),
        Choice("addressee__type", ENTITY_TYPES, "Whether a person or an organisation is spoken to."),
        Text("addressee_text", "The one who is spoken to, as printed", nullable=True),
        related.about(),
        related.about_named(),
        references.utterance("Id of the utterance that it prints."),
        Number("utterance__times_printed", "Live quotations that print the same words of the same speaker."),
        related.repeats(),
        Text("text", "The words", "words", exactly=False),
        Number("word_count", "Words of the quotation."),
        Text("extractor", "Name and version of what read it", parts=False, nullable=True),
        Number("confidence", "How sure the reading is, between 0 and 1.", of="probabilities"),
        Number("confidence_span", "How sure the extent is, between 0 and 1.", of="probabilities"),
        Number("confidence_speaker", "How sure the speaker is, between 0 and 1.", of="probabilities"),
        Number("confidence_kind", "How sure the kind is, between 0 and 1.", of="probabilities"),
        Moment("published_at", "Publication date of the article.", sentinel=True),
        Moment("said_at", "The time of speaking.", nullable=True),
        Moment("created_at", "When it was first stored."),
        Moment("updated_at", "When the record was last changed."),
    )
    # A quotation that a newer revision no longer prints is withdrawn; one that was decided about may lag behind.
    defaults = (Default("status", LIVE, live()),)

    class Meta:
        model = Quotation
        fields: list[str] = []

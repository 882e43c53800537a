"""Filters of quotations."""

from __future__ import annotations

from functools import partial

from django.db.models import Exists, OuterRef, Q

from api.v1.filters import references, values
from api.v1.filters.base import StrictFilterSet
from api.v1.filters.families import Choice, Moment, Number, Only, Text, exact
from corpus.models import Affiliation, Mention, Quotation
from corpus.models.choices import ATTITUDES, CHANNELS, QUOTATION_KINDS, SPEAKER_TYPES, Status, live
from corpus.records import EntityType


def about(keys: list[int]) -> Q:
    """Somebody of the keys is mentioned inside the quotation."""
    hits = Mention.objects.live().filter(
        text=OuterRef("text"), entity__in=keys, start__gte=OuterRef("start"), end__lte=OuterRef("end")
    )
    return Q(Exists(hits))


def speaker_belongs(keys: list[int]) -> Q:
    """The speaker has a role at one of the organisations."""
    return Q(Exists(Affiliation.objects.live().filter(person=OuterRef("speaker"), organisation__in=keys)))


class QuotationFilterSet(StrictFilterSet):
    """Who said what, to whom, where, when, and how surely."""

    families = (
        Only(
            lambda: exact(
                "id",
                partial(values.reference, what="a quotation"),
                lambda ids: Q(public_id__in=ids),
                "Public id of the quotation.",
                {"type": "string"},
            )
        ),
        references.entity(
            "speaker", "Id of the person or organisation that speaks, or an identifier: `wikidata:Q42`.", nullable=True
        ),
        Text("speaker__name", "Name of the speaker", folded="speaker__name_key"),
        Choice("speaker_type", SPEAKER_TYPES, "Whether a person, an organisation or somebody unnamed speaks."),
        Text("speaker_role", "The role given to the speaker there", nullable=True),
        Text("speaker_text", "The speaker as printed", nullable=True),
        references.article("Id of the article that prints it."),
        references.entity(
            "publisher",
            "Id of the organisation that published the article.",
            "article__publisher",
            EntityType.ORGANISATION,
            nullable=True,
        ),
        Text("publisher__name", "Name of the publisher", "article__publisher__name", "article__publisher__name_key"),
        Text("article__language", "Language of the article, a BCP 47 tag", parts=False),
        Text("article__section", "Section of the article"),
        Choice("kind", QUOTATION_KINDS, "How the words are reproduced."),
        Choice("attitude", ATTITUDES, "How the speaker stands to the content."),
        Choice("status", Status.choices, "Where the reading stands; extracted, confirmed and corrected if not given."),
        Choice("channel", CHANNELS, "How the words reached the reporter.", nullable=True),
        Text("cue", "The words that announce it", nullable=True),
        references.entity("addressee", "Id of the person or organisation that is spoken to.", nullable=True),
        references.entities("mentions", "Id of a person or organisation that the words are about.", about),
        references.entities(
            "affiliation__organisation",
            "Id of an organisation that the speaker has a role at.",
            speaker_belongs,
            EntityType.ORGANISATION,
        ),
        references.utterance("Id of the utterance that it prints."),
        Text("text", "The words", "words", exactly=False),
        Text("extractor", "Name and version of what read it", parts=False),
        Number("confidence", "How sure the reading is, between 0 and 1.", probability=True),
        Number("confidence_span", "How sure the extent is, between 0 and 1.", probability=True),
        Number("confidence_speaker", "How sure the speaker is, between 0 and 1.", probability=True),
        Number("confidence_kind", "How sure the kind is, between 0 and 1.", probability=True),
        Moment("published_at", "Publication date of the article.", sentinel=True),
        Moment("said_at", "The time of speaking.", nullable=True),
        Moment("updated_at", "When the record was last changed."),
    )
    # A quotation that a newer revision no longer prints is withdrawn; one that was decided about may lag behind.
    defaults = {("status", "status__not"): live()}

    class Meta:
        model = Quotation
        fields: list[str] = []

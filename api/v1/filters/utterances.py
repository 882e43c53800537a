"""Filters of utterances."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q

from api.v1.filters import references
from api.v1.filters.base import StrictFilterSet
from api.v1.filters.families import Moment, Number, Text
from corpus.models import Quotation, Utterance
from corpus.records import EntityType


def printed_by(keys: list[int]) -> Q:
    """One of the publishers printed it."""
    prints = Quotation.objects.live().readable()
    return Q(Exists(prints.filter(utterance=OuterRef("pk"), article__publisher__in=keys)))


class UtteranceFilterSet(StrictFilterSet):
    """Who said what, how often it was printed, and when."""

    families = (
        references.entity("speaker", "Id of the person or organisation that said it."),
        Text("speaker__name", "Name of the speaker", folded="speaker__name_key"),
        Text("text", "The words", exactly=False),
        references.entities("publisher", "Id of an organisation that printed it.", printed_by, EntityType.ORGANISATION),
        Number("times_printed", "Live quotations that print it."),
        Moment("first_at", "Publication date of the first.", sentinel=True),
        Moment("last_at", "Publication date of the last.", sentinel=True),
    )

    class Meta:
        model = Utterance
        fields: list[str] = []

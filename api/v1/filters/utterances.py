"""Filters of utterances."""

from __future__ import annotations

from functools import partial, reduce
from operator import or_

from django.db.models import Exists, OuterRef, Q

from api.v1.filters import references, related, values
from api.v1.filters.base import StrictFilterSet
from api.v1.filters.families import STRING, Choice, Filters, Moment, Number, Only, Text, exact
from api.v1.filters.names import Names
from corpus.models import Quotation, Utterance
from corpus.models.choices import ENTITY_TYPES
from corpus.models.utterance import DISPUTED
from corpus.records import EntityType

LANGUAGE = Text(
    "article__language", "Language of the article, a BCP 47 tag", parts=False, nullable=True, read=values.language
)


def printed_by(**publisher: object) -> Q:
    """One of the publishers printed it."""
    prints = Quotation.objects.live().readable().filter(utterance=OuterRef("pk"))
    return Q(Exists(prints.filter(**{f"article__publisher{name}": value for name, value in publisher.items()})))


def own_id() -> Filters:
    """Its public id, or that of one that leads to it."""
    return exact(
        "id",
        partial(values.reference, what="an utterance"),
        references.said_as,
        "Public id of the utterance, or of one that leads to it: a variant, or the same words by a speaker who was "
        "merged into its own.",
        STRING,
    )


def disputed() -> Filters:
    """What is disputed of it."""
    return exact(
        "disputed",
        partial(values.one_of, allowed=list(DISPUTED)),
        lambda given: reduce(or_, (Q(**{DISPUTED[word]: True}) for word in given)),
        "words: outlets print it between marks with different words; speaker: the same words are given to somebody "
        "else too.",
        {"type": "string", "enum": list(DISPUTED)},
    )


class UtteranceFilterSet(StrictFilterSet):
    """Who said what, how often it was printed, and when."""

    families = (
        Only(own_id),
        references.entity("speaker", "Id of the person or organisation that said it."),
        Text("speaker__name", "Name of the speaker", folded="speaker__name_key"),
        Names("speaker", "of the speaker"),
        Choice("speaker__type", ENTITY_TYPES, "Whether a person or an organisation speaks."),
        Text("text", "The words", exactly=False),
        references.entities(
            "publisher",
            "Id of an organisation that printed it.",
            lambda keys: printed_by(__in=keys),
            EntityType.ORGANISATION,
            anyone=printed_by(__isnull=False),
            what="known publisher that printed it",
        ),
        related.spoken("utterance", "pk", *related.printed(), LANGUAGE, every=("article",)),
        Number("times_printed", "Live quotations that print it, in any wording."),
        Number("outlet_count", "Publishers that print it."),
        Number("variant_count", "Wordings in which it is printed."),
        Only(disputed),
        Moment("first_at", "Publication date of the first.", sentinel=True),
        Moment("last_at", "Publication date of the last.", sentinel=True),
    )

    class Meta:
        model = Utterance
        fields: list[str] = []

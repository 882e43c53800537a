"""The answer of /quotations/{id}/verify/."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from api.v1.serializers.base import ShapedSerializer
from api.v1.serializers.fields import NULLABLE_SPAN, SPAN, Choice, Count, Instant, Text, TextOrNull
from api.v1.serializers.lookup import BriefQuotationSerializer
from corpus.services.check import STANDINGS, WORDINGS

STANDING_HELP = (
    "exact: the words stand in the spans, character for character; normalised: the same words stand there, case, "
    "accents and marks aside; moved: they stand elsewhere in that revision; missing: they do not stand in it."
)


@extend_schema_field({"type": ["array", "null"], "items": SPAN, "example": [[818, 1171]]})
class PlacesOrNull(serializers.ReadOnlyField):
    """``[[start, end], ...]``, or null."""


@extend_schema_field(NULLABLE_SPAN)
class PlaceOrNull(serializers.ReadOnlyField):
    """``[start, end]``, or null."""


class StandingSerializer(serializers.Serializer[Any]):
    """How the words stand in a revision."""

    revision = Count(help_text="Number of the revision.")
    status = Choice(STANDINGS, help_text=STANDING_HELP)
    spans = PlacesOrNull(help_text="Where they stand in its body, in code points; null where they are missing.")


class DifferenceSerializer(serializers.Serializer[Any]):
    """A place where the given wording leaves what is printed."""

    op = Choice(
        [(word, word) for word in ("replace", "insert", "delete")],
        help_text="replace: other words; insert: words that are not printed; delete: printed words that were left out.",
    )
    printed = Text(help_text="What is printed; empty where words were inserted.")
    given = Text(help_text="What was given; empty where words were left out.")
    printed_span = PlaceOrNull(help_text="Where it stands in the quotation's `text`; null where nothing does.")
    given_span = PlaceOrNull(help_text="Where it stands in the given text; null where nothing does.")


class WordingSerializer(serializers.Serializer[Any]):
    """How the given wording agrees with what is printed."""

    status = Choice(
        WORDINGS,
        help_text="exact: the same characters, marks at the edges aside; normalised: the same words; partial: some of "
        "the words and no others, or all with small changes; different: anything else.",
    )
    score = serializers.FloatField(
        read_only=True, help_text="Words in common, in their order, by the longer of the two: 1 where all are."
    )
    verbatim = serializers.BooleanField(
        read_only=True,
        help_text="Whether it agrees, and all words in common are printed between marks, none the reporter's.",
    )
    differences = DifferenceSerializer(many=True, read_only=True, help_text="Word by word, in the order of the text.")


class PassageSerializer(serializers.Serializer[Any]):
    """The paragraphs around the quotation: what an excerpt may hide."""

    start = Count(help_text="Where it begins in the body of the quotation's revision, in code points.")
    end = Count(help_text="Where it ends.")
    text = Text(
        help_text="What stands there; at most 2,000 characters before and after the quotation, "
        "200 where not everyone may read the body."
    )


class EvidenceSerializer(serializers.Serializer[Any]):
    """What the revision was read from."""

    source_url = TextOrNull(help_text="The page it was published at; null where unknown.")
    sha256 = Text(help_text="SHA-256 of the bytes as they came, hexadecimal.")
    received_at = Instant(help_text="When they came.")


class VerificationSerializer(ShapedSerializer):
    """Whether a quotation's words stand in the stored text, and how a given wording agrees with them."""

    status = Choice(STANDINGS, help_text=f"In its own revision. {STANDING_HELP}")
    revision = Count(help_text="The revision that the quotation points at.")
    spans = PlacesOrNull(help_text="Where its words stand in the body of that revision; null where they are missing.")
    newest = StandingSerializer(read_only=True, help_text="The same in the article's newest revision.")
    wording = WordingSerializer(
        read_only=True, allow_null=True, help_text="How `text` agrees with the words; null where it is not given."
    )
    quotation = BriefQuotationSerializer(read_only=True, help_text="The quotation.")
    passage = PassageSerializer(read_only=True, help_text="The paragraphs that it stands in.")
    evidence = EvidenceSerializer(read_only=True, help_text="What its revision was read from.")

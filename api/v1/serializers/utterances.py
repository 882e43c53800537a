"""Utterances: the same words by the same speaker across articles."""

from __future__ import annotations

from typing import Any, ClassVar

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from api.v1.compiled import At
from api.v1.serializers.base import ShapedSerializer
from api.v1.serializers.entities import BriefEntitySerializer, BriefOrganisationSerializer, EntitySerializer
from api.v1.serializers.fields import Count, PublicId, RecordUrl, Text, UnknownTime
from api.v1.serializers.verification import DifferenceSerializer
from corpus.models.utterance import DISPUTED
from corpus.services.wordings import MOST


@extend_schema_field({"type": "array", "items": {"type": "string", "enum": list(DISPUTED)}})
class Disputed(serializers.ReadOnlyField):
    """What is disputed of an utterance."""

    reads = tuple(DISPUTED.values())

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(source="*", **kwargs)

    def to_representation(self, value: Any) -> list[str]:
        """The words for what is."""
        return [word for word, column in DISPUTED.items() if getattr(value, column)]

    def expression(self, at: At) -> str:
        """The same of its columns."""
        words = ", ".join(f"({word!r}, {at.column(column)})" for word, column in DISPUTED.items())
        return f"[word for word, holds in ({words}) if holds]"


class UtteranceSerializer(ShapedSerializer):
    """What one speaker said once, however often it is printed."""

    marked: ClassVar = ("text",)

    id = PublicId()
    url = RecordUrl()
    text = Text(help_text="The words in the wording that it is known by: the first printed of those that are not cut.")
    speaker = BriefEntitySerializer(read_only=True, help_text="Who said it.")
    times_printed = Count(help_text="Live quotations that print it, in any wording; see /quotations/?utterance=.")
    outlet_count = Count(help_text="Publishers that print it.")
    variant_count = Count(help_text="Wordings in which it is printed; see variants/.")
    disputed = Disputed(
        help_text="words: outlets print it between marks with different words; speaker: the same words are given to "
        "somebody else too, see disputes/. Empty where neither is so."
    )
    first_at = UnknownTime(help_text="Publication date of the first that is known.")
    last_at = UnknownTime(help_text="Publication date of the last that is known.")

    expandable: ClassVar = {"speaker": lambda: EntitySerializer(read_only=True)}


class OutletSerializer(ShapedSerializer):
    """A publisher that prints a wording."""

    shapeable = False

    publisher = BriefOrganisationSerializer(read_only=True, allow_null=True, help_text="Who; null where unknown.")
    count = Count(help_text="Live quotations in that wording.")
    first_at = UnknownTime(help_text="Publication date of the first that is known.")
    last_at = UnknownTime(help_text="Publication date of the last that is known.")


class VariantSerializer(ShapedSerializer):
    """A wording of an utterance."""

    shapeable = False

    id = PublicId(help_text="Id of the wording. Its address leads to the utterance.")
    text = Text(help_text="The words as first stored.")
    differences = DifferenceSerializer(
        many=True,
        read_only=True,
        help_text="Where it (`given`) leaves the words that the utterance is known by (`printed`), word by word.",
    )
    times_printed = Count(help_text="Live quotations in this wording.")
    first_at = UnknownTime(help_text="Publication date of the first that is known.")
    last_at = UnknownTime(help_text="Publication date of the last that is known.")
    outlets = OutletSerializer(many=True, read_only=True, help_text="Who prints it, the first first.")


class VariantsSerializer(serializers.Serializer[Any]):
    """The wordings of an utterance."""

    results = VariantSerializer(many=True, read_only=True, help_text=f"The first printed first; {MOST} at most.")


class GivenSerializer(ShapedSerializer):
    """The same words, given to somebody else."""

    shapeable = False

    utterance = UtteranceSerializer(read_only=True, help_text="The other utterance, with its speaker.")
    text = Text(source="wording.text", help_text="How this utterance is worded.")
    other_text = Text(source="other.text", help_text="How the other one is worded.")
    differences = DifferenceSerializer(
        many=True, read_only=True, help_text="Where the other (`given`) leaves this one (`printed`), word by word."
    )


class DisputesSerializer(serializers.Serializer[Any]):
    """To whom else the words of an utterance are given."""

    results = GivenSerializer(many=True, read_only=True, help_text=f"The most printed first; {MOST} at most.")

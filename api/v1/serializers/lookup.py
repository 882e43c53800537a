"""The request and the answer of /quotations/lookup/."""

from __future__ import annotations

from typing import Any, ClassVar

from django.core.validators import MaxLengthValidator
from drf_spectacular.utils import OpenApiExample, extend_schema_serializer
from rest_framework import serializers

from api.v1 import examples
from api.v1.serializers.base import AnyField, Plan, ShapedSerializer
from api.v1.serializers.entities import BriefSpeakerSerializer, SpeakerSerializer
from api.v1.serializers.fields import Choice, Count, PublicId, RecordUrl, Text, TextInput
from api.v1.serializers.quotations import BriefArticleSerializer, QuotationSerializer
from api.v1.serializers.writes import Strict
from corpus.models.choices import QUOTATION_KINDS
from corpus.search.finding import EXACT, NORMALISED, PARTIAL

LONGEST_TEXT = 100_000
OFFSET = "Code points of the text as given, half open."
MATCHES = [(word, word) for word in (EXACT, NORMALISED, PARTIAL)]


@extend_schema_serializer(component_name="Lookup")
class LookupInputSerializer(Strict):
    """Any text. Nothing of it is stored."""

    text = TextInput(
        trim_whitespace=False,
        max_length=LONGEST_TEXT,
        error_messages={"max_length": f"The text is longer than {LONGEST_TEXT:,} characters."},
        help_text=f"A draft, a post: at most {LONGEST_TEXT:,} characters. Offsets of the answer count in it.",
    )

    def get_fields(self) -> dict[str, AnyField]:
        """The text, whose length has the code that other long texts have."""
        fields = super().get_fields()
        for validator in fields["text"].validators:
            if isinstance(validator, MaxLengthValidator):
                validator.code = "too_long"
        return fields

    def validate_text(self, text: str) -> str:
        """There is something to look up."""
        if not text.strip():
            raise serializers.ValidationError("There is no text to look up.", code="blank")
        return text


class BriefQuotationSerializer(ShapedSerializer):
    """A quotation, in brief."""

    id = PublicId()
    url = RecordUrl()
    text = Text(source="words", help_text="What stands in its spans, joined by a space.")
    kind = Choice(QUOTATION_KINDS, help_text="direct: all verbatim; mixed: verbatim runs in a clause; indirect: none.")
    article = BriefArticleSerializer(read_only=True, help_text="The article that prints it.")

    expandable: ClassVar = {"article": lambda: _articles()(read_only=True)}


class PrintingSerializer(BriefQuotationSerializer):
    """A quotation that prints the words, with its own speaker."""

    speaker = BriefSpeakerSerializer(read_only=True, allow_null=True, help_text="Who speaks; null where unresolved.")


class MatchSerializer(ShapedSerializer):
    """A passage of the text that stored quotations say."""

    start = Count(help_text=f"Where it begins: {OFFSET}")
    end = Count(help_text=f"Where it ends: {OFFSET}")
    text = Text(help_text="What stands there.")
    match = Choice(
        MATCHES,
        help_text="exact: the same characters, marks at the edges aside; normalised: the same words, case, accents and "
        "marks aside; partial: six words in a row or more, or all with small changes.",
    )
    score = serializers.FloatField(
        read_only=True,
        help_text="Words in common, in their order, by the longer of passage and quotation: 1 where all are.",
    )
    quotation = BriefQuotationSerializer(read_only=True, help_text="The earliest that prints the words.")
    speaker = BriefSpeakerSerializer(read_only=True, allow_null=True, help_text="Who speaks in it.")
    utterance = PublicId(
        source="quotation.utterance.public_id", allow_null=True, default=None, help_text="The utterance that it prints."
    )
    printings = PrintingSerializer(
        many=True, read_only=True, help_text="The quotations that print these words, the earliest first: at most 10."
    )
    times_printed = Count(help_text="How many print them.")

    expandable: ClassVar = {
        "quotation": lambda: QuotationSerializer(read_only=True),
        "speaker": lambda: SpeakerSerializer(read_only=True, allow_null=True),
    }

    def quotation_plan(self) -> Plan:
        """What of the matched quotations the answer needs."""
        plan = Plan()
        fields: Any = self.fields
        if "quotation" in fields:
            fields["quotation"].plan("", plan)
        if "speaker" in fields:
            plan.read(fields["speaker"].outer_reads)
            fields["speaker"].plan("speaker__", plan)
        if "utterance" in fields:
            plan.read(["utterance__public_id"])
        return plan

    def printing_plan(self) -> Plan | None:
        """What of the printings it needs; None where they are not asked for."""
        fields: Any = self.fields
        return fields["printings"].child.plan() if "printings" in fields else None


@extend_schema_serializer(examples=[OpenApiExample("A quotation found", examples.FOUND, response_only=True)])
class MatchesSerializer(serializers.Serializer[Any]):
    """The stored quotations that a text holds."""

    matches = MatchSerializer(many=True, read_only=True, help_text="In the order of the text; none overlaps another.")


def _articles() -> Any:
    from api.v1.serializers.articles import ArticleSerializer

    return ArticleSerializer

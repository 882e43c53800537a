"""The request and the answer of /extract/: the object of ``python -m corpus.extraction``, for the schema."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema_serializer
from rest_framework import serializers

from api.v1.serializers.fields import Spans, TextInput
from api.v1.serializers.writes import Strict
from corpus.models.choices import ATTITUDES, CHANNELS, QUOTATION_KINDS, SPEAKER_TYPES, TENSES

OFFSET = "Offset in code points of the text as given."


@extend_schema_serializer(component_name="Extract")
class ExtractInputSerializer(Strict):
    """A text to read. Nothing of it is stored."""

    text = TextInput(trim_whitespace=False, help_text="Clean text; offsets of the answer count in it.")
    headline = TextInput(required=False, allow_null=True, allow_blank=True, help_text="The headline.")
    language = TextInput(required=False, allow_null=True, allow_blank=True, help_text="BCP 47 tag.")
    published = TextInput(
        required=False, allow_null=True, allow_blank=True, help_text="Publication date: what 'yesterday' counts from."
    )
    id = TextInput(required=False, allow_null=True, allow_blank=True, help_text="Your own id, given back.")


class FoundEntitySerializer(serializers.Serializer[Any]):
    """A person or an organisation of the text."""

    name = serializers.CharField(help_text="The fullest form printed.")
    aliases = serializers.ListField(child=serializers.CharField(), help_text="Other names printed.")
    mentions = serializers.ListField(
        child=serializers.ListField(child=serializers.JSONField()), help_text="[start, end, kind] of each."
    )


class FoundAffiliationSerializer(serializers.Serializer[Any]):
    """A role of a person."""

    person = serializers.CharField(help_text="Name of the person.")
    organisation = serializers.CharField(allow_null=True, help_text="Name of the organisation, where one is named.")
    title = serializers.CharField(help_text="The whole phrase as printed.")
    start = serializers.IntegerField(help_text=OFFSET)
    end = serializers.IntegerField(help_text=OFFSET)
    tense = serializers.ChoiceField(TENSES, help_text="Whether the role holds.")
    began = serializers.CharField(allow_null=True, help_text="ISO 8601, as far as it is known.")
    ended = serializers.CharField(allow_null=True, help_text="ISO 8601, as far as it is known.")


class FoundSpeakerSerializer(serializers.Serializer[Any]):
    """Who speaks."""

    text = serializers.CharField(help_text="As printed: 'he', 'Hof'.")
    start = serializers.IntegerField(help_text=OFFSET)
    end = serializers.IntegerField(help_text=OFFSET)
    name = serializers.CharField(
        allow_null=True, help_text="The resolved name; null where a pronoun stands for nobody in reach."
    )
    type = serializers.ChoiceField(SPEAKER_TYPES, help_text="A person, an organisation, or somebody unnamed.")


class FoundCueSerializer(serializers.Serializer[Any]):
    """The words that announce a quotation."""

    text = serializers.CharField(help_text="'said', 'according to'.")
    start = serializers.IntegerField(help_text=OFFSET)
    end = serializers.IntegerField(help_text=OFFSET)


class FoundAddresseeSerializer(serializers.Serializer[Any]):
    """To whom it was said."""

    text = serializers.CharField(help_text="As printed.")
    name = serializers.CharField(help_text="The resolved name.")


class FoundCandidateSerializer(serializers.Serializer[Any]):
    """Somebody who may have spoken the words."""

    name = serializers.CharField(help_text="The name.")
    score = serializers.FloatField(help_text="Between 0 and 1.")


class FoundConfidenceSerializer(serializers.Serializer[Any]):
    """How sure the reading is."""

    span = serializers.FloatField(help_text="Of the extent, between 0 and 1.")
    speaker = serializers.FloatField(help_text="Of the speaker, between 0 and 1.")
    kind = serializers.FloatField(help_text="Of the kind, between 0 and 1.")


class FoundQuotationSerializer(serializers.Serializer[Any]):
    """A quotation of the text."""

    spans = Spans(help_text="The attributed content.")
    quoted = Spans(help_text="The verbatim runs inside it.")
    start = serializers.IntegerField(help_text="Start of the first span.")
    end = serializers.IntegerField(help_text="End of the last span.")
    text = serializers.CharField(help_text="What stands in the spans, joined by a space.")
    kind = serializers.ChoiceField(QUOTATION_KINDS, help_text="How the words are reproduced.")
    attitude = serializers.ChoiceField(ATTITUDES, help_text="How the speaker stands to the content.")
    speaker = FoundSpeakerSerializer(allow_null=True, help_text="Who speaks; null where unresolved.")
    speaker_role = serializers.CharField(help_text="The role given to the speaker there.")
    cue = FoundCueSerializer(allow_null=True, help_text="The words that announce it.")
    addressee = FoundAddresseeSerializer(allow_null=True, help_text="To whom it was said.")
    channel = serializers.ChoiceField(CHANNELS, allow_null=True, help_text="How the words reached the reporter.")
    said_at = serializers.CharField(allow_null=True, help_text="ISO 8601, as far as it is known.")
    candidates = FoundCandidateSerializer(many=True, help_text="Who may have spoken, likeliest first.")
    confidence = FoundConfidenceSerializer(help_text="How sure the reading is.")


class ExtractionSerializer(serializers.Serializer[Any]):
    """All that was read from the text."""

    id = serializers.CharField(help_text="The id that was given; empty where none was.")
    people = FoundEntitySerializer(many=True, help_text="The people of the text.")
    organisations = FoundEntitySerializer(many=True, help_text="The organisations of the text.")
    affiliations = FoundAffiliationSerializer(many=True, help_text="Who has which role.")
    quotations = FoundQuotationSerializer(many=True, help_text="Who said what.")
    extractor = serializers.CharField(help_text="Name and version of what read it.")

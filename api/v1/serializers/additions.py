"""Bodies that add a record by hand, split one, or decide about two."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from api.v1.serializers.fields import TextInput
from api.v1.serializers.inputs import MomentInput, SpanInput, ids, reason, record_id, span_list
from api.v1.serializers.writes import Strict
from corpus.models.choices import ATTITUDES, CHANNELS, ENTITY_TYPES, MENTION_KINDS, QUOTATION_KINDS, TENSES

ARTICLE_HELP = "Id of the article; offsets count code points of the body of its newest revision."
REVISION_HELP = "The revision that the offsets count in: 409 where it is not the newest any more."


def revision() -> serializers.IntegerField:
    """The revision that a client has read."""
    return serializers.IntegerField(required=False, min_value=1, max_value=2**31 - 1, help_text=REVISION_HELP)


class QuotationInputSerializer(Strict):
    """A quotation that the machine overlooked. It is confirmed at once, and no machine changes it."""

    article = TextInput(max_length=40, help_text=ARTICLE_HELP)
    revision = revision()
    spans = span_list("The attributed content; quotation marks around it are no part of it.", min_length=1)
    quoted = span_list("The verbatim runs inside it; what stands between marks if not given.", required=False)
    kind = serializers.ChoiceField(QUOTATION_KINDS, required=False, help_text="It follows from the runs if not given.")
    attitude = serializers.ChoiceField(ATTITUDES, required=False, help_text="said if not given.")
    speaker = record_id("Id of the speaker.", required=False, allow_null=True)
    speaker_span = SpanInput(
        required=False, allow_null=True, help_text="Where the speaker is printed; without an id it is somebody unnamed."
    )
    speaker_role = TextInput(
        required=False, allow_null=True, allow_blank=True, max_length=500, help_text="The role given to the speaker."
    )
    cue_span = SpanInput(required=False, allow_null=True, help_text="Where the words stand that announce it.")
    addressee = record_id("Id of the one who is spoken to.", required=False, allow_null=True)
    channel = serializers.ChoiceField(
        CHANNELS, required=False, allow_null=True, help_text="How the words reached the reporter."
    )
    reason = reason()


class AffiliationInputSerializer(Strict):
    """A role that the machine overlooked. It is confirmed at once, and no machine changes it."""

    article = TextInput(max_length=40, help_text=ARTICLE_HELP)
    revision = revision()
    span = SpanInput(help_text="Where the phrase stands that gives the role: its title.")
    person = record_id("Id of the person.")
    organisation = record_id("Id of the organisation, where one is named.", required=False, allow_null=True)
    tense = serializers.ChoiceField(TENSES, required=False, help_text="current if not given.")
    began_at = MomentInput(required=False, allow_null=True, help_text="When it began, where it is stated.")
    ended_at = MomentInput(required=False, allow_null=True, help_text="When it ended, where it is stated.")
    reason = reason()


class MentionInputSerializer(Strict):
    """A mention that the machine overlooked: of a record, or of a new one by its name and type."""

    revision = revision()
    span = SpanInput(help_text="Where the words stand, in the newest revision.")
    entity = record_id("Id of the person or organisation that they mean.", required=False)
    name = TextInput(required=False, max_length=300, help_text="Name of a new record, in place of entity.")
    type = serializers.ChoiceField(ENTITY_TYPES, required=False, help_text="Type of the new record.")
    kind = serializers.ChoiceField(MENTION_KINDS, required=False, help_text="name if not given.")
    reason = reason()

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """One record or the other."""
        if ("entity" in attrs) == ("name" in attrs) or ("name" in attrs) != ("type" in attrs):
            detail = "Give either entity, or name and type of a new record."
            raise serializers.ValidationError(detail, code="required")
        return attrs


class SplitInputSerializer(Strict):
    """What becomes another record's: chosen mentions and quotations, and all that articles say of the record."""

    mentions = ids("Ids of mentions.")
    quotations = ids("Ids of quotations.")
    articles = ids("Ids of articles.")
    into = record_id("Id of the record that it goes to; a new one if not given.", required=False)
    name = TextInput(required=False, max_length=300, help_text="Name of the new record; else one that the words print.")
    reason = reason()

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Something must go."""
        if not any(attrs.get(name) for name in ("mentions", "quotations", "articles")):
            raise serializers.ValidationError("Give mentions, quotations or articles.", code="required")
        return attrs


class VerdictSerializer(Strict):
    """Whether two records are one."""

    verdict = serializers.ChoiceField(
        [("same", "same"), ("different", "different")], help_text="same: one record; different: two."
    )
    into = record_id("Of one record, the id of the one that stays.", required=False)
    reason = reason()

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Two records stay as they are."""
        if attrs["verdict"] == "different" and "into" in attrs:
            raise serializers.ValidationError({"into": ["Two records stay two: leave it out."]}, code="conflict")
        return attrs

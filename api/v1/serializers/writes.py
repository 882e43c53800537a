"""Bodies of the requests that write, and the answers that are no records."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema_serializer
from rest_framework import serializers

from api.v1.bodies import refuse_fields, unknown_fields
from api.v1.serializers.articles import ArticleDetailSerializer
from api.v1.serializers.base import ShapedSerializer
from api.v1.serializers.fields import Choice, Count, Instant, PublicId, RecordUrl, TextInput, TextOrNull
from corpus.models.choices import ATTITUDES, CHANNELS, OUTCOMES, QUOTATION_KINDS, JobState, Status


class Strict(serializers.Serializer[Any]):
    """A body whose unknown fields are refused."""

    def to_internal_value(self, data: Any) -> Any:
        """The checked fields."""
        if isinstance(data, dict):
            names = list(self.fields)
            refuse_fields(unknown_fields((name for name in data if name not in self.fields), names, names))
        return super().to_internal_value(data)


@extend_schema_serializer(component_name="Article")
class ArticleInputSerializer(serializers.Serializer[Any]):
    """An article to ingest. schema.org's NewsArticle and the usual other names of the fields are read too."""

    key = serializers.CharField(
        required=False, help_text="Your own key. The same key again is a new state of the article."
    )
    headline = serializers.CharField(required=False, help_text="The headline.")
    body = serializers.CharField(
        required=False, help_text="The story; paragraphs stand apart by an empty line. Text with tags is read as HTML."
    )
    html = serializers.CharField(required=False, help_text="The story as HTML, in place of body.")
    publisher = serializers.CharField(required=False, help_text="Who published it.")
    authors = serializers.ListField(child=serializers.CharField(), required=False, help_text="Who wrote it.")
    byline = serializers.CharField(required=False, help_text="The byline as printed.")
    dateline = serializers.CharField(required=False, help_text="Place and day as printed.")
    published = serializers.CharField(
        required=False, help_text="ISO 8601, RFC 2822 or a date in English words; a date without a time stays a date."
    )
    modified = serializers.CharField(required=False, help_text="When it was last changed.")
    url = serializers.CharField(required=False, help_text="Address of the page it was published at.")
    language = serializers.CharField(required=False, help_text="BCP 47 tag.")
    section = serializers.CharField(required=False, help_text="The section.")
    licence = serializers.CharField(required=False, help_text="The licence, a name or an address.")
    correction = serializers.CharField(required=False, help_text="The correction note as printed.")


class IngestedArticleSerializer(ArticleDetailSerializer):
    """The stored article with what was found, and what became of the request."""

    outcome = Choice(OUTCOMES, help_text="created, updated, unchanged or duplicate.")


class Change(Strict):
    """A body that changes something: what is given is set, what is left out stays."""

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Something must change; a reason alone changes nothing."""
        if not attrs.keys() - {"reason"}:
            raise serializers.ValidationError("Give at least one field to change.", code="required")
        return attrs


class Patch(Change):
    """A change of something that editors decide about."""

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """A status stands alone."""
        if "status" in attrs and attrs.keys() - {"reason", "status"}:
            detail = "Give the status alone: a correction sets it to corrected."
            raise serializers.ValidationError({"status": [detail]}, code="conflict")
        return super().validate(attrs)


@extend_schema_serializer(component_name="QuotationCorrection")
class QuotationPatchSerializer(Patch):
    """A correction. What is given is set, what is left out stays; a decision of an editor outlives every machine."""

    speaker = TextInput(
        required=False, allow_null=True, max_length=300, help_text="Id of the speaker; null: unresolved."
    )
    addressee = TextInput(required=False, allow_null=True, max_length=300, help_text="Id of the addressee; null: none.")
    speaker_role = TextInput(
        required=False,
        allow_null=True,
        allow_blank=True,
        max_length=500,
        help_text="The role given to the speaker there; null: none.",
    )
    kind = serializers.ChoiceField(QUOTATION_KINDS, required=False, help_text="How the words are reproduced.")
    attitude = serializers.ChoiceField(ATTITUDES, required=False, help_text="How the speaker stands to the content.")
    channel = serializers.ChoiceField(
        CHANNELS, required=False, allow_null=True, help_text="How the words reached the reporter."
    )
    status = serializers.ChoiceField(
        [(word, word) for word in (Status.CONFIRMED.value, Status.REJECTED.value)],
        required=False,
        help_text="confirmed: right as it stands; rejected: no quotation. Alone: a correction sets the status itself.",
    )
    reason = TextInput(
        required=False, allow_null=True, allow_blank=True, max_length=2000, help_text="Why; kept in the history."
    )


@extend_schema_serializer(component_name="Merge")
class MergeInputSerializer(Strict):
    """A merge: this record goes, the other stays."""

    into = TextInput(max_length=300, help_text="Id of the record that stays.")
    reason = TextInput(
        required=False, allow_null=True, allow_blank=True, max_length=2000, help_text="Why; kept in the history."
    )


class ReasonSerializer(Strict):
    """Why something is done."""

    reason = TextInput(
        required=False, allow_null=True, allow_blank=True, max_length=2000, help_text="Why; kept in the history."
    )


class FailedLineSerializer(serializers.Serializer[Any]):
    """A line of a job that could not be stored."""

    line = serializers.IntegerField(help_text="Number of the line, from 1.")
    reason = serializers.CharField(help_text="Why.")


class JobSerializer(ShapedSerializer):
    """Work that a request left to the worker."""

    id = PublicId()
    url = RecordUrl()
    state = Choice(JobState.choices, help_text="waiting, running, done or failed.")
    reason = TextOrNull(help_text="Why the job failed as a whole; null else.")
    total = Count(help_text="Lines of the job.")
    pending = Count(help_text="Lines still to do.")
    created = Count(help_text="New articles.")
    updated = Count(help_text="New revisions of articles that were there.")
    unchanged = Count(help_text="Articles that were there already.")
    duplicate = Count(help_text="Articles that say the same as another one.")
    failed = Count(help_text="Lines that could not be stored.")
    failures = FailedLineSerializer(many=True, read_only=True, help_text="The first 1,000 of these.")
    created_at = Instant(help_text="When it was sent.")
    started_at = Instant(allow_null=True, help_text="When a worker began.")
    finished_at = Instant(allow_null=True, help_text="When it ended.")

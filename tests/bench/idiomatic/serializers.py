"""Model serializers that give what the product gives, field for field."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from corpus.models import Article, Candidate, Entity, Quotation, SpanRole


class UrlMixin(serializers.Serializer):
    """The public id as `id`, and the record's address."""

    id = serializers.CharField(source="public_id")
    url = serializers.SerializerMethodField()
    folder = ""

    def get_url(self, record: Any) -> str:
        """Absolute address."""
        return self.context["request"].build_absolute_uri(f"/api/v1/{self.folder}/{record.public_id}/")


class OrganisationSerializer(UrlMixin, serializers.ModelSerializer):
    folder = "organisations"

    class Meta:
        model = Entity
        fields = ["id", "url", "name"]


class EntitySerializer(UrlMixin, serializers.ModelSerializer):
    class Meta:
        model = Entity
        fields = ["id", "type", "name", "url"]

    def get_url(self, record: Any) -> str:
        """Absolute address by type."""
        folder = "people" if record.type == "person" else "organisations"
        return self.context["request"].build_absolute_uri(f"/api/v1/{folder}/{record.public_id}/")


class BriefArticleSerializer(UrlMixin, serializers.ModelSerializer):
    publisher = OrganisationSerializer()
    folder = "articles"

    class Meta:
        model = Article
        fields = ["id", "url", "headline", "published_at", "publisher"]


class CandidateSerializer(serializers.ModelSerializer):
    name = serializers.CharField(source="entity.name")
    id = serializers.CharField(source="entity.public_id")

    class Meta:
        model = Candidate
        fields = ["name", "id", "score"]


class QuotationSerializer(UrlMixin, serializers.ModelSerializer):
    text = serializers.CharField(source="words")
    spans = serializers.SerializerMethodField()
    quoted = serializers.SerializerMethodField()
    speaker = EntitySerializer()
    speaker_span = serializers.SerializerMethodField()
    cue_span = serializers.SerializerMethodField()
    addressee = EntitySerializer()
    confidences = serializers.SerializerMethodField()
    candidates = CandidateSerializer(many=True)
    article = BriefArticleSerializer()
    revision = serializers.IntegerField(source="text.revision")
    utterance = serializers.SlugRelatedField(slug_field="public_id", read_only=True)
    folder = "quotations"

    class Meta:
        model = Quotation
        fields = [
            "id",
            "url",
            "text",
            "word_count",
            "kind",
            "attitude",
            "spans",
            "quoted",
            "prefix",
            "suffix",
            "speaker",
            "speaker_text",
            "speaker_span",
            "speaker_role",
            "cue",
            "cue_span",
            "addressee",
            "addressee_text",
            "channel",
            "said_at",
            "said_precision",
            "confidence",
            "confidences",
            "status",
            "candidates",
            "extractor",
            "article",
            "revision",
            "utterance",
            "version",
        ]

    def get_spans(self, quotation: Quotation) -> list[list[int]]:
        """The attributed content."""
        return [[span.start, span.end] for span in quotation.span_rows.all() if span.role == SpanRole.CONTENT]

    def get_quoted(self, quotation: Quotation) -> list[list[int]]:
        """The verbatim runs."""
        return [[span.start, span.end] for span in quotation.span_rows.all() if span.role == SpanRole.QUOTED]

    def get_speaker_span(self, quotation: Quotation) -> list[int | None] | None:
        """Where the speaker is printed."""
        if quotation.speaker_start is None:
            return None
        return [quotation.speaker_start, quotation.speaker_end]

    def get_cue_span(self, quotation: Quotation) -> list[int | None] | None:
        """Where the cue is printed."""
        return None if quotation.cue_start is None else [quotation.cue_start, quotation.cue_end]

    def get_confidences(self, quotation: Quotation) -> dict[str, float]:
        """Confidence of the parts."""
        return {
            "span": quotation.confidence_span,
            "speaker": quotation.confidence_speaker,
            "kind": quotation.confidence_kind,
        }


class ArticleSerializer(UrlMixin, serializers.ModelSerializer):
    publisher = OrganisationSerializer()
    authors = serializers.SlugRelatedField(slug_field="name", many=True, read_only=True)
    body_access = serializers.CharField(source="publisher.body_access", default="everyone")
    copy_of = BriefArticleSerializer()
    body = serializers.CharField(source="current_text.body")
    quotations = QuotationSerializer(many=True)
    folder = "articles"

    class Meta:
        model = Article
        fields = [
            "id",
            "url",
            "headline",
            "publisher",
            "authors",
            "byline",
            "dateline",
            "published_at",
            "published_precision",
            "published_zone",
            "modified_at",
            "language",
            "language_is_detected",
            "section",
            "licence",
            "source_url",
            "body_access",
            "source_key",
            "correction",
            "revision",
            "word_count",
            "quotation_count",
            "copy_of",
            "copies_count",
            "extractor",
            "extracted_at",
            "version",
            "created_at",
            "updated_at",
            "body",
            "quotations",
        ]

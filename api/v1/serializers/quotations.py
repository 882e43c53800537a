"""Quotations: the shape that section "A quotation" of the API guide promises."""

from __future__ import annotations

from typing import Any, ClassVar

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from api.v1.compiled import At
from api.v1.serializers.base import Related, ShapedSerializer
from api.v1.serializers.entities import (
    BriefEntitySerializer,
    BriefOrganisationSerializer,
    BriefSpeakerSerializer,
    EntitySerializer,
    OrganisationSerializer,
    SpeakerSerializer,
    lazily,
)
from api.v1.serializers.fields import (
    SPAN,
    Choice,
    Count,
    Instant,
    PublicId,
    RecordUrl,
    SpanOrNull,
    Spans,
    Text,
    TextOrNull,
    UnknownTime,
)
from corpus.models import Candidate, QuotationSpan, SpanRole
from corpus.models.choices import ATTITUDES, CHANNELS, PRECISIONS, QUOTATION_KINDS, Status

PARTS = ("span", "speaker", "kind")
SPAN_ROWS = Related(
    "span_rows", lambda: QuotationSpan.objects.order_by("quotation_id", "role", "position"), "span_list"
)


class BriefArticleSerializer(ShapedSerializer):
    """An article, in brief."""

    id = PublicId()
    url = RecordUrl()
    headline = TextOrNull(help_text="Headline of the newest revision; null where there is none.")
    published_at = UnknownTime(help_text="When it was published, in UTC; null where unknown.")
    publisher = BriefOrganisationSerializer(read_only=True, allow_null=True, help_text="Who published it.")

    expandable: ClassVar = {"publisher": lambda: OrganisationSerializer(read_only=True, allow_null=True)}


class CandidateSerializer(ShapedSerializer):
    """Somebody who may have spoken the words."""

    name = Text(source="entity.name", help_text="Name of the person or organisation.")
    id = PublicId(source="entity.public_id")
    score = serializers.FloatField(read_only=True, help_text="How likely, between 0 and 1.")


@extend_schema_field({"type": "array", "items": SPAN, "example": [[818, 1171]]})
class SpansOfRole(Spans):
    """The spans of one role, in the order of the text."""

    reads = ("start",)

    def __init__(self, role: str, **kwargs: Any) -> None:
        self.role = role
        super().__init__(source="*", **kwargs)

    def to_representation(self, value: Any) -> list[list[int]]:
        """The offsets of the rows of the role."""
        return [[row.start, row.end] for row in value.span_list if row.role == self.role]

    def expression(self, at: At) -> str:
        """The same of their columns."""
        rows, column = at.rows("span_list")
        start, end, role = (column("one", name) for name in ("start", "end", "role"))
        return f"[[{start}, {end}] for one in {rows} if {role} == {str(self.role)!r}]"


@extend_schema_field(
    {
        "title": "Confidences",
        "type": "object",
        "properties": {
            name: {"type": "number", "minimum": 0, "maximum": 1, "description": f"How sure the {name} is."}
            for name in PARTS
        },
        "required": list(PARTS),
    }
)
class Confidences(serializers.ReadOnlyField):
    """Confidence of the parts."""

    parts = PARTS
    reads = ("confidence_span", "confidence_speaker", "confidence_kind")

    def to_representation(self, value: Any) -> dict[str, float]:
        """Each between 0 and 1."""
        return {
            "span": value.confidence_span,
            "speaker": value.confidence_speaker,
            "kind": value.confidence_kind,
        }

    def expression(self, at: At) -> str:
        """The same of their columns."""
        members = (f"{part!r}: {at.column(column)}" for part, column in zip(PARTS, self.reads, strict=True))
        return f"{{{', '.join(members)}}}"


class QuotationSerializer(ShapedSerializer):
    """Who said what, where it is printed. Offsets count code points of the article's body of that revision."""

    id = PublicId()
    url = RecordUrl()
    text = Text(source="words", help_text="What stands in the spans, joined by a space.")
    word_count = Count(help_text="Words of the quotation.")
    kind = Choice(QUOTATION_KINDS, help_text="direct: all verbatim; mixed: verbatim runs in a clause; indirect: none.")
    attitude = Choice(ATTITUDES, help_text="How the speaker stands to the content.")
    spans = SpansOfRole(SpanRole.CONTENT, help_text="The attributed content: [[start, end], ...], half open.")
    quoted = SpansOfRole(SpanRole.QUOTED, help_text="The verbatim runs inside the content.")
    prefix = Text(help_text="What stands before it, at most 32 code points; empty at the start of the body.")
    suffix = Text(help_text="What stands after it, at most 32 code points; empty at the end of the body.")
    speaker = BriefSpeakerSerializer(read_only=True, allow_null=True, help_text="Who speaks; null where unresolved.")
    speaker_text = TextOrNull(help_text="The speaker as printed: 'he', 'Hof'; null where nothing is.")
    speaker_span = SpanOrNull("speaker_start", "speaker_end", help_text="Where the printed speaker stands.")
    speaker_role = TextOrNull(help_text="The role given to the speaker there; null where none is.")
    cue = TextOrNull(help_text="The words that announce it: 'said'; null where there are none.")
    cue_span = SpanOrNull("cue_start", "cue_end", help_text="Where the cue stands.")
    addressee = BriefEntitySerializer(read_only=True, allow_null=True, help_text="To whom it was said.")
    addressee_text = TextOrNull(help_text="The addressee as printed; null where none is.")
    channel = Choice(CHANNELS, allow_null=True, help_text="How the words reached the reporter, where it is stated.")
    said_at = Instant(allow_null=True, help_text="The time of speaking, where it is stated.")
    said_precision = Choice(PRECISIONS, allow_null=True, help_text="How exactly said_at is known.")
    confidence = serializers.FloatField(read_only=True, help_text="That span, speaker and kind are all right: 0 to 1.")
    confidences = Confidences(source="*", help_text="Confidence of span, speaker and kind.")
    status = Choice(Status.choices, help_text="Where the reading stands between machine and editor.")
    candidates = CandidateSerializer(
        many=True, source="candidate_list", read_only=True, help_text="Who may have spoken, likeliest first."
    )
    extractor = TextOrNull(help_text="Name and version of what read it; null: an editor.")
    article = BriefArticleSerializer(read_only=True, help_text="The article that prints it.")
    revision = Count(source="text.revision", help_text="The revision of the article that the offsets count in.")
    utterance = PublicId(source="utterance.public_id", allow_null=True, help_text="The utterance that it prints.")
    version = Count(help_text="Counts the changes of the record; If-Match compares it.")

    marked: ClassVar = ("text",)
    expandable: ClassVar = {
        "speaker": lambda: SpeakerSerializer(read_only=True, allow_null=True),
        "addressee": lambda: EntitySerializer(read_only=True, allow_null=True),
        "article": lambda: lazily("articles", "ArticleSerializer")(read_only=True),
        "utterance": lambda: lazily("utterances", "UtteranceSerializer")(read_only=True, allow_null=True),
    }
    related: ClassVar = {
        "spans": SPAN_ROWS,
        "quoted": SPAN_ROWS,
        "candidates": Related(
            "candidates", lambda: Candidate.objects.order_by("quotation_id", "position"), "candidate_list"
        ),
    }

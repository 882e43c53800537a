"""Quotations: attributed content, with the spans it stands in."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q

from corpus.models.choices import (
    ATTITUDES,
    CHANNELS,
    PRECISIONS,
    QUOTATION_KINDS,
    SPEAKER_TYPES,
    Status,
    live,
    probability,
    span_or_none,
    within,
)
from corpus.models.ids import MAX_LENGTH
from corpus.models.sorting import UNKNOWN_TIME
from corpus.records import SpeakerType


class InStandingArticle(models.Func):
    """That the article of a row is not taken down.

    Said plainly, SQLite would first read all articles into a filter for the join, whatever page is asked for. It does
    not where the condition is one on both tables.
    """

    output_field = models.BooleanField()
    conditional = True

    def __init__(self, *sources: Any) -> None:
        super().__init__(*(sources or (F("article__removed_at"), F("article_id"))))

    def as_sql(self, compiler: Any, connection: Any, *args: Any, **context: Any) -> Any:
        """The condition on the article alone."""
        removed, params = compiler.compile(self.source_expressions[0])
        return f"{removed} IS NULL", params

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        """The same as a condition on both tables."""
        removed, params = compiler.compile(self.source_expressions[0])
        article, more = compiler.compile(self.source_expressions[1])
        return f"COALESCE({removed}, {article}) = {article}", [*params, *more, *more]


class QuotationQuerySet(models.QuerySet["Quotation"]):
    """Reads of quotations."""

    def live(self) -> QuotationQuerySet:
        """Neither rejected nor withdrawn."""
        return self.filter(live())

    def readable(self) -> QuotationQuerySet:
        """Of articles that are not taken down."""
        return self.filter(InStandingArticle())

    def waiting(self) -> QuotationQuerySet:
        """Those that no editor has decided, of articles that stand: what needs eyes most comes first."""
        return self.filter(status=Status.EXTRACTED).readable().order_by("-review_priority", "id")


class Quotation(models.Model):
    """Who said what, where it is printed. The fields tell the newest reading; see QuotationReading."""

    public_id = models.CharField(max_length=MAX_LENGTH, unique=True, editable=False)
    article = models.ForeignKey("corpus.Article", on_delete=models.PROTECT, related_name="quotations")
    text = models.ForeignKey(
        "corpus.ArticleText",
        on_delete=models.PROTECT,
        related_name="quotations",
        help_text="The revision it points at.",
    )
    words = models.TextField(help_text="What stands in the spans, joined by a space.")
    words_key = models.CharField(max_length=64, editable=False, help_text="Hash of the normalised words.")
    word_count = models.PositiveIntegerField(default=0, help_text="Words of the quotation.")
    start = models.PositiveIntegerField(help_text="Start of the first span.")
    end = models.PositiveIntegerField(help_text="End of the last span.")
    prefix = models.CharField(max_length=64, blank=True, help_text="What stands before it, at most 32 code points.")
    suffix = models.CharField(max_length=64, blank=True, help_text="What stands after it, at most 32 code points.")
    kind = models.CharField(max_length=8, choices=QUOTATION_KINDS)
    attitude = models.CharField(max_length=10, choices=ATTITUDES)
    speaker = models.ForeignKey(
        "corpus.Entity", null=True, blank=True, on_delete=models.PROTECT, related_name="quotations"
    )
    original_speaker = models.ForeignKey(
        "corpus.Entity",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        editable=False,
        help_text="As resolved, by machine or editor, before any merge.",
    )
    speaker_type = models.CharField(max_length=12, choices=SPEAKER_TYPES, blank=True, help_text="Empty: unresolved.")
    speaker_text = models.CharField(max_length=500, blank=True, help_text="As printed: 'he', 'Hof'.")
    speaker_start = models.PositiveIntegerField(null=True, blank=True)
    speaker_end = models.PositiveIntegerField(null=True, blank=True)
    speaker_role = models.CharField(max_length=500, blank=True, help_text="The role given to the speaker there.")
    cue = models.CharField(max_length=200, blank=True, help_text="'said', 'according to'.")
    cue_start = models.PositiveIntegerField(null=True, blank=True)
    cue_end = models.PositiveIntegerField(null=True, blank=True)
    addressee = models.ForeignKey(
        "corpus.Entity", null=True, blank=True, on_delete=models.PROTECT, related_name="heard"
    )
    original_addressee = models.ForeignKey(
        "corpus.Entity", null=True, blank=True, on_delete=models.PROTECT, related_name="+", editable=False
    )
    addressee_text = models.CharField(max_length=500, blank=True, help_text="As printed.")
    channel = models.CharField(max_length=20, choices=CHANNELS, blank=True)
    said_at = models.DateTimeField(null=True, blank=True, help_text="The time of speaking, where it is stated.")
    said_precision = models.CharField(max_length=6, choices=PRECISIONS, blank=True)
    published_at = models.DateTimeField(default=UNKNOWN_TIME, help_text="The article's, so that one index serves.")
    confidence = models.FloatField(help_text="Span, speaker and kind all right.")
    confidence_span = models.FloatField()
    confidence_speaker = models.FloatField()
    confidence_kind = models.FloatField()
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.EXTRACTED)
    made_by_hand = models.BooleanField(default=False, help_text="An editor added it.")
    utterance = models.ForeignKey(
        "corpus.Utterance", null=True, blank=True, on_delete=models.SET_NULL, related_name="quotations", editable=False
    )
    extractor = models.CharField(max_length=50, blank=True)
    review_priority = models.PositiveSmallIntegerField(
        default=0, editable=False, help_text="How much it needs an editor's eyes, from 0 to 1000."
    )
    version = models.PositiveIntegerField(default=1, help_text="Counts the changes of the record.")
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects: ClassVar = QuotationQuerySet.as_manager()

    class Meta:
        ordering = ["-published_at", "-id"]
        indexes = [
            models.Index(F("published_at").desc(), F("id").desc(), name="quo_newest"),
            models.Index("speaker", F("published_at").desc(), F("id").desc(), name="quo_by_speaker"),
            models.Index(fields=["article", "start", "id"], name="quo_in_article"),
            models.Index("status", F("confidence"), F("id"), name="quo_for_review"),
            models.Index("status", F("review_priority").desc(), F("id"), name="quo_by_need"),
            models.Index("status", F("published_at").desc(), F("id").desc(), name="quo_by_status"),
            models.Index(fields=["words_key"], name="quo_by_words"),
            models.Index(fields=["said_at", "id"], name="quo_by_speech"),
            models.Index(fields=["confidence", "id"], name="quo_by_confidence"),
            models.Index(fields=["word_count", "id"], name="quo_by_length"),
            models.Index(fields=["created_at", "id"], name="quo_by_creation"),
            models.Index(fields=["updated_at", "id"], name="quo_by_update"),
            # Facets count from it alone; the rows themselves are twenty times as wide.
            models.Index(
                fields=["article", "status", "speaker", "published_at", "kind", "channel", "attitude", "speaker_type"],
                name="quo_facets",
            ),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(public_id__startswith="quo_"), name="quo_public_id"),
            models.CheckConstraint(condition=~Q(words=""), name="quo_not_empty"),
            models.CheckConstraint(condition=Q(start__gte=0) & Q(start__lt=F("end")), name="quo_span"),
            models.CheckConstraint(condition=span_or_none("speaker_start", "speaker_end"), name="quo_speaker_span"),
            models.CheckConstraint(condition=span_or_none("cue_start", "cue_end"), name="quo_cue_span"),
            models.CheckConstraint(
                condition=Q(speaker__isnull=False, speaker_type__in=[SpeakerType.PERSON, SpeakerType.ORGANISATION])
                | Q(speaker__isnull=True, speaker_type__in=[SpeakerType.UNNAMED, ""]),
                name="quo_speaker_of_type",
            ),
            models.CheckConstraint(
                condition=Q(speaker__isnull=True, original_speaker__isnull=True)
                | Q(speaker__isnull=False, original_speaker__isnull=False),
                name="quo_speaker_has_original",
            ),
            models.CheckConstraint(
                condition=~Q(speaker_type=SpeakerType.UNNAMED) | ~Q(speaker_text=""), name="quo_unnamed_as_printed"
            ),
            models.CheckConstraint(condition=within("kind", QUOTATION_KINDS), name="quo_kind_known"),
            models.CheckConstraint(condition=within("attitude", ATTITUDES), name="quo_attitude_known"),
            models.CheckConstraint(condition=within("channel", CHANNELS, blank=True), name="quo_channel_known"),
            models.CheckConstraint(condition=within("status", Status.choices), name="quo_status_known"),
            models.CheckConstraint(
                condition=probability("confidence")
                & probability("confidence_span")
                & probability("confidence_speaker")
                & probability("confidence_kind"),
                name="quo_confidence",
            ),
        ]

    def __str__(self) -> str:
        return self.words[:80]

    @property
    def spans(self) -> list[list[int]]:
        """The attributed content: ``[[start, end], ...]`` in the order of the text."""
        return [[row.start, row.end] for row in self.span_rows.all() if row.role == SpanRole.CONTENT]

    @property
    def quoted(self) -> list[list[int]]:
        """The verbatim runs inside the content."""
        return [[row.start, row.end] for row in self.span_rows.all() if row.role == SpanRole.QUOTED]


class SpanRole(models.TextChoices):
    """What a span of a quotation is."""

    CONTENT = "content", "attributed content"
    QUOTED = "quoted", "verbatim run"


class QuotationSpan(models.Model):
    """One span of a quotation in the revision that it points at."""

    quotation = models.ForeignKey(Quotation, on_delete=models.CASCADE, related_name="span_rows")
    role = models.CharField(max_length=7, choices=SpanRole.choices)
    position = models.PositiveSmallIntegerField(help_text="Order of the spans of a role, from 0.")
    start = models.PositiveIntegerField(help_text="First code point in the body.")
    end = models.PositiveIntegerField(help_text="Code point after the last.")

    class Meta:
        ordering = ["quotation", "role", "position"]
        constraints = [
            models.UniqueConstraint(fields=["quotation", "role", "position"], name="span_position_once"),
            models.CheckConstraint(condition=within("role", SpanRole.choices), name="span_role_known"),
            models.CheckConstraint(condition=Q(start__gte=0) & Q(start__lt=F("end")), name="span_starts_before_end"),
        ]

    def __str__(self) -> str:
        return f"{self.role} {self.start}–{self.end}"


class Candidate(models.Model):
    """Somebody who may have spoken the words."""

    quotation = models.ForeignKey(Quotation, on_delete=models.CASCADE, related_name="candidates")
    position = models.PositiveSmallIntegerField(help_text="Likeliest first, from 0.")
    entity = models.ForeignKey("corpus.Entity", on_delete=models.PROTECT, related_name="+")
    original_entity = models.ForeignKey("corpus.Entity", on_delete=models.PROTECT, related_name="+", editable=False)
    score = models.FloatField(help_text="Between 0 and 1.")

    class Meta:
        ordering = ["quotation", "position"]
        constraints = [
            models.UniqueConstraint(fields=["quotation", "position"], name="candidate_position_once"),
            models.CheckConstraint(condition=probability("score"), name="candidate_score"),
        ]

    def __str__(self) -> str:
        return f"{self.entity}: {self.score:.2f}"


class QuotationReading(models.Model):
    """How a quotation read in an older revision, kept when a newer one took its place."""

    quotation = models.ForeignKey(Quotation, on_delete=models.CASCADE, related_name="readings")
    text = models.ForeignKey("corpus.ArticleText", on_delete=models.PROTECT, related_name="readings")
    words = models.TextField()
    fields = models.JSONField(help_text="The reading's other fields by name; spans as [[start, end], ...].")
    original_speaker = models.ForeignKey(
        "corpus.Entity", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["quotation", "text"]
        constraints = [models.UniqueConstraint(fields=["quotation", "text"], name="reading_once")]

    def __str__(self) -> str:
        return self.words[:80]

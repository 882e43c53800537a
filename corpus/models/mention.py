"""Mentions: spans that refer to a person or an organisation."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from corpus.models.choices import MENTION_KINDS, Status, live, probability, within
from corpus.models.ids import MAX_LENGTH


class MentionQuerySet(models.QuerySet["Mention"]):
    """Reads of mentions."""

    def live(self) -> MentionQuerySet:
        """Neither rejected nor withdrawn."""
        return self.filter(live())

    def readable(self) -> MentionQuerySet:
        """Of articles that are not taken down."""
        return self.filter(text__article__removed_at__isnull=True)


class Mention(models.Model):
    """A span of a revision that refers to an entity."""

    public_id = models.CharField(max_length=MAX_LENGTH, unique=True, editable=False)
    text = models.ForeignKey("corpus.ArticleText", on_delete=models.CASCADE, related_name="mentions")
    start = models.PositiveIntegerField(help_text="First code point in the revision's body.")
    end = models.PositiveIntegerField(help_text="Code point after the last.")
    words = models.CharField(max_length=500, help_text="What stands in the span.")
    kind = models.CharField(max_length=8, choices=MENTION_KINDS)
    entity = models.ForeignKey("corpus.Entity", on_delete=models.PROTECT, related_name="mentions")
    original_entity = models.ForeignKey(
        "corpus.Entity",
        on_delete=models.PROTECT,
        related_name="+",
        editable=False,
        help_text="As resolved, before any merge.",
    )
    confidence = models.FloatField(default=1.0)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.EXTRACTED)
    made_by_hand = models.BooleanField(default=False, help_text="An editor added it.")

    objects: ClassVar = MentionQuerySet.as_manager()

    class Meta:
        ordering = ["text", "start", "id"]
        indexes = [
            models.Index(fields=["entity", "text"], name="men_by_entity"),
            models.Index(fields=["text", "start", "id"], name="men_in_text"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["text", "start", "end", "original_entity"], name="men_once"),
            models.CheckConstraint(condition=Q(public_id__startswith="men_"), name="men_public_id"),
            models.CheckConstraint(condition=Q(start__gte=0) & Q(start__lt=F("end")), name="men_span"),
            models.CheckConstraint(condition=within("kind", MENTION_KINDS), name="men_kind_known"),
            models.CheckConstraint(condition=within("status", Status.choices), name="men_status_known"),
            models.CheckConstraint(condition=probability("confidence"), name="men_confidence"),
        ]

    def __str__(self) -> str:
        return self.words

"""Utterances: the same words by the same speaker across articles."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from corpus.models.ids import MAX_LENGTH
from corpus.models.sorting import UNKNOWN_TIME


class UtteranceQuerySet(models.QuerySet["Utterance"]):
    """Reads of utterances."""

    def printed(self) -> UtteranceQuerySet:
        """Utterances that at least one live quotation prints."""
        return self.filter(times_printed__gt=0)


class Utterance(models.Model):
    """What one speaker said once, however often it is printed."""

    public_id = models.CharField(max_length=MAX_LENGTH, unique=True, editable=False)
    speaker = models.ForeignKey("corpus.Entity", on_delete=models.PROTECT, related_name="utterances")
    key = models.CharField(max_length=64, editable=False, help_text="Hash of the normalised words.")
    text = models.TextField(help_text="The words as first printed.")
    times_printed = models.PositiveIntegerField(default=0, help_text="Live quotations that print it.")
    first_at = models.DateTimeField(default=UNKNOWN_TIME, help_text="Publication date of the first that is known.")
    last_at = models.DateTimeField(default=UNKNOWN_TIME, help_text="Publication date of the last that is known.")

    objects: ClassVar = UtteranceQuerySet.as_manager()

    class Meta:
        ordering = ["-last_at", "-id"]
        indexes = [
            models.Index(F("last_at").desc(), F("id").desc(), name="utt_newest"),
            models.Index(F("times_printed").desc(), F("id").desc(), name="utt_most_printed"),
            models.Index(fields=["first_at", "id"], name="utt_by_first"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["speaker", "key"], name="utt_once"),
            models.CheckConstraint(condition=Q(public_id__startswith="utt_"), name="utt_public_id"),
            models.CheckConstraint(condition=Q(first_at__lte=F("last_at")), name="utt_first_before_last"),
        ]

    def __str__(self) -> str:
        return self.text[:80]

"""Quotations by month of publication, counted when they are stored, so that many millions need not be read again."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F

from corpus.models.periods import FirstDay, Unit


class SpeakerMonth(models.Model):
    """How many live quotations of a speaker stand in the articles of a month that are not taken down."""

    speaker = models.ForeignKey(
        "corpus.Entity",
        on_delete=models.CASCADE,
        related_name="+",
        db_index=False,
        help_text="A person or organisation.",
    )
    month = models.DateField(help_text="Its first day, in UTC; that of UNKNOWN_TIME for articles without a date.")
    quotations = models.PositiveIntegerField(default=0)

    objects: ClassVar = models.Manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["speaker", "month"], name="spm_once")]
        # The most quoted of a month are its first entries.
        indexes = [models.Index("month", F("quotations").desc(), F("speaker"), name="spm_most_quoted")]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m}: {self.quotations}"


class QuotationMonth(models.Model):
    """How many live quotations stand in the articles of a month, whoever speaks."""

    month = models.DateField(unique=True, help_text="Its first day, in UTC; that of UNKNOWN_TIME where unknown.")
    quotations = models.PositiveIntegerField(default=0)
    unattributed = models.PositiveIntegerField(
        default=0, help_text="Those among them without a person or organisation."
    )

    objects: ClassVar = models.Manager()

    class Meta:
        ordering = ["month"]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m}: {self.quotations}"


MONTH = FirstDay(F("published_at"), Unit.MONTH)

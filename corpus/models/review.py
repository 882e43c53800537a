"""Samples of quotations: drawn at random, so that the share of them that is right tells of all."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from corpus.models.choices import QUOTATION_KINDS, Status, within


class ReviewSample(models.Model):
    """Quotations drawn at random from all that the machine read, or from those of one outlet, kind or extractor."""

    publisher = models.ForeignKey(
        "corpus.Organisation",
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="+",
        help_text="Drawn from the articles of this publisher alone.",
    )
    kind = models.CharField(max_length=8, choices=QUOTATION_KINDS, blank=True, help_text="Drawn from this kind alone.")
    extractor = models.CharField(max_length=50, blank=True, help_text="Drawn from what this version read alone.")
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(condition=within("kind", QUOTATION_KINDS, blank=True), name="sample_kind_known")
        ]

    def __str__(self) -> str:
        parts = [str(self.publisher) if self.publisher else "", self.kind, self.extractor]
        return f"Sample {self.pk} of {', '.join(filter(None, parts)) or 'all quotations'}"


class SampledQuerySet(models.QuerySet["SampledQuotation"]):
    """Reads of drawn quotations."""

    def waiting(self) -> SampledQuerySet:
        """Those that no editor has decided yet, in the order in which they were drawn."""
        return self.filter(quotation__status=Status.EXTRACTED, quotation__article__removed_at__isnull=True).order_by(
            "position"
        )


class SampledQuotation(models.Model):
    """One quotation of a sample."""

    sample = models.ForeignKey(ReviewSample, on_delete=models.CASCADE, related_name="drawn")
    quotation = models.ForeignKey("corpus.Quotation", on_delete=models.CASCADE, related_name="+")
    position = models.PositiveIntegerField(help_text="The order of drawing, from 0.")
    kind = models.CharField(max_length=8, choices=QUOTATION_KINDS, help_text="As the machine read it.")

    objects: ClassVar = SampledQuerySet.as_manager()

    class Meta:
        ordering = ["sample", "position"]
        constraints = [
            models.UniqueConstraint(fields=["sample", "position"], name="sampled_position_once"),
            models.UniqueConstraint(fields=["sample", "quotation"], name="sampled_once"),
            models.CheckConstraint(condition=within("kind", QUOTATION_KINDS), name="sampled_kind_known"),
            models.CheckConstraint(condition=Q(position__gte=0), name="sampled_position"),
        ]

    def __str__(self) -> str:
        return f"{self.quotation} · {self.position}"

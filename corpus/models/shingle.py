"""Runs of words by which stored quotations are found again in any text."""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class Shingle(models.Model):
    """A few words in a row of a quotation, hashed."""

    key = models.BigIntegerField(help_text="Hash of the folded words.")
    quotation = models.ForeignKey("corpus.Quotation", on_delete=models.CASCADE, related_name="shingles")
    total = models.PositiveSmallIntegerField(help_text="How many the quotation has.")

    objects: ClassVar = models.Manager()

    class Meta:
        ordering = ["quotation", "key"]
        constraints = [models.UniqueConstraint(fields=["key", "quotation"], name="shingle_once")]

    def __str__(self) -> str:
        return f"{self.key:x}"

"""What articles are known by as copies of each other, and what an editor said of it."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q

from corpus.models.choices import within


class CopyKind(models.TextChoices):
    """How the words of a copy differ from those of its original."""

    SAME = "same", "the same words"
    EDITED = "edited", "words changed here and there"
    CUT = "cut", "passages left out"
    EXTENDED = "extended", "passages added"
    REWORKED = "reworked", "passages left out and others added"


# The columns of an article that say what it copies; all of them follow from the link.
NO_COPY: dict[str, Any] = {
    "copy_of": None,
    "copy_share": None,
    "copy_kept": None,
    "copy_kind": "",
    "copy_retitled": False,
}


def linked() -> Q:
    """The CHECK that a link is whole: what it points at, how much is shared, how the words differ; or nothing."""
    nothing = Q(copy_of__isnull=True, copy_share__isnull=True, copy_kept__isnull=True, copy_retitled=False)
    whole = Q(copy_of__isnull=False, copy_share__isnull=False, copy_kept__isnull=False)
    return (nothing & Q(copy_kind="")) | (whole & within("copy_kind", CopyKind.choices))


class Fingerprint(models.Model):
    """A few words in a row of the newest revision of an article, hashed: one in so many of those that it has."""

    key = models.BigIntegerField(help_text="Hash of the folded words.")
    article = models.ForeignKey("corpus.Article", on_delete=models.CASCADE, related_name="fingerprints")
    total = models.PositiveIntegerField(help_text="How many the article has.")
    leads = models.BooleanField(
        default=False,
        db_default=False,
        editable=False,
        help_text="Whether the article is an original whose words too many others print to look through them all.",
    )

    objects: ClassVar = models.Manager()

    class Meta:
        ordering = ["article", "key"]
        indexes = [models.Index(fields=["key", "article"], condition=Q(leads=True), name="fingerprint_leads")]
        constraints = [
            models.UniqueConstraint(fields=["key", "article"], name="fingerprint_once"),
            models.CheckConstraint(condition=Q(total__gte=1), name="fingerprint_counted"),
        ]

    def __str__(self) -> str:
        return f"{self.key:x}"


class CopyRuling(models.Model):
    """That an editor said what an article copies, or that it copies nothing. It outlives whatever is compared."""

    article = models.OneToOneField("corpus.Article", on_delete=models.CASCADE, related_name="copy_ruling")
    original = models.ForeignKey(
        "corpus.Article",
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="copies_ruled",
        help_text="What it copies; null: nothing.",
    )
    ruled_at = models.DateTimeField(auto_now=True)

    objects: ClassVar = models.Manager()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(original__isnull=True) | ~Q(original=F("article")), name="ruling_of_two_articles"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.article}: copies {self.original}" if self.original else f"{self.article}: no copy"

"""Raw documents: the bytes as they came, and what became of them."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Exists, OuterRef, Q

from corpus.models.choices import (
    OPEN_JOBS,
    REMOVAL_REASONS,
    EntryState,
    RawState,
    SourceState,
    choices,
    within,
)
from corpus.records import Outcome


class RawContent(models.Model):
    """Bytes, once for each content. A table of its own keeps lists of raw documents fast."""

    sha256 = models.CharField(max_length=64, unique=True, help_text="SHA-256 of the bytes, lower-case hexadecimal.")
    content = models.BinaryField(help_text="The bytes as they came.")
    erased_at = models.DateTimeField(
        null=True, blank=True, help_text="When the bytes were erased; their hash stays, so that they are refused."
    )

    def __str__(self) -> str:
        return self.sha256[:12]


class RawDocumentQuerySet(models.QuerySet["RawDocument"]):
    """Reads of raw documents."""

    def pending(self) -> RawDocumentQuerySet:
        """What waits to be processed, in the order of source keys."""
        return self.filter(state=RawState.PENDING).order_by("source_key", "pk")

    def unclaimed(self) -> RawDocumentQuerySet:
        """Those that neither an open job nor the watcher of an active source has to do."""
        from corpus.models.job import JobDocument
        from corpus.models.source import SourceEntry

        of_jobs = JobDocument.objects.filter(raw=OuterRef("pk"), outcome="", job__state__in=OPEN_JOBS)
        kept = SourceEntry.objects.filter(raw=OuterRef("pk"), state=EntryState.KEPT, source__state=SourceState.ACTIVE)
        return self.filter(~Exists(of_jobs), ~Exists(kept))


class RawDocument(models.Model):
    """One document as it came. Never changed and never thrown away, whatever is read from it."""

    fingerprint = models.CharField(
        max_length=64, unique=True, help_text="SHA-256 over the bytes and all that was declared beside them."
    )
    content = models.ForeignKey(RawContent, on_delete=models.PROTECT, related_name="documents")
    source = models.CharField(max_length=1000, help_text="Where it came from: a path, path:line, or the client's name.")
    media_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField(help_text="Number of bytes.")
    declared_key = models.CharField(max_length=500, blank=True, help_text="The client's own key.")
    declared_publisher = models.CharField(max_length=300, blank=True)
    declared_published = models.CharField(max_length=100, blank=True)
    path = models.CharField(max_length=1000, blank=True, help_text="Path of the file inside the ingested folder.")
    source_key = models.CharField(
        max_length=500, blank=True, db_index=True, help_text="Key of the article; empty until the document is parsed."
    )
    state = models.CharField(max_length=10, choices=RawState.choices, default=RawState.PENDING)
    outcome = models.CharField(max_length=10, choices=choices(Outcome), blank=True, help_text="What the last run did.")
    reason = models.TextField(blank=True, help_text="Why it failed, or of what it is a duplicate.")
    attempts = models.PositiveSmallIntegerField(default=0)
    article = models.ForeignKey(
        "corpus.Article", null=True, blank=True, on_delete=models.PROTECT, related_name="raw_documents"
    )
    received_at = models.DateTimeField(auto_now_add=True)
    processed_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar = RawDocumentQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        indexes = [models.Index(fields=["state", "source_key", "id"], name="raw_by_state")]
        constraints = [
            models.CheckConstraint(condition=within("state", RawState.choices), name="raw_state_known"),
            models.CheckConstraint(condition=~Q(state=RawState.FAILED) | ~Q(reason=""), name="raw_failed_has_reason"),
            models.CheckConstraint(
                condition=~Q(state__in=[RawState.DONE, RawState.DUPLICATE]) | Q(article__isnull=False),
                name="raw_done_has_article",
            ),
        ]

    def __str__(self) -> str:
        return self.source


class RestoredPassage(models.Model):
    """A passage that was cut from an article, and that an editor put back: later readings of the source keep it."""

    article = models.ForeignKey("corpus.Article", on_delete=models.CASCADE, related_name="restored")
    text = models.TextField(help_text="As it was cut.")
    text_key = models.CharField(max_length=64, editable=False, help_text="SHA-256 of the text, in UTF-8.")
    reason = models.CharField(max_length=20, choices=REMOVAL_REASONS, help_text="Why it had been cut.")
    stands = models.BooleanField(default=True, help_text="False: the editor took it back.")

    class Meta:
        ordering = ["article", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["article", "text_key"], name="restored_once"),
            models.CheckConstraint(condition=within("reason", REMOVAL_REASONS), name="restored_reason_known"),
            models.CheckConstraint(condition=~Q(text=""), name="restored_not_empty"),
        ]

    def __str__(self) -> str:
        return f"{self.reason}: {self.text[:60]}"


class RemovedPassage(models.Model):
    """A passage that was cut from a raw document as no part of the story."""

    raw = models.ForeignKey(RawDocument, on_delete=models.CASCADE, related_name="removed")
    position = models.PositiveIntegerField(help_text="Order in the document, from 0.")
    text = models.TextField()
    reason = models.CharField(max_length=20, choices=REMOVAL_REASONS)
    offset = models.PositiveIntegerField(help_text="Code-point offset in the clean body at which it was cut out.")

    class Meta:
        ordering = ["raw", "position"]
        constraints = [
            models.UniqueConstraint(fields=["raw", "position"], name="removed_position_once"),
            models.CheckConstraint(condition=within("reason", REMOVAL_REASONS), name="removed_reason_known"),
            models.CheckConstraint(condition=~Q(text=""), name="removed_not_empty"),
            models.CheckConstraint(condition=Q(offset__gte=0), name="removed_offset"),
        ]

    def __str__(self) -> str:
        return f"{self.reason}: {self.text[:60]}"

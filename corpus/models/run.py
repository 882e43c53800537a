"""Runs: documents that workers on any number of machines read, and one writer at a time stores."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from django.db import models
from django.db.models import Q

from corpus.models.choices import ChunkState, RawState, RunKind, RunState, choices, within
from corpus.models.ids import MAX_LENGTH
from corpus.records import Outcome

MOST_STRIKES = 3  # workers that a document may kill before it is set aside


class RunQuerySet(models.QuerySet["Run"]):
    """Reads of runs."""

    def open(self) -> RunQuerySet:
        """Those with work left."""
        return self.filter(state=RunState.RUNNING)


class Run(models.Model):
    """One ``manage.py ingest --distribute`` or ``extract --distribute``: the truth of which messages only hint at."""

    public_id = models.CharField(max_length=MAX_LENGTH, unique=True, editable=False)
    kind = models.CharField(max_length=10, choices=RunKind.choices)
    state = models.CharField(max_length=10, choices=RunState.choices, default=RunState.FILLING)
    reason = models.TextField(blank=True, help_text="Why the run failed as a whole.")
    total = models.PositiveIntegerField(default=0, help_text="Documents in the run.")
    to_read = models.PositiveIntegerField(default=0, help_text="Those of them that have to be read.")
    extractor = models.CharField(max_length=100, blank=True, help_text="Who reads: workers with another one leave it.")
    done = models.PositiveIntegerField(default=0, help_text="Documents of which it is known what became of them.")
    writer = models.CharField(max_length=200, blank=True, help_text="The worker that stores.")
    writer_until = models.DateTimeField(null=True, blank=True, help_text="When its lease ends unless it is prolonged.")
    writers_lost = models.PositiveSmallIntegerField(default=0, help_text="Writers that died since the last document.")
    store_sent_at = models.DateTimeField(null=True, blank=True, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar = RunQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["state", "id"], name="run_by_state")]
        constraints = [
            models.CheckConstraint(condition=Q(public_id__startswith="run_"), name="run_public_id"),
            models.CheckConstraint(condition=within("kind", RunKind.choices), name="run_kind_known"),
            models.CheckConstraint(condition=within("state", RunState.choices), name="run_state_known"),
            models.CheckConstraint(condition=~Q(state=RunState.FAILED) | ~Q(reason=""), name="run_failed_has_reason"),
        ]

    def __str__(self) -> str:
        return self.public_id


class RunChunkQuerySet(models.QuerySet["RunChunk"]):
    """Reads of chunks."""

    def free(self, now: datetime) -> RunChunkQuerySet:
        """Those that a worker may take: waiting, or leased to one that gave no sign of life for too long."""
        return self.filter(Q(state=ChunkState.WAITING) | Q(state=ChunkState.LEASED, leased_until__lt=now))


class RunChunk(models.Model):
    """Some documents of a run that one worker reads at a time, held by a lease."""

    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="chunks")
    position = models.PositiveIntegerField()
    state = models.CharField(max_length=10, choices=ChunkState.choices, default=ChunkState.WAITING)
    total = models.PositiveIntegerField(help_text="Documents in the chunk.")
    read = models.PositiveIntegerField(default=0, help_text="Those of them that are read.")
    worker = models.CharField(max_length=200, blank=True)
    leased_at = models.DateTimeField(null=True, blank=True)
    leased_until = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0, help_text="Workers that took it so far.")
    sent_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects: ClassVar = RunChunkQuerySet.as_manager()

    class Meta:
        ordering = ["run", "position"]
        indexes = [models.Index(fields=["run", "state", "leased_until"], name="runchunk_by_state")]
        constraints = [
            models.UniqueConstraint(fields=["run", "position"], name="runchunk_position_once"),
            models.CheckConstraint(condition=within("state", ChunkState.choices), name="runchunk_state_known"),
            models.CheckConstraint(condition=Q(read__lte=models.F("total")), name="runchunk_read_within_total"),
            models.CheckConstraint(
                condition=~Q(state=ChunkState.LEASED) | (~Q(worker="") & Q(leased_until__isnull=False)),
                name="runchunk_leased_to_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.run} · chunk {self.position}"


class RunDocument(models.Model):
    """One document of a run, in the order in which they came; what is known already stands in no chunk."""

    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="documents")
    chunk = models.ForeignKey(RunChunk, null=True, blank=True, on_delete=models.CASCADE, related_name="documents")
    position = models.PositiveIntegerField()
    raw = models.ForeignKey(
        "corpus.RawDocument", null=True, blank=True, on_delete=models.CASCADE, related_name="run_documents"
    )
    article = models.ForeignKey(
        "corpus.Article", null=True, blank=True, on_delete=models.CASCADE, related_name="run_documents"
    )
    state_before = models.CharField(max_length=10, choices=RawState.choices, blank=True)
    attempts_before = models.PositiveSmallIntegerField(default=0)
    being_read = models.BooleanField(default=False, help_text="A worker has begun to read it and has not ended.")
    strikes = models.PositiveSmallIntegerField(default=0, help_text="Workers that died while they read it.")
    read_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(max_length=10, choices=choices(Outcome), blank=True, help_text="Empty: still to do.")
    reason = models.TextField(blank=True)
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["run", "position"]
        indexes = [
            models.Index(fields=["run", "outcome"], name="rundoc_by_outcome"),
            models.Index(fields=["read_at"], name="rundoc_by_read"),
            models.Index(fields=["done_at"], name="rundoc_by_done"),
            models.Index(fields=["id"], condition=Q(strikes__gte=MOST_STRIKES), name="rundoc_set_aside"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["run", "position"], name="rundoc_position_once"),
            models.CheckConstraint(
                condition=within("outcome", choices(Outcome), blank=True), name="rundoc_outcome_known"
            ),
            models.CheckConstraint(
                condition=Q(raw__isnull=False, article__isnull=True) | Q(raw__isnull=True, article__isnull=False),
                name="rundoc_one_source",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.run} · document {self.position}"


class Reading(models.Model):
    """What was read from one document of a run, kept until it is stored."""

    document = models.OneToOneField(RunDocument, on_delete=models.CASCADE, related_name="reading")
    article = models.BinaryField(help_text="The ArticleRecord as JSON; empty where nothing could be read.")
    extraction = models.BinaryField(help_text="The ExtractionRecord as JSON; empty where nothing could be read.")
    reason = models.TextField(blank=True, help_text="Why nothing could be read.")

    def __str__(self) -> str:
        return f"reading of {self.document_id}"

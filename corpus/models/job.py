"""Jobs: work that a request leaves to the worker."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from corpus.models.choices import OPEN_JOBS, JobState, choices, within
from corpus.models.ids import MAX_LENGTH
from corpus.records import Outcome


class JobQuerySet(models.QuerySet["Job"]):
    """Reads of jobs."""

    def open(self) -> JobQuerySet:
        """Waiting, or running."""
        return self.filter(state__in=OPEN_JOBS)


class Job(models.Model):
    """A set of raw documents to process. A worker holds it by a lease, so a dead worker loses nothing."""

    public_id = models.CharField(max_length=MAX_LENGTH, unique=True, editable=False)
    state = models.CharField(max_length=10, choices=JobState.choices, default=JobState.WAITING)
    total = models.PositiveIntegerField(default=0, help_text="Documents in the job.")
    reason = models.TextField(blank=True, help_text="Why the job failed as a whole.")
    worker = models.CharField(max_length=200, blank=True, db_default="", help_text="Who has it now, or had it last.")
    leased_until = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar = JobQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["state", "id"], name="job_by_state")]
        constraints = [
            models.CheckConstraint(condition=Q(public_id__startswith="job_"), name="job_public_id"),
            models.CheckConstraint(condition=within("state", JobState.choices), name="job_state_known"),
            models.CheckConstraint(condition=~Q(state=JobState.FAILED) | ~Q(reason=""), name="job_failed_has_reason"),
        ]

    def __str__(self) -> str:
        return self.public_id


class JobDocument(models.Model):
    """One document of a job, and what became of it."""

    job = models.ForeignKey(Job, on_delete=models.CASCADE, related_name="documents")
    position = models.PositiveIntegerField(help_text="Order in the request, from 1: the number of the line.")
    raw = models.ForeignKey("corpus.RawDocument", on_delete=models.PROTECT, related_name="job_documents")
    outcome = models.CharField(max_length=10, choices=choices(Outcome), blank=True, help_text="Empty: still to do.")
    reason = models.TextField(blank=True)

    class Meta:
        ordering = ["job", "position"]
        indexes = [models.Index(fields=["job", "outcome"], name="jobdoc_by_outcome")]
        constraints = [
            models.UniqueConstraint(fields=["job", "position"], name="jobdoc_position_once"),
            models.CheckConstraint(
                condition=within("outcome", choices(Outcome), blank=True), name="jobdoc_outcome_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.job} · line {self.position}"

"""Jobs."""

from __future__ import annotations

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.html import format_html_join

from corpus.admin.base import ReadOnlyAdmin
from corpus.admin.display import NOTHING, badge, list_link
from corpus.models import Job

SHOWN_FAILURES = 100


@admin.register(Job)
class JobAdmin(ReadOnlyAdmin):
    """Work that requests left to the worker."""

    list_display = ["public_id", "state_badge", "total", "failed_lines", "created_by", "created_at", "finished_at"]
    list_select_related = ["created_by"]
    list_filter = ["state"]
    date_hierarchy = "created_at"
    search_fields = ["=public_id", "=created_by__username"]
    search_help_text = "A job's id, or who made it."
    sortable_by: list[str] = []
    fields = [
        "public_id",
        "state_badge",
        "reason",
        "total",
        "documents_link",
        "failure_list",
        "attempts",
        "leased_until",
        "created_by",
        "created_at",
        "started_at",
        "finished_at",
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Job]:
        """Jobs with who made them."""
        return super().get_queryset(request).select_related("created_by")

    @admin.display(description="state")
    def state_badge(self, job: Job) -> str:
        """What became of it."""
        return badge(job.state)

    @admin.display(description="lines not stored")
    def failed_lines(self, job: Job) -> int:
        """Number of lines that could not be stored as documents."""
        return len(job.failures)

    @admin.display(description="documents")
    def documents_link(self, job: Job) -> str:
        """Its raw documents."""
        return list_link("rawdocument", "raw documents of the job", job=job.pk)

    @admin.display(description="lines not stored")
    def failure_list(self, job: Job) -> str:
        """The lines that could not be stored as documents, with reasons."""
        rows = ((row.get("source", ""), row.get("reason", "")) for row in job.failures[:SHOWN_FAILURES])
        return format_html_join("", "<p>{}: {}</p>", rows) or NOTHING

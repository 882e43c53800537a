"""Jobs."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.html import format_html_join

from corpus.admin.base import ReadOnlyAdmin
from corpus.admin.display import NOTHING, badge, link, list_link, shortened
from corpus.admin.filters import WithAutocompleteFilters, autocomplete
from corpus.models import Job, JobDocument
from corpus.models.choices import JobState
from corpus.records import Outcome

SHOWN_FAILURES = 100


@admin.register(Job)
class JobAdmin(ReadOnlyAdmin):
    """Work that requests left to the worker."""

    change_form_template = "corpus/admin/job_change_form.html"

    list_display = ["public_id", "state_badge", "total", "short_reason", "created_by", "created_at", "finished_at"]
    list_select_related = ["created_by"]
    list_filter = ["state"]
    date_hierarchy = "created_at"
    search_fields = ["=public_id", "=created_by__username"]
    search_help_text = "A job's id, or who made it."
    sortable_by = ()
    fields = [
        "public_id",
        "state_badge",
        "reason",
        "total",
        "documents_link",
        "failure_list",
        "attempts",
        "worker",
        "leased_until",
        "created_by",
        "created_at",
        "started_at",
        "finished_at",
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Job]:
        """Jobs with who made them."""
        return super().get_queryset(request).select_related("created_by")

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """The page, with how far the job is."""
        job = context["original"]
        if job is not None:
            context |= {"progress": progress_of(job), "runs": job.state in (JobState.WAITING, JobState.RUNNING)}
        return super().render_change_form(request, context, *args, **kwargs)

    @admin.display(description="state")
    def state_badge(self, job: Job) -> str:
        """What became of it."""
        return badge(job.state)

    @admin.display(description="reason")
    def short_reason(self, job: Job) -> str:
        """The beginning of the reason."""
        return shortened(job.reason, 120)

    @admin.display(description="documents")
    def documents_link(self, job: Job) -> str:
        """Its documents."""
        return list_link("jobdocument", "documents of the job", job=job.pk)

    @admin.display(description="failed lines")
    def failure_list(self, job: Job) -> str:
        """The first lines that failed, with reasons."""
        rows = job.documents.filter(outcome=Outcome.FAILED)[:SHOWN_FAILURES]
        return format_html_join("", "<p>line {}: {}</p>", ((row.position, row.reason) for row in rows)) or NOTHING


def progress_of(job: Job) -> dict[str, Any]:
    """How many of its documents are read, what became of them, and the first that failed."""
    counts = dict(job.documents.order_by().values_list("outcome").annotate(number=Count("pk")))
    waiting = counts.pop("", 0)
    failed = job.documents.filter(outcome=Outcome.FAILED).select_related("raw").order_by("position")
    return {
        "total": job.total,
        "done": max(0, job.total - waiting),
        "outcomes": [(outcome.value, counts.get(outcome.value, 0)) for outcome in Outcome],
        "failures": list(failed[:10]),
    }


@admin.register(JobDocument)
class JobDocumentAdmin(WithAutocompleteFilters, ReadOnlyAdmin):
    """The documents of jobs, and what became of each."""

    list_display = ["__str__", "job_link", "position", "outcome_badge", "short_reason", "raw_link"]
    list_select_related = ["job", "raw"]
    list_filter = ["outcome", autocomplete("job")]
    search_fields = ["=job__public_id"]
    search_help_text = "A job's id."
    id_lookup = "job__public_id"
    ordering = ["-job", "position"]
    sortable_by = ()
    fields = ["job_link", "position", "raw_link", "outcome_badge", "reason"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[JobDocument]:
        """Rows with their jobs and raw documents."""
        return super().get_queryset(request).select_related("job", "raw")

    @admin.display(description="job")
    def job_link(self, row: JobDocument) -> str:
        """The job, linked."""
        return link(row.job)

    @admin.display(description="raw document")
    def raw_link(self, row: JobDocument) -> str:
        """The raw document, linked."""
        return link(row.raw)

    @admin.display(description="outcome")
    def outcome_badge(self, row: JobDocument) -> str:
        """What became of it."""
        return badge(row.outcome or "pending")

    @admin.display(description="reason")
    def short_reason(self, row: JobDocument) -> str:
        """The beginning of the reason."""
        return shortened(row.reason, 120)

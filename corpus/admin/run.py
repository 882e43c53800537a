"""Runs over several machines: how far they are, and who works at them."""

from __future__ import annotations

from django.contrib import admin
from django.db.models import QuerySet, Sum
from django.http import HttpRequest
from django.utils.html import format_html

from corpus.admin.base import ReadOnlyAdmin
from corpus.admin.display import badge, link, list_link, shortened
from corpus.admin.filters import WithAutocompleteFilters, autocomplete
from corpus.models import Reading, Run, RunChunk, RunDocument


@admin.register(Run)
class RunAdmin(ReadOnlyAdmin):
    """Work that is shared by machines."""

    list_display = [
        "public_id",
        "kind",
        "state_badge",
        "progress",
        "total",
        "short_reason",
        "created_at",
        "finished_at",
    ]
    list_filter = ["state", "kind"]
    ordering = ["-id"]  # said here, since sums take a model's own order away
    date_hierarchy = "created_at"
    search_fields = ["=public_id"]
    search_help_text = "A run's id."
    sortable_by = ()
    fields = [
        "public_id",
        "kind",
        "state_badge",
        "reason",
        "progress",
        "total",
        "to_read",
        "done",
        "extractor",
        "chunks_link",
        "documents_link",
        "writer",
        "writer_until",
        "created_at",
        "finished_at",
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Run]:
        """Runs with how much of them is read."""
        return super().get_queryset(request).annotate(documents_read=Sum("chunks__read"))

    @admin.display(description="state")
    def state_badge(self, run: Run) -> str:
        """What became of it."""
        return badge(run.state)

    @admin.display(description="progress")
    def progress(self, run: Run) -> str:
        """How many documents are read and stored; a document counts half when it is read."""
        read = getattr(run, "documents_read", 0) or 0
        return format_html(
            '<progress max="{}" value="{}" aria-label="progress"></progress> {} of {} read, {} of {} done',
            2 * run.total or 1,
            (run.done + max(read + run.total - run.to_read, run.done)) or 0,
            read,
            run.to_read,
            run.done,
            run.total,
        )

    @admin.display(description="reason")
    def short_reason(self, run: Run) -> str:
        """The beginning of the reason."""
        return shortened(run.reason, 120)

    @admin.display(description="chunks")
    def chunks_link(self, run: Run) -> str:
        """Its chunks."""
        return list_link("runchunk", "chunks of the run", run=run.pk)

    @admin.display(description="documents")
    def documents_link(self, run: Run) -> str:
        """Its documents."""
        return list_link("rundocument", "documents of the run", run=run.pk)


@admin.register(RunChunk)
class RunChunkAdmin(WithAutocompleteFilters, ReadOnlyAdmin):
    """Chunks of runs, and the workers that have them."""

    list_display = ["__str__", "run_link", "state_badge", "read", "total", "worker", "leased_until", "attempts"]
    list_select_related = ["run"]
    list_filter = ["state", autocomplete("run")]
    search_fields = ["=run__public_id", "worker"]
    search_help_text = "A run's id, or part of a worker's name."
    id_lookup = "run__public_id"
    ordering = ["-run", "position"]
    sortable_by = ()
    fields = [
        "run_link",
        "position",
        "state_badge",
        "read",
        "total",
        "worker",
        "leased_at",
        "leased_until",
        "attempts",
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[RunChunk]:
        """Chunks with their runs."""
        return super().get_queryset(request).select_related("run")

    @admin.display(description="run")
    def run_link(self, row: RunChunk) -> str:
        """The run, linked."""
        return link(row.run)

    @admin.display(description="state")
    def state_badge(self, row: RunChunk) -> str:
        """How far it is."""
        return badge(row.state)


@admin.register(RunDocument)
class RunDocumentAdmin(WithAutocompleteFilters, ReadOnlyAdmin):
    """The documents of runs, and what became of each."""

    list_display = ["__str__", "run_link", "outcome_badge", "strikes", "short_reason", "source_link", "done_at"]
    list_select_related = ["run", "raw", "article"]
    list_filter = ["outcome", "being_read", "strikes", autocomplete("run")]
    search_fields = ["=run__public_id"]
    search_help_text = "A run's id."
    id_lookup = "run__public_id"
    ordering = ["-run", "position"]
    sortable_by = ()
    fields = [
        "run_link",
        "position",
        "source_link",
        "outcome_badge",
        "reason",
        "being_read",
        "strikes",
        "read_at",
        "done_at",
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[RunDocument]:
        """Documents with their runs and what they hold."""
        return super().get_queryset(request).select_related("run", "raw", "article")

    @admin.display(description="run")
    def run_link(self, row: RunDocument) -> str:
        """The run, linked."""
        return link(row.run)

    @admin.display(description="document")
    def source_link(self, row: RunDocument) -> str:
        """The raw document, or the article, linked."""
        return link(row.raw or row.article)

    @admin.display(description="outcome")
    def outcome_badge(self, row: RunDocument) -> str:
        """What became of it."""
        return badge(row.outcome or "pending")

    @admin.display(description="reason")
    def short_reason(self, row: RunDocument) -> str:
        """The beginning of the reason."""
        return shortened(row.reason, 120)


@admin.register(Reading)
class ReadingAdmin(ReadOnlyAdmin):
    """What was read and waits to be stored; lists and pages do not load it."""

    list_display = ["__str__", "document_link", "short_reason"]
    list_select_related = ["document__run"]
    search_fields = ["=document__run__public_id"]
    search_help_text = "A run's id."
    id_lookup = "document__run__public_id"
    ordering = ["-id"]
    sortable_by = ()
    fields = ["document_link", "reason"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Reading]:
        """Readings without what was read."""
        rows = super().get_queryset(request).defer("article", "extraction")
        return rows.select_related("document__run")

    @admin.display(description="document")
    def document_link(self, row: Reading) -> str:
        """The document of the run, linked."""
        return link(row.document)

    @admin.display(description="reason")
    def short_reason(self, row: Reading) -> str:
        """The beginning of the reason."""
        return shortened(row.reason, 120)

"""Raw documents: what came, what became of it, and the bytes."""

from __future__ import annotations

import re
from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import BinaryField, QuerySet
from django.db.models.functions import Length, Substr
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html, format_html_join

from corpus.admin.base import ReadOnlyAdmin
from corpus.admin.display import NOTHING, badge, link, shortened
from corpus.admin.entity import PartInline
from corpus.admin.filters import WithAutocompleteFilters, autocomplete
from corpus.admin.marking import visible
from corpus.ingest.config import IngestError
from corpus.ingest.encoding import decode
from corpus.models import RawContent, RawDocument, RemovedPassage, RestoredPassage

SHOWN_BYTES = 20_480
SHOWN_JOBS = 20
UNSAFE_IN_FILE_NAME = re.compile(r"[^A-Za-z0-9._-]")
MEDIA_TYPES = ["text/plain", "text/html", "application/json", "text/csv"]


class MediaTypeFilter(admin.SimpleListFilter):
    """The format it came in: a fixed list, so no rows are read for it."""

    title = "media type"
    parameter_name = "media_type"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        """The types that ingest reads."""
        return [(name, name) for name in MEDIA_TYPES] + [("other", "other")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Documents of the type."""
        if self.value() == "other":
            return queryset.exclude(media_type__in=MEDIA_TYPES)
        return queryset.filter(media_type=self.value()) if self.value() in MEDIA_TYPES else queryset


class RemovedInline(PartInline):
    """What was cut as no part of the story."""

    model = RemovedPassage
    fields = ["reason", "text", "offset"]


@admin.register(RawDocument)
class RawDocumentAdmin(WithAutocompleteFilters, ReadOnlyAdmin):
    """Documents as they came. Never changed, never thrown away."""

    list_display = [
        "source",
        "state_badge",
        "outcome",
        "short_reason",
        "media_type",
        "size",
        "article_link",
        "received_at",
    ]
    list_select_related = ["article"]
    list_filter = ["state", "outcome", MediaTypeFilter, autocomplete("article")]
    search_fields = ["=source_key", "=declared_key", "source", "=fingerprint"]
    search_help_text = "Part of the path, or the exact source key or fingerprint."
    id_lookup = "article__public_id"
    sortable_by = ()
    inlines = [RemovedInline]
    fieldsets = [
        (
            None,
            {
                "fields": [
                    "source",
                    "state_badge",
                    "outcome",
                    "reason",
                    "article_link",
                    "attempts",
                    "processed_at",
                    "job_links",
                ]
            },
        ),
        ("Content", {"fields": ["media_type", "size", "download", "beginning"]}),
        (
            "Declared beside it",
            {"fields": ["declared_key", "declared_publisher", "declared_published", "path", "source_key"]},
        ),
        ("In the corpus", {"fields": ["fingerprint", "received_at"]}),
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[RawDocument]:
        """Documents without their bytes."""
        return super().get_queryset(request).select_related("article")

    def get_urls(self) -> list[URLPattern]:
        """The admin's own addresses and the download."""
        view = self.admin_site.admin_view(self.download_view)
        return [path("<int:pk>/download/", view, name="corpus_rawdocument_download"), *super().get_urls()]

    def download_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The bytes as they came, as a file that no browser runs."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        raw = RawDocument.objects.select_related("content").filter(pk=pk).first()
        if raw is None:
            raise Http404("no such raw document")
        name = UNSAFE_IN_FILE_NAME.sub("_", raw.source.rsplit("/", 1)[-1])[-100:].lstrip(".") or "document"
        return HttpResponse(
            bytes(raw.content.content),
            headers={
                "Content-Type": "application/octet-stream",
                "Content-Disposition": f'attachment; filename="{name}"',
                "X-Content-Type-Options": "nosniff",
                "Content-Security-Policy": "default-src 'none'; sandbox",
            },
        )

    @admin.display(description="state")
    def state_badge(self, raw: RawDocument) -> str:
        """What became of it."""
        return badge(raw.state)

    @admin.display(description="reason")
    def short_reason(self, raw: RawDocument) -> str:
        """The beginning of the reason."""
        return shortened(raw.reason, 120)

    @admin.display(description="article")
    def article_link(self, raw: RawDocument) -> str:
        """The article that was read from it."""
        return link(raw.article)

    @admin.display(description="jobs")
    def job_links(self, raw: RawDocument) -> str:
        """The jobs that it came with."""
        rows = raw.job_documents.select_related("job")[:SHOWN_JOBS]
        return format_html_join(", ", "{}", ((link(row.job),) for row in rows)) or NOTHING

    @admin.display(description="bytes")
    def download(self, raw: RawDocument) -> str:
        """The file."""
        return format_html('<a href="{}">Download</a>', reverse("admin:corpus_rawdocument_download", args=[raw.pk]))

    @admin.display(description="how it begins")
    def beginning(self, raw: RawDocument) -> str:
        """The first 20 kB as text, escaped; never more is read from the database."""
        head = Substr("content", 1, SHOWN_BYTES, output_field=BinaryField())
        first = RawContent.objects.filter(pk=raw.content_id).values_list(head, flat=True).get()
        return format_html('<pre class="or-raw" tabindex="0">{}</pre>', visible(text_of(bytes(first or b""))))


def text_of(head: bytes) -> str:
    """The first bytes of a document as text; a note where they are none."""
    try:
        return decode(head).replace("\r\n", "\n")
    except IngestError as error:
        return f"({error})"


@admin.register(RawContent)
class RawContentAdmin(ReadOnlyAdmin):
    """Bytes, once for each content; lists and pages do not load them."""

    list_display = ["sha256", "size"]
    search_fields = ["=sha256"]
    search_help_text = "The whole SHA-256."
    id_lookup = ""
    ordering = ["-id"]
    sortable_by = ()
    fields = ["sha256", "size", "came_as"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[RawContent]:
        """Rows without their bytes, with how many they are."""
        return super().get_queryset(request).defer("content").annotate(size=Length("content"))

    @admin.display(description="bytes")
    def size(self, content: Any) -> int:
        """How many."""
        return content.size

    @admin.display(description="came as")
    def came_as(self, content: RawContent) -> str:
        """The newest document that has these bytes."""
        document = content.documents.first()
        return link(document) if document else NOTHING


@admin.register(RemovedPassage)
class RemovedPassageAdmin(WithAutocompleteFilters, ReadOnlyAdmin):
    """What was cut as no part of the story."""

    list_display = ["short_text", "reason", "raw_link", "offset"]
    list_select_related = ["raw"]
    list_filter = ["reason", autocomplete("raw")]
    search_fields = ["text"]
    id_lookup = "raw__article__public_id"
    ordering = ["-id"]
    sortable_by = ()
    fields = ["text", "reason", "raw_link", "position", "offset"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[RemovedPassage]:
        """Passages with their documents."""
        return super().get_queryset(request).select_related("raw")

    @admin.display(description="passage")
    def short_text(self, passage: RemovedPassage) -> str:
        """The beginning of the passage."""
        return shortened(passage.text, 120)

    @admin.display(description="raw document")
    def raw_link(self, passage: RemovedPassage) -> str:
        """The document, linked."""
        return link(passage.raw)


@admin.register(RestoredPassage)
class RestoredPassageAdmin(WithAutocompleteFilters, ReadOnlyAdmin):
    """What was cut by mistake, and put back by an editor."""

    list_display = ["short_text", "reason", "article_link", "stands"]
    list_select_related = ["article"]
    list_filter = ["reason", "stands", autocomplete("article")]
    search_fields = ["text"]
    id_lookup = "article__public_id"
    ordering = ["-id"]
    sortable_by = ()
    fields = ["text", "reason", "article_link", "stands"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[RestoredPassage]:
        """Passages with their articles."""
        return super().get_queryset(request).select_related("article")

    @admin.display(description="passage")
    def short_text(self, passage: RestoredPassage) -> str:
        """The beginning of the passage."""
        return shortened(passage.text, 120)

    @admin.display(description="article")
    def article_link(self, passage: RestoredPassage) -> str:
        """The article, linked."""
        return link(passage.article)

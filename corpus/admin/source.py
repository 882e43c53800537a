"""Sources that are watched, and their entries."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from corpus.admin.base import ReadOnlyAdmin, RecordAdmin
from corpus.admin.display import NOTHING, badge, link, list_link, moment, shortened
from corpus.admin.filters import FilledFilter, WithAutocompleteFilters, autocomplete, filled
from corpus.models import AskedHost, Source, SourceEntry
from corpus.models.choices import EntryState, SourceState
from corpus.models.source import next_poll
from corpus.records import Precision
from corpus.services import sources
from corpus.services.errors import Conflict, ServiceError, StaleVersion

FAILING: type[FilledFilter] = filled("last_error", "last request", "failed", "went well")
CHANGED = "The source was changed since you opened it. Reload the page and look again."


class SourceForm(forms.ModelForm):
    """What is typed of a source; the service checks it and writes it."""

    seen_version = forms.IntegerField(min_value=1, required=False, widget=forms.HiddenInput)

    class Meta:
        model = Source
        fields = ["url", "publisher", "interval"]
        widgets = {"url": forms.URLInput(attrs={"class": "vURLField", "size": 80})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # A page for those who may only look holds none of the declared fields.
        if "seen_version" in self.fields:
            self.fields["seen_version"].required = self.instance.pk is not None
            self.fields["seen_version"].initial = self.instance.version

    def clean(self) -> dict[str, Any]:
        """As the service sees it, so that the address is compared with those that stand as it will be written."""
        given: dict[str, Any] = super().clean() or {}
        if self.instance.pk is not None and given.get("seen_version") not in (None, self.instance.version):
            raise forms.ValidationError(CHANGED)
        if not self.errors:
            url = given.get("url", self.instance.url)
            try:
                address = sources.check(url, publisher=given["publisher"], interval=given["interval"])
            except ServiceError as error:
                self.add_error(error.field or None, error.detail)
            else:
                given |= {"url": address} if "url" in given else {}
        return given


@admin.register(Source)
class SourceAdmin(RecordAdmin):
    """Feeds and sitemaps: how each is, and what came in."""

    form = SourceForm
    editable = ("url", "publisher", "interval", "seen_version")
    actions = ["poll_now", "pause", "resume", "try_failed_again"]

    list_display = [
        "url",
        "publisher",
        "kind",
        "state_badge",
        "came_in",
        "waiting",
        "last_poll",
        "next_poll",
        "failures",
        "short_error",
    ]
    list_filter = ["state", "kind", FAILING]
    search_fields = ["url", "publisher"]
    search_help_text = "An id, or part of an address or of an outlet's name."
    sortable_by = ["url", "publisher", "failures"]
    fieldsets = [
        (None, {"fields": ["url", "publisher", "interval"]}),
        (
            "How it is",
            {
                "fields": [
                    "state_badge",
                    "reason",
                    "public_id",
                    "kind",
                    "last_poll",
                    "poll_badge",
                    "entries_found",
                    "changed_at",
                    "next_poll",
                    "failures",
                    "last_error",
                    "entries_link",
                    "waiting",
                ]
            },
        ),
        ("So far", {"fields": ["polls", "unchanged_polls", "failed_polls", "created", "updated", "failed"]}),
        ("Lease", {"fields": ["worker", "leased_until", "etag", "last_modified", "added_at"]}),
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Source]:
        """Sources with how many of their entries wait."""
        waits = Source.objects.filter(pk=OuterRef("pk"), entries__state__in=[EntryState.WAITING, EntryState.KEPT])
        number = waits.order_by().values("pk").annotate(number=Count("entries")).values("number")
        return super().get_queryset(request).annotate(waits=Coalesce(Subquery(number), 0))

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        """Of a new source, what is asked; of one that stands, all, and what was seen of it where it may be changed."""
        if obj is None:
            return [(None, {"fields": self.editable})]
        fieldsets = list(super().get_fieldsets(request, obj))
        if self.has_change_permission(request, obj):
            fieldsets[0] = (None, {"fields": self.editable})
        return fieldsets

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        """The address of a source that stands is not changed: another address is another source."""
        return [*super().get_readonly_fields(request, obj), *(["url"] if obj is not None else [])]

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """The form; one that somebody else added or removed at the same moment is told of in the list."""
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except StaleVersion:
            messages.error(request, CHANGED)
            return HttpResponseRedirect(request.get_full_path())
        except Conflict as refusal:
            messages.warning(request, refusal.detail)
            return HttpResponseRedirect(reverse("admin:corpus_source_changelist"))

    def save_model(self, request: HttpRequest, obj: Source, form: Any, change: bool) -> None:
        """By the service."""
        if change:
            seen = form.cleaned_data["seen_version"]
            sources.change_source(obj, publisher=obj.publisher, interval=obj.interval, expected_version=seen)
            return
        made = sources.add_source(obj.url, publisher=obj.publisher, interval=obj.interval)
        obj.pk, obj.url, obj.host = made.pk, made.url, made.host

    def _each(self, request: HttpRequest, rows: QuerySet[Source], act: Callable[[Source], object], done: str) -> None:
        number = 0
        for source in rows:
            try:
                act(source)
            except ServiceError as refusal:
                messages.warning(request, refusal.detail)
            else:
                number += 1
        level = messages.SUCCESS if number else messages.INFO
        messages.add_message(request, level, f"{number} {'source' if number == 1 else 'sources'} {done}.")

    @admin.action(description="Poll now", permissions=["change"])
    def poll_now(self, request: HttpRequest, rows: QuerySet[Source]) -> None:
        """Let the next watcher that is free poll them."""
        self._each(request, rows, sources.poll_now, "will be polled by the next watcher that is free")

    @admin.action(description="Pause", permissions=["change"])
    def pause(self, request: HttpRequest, rows: QuerySet[Source]) -> None:
        """Ask nothing more of them."""
        reason = f"paused by {request.user.get_username()}"
        active = rows.filter(state=SourceState.ACTIVE)
        self._each(request, active, lambda source: sources.pause(source, reason), "paused")

    @admin.action(description="Take up again", permissions=["change"])
    def resume(self, request: HttpRequest, rows: QuerySet[Source]) -> None:
        """Poll those that are paused from now on."""
        self._each(request, rows.filter(state=SourceState.PAUSED), sources.resume, "taken up again")

    @admin.action(description="Fetch failed entries again", permissions=["change"])
    def try_failed_again(self, request: HttpRequest, rows: QuerySet[Source]) -> None:
        """Entries whose pages could not be had, or read."""
        self._each(request, rows, sources.try_failed_again, "will have failed entries fetched again")

    @admin.display(description="state")
    def state_badge(self, source: Source) -> str:
        """Whether it is polled."""
        return badge(source.state)

    @admin.display(description="came in")
    def came_in(self, source: Source) -> str:
        """New articles, changed ones, and failures."""
        return f"{source.created} new, {source.updated} changed, {source.failed} failed"

    @admin.display(description="waiting")
    def waiting(self, source: Source) -> int:
        """Entries that are still to be fetched or read."""
        return getattr(source, "waits", 0)

    @admin.display(description="last poll", ordering="polled_at")
    def last_poll(self, source: Source) -> str:
        """To the minute."""
        return moment(source.polled_at, Precision.MINUTE) if source.polled_at else "never"

    @admin.display(description="it was")
    def poll_badge(self, source: Source) -> str:
        """How the last poll ended."""
        return badge(source.poll_outcome)

    @admin.display(description="next poll", ordering="next_poll_at")
    def next_poll(self, source: Source) -> str:
        """To the minute; none of a source that is paused."""
        due = next_poll(source.state, source.next_poll_at, source.not_before)
        return moment(due, Precision.MINUTE) if due is not None else NOTHING

    @admin.display(description="last error")
    def short_error(self, source: Source) -> str:
        """The beginning of it, or why it is paused."""
        return shortened(source.reason or source.last_error, 120)

    @admin.display(description="entries")
    def entries_link(self, source: Source) -> str:
        """Its entries."""
        return list_link("sourceentry", "entries of the source", source=source.pk)


@admin.register(SourceEntry)
class SourceEntryAdmin(WithAutocompleteFilters, ReadOnlyAdmin):
    """What sources listed, and what became of each."""

    list_display = ["__str__", "source_link", "state_badge", "outcome_badge", "short_reason", "raw_link", "changed_at"]
    list_select_related = ["source", "raw"]
    list_filter = ["state", "outcome", "is_list", autocomplete("source")]
    search_fields = ["=url"]
    search_help_text = "The whole address of a page."
    id_lookup = ""
    sortable_by = ()
    fields = [
        "source_link",
        "url",
        "is_list",
        "state_badge",
        "outcome_badge",
        "reason",
        "raw_link",
        "published",
        "attempts",
        "try_at",
        "etag",
        "last_modified",
        "first_seen_at",
        "changed_at",
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[SourceEntry]:
        """Entries with their sources and raw documents."""
        return super().get_queryset(request).select_related("source", "raw")

    @admin.display(description="source")
    def source_link(self, row: SourceEntry) -> str:
        """The source, linked."""
        return link(row.source)

    @admin.display(description="raw document")
    def raw_link(self, row: SourceEntry) -> str:
        """The raw document, linked."""
        return link(row.raw)

    @admin.display(description="state")
    def state_badge(self, row: SourceEntry) -> str:
        """How far it is."""
        return badge(row.state)

    @admin.display(description="outcome")
    def outcome_badge(self, row: SourceEntry) -> str:
        """What became of it."""
        return badge(row.outcome)

    @admin.display(description="reason")
    def short_reason(self, row: SourceEntry) -> str:
        """The beginning of the reason."""
        return shortened(row.reason, 120)


@admin.register(AskedHost)
class AskedHostAdmin(ReadOnlyAdmin):
    """Hosts that watchers asked a moment ago, and when each may be asked again."""

    list_display = ["host", "worker", "free_at"]
    search_fields = ["host", "worker"]
    search_help_text = "Part of a host's or a watcher's name."
    id_lookup = ""
    sortable_by = ()
    fields = ["host", "worker", "free_at"]

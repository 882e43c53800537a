"""What people decided about a record, on its page: who, when, why, before and after, and the way back."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html, format_html_join

from corpus.admin.base import PUBLIC_ID
from corpus.admin.display import NOTHING, link, shortened
from corpus.admin.merging import ask_why
from corpus.models import Decision, Entity
from corpus.services.revert import OTHERWISE, revert
from corpus.services.standing import standing_decisions

SHOWN = 50
LONGEST_VALUE = 200


@dataclass(frozen=True, slots=True)
class Line:
    """One decision as the page shows it."""

    decision: Decision
    who: str
    changes: list[tuple[str, str, str]]  # field, before, after
    state: str
    url: str  # of the page that takes it back; "" where that cannot be


class WithHistory(admin.ModelAdmin):
    """Adds the decisions about a record to its page. The record has a ``public_id``."""

    change_form_template = "corpus/admin/record_change_form.html"
    # The permission to take a decision back; "change" of the model by default.
    revert_permission = ""

    def get_urls(self) -> list[URLPattern]:
        """The admin's own addresses and the way back."""
        view = self.admin_site.admin_view(self.revert_view)
        name = f"corpus_{self.opts.model_name}_revert"
        return [path("<int:pk>/revert/<int:decision>/", view, name=name), *super().get_urls()]

    def may_revert(self, request: HttpRequest) -> bool:
        """Whether the user may take decisions about these records back."""
        needed = self.revert_permission or f"corpus.change_{self.opts.model_name}"
        return bool(request.user.has_perms(["corpus.view_decision", needed]))

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """The page with its history."""
        record = context["original"]
        if record is not None:
            name = f"admin:corpus_{self.opts.model_name}_revert"
            may = self.may_revert(request)
            context["history_lines"] = lines(
                record.public_id,
                lambda row: reverse(name, args=[record.pk, row.pk]) if may and may_take_back(request, row) else "",
            )
        return super().render_change_form(request, context, *args, **kwargs)

    def revert_view(self, request: HttpRequest, pk: int, decision: int) -> HttpResponse:
        """Ask why, and take the decision back."""
        if not self.may_revert(request):
            raise PermissionDenied
        record: Any = self.get_object(request, str(pk))
        row = Decision.objects.filter(pk=decision).select_related("decided_by").first()
        if record is None or row is None or row.record != record.public_id:
            raise Http404("no such decision about the record")
        if not may_take_back(request, row):
            raise PermissionDenied
        return ask_why(
            self,
            request,
            record,
            lambda reason: revert(row, user=request.user, reason=reason),
            f"Take back “{row.action}” of {row.decided_at:%d %B %Y} by {row.decided_by or 'somebody'}",
            "Take back",
            logged=f"Taken back: {row.action}.",
            told="The decision was taken back. The history tells of it, and that can be taken back too.",
        )


def may_take_back(request: HttpRequest, row: Decision) -> bool:
    """Whether the user may take back this one of those about a record: a merge has a right of its own."""
    return row.action != "merge" or bool(request.user.has_perm("corpus.change_merge"))


def lines(record: str, url: Any) -> list[Line]:
    """The decisions about a record, the newest first; at most so many."""
    rows = list(Decision.objects.filter(record=record).select_related("decided_by").order_by("-pk")[:SHOWN])
    if not rows:
        return []
    standing = {row.pk for row in standing_decisions(record)}
    names = named(value for row in rows for side in (row.before, row.after) for value in side.values())
    return [
        Line(
            decision=row,
            who=str(row.decided_by or "no account"),
            changes=changes(row, names),
            state=_state(row, standing),
            url=url(row) if _goes_back(row, standing) else "",
        )
        for row in rows
    ]


def _state(row: Decision, standing: set[int]) -> str:
    if row.reverts_id is not None:
        return "takes back an earlier one"
    return "stands" if row.pk in standing else "taken back"


def _goes_back(row: Decision, standing: set[int]) -> bool:
    return row.pk in standing and row.action not in OTHERWISE and row.erased_at is None


def changes(row: Decision, names: dict[str, Entity]) -> list[tuple[str, str, str]]:
    """The fields that it set, before and after."""
    fields = dict.fromkeys([*row.before, *row.after])
    return [
        (field.replace("_", " "), told(row.before.get(field), names), told(row.after.get(field), names))
        for field in fields
    ]


def named(values: Iterable[Any]) -> dict[str, Entity]:
    """The people and organisations whose ids stand among the values, in one query."""
    ids = {value for value in values if isinstance(value, str) and PUBLIC_ID.fullmatch(value)}
    return {row.public_id: row for row in Entity.objects.filter(public_id__in=ids)} if ids else {}


def told(value: Any, names: dict[str, Entity]) -> str:
    """A value of the log as people read it."""
    if value is None or value in ("", [], {}):
        return NOTHING
    if isinstance(value, str) and value in names:
        return link(names[value])
    if isinstance(value, list) and all(isinstance(one, str) for one in value):
        return format_html_join(", ", "{}", ((shortened(one),) for one in value))
    return format_html("{}", shortened(str(value), LONGEST_VALUE))

"""Decisions about many quotations at once: a page says what will happen before it does."""

from __future__ import annotations

from collections.abc import Callable, Set
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from corpus.admin.base import PUBLIC_ID
from corpus.admin.display import link, plural
from corpus.admin.evidence import speaker_name
from corpus.admin.merging import ReasonForm
from corpus.models import Quotation
from corpus.models.choices import Status
from corpus.services.errors import ServiceError
from corpus.services.review import confirm_quotation, reject_quotation

SHOWN = 20
MOST = 200


class WithBulkDecisions(admin.ModelAdmin):
    """Confirm or reject the ticked quotations."""

    actions = ["confirm_selected", "reject_selected"]

    @admin.action(description="Confirm the selected quotations", permissions=["change"])
    def confirm_selected(self, request: HttpRequest, queryset: QuerySet[Quotation]) -> HttpResponse | None:
        """Say of each that its reading is right as it stands."""
        rows = queryset.exclude(status=Status.CONFIRMED)
        return self._decide(request, rows, "confirm", "Confirm", confirm_quotation)

    @admin.action(description="Reject the selected quotations", permissions=["change"])
    def reject_selected(self, request: HttpRequest, queryset: QuerySet[Quotation]) -> HttpResponse | None:
        """Say of each that it is no quotation."""
        rows = queryset.exclude(status=Status.REJECTED)
        return self._decide(request, rows, "reject", "Reject", reject_quotation)

    def _decide(
        self, request: HttpRequest, queryset: QuerySet[Quotation], name: str, verb: str, act: Callable[..., Any]
    ) -> HttpResponse | None:
        is_sure = "sure" in request.POST
        shown = queryset.filter(article__removed_at__isnull=True)
        rows = list(shown.select_related("speaker", "article")[: MOST + 1])
        form = ReasonForm(request.POST if is_sure else None)
        seen = dict(one.split(":", 1) for one in request.POST.getlist("seen") if ":" in one)
        if is_sure:
            _tell_missing(request, seen.keys() - {row.public_id for row in rows})
        elif hidden := queryset.filter(article__removed_at__isnull=False).count():
            detail = f"{hidden} {plural('quotation', hidden)} left out: of articles that were taken down."
            messages.warning(request, detail)
        if not rows:
            messages.info(request, "There is nothing left to decide about them.")
            return None
        if len(rows) > MOST:
            detail = (
                f"More than {MOST} are chosen: these are the first {MOST}. Choose the rest again once they are decided."
            )
            messages.warning(request, detail)
            del rows[MOST:]
        if not is_sure or not form.is_valid():
            return self._ask(request, rows, name, verb, form)
        done = 0
        for row in rows:
            version = seen.get(row.public_id, "")
            try:
                expected = int(version) if version.isdecimal() and len(version) < 10 else row.version
                act(row, user=request.user, reason=form.cleaned_data["reason"], expected_version=expected)
                done += 1
            except ServiceError as refusal:
                messages.error(request, f"Left out {row.public_id}: {refusal.detail}")
        messages.success(request, f"{done} {name}ed. The history of each takes it back.")
        return None

    def _ask(
        self, request: HttpRequest, rows: list[Quotation], name: str, verb: str, form: ReasonForm
    ) -> TemplateResponse:
        context = {
            **self.admin_site.each_context(request),
            "title": f"{verb} {len(rows)} {plural('quotation', len(rows))}",
            "verb": verb,
            "action": f"{name}_selected",
            "form": form,
            "media": self.media,
            "rows": rows,
            "told": [(link(row), speaker_name(row), row.get_status_display()) for row in rows[:SHOWN]],
            "more": max(0, len(rows) - SHOWN),
            "checkbox": ACTION_CHECKBOX_NAME,
        }
        return TemplateResponse(request, "corpus/admin/bulk.html", context)


def _tell_missing(request: HttpRequest, missing: Set[str]) -> None:
    """Name those that were on the page and are not in the list any more."""
    for public_id in sorted(filter(PUBLIC_ID.fullmatch, missing))[:MOST]:
        detail = "it was changed, or its article taken down, since the page showed it"
        messages.error(request, f"Left out {public_id}: {detail}.")

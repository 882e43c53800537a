"""The page that draws samples and tells what share of them was right."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.admin import AdminSite
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse

from corpus.admin.review.desk import desk_url
from corpus.admin.review.queue import QueueForm
from corpus.admin.widgets import is_key
from corpus.models import ReviewSample
from corpus.models.accuracy import Share, accuracy
from corpus.services.errors import ServiceError
from corpus.services.sample import LARGEST, draw_sample

SHOWN_SAMPLES = 20
USUAL = 100
TABLES = [("outlet", "By outlet"), ("kind", "By kind"), ("extractor", "By extractor version")]


class SampleForm(QueueForm):
    """How many to draw, and from what."""

    size = forms.IntegerField(min_value=1, max_value=LARGEST, initial=USUAL, label="quotations")

    def __init__(self, site: AdminSite, *args: Any, **kwargs: Any) -> None:
        super().__init__(site, *args, **kwargs)
        del self.fields["sample"], self.fields["speaker"]
        self.order_fields(["size", "outlet", "kind", "extractor"])


def accuracy_view(request: HttpRequest, site: AdminSite) -> HttpResponse:
    """Draw a sample, or tell of one: the newest where none is named."""
    if not request.user.has_perm("corpus.view_quotation"):
        raise PermissionDenied
    form = SampleForm(site, request.POST if request.method == "POST" else None)
    if request.method == "POST":
        if not request.user.has_perm("corpus.change_quotation"):
            raise PermissionDenied
        if form.is_valid() and (sample := _drawn(request, form)):
            return HttpResponseRedirect(desk_url(f"sample={sample.pk}"))
    samples = list(ReviewSample.objects.select_related("publisher", "created_by")[:SHOWN_SAMPLES])
    asked = request.GET.get("sample", "")
    chosen = _chosen(asked) if asked else next(iter(samples), None)
    if asked and chosen is None:
        messages.warning(request, "There is no such sample.")
    figures = accuracy(chosen) if chosen else {}
    context = {
        **site.each_context(request),
        "title": "Accuracy",
        "form": form,
        "media": form.media,
        "may_draw": request.user.has_perm("corpus.change_quotation"),
        "samples": [(sample, f"{reverse('admin:review_accuracy')}?sample={sample.pk}") for sample in samples],
        "sample": chosen,
        "overall": next(iter(figures.get("overall", [])), Share("all", 0, 0)),
        "tables": [(title, figures[name]) for name, title in TABLES] if chosen else [],
        "desk_url": desk_url(f"sample={chosen.pk}") if chosen else "",
    }
    return TemplateResponse(request, "corpus/admin/accuracy.html", context)


def _chosen(asked: str) -> ReviewSample | None:
    rows = ReviewSample.objects.select_related("publisher", "created_by")
    return rows.filter(pk=asked).first() if is_key(asked) else None


def _drawn(request: HttpRequest, form: SampleForm) -> ReviewSample | None:
    given = form.cleaned_data
    try:
        return draw_sample(
            given["size"],
            user=request.user,
            publisher=given["outlet"],
            kind=given["kind"],
            extractor=given["extractor"],
        )
    except ServiceError as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, refusal.detail)
        return None

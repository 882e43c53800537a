"""Requests to take down and to erase: the log of them, and the page on which one is filed and carried out."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core import signing
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse

from corpus.admin.base import ReadOnlyAdmin
from corpus.admin.deciding import LONGEST_REASON
from corpus.admin.display import link
from corpus.models import Article, ErasedId, ErasureDepth, ErasureRequest, HiddenName
from corpus.services.erase import erase
from corpus.services.errors import ServiceError, StaleVersion
from corpus.services.take_down import MAX_REQUESTER, reinstate, take_down

SALT = "corpus.admin.erasure"
LONGEST_LOOK = 3600  # seconds between what is shown and what is carried out


class RequestForm(forms.Form):
    """What is to go, how deep, who asked, and why."""

    record = forms.CharField(label="id", max_length=17, help_text="Of an article, a person or an organisation.")
    depth = forms.ChoiceField(choices=ErasureDepth.choices, label="to be")
    with_quotations = forms.BooleanField(required=False, help_text="Of a person: the words that they said go too.")
    requested_by = forms.CharField(required=False, max_length=MAX_REQUESTER, help_text="Who asked.")
    reason = forms.CharField(
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 3, "class": "vLargeTextField"}),
        help_text="On what basis. It is kept: do not repeat here what is to go.",
    )

    def plan(self, user: Any) -> ErasureRequest | None:
        """What an erasure would clear; nothing of the others. Raises ServiceError for what cannot be done."""
        return self._do(user, dry_run=True)

    def carry_out(self, user: Any, seen: dict[str, Any]) -> ErasureRequest | None:
        """Do what is asked and was seen. Raises StaleVersion where more or something else would go."""
        if {**seen, "cleared": None} != self.told(None):
            raise StaleVersion("This is not what was shown: look again at what would be cleared")
        return self._do(user, dry_run=False, expected=seen["cleared"])

    def told(self, planned: ErasureRequest | None) -> dict[str, Any]:
        """What the page shows before anything is carried out, as it comes back with the confirmation."""
        asked = {name: self.cleaned_data[name] for name in ("record", "depth", "with_quotations")}
        return {**asked, "cleared": None if planned is None else planned.cleared}

    def _do(self, user: Any, *, dry_run: bool, expected: dict[str, int] | None = None) -> ErasureRequest | None:
        given = dict(self.cleaned_data)
        record, depth, with_quotations = given.pop("record"), given.pop("depth"), given.pop("with_quotations")
        if depth == ErasureDepth.ERASED:
            how = {"with_quotations": with_quotations, "dry_run": dry_run, "expected": expected}
            return erase(record, user=user, **how, **given)
        article = Article.objects.filter(public_id=record).first()
        if article is None:
            raise ServiceError(f"there is no article {record!r}; only articles are taken down", field="record")
        act = take_down if depth == ErasureDepth.TAKEN_DOWN else reinstate
        return None if dry_run else act(article, user=user, **given)


@admin.register(ErasureRequest)
class ErasureRequestAdmin(ReadOnlyAdmin):
    """Kept for good. Who may add requests may carry them out."""

    list_display = ["record", "depth", "requested_by", "carried_out_by", "carried_out_at"]
    list_select_related = ["carried_out_by"]
    list_filter = ["depth"]
    search_fields = ["=record", "requested_by"]
    search_help_text = "A record's id, or who asked."
    id_lookup = "record"
    sortable_by = ()
    fields = ["record", "depth", "requested_by", "reason", "cleared", "carried_out_by", "carried_out_at"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[ErasureRequest]:
        """Requests with who carried them out."""
        return super().get_queryset(request).select_related("carried_out_by")

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Those to whom the permission was given: by default superusers alone."""
        return bool(request.user.has_perm("corpus.add_erasurerequest"))

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Ask, show what would be cleared, and carry it out when that is confirmed."""
        if not self.has_add_permission(request):
            return super().add_view(request, form_url, extra_context)
        form = RequestForm(request.POST or None)
        planned, asked = None, False
        if request.method == "POST" and form.is_valid():
            try:
                if "confirmed" in request.POST:
                    try:
                        done = form.carry_out(request.user, _seen(request.POST["confirmed"]))
                    except StaleVersion as changed:
                        messages.warning(request, f"{changed.detail}. Nothing was done.")
                    else:
                        messages.success(request, f"{done}.")
                        return HttpResponseRedirect(reverse("admin:corpus_erasurerequest_changelist"))
                planned, asked = form.plan(request.user), True
            except ServiceError as refusal:
                form.add_error(None, refusal.detail)
        context = {
            **self.admin_site.each_context(request),
            "title": "Take down or erase",
            "opts": self.opts,
            "original": "new request",
            "back": reverse("admin:corpus_erasurerequest_changelist"),
            "form": form,
            "verb": "Carry out" if asked else "Show what would be cleared",
            "media": self.media + form.media,
            "asked": asked,
            "planned": planned,
            "confirmed": signing.dumps(form.told(planned), salt=SALT) if asked else "",
        }
        return TemplateResponse(request, "corpus/admin/erase.html", context)


def _seen(confirmed: str) -> dict[str, Any]:
    """What the page showed. Raises StaleVersion for what no page of ours showed within the hour."""
    try:
        seen: dict[str, Any] = signing.loads(confirmed, salt=SALT, max_age=LONGEST_LOOK)
    except signing.BadSignature:
        raise StaleVersion("What would be cleared was not shown, or too long ago") from None
    return seen


@admin.register(ErasedId)
class ErasedIdAdmin(ReadOnlyAdmin):
    """Ids that stay taken."""

    list_display = ["public_id", "request"]
    list_select_related = ["request"]
    search_fields = ["=public_id"]
    search_help_text = "An id."
    sortable_by = ()
    fields = ["public_id", "request"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[ErasedId]:
        """Ids with the requests that erased them."""
        return super().get_queryset(request).select_related("request")


@admin.register(HiddenName)
class HiddenNameAdmin(ReadOnlyAdmin):
    """Whom articles name that are taken down."""

    list_display = ["article_link", "entity_link"]
    list_select_related = ["article", "entity"]
    search_fields = ["=article__public_id", "=entity__public_id"]
    search_help_text = "The id of an article, a person or an organisation."
    id_lookup = ""
    sortable_by = ()
    fields = ["article_link", "entity_link"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[HiddenName]:
        """Rows with both."""
        return super().get_queryset(request).select_related("article", "entity")

    @admin.display(description="article")
    def article_link(self, row: HiddenName) -> str:
        """The article that is taken down."""
        return link(row.article)

    @admin.display(description="names")
    def entity_link(self, row: HiddenName) -> str:
        """Whom it names."""
        return link(row.entity)

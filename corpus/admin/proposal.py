"""Proposals: corrections by those who may not decide, which an editor accepts or declines."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html_join
from django.utils.safestring import mark_safe

from corpus.admin.base import ReadOnlyAdmin
from corpus.admin.context import WithContext, shown_around
from corpus.admin.display import NOTHING, badge, day, link, shortened
from corpus.admin.evidence import quotation_in_context
from corpus.admin.filters import WithAutocompleteFilters, autocomplete
from corpus.admin.history import named, told
from corpus.admin.merging import ReasonForm
from corpus.models import Article, Proposal, ProposalState
from corpus.services.errors import ServiceError
from corpus.services.propose import accept, decline

ACTS = {"accept": (accept, "The proposal was accepted."), "decline": (decline, "The proposal was declined.")}


@admin.register(Proposal)
class ProposalAdmin(WithContext, WithAutocompleteFilters, ReadOnlyAdmin):
    """What was proposed about quotations, the newest first."""

    change_form_template = "corpus/admin/proposal_change_form.html"
    list_display = ["quotation_words", "change", "short_reason", "state_badge", "proposed_by", "proposed"]
    list_select_related = ["quotation__speaker", "quotation__addressee", "proposed_by"]
    list_filter = ["state", autocomplete("quotation")]
    search_fields = ["=quotation__public_id", "=proposed_by__username"]
    search_help_text = "Id of the quotation, or who proposed it."
    id_lookup = "quotation__public_id"
    ordering = ["-id"]
    sortable_by = ()
    fieldsets = [
        (None, {"fields": ["context", "quotation_link", "change", "reason", "proposed_by", "proposed_at"]}),
        ("Decided", {"fields": ["state_badge", "decided_by", "decided_at", "decision_reason", "decision_link"]}),
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Proposal]:
        """The page of one proposal needs more than the list."""
        rows = super().get_queryset(request)
        match = request.resolver_match
        if match and match.kwargs.get("object_id"):
            related = (
                "quotation__text",
                "quotation__speaker",
                "quotation__addressee",
                "quotation__article__publisher",
                "proposed_by",
                "decided_by",
                "decision",
            )
            return rows.select_related(*related).prefetch_related("quotation__span_rows")
        return rows

    def get_urls(self) -> list[URLPattern]:
        """The admin's own addresses and the decision's."""
        view = self.admin_site.admin_view(self.decide_view)
        return [path("<int:pk>/decide/", view, name="corpus_proposal_decide"), *super().get_urls()]

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """The page, with the decision for those who may."""
        row = context["original"]
        if row is not None and row.state == ProposalState.OPEN and request.user.has_perm("corpus.change_proposal"):
            context["decide_url"] = reverse("admin:corpus_proposal_decide", args=[row.pk])
            context["decide_form"] = ReasonForm()
        return super().render_change_form(request, context, *args, **kwargs)

    def decide_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Accept or decline, and show the next that waits."""
        if not request.user.has_perm("corpus.change_proposal"):
            raise PermissionDenied
        row = Proposal.objects.filter(pk=pk).first()
        if row is None:
            raise Http404("no such proposal")
        here = reverse("admin:corpus_proposal_change", args=[pk])
        act = ACTS.get(request.POST.get("verdict", ""))
        form = ReasonForm(request.POST if request.method == "POST" else None)
        if act is None or not form.is_valid():
            messages.error(request, "Accept or decline it with one of the two buttons; a reason has 2,000 characters.")
            return HttpResponseRedirect(here)
        try:
            act[0](row, user=request.user, reason=form.cleaned_data["reason"])
        except ServiceError as refusal:
            messages.error(request, f"{refusal.detail}. Nothing was changed.")
            return HttpResponseRedirect(here)
        messages.success(request, act[1])
        following = Proposal.objects.open().readable().exclude(pk=pk).order_by("proposed_at", "pk").first()
        if following is None:
            return HttpResponseRedirect(here)
        return HttpResponseRedirect(reverse("admin:corpus_proposal_change", args=[following.pk]))

    @admin.display(description="quotation")
    def quotation_words(self, row: Proposal) -> str:
        """The beginning of the words."""
        return shortened(row.quotation.words, 120)

    @admin.display(description="quotation")
    def quotation_link(self, row: Proposal) -> str:
        """The quotation, linked."""
        return link(row.quotation)

    @admin.display(description="should become")
    def change(self, row: Proposal) -> str:
        """The proposed fields; what they are now beside them on the page of one."""
        names = named(row.changes.values()) if "text" in row.quotation._state.fields_cache else {}
        now = {name: getattr(row.quotation, name, None) for name in row.changes}
        lines = (
            (name.replace("_", " "), _plainly(now[name]), told(value, names) if names else shortened(str(value or "–")))
            for name, value in row.changes.items()
        )
        return format_html_join(mark_safe("<br>"), "{}: {} → {}", lines) or NOTHING

    @admin.display(description="why")
    def short_reason(self, row: Proposal) -> str:
        """The beginning of the reason."""
        return shortened(row.reason, 100)

    @admin.display(description="state")
    def state_badge(self, row: Proposal) -> str:
        """Where it stands."""
        return badge(row.state, row.get_state_display())

    @admin.display(description="proposed")
    def proposed(self, row: Proposal) -> str:
        """The day."""
        return day(row.proposed_at)

    @admin.display(description="decision that it led to")
    def decision_link(self, row: Proposal) -> str:
        """The correction, linked."""
        return link(row.decision)

    def article_of(self, row: Proposal) -> Article:
        """The article in which it stands."""
        return row.quotation.article

    @admin.display(description="in the text")
    def context(self, row: Proposal) -> str:
        """The words where they stand, marked."""
        return quotation_in_context(row.quotation, shown_around(row))


def _plainly(value: Any) -> str:
    return shortened(str(value)) if value not in (None, "") else NOTHING

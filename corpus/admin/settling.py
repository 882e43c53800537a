"""The page on which an editor decides whether two records are one, and takes the decision back."""

from __future__ import annotations

import copy
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html

from corpus.admin.base import counted
from corpus.admin.display import evidence_list, link, log_odds, page_of
from corpus.admin.merging import ReasonForm, ask_why
from corpus.admin.portrait import how_often, side_by_side
from corpus.identity.decision import SAME_FROM
from corpus.models import DuplicatePair, Entity, Merge, PairState
from corpus.services.duplicates import reopen
from corpus.services.errors import ServiceError
from corpus.services.naming import likelier_to_stay
from corpus.services.pairs import keep_two, make_one

ONE, TWO = "one", "two"
NEEDED = {ONE: "corpus.add_merge", TWO: "corpus.change_duplicatepair"}


class PairForm(ReasonForm):
    """One record or two; where one, which of them stays."""

    verdict = forms.ChoiceField(choices=[(ONE, "One record"), (TWO, "Two records")], widget=forms.HiddenInput)

    def __init__(self, pair: DuplicatePair, verdicts: list[str], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.verdicts = verdicts
        if ONE in verdicts:
            self.fields["stays"] = forms.TypedChoiceField(
                coerce=int,
                choices=[
                    (pair.first_id, f"{pair.first}, the older ({how_often(pair.first)})"),
                    (pair.second_id, f"{pair.second}, the newer ({how_often(pair.second)})"),
                ],
                initial=likelier_to_stay(pair.first, pair.second).pk,
                required=self.data.get("verdict") == ONE,
                label="if one record, which stays",
                widget=forms.RadioSelect,
            )
        self.order_fields(["stays", "reason", "verdict"])


class Settleable(admin.ModelAdmin):
    """Adds the decision to the page of a pair."""

    change_form_template = "corpus/admin/duplicate_change_form.html"

    def get_urls(self) -> list[URLPattern]:
        """The admin's own addresses and the decisions'."""
        view = self.admin_site.admin_view
        return [
            path("<int:pk>/decide/", view(self.decide_view), name="corpus_duplicatepair_decide"),
            path("<int:pk>/reopen/", view(self.reopen_view), name="corpus_duplicatepair_reopen"),
            *super().get_urls(),
        ]

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """The page, with both records and, for those who may, the decision."""
        pair = context["original"]
        if pair is not None:
            waits = pair.state == PairState.OPEN and not pair.is_overtaken
            verdicts = allowed(request) if waits else []
            context["title"] = "One record or two?"
            sent = context.get("pair_form")
            form = (sent or PairForm(pair, verdicts)) if verdicts else None
            context["panel"] = panel(pair, form, request.user) | {"refusals": sent.non_field_errors() if sent else []}
            if may_reopen(request, pair):
                context["reopen_url"] = reverse("admin:corpus_duplicatepair_reopen", args=[pair.pk])
        return super().render_change_form(request, context, *args, **kwargs)

    def decide_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Write the decision and go on to the next pair; what is refused is told on the page."""
        pair = self._seen(request, pk)
        if request.method != "POST":
            return HttpResponseRedirect(page_of(pair))
        verdict = request.POST.get("verdict", "")
        if not request.user.has_perm(NEEDED.get(verdict, NEEDED[TWO])):
            raise PermissionDenied
        form = PairForm(pair, allowed(request), request.POST)
        if form.is_valid():
            try:
                told = self._decide(request, pair, form.cleaned_data)
            except ServiceError as refusal:
                form.add_error(refusal.field if refusal.field in form.fields else None, refusal.detail)
            else:
                messages.success(request, told)
                return self._go_on(request, pair)
        # The page is shown as it is read, with the form as it was sent.
        reading = copy.copy(request)
        reading.method = "GET"
        return self.change_view(reading, str(pair.pk), extra_context={"pair_form": form})

    def reopen_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Ask why, and let the pair wait for an editor again."""
        pair = self._seen(request, pk)
        if not request.user.has_perm(NEEDED[TWO]):
            raise PermissionDenied
        return ask_why(
            self,
            request,
            pair,
            lambda reason: reopen(pair, user=request.user, reason=reason),
            f"Decide again about “{pair.first}” and “{pair.second}”",
            "Decide again",
            logged="Opened again.",
            told="The pair waits for a decision again.",
        )

    def _seen(self, request: HttpRequest, pk: int) -> DuplicatePair:
        if not self.has_view_permission(request):
            raise PermissionDenied
        pair = self.get_object(request, str(pk))
        if pair is None:
            raise Http404("no such pair")
        return pair

    def _decide(self, request: HttpRequest, pair: DuplicatePair, given: dict[str, Any]) -> str:
        if given["verdict"] == TWO:
            keep_two(pair, user=request.user, reason=given["reason"])
            self.log_change(request, pair, "Two records.")
            return format_html(
                "“{}” and “{}” stay two records ({}).", pair.first, pair.second, link(pair, "look again")
            )
        stays = pair.first if given["stays"] == pair.first_id else pair.second
        row = make_one(pair, stays, user=request.user, reason=given["reason"])
        self.log_change(request, pair, f"One record: {row}.")
        return format_html(
            "“{}” now leads to “{}”. {} can be undone.", row.loser, link(row.survivor), link(row, "The merge")
        )

    def _go_on(self, request: HttpRequest, pair: DuplicatePair) -> HttpResponse:
        following = DuplicatePair.objects.next_after(pair)
        if following is not None:
            return HttpResponseRedirect(page_of(following))
        messages.info(request, "No pair is left to decide.")
        return HttpResponseRedirect(reverse("admin:corpus_duplicatepair_changelist"))


def allowed(request: HttpRequest) -> list[str]:
    """The verdicts that the user may give."""
    return [verdict for verdict, permission in NEEDED.items() if request.user.has_perm(permission)]


def may_reopen(request: HttpRequest, pair: DuplicatePair) -> bool:
    """Whether the user may take back that the two are two."""
    return pair.state == PairState.DIFFERENT and request.user.has_perm(NEEDED[TWO])


def panel(pair: DuplicatePair, form: PairForm | None, user: Any) -> dict[str, Any]:
    """What the page of a pair shows above its fields."""
    both = [pair.first, pair.second]
    merges = Merge.objects.standing().filter(loser__in=both, survivor__in=both)
    following = DuplicatePair.objects.next_after(pair) if pair.state == PairState.OPEN else None
    return {
        "pair": pair,
        "form": form,
        "evidence": evidence_list(pair.evidence) if pair.evidence else "",
        "score": log_odds(pair.score),
        "threshold": log_odds(SAME_FROM),
        "decided": pair.state != PairState.OPEN,
        "merge": merges.first() if pair.state == PairState.MERGED else None,
        "records": [{"link": link(entity), "id": entity.public_id, "gone": gone(entity)} for entity in both],
        "rows": side_by_side(pair.first, pair.second, user),
        "waiting": str(counted(DuplicatePair.objects.open().exclude(pk=pair.pk))),
        "next_url": page_of(following) if following else "",
    }


def gone(entity: Entity) -> str:
    """What became of a record that no longer stands, in words; "" where it stands."""
    if entity.removed_at is not None:
        return "was removed"
    return format_html("was merged into {}", link(entity.survivor)) if entity.merged_into_id else ""

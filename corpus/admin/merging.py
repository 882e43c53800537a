"""The pages on which an editor merges two records, and takes a merge back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse

from corpus.admin.deciding import LONGEST_REASON
from corpus.admin.display import page_of
from corpus.admin.moving import what_moves
from corpus.admin.portrait import side_by_side
from corpus.admin.widgets import RecordSelect
from corpus.models import Affiliation, Entity, Merge, Organisation, Person
from corpus.records import EntityType
from corpus.services.errors import ServiceError
from corpus.services.forget import MERGED_INTO
from corpus.services.merge import merge, undo


class ReasonForm(forms.Form):
    """Why."""

    reason = forms.CharField(
        max_length=LONGEST_REASON,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "class": "vLargeTextField"}),
        help_text="Why; it is kept in the log of decisions. May be left empty.",
    )


class MergeForm(ReasonForm):
    """Into which record, and why."""

    def __init__(self, loser: Entity, site: admin.AdminSite, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        model = Person if loser.type == EntityType.PERSON else Organisation
        # The drop-down of a relation to the same type, so that it offers people for people.
        relation = Affiliation._meta.get_field(str(loser.type))
        self.fields["into"] = forms.ModelChoiceField(
            model.objects.exclude(pk=loser.pk),
            label=f"merge “{loser}” into",
            widget=RecordSelect(relation, site),
            help_text="The record that stays. The other one's id, names and quotations lead to it.",
        )
        self.order_fields(["into", "reason"])


def decide(
    model_admin: admin.ModelAdmin,
    request: HttpRequest,
    record: Model,
    form: forms.Form,
    title: str,
    verb: str,
    *,
    template: str = "corpus/admin/decide.html",
    **shown: Any,
) -> HttpResponse:
    """The page that asks for a decision about a record; ``shown`` is what else its template shows."""
    context = {
        **model_admin.admin_site.each_context(request),
        "title": title,
        "opts": model_admin.opts,
        "original": record,
        "back": page_of(record),
        "form": form,
        "verb": verb,
        "media": model_admin.media + form.media,
        **shown,
    }
    return TemplateResponse(request, template, context)


def ask_why(
    model_admin: admin.ModelAdmin,
    request: HttpRequest,
    record: Model,
    act: Callable[[str], object],
    title: str,
    verb: str,
    *,
    logged: str,
    told: str,
) -> HttpResponse:
    """Ask for the reason of what ``act`` takes back, and let it act; what is refused is told on the form."""
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            act(form.cleaned_data["reason"])
        except ServiceError as refusal:
            form.add_error(None, refusal.detail)
        else:
            model_admin.log_change(request, record, logged)
            messages.success(request, told)
            return HttpResponseRedirect(page_of(record))
    return decide(model_admin, request, record, form, title, verb)


class Mergeable(admin.ModelAdmin):
    """Adds the page "merge into" to the admin of people or organisations."""

    change_form_template = "corpus/admin/entity_change_form.html"

    def get_urls(self) -> list[URLPattern]:
        """The admin's own addresses and the merge's."""
        view = self.admin_site.admin_view(self.merge_view)
        return [path("<int:pk>/merge/", view, name=f"corpus_{self.opts.model_name}_merge"), *super().get_urls()]

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """The page, with the way to the merge for those who may."""
        entity = context["original"]
        if entity is not None and entity.merged_into_id is None and request.user.has_perm("corpus.add_merge"):
            context["merge_url"] = reverse(f"admin:corpus_{self.opts.model_name}_merge", args=[entity.pk])
        return super().render_change_form(request, context, *args, **kwargs)

    def merge_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Ask into which record, and merge."""
        if not request.user.has_perm("corpus.add_merge"):
            raise PermissionDenied
        loser = self.get_object(request, str(pk))
        if loser is None:
            raise Http404("no such record")
        form = MergeForm(loser, self.admin_site, request.POST if request.method == "POST" else None)
        looked: dict[str, Any] = {}
        if request.method == "POST" and form.is_valid() and "look" in request.POST:
            into = form.cleaned_data["into"]
            looked = {"into": into, "both": side_by_side(loser, into, request.user)}
        elif request.method == "POST" and form.is_valid():
            try:
                row = merge(loser, form.cleaned_data["into"], user=request.user, reason=form.cleaned_data["reason"])
            except ServiceError as refusal:
                form.add_error(refusal.field if refusal.field in form.fields else None, refusal.detail)
            else:
                self.log_change(request, loser, f"{MERGED_INTO}{row.survivor}.")
                messages.success(request, f"“{loser}” now leads to this record. The merge can be undone.")
                return HttpResponseRedirect(page_of(row.survivor))
        shown = {"moves": what_moves(loser), **looked}
        return decide(
            self, request, loser, form, f"Merge “{loser}”", "Merge", template="corpus/admin/merge.html", **shown
        )


class Undoable(admin.ModelAdmin):
    """Adds the page "undo" to the admin of merges."""

    change_form_template = "corpus/admin/merge_change_form.html"

    def get_urls(self) -> list[URLPattern]:
        """The admin's own addresses and the undo's."""
        view = self.admin_site.admin_view(self.undo_view)
        return [path("<int:pk>/undo/", view, name="corpus_merge_undo"), *super().get_urls()]

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """The page, with the way to the undo for those who may."""
        row = context["original"]
        undoable = row is not None and row.undone_at is None and row.survivor.removed_at is None
        if undoable and request.user.has_perm("corpus.change_merge"):
            context["undo_url"] = reverse("admin:corpus_merge_undo", args=[row.pk])
        return super().render_change_form(request, context, *args, **kwargs)

    def undo_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Ask why, and take the merge back."""
        if not request.user.has_perm("corpus.change_merge"):
            raise PermissionDenied
        row = Merge.objects.select_related("loser", "survivor").filter(pk=pk).first()
        if row is None:
            raise Http404("no such merge")
        return ask_why(
            self,
            request,
            row,
            lambda reason: undo(row, user=request.user, reason=reason),
            f"Undo the merge of “{row.loser}” into “{row.survivor}”",
            "Undo",
            logged="Undone.",
            told=f"“{row.loser}” stands on its own again.",
        )

"""The page on which an editor splits a record that holds two."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path, reverse

from corpus.admin.display import page_of
from corpus.admin.merging import ReasonForm, decide
from corpus.admin.splitting_articles import MOST_TICKED, OfferedArticles
from corpus.models import Article
from corpus.services.errors import ServiceError
from corpus.services.naming import MAX_NAME
from corpus.services.split import split

TOO_MANY = f"At most {MOST_TICKED} articles can be ticked one by one: search for what they share, and take all."


class SplitForm(ReasonForm):
    """Which articles speak of somebody else, and how the new record is called."""

    everything = forms.BooleanField(required=False)
    seen = forms.CharField(required=False)
    name = forms.CharField(
        max_length=MAX_NAME,
        required=False,
        widget=forms.TextInput(attrs={"class": "vTextField"}),
        help_text="Name of the new record. The same where the two are namesakes.",
    )

    def __init__(self, offered: OfferedArticles, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offered = offered
        self.fields["articles"] = forms.MultipleChoiceField(
            required=False, choices=[(article.public_id, str(article)) for article in offered.ticked]
        )

    def clean(self) -> dict[str, Any]:
        """Something is ticked, or all goes that the search was seen to find."""
        cleaned = super().clean() or self.cleaned_data
        if self.errors:
            return cleaned
        if cleaned["everything"]:
            if not self.offered.may_all_be_taken:
                self.add_error("articles", "All can be taken together of a search alone that finds not too many.")
            elif cleaned["seen"] != self.offered.digest:
                self.add_error("articles", "The search finds other articles now than it did. Look again.")
        elif not self.offered.ticked:
            self.add_error("articles", "Tick the articles that speak of the other one.")
        elif self.offered.are_too_many:
            self.add_error("articles", TOO_MANY)
        return cleaned

    def chosen(self) -> list[Article]:
        """The articles that go."""
        if not self.cleaned_data["everything"]:
            return self.offered.ticked
        return list({article.pk: article for article in (*self.offered.ticked, *self.offered.found)}.values())


class Splittable(admin.ModelAdmin):
    """Adds the page "split" to the admin of people or organisations."""

    def get_urls(self) -> list[URLPattern]:
        """The admin's own addresses and the split's."""
        view = self.admin_site.admin_view(self.split_view)
        return [path("<int:pk>/split/", view, name=f"corpus_{self.opts.model_name}_split"), *super().get_urls()]

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """The page, with the way to the split for those who may."""
        entity = context["original"]
        if entity is not None and entity.stands and request.user.has_perm("corpus.add_merge"):
            context["split_url"] = reverse(f"admin:corpus_{self.opts.model_name}_split", args=[entity.pk])
        return super().render_change_form(request, context, *args, **kwargs)

    def split_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Ask which articles speak of the other one, and split."""
        if not request.user.has_perm("corpus.add_merge"):
            raise PermissionDenied
        entity = self.get_object(request, str(pk))
        if entity is None:
            raise Http404("no such record")
        if not entity.stands:
            messages.error(request, f"“{entity}” does not stand: there is nothing to split.")
            return HttpResponseRedirect(page_of(entity))
        offered = OfferedArticles(request, entity)
        if offered.is_looked_at or request.method != "POST":
            if offered.are_too_many:
                messages.warning(request, TOO_MANY)
            kept = ("name", "reason", *(["everything"] if "page" in request.POST else []))
            typed = {name: request.POST[name] for name in kept if name in request.POST}
            form = SplitForm(offered, initial={"name": entity.name, **typed})
        else:
            form = SplitForm(offered, request.POST)
        if form.is_valid():
            given, chosen = form.cleaned_data, form.chosen()
            # A name that was left as it is, is not one that an editor chose.
            name = "" if given["name"] == entity.name else given["name"]
            try:
                new = split(entity, chosen, user=request.user, name=name, reason=given["reason"])
            except ServiceError as refusal:
                form.add_error(refusal.field if refusal.field in form.fields else None, refusal.detail)
            else:
                self.log_change(request, entity, f"Split: {new.public_id}.")
                told = f"“{new}” is a record of its own, with what {len(chosen)} of the articles say."
                messages.success(request, f"{told} Merging it into “{entity}” takes it back.")
                return HttpResponseRedirect(page_of(new))
        title, template = f"Split “{entity}”", "corpus/admin/split.html"
        return decide(self, request, entity, form, title, "Split", template=template, offered=offered)

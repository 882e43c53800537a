"""The page on which an editor splits a record that holds two."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path, reverse

from corpus.admin.base import counted
from corpus.admin.display import day, page_of, shortened
from corpus.admin.merging import ReasonForm, decide
from corpus.models import Affiliation, Article, Entity, Mention, Quotation
from corpus.records import MentionKind
from corpus.services.errors import ServiceError
from corpus.services.naming import MAX_NAME
from corpus.services.split import split

SHOWN_ARTICLES = 200
SHOWN_FORMS = 3  # ways in which an article prints the name, or a role


@dataclass(frozen=True, slots=True)
class Told:
    """What one article prints of the record."""

    article: Article
    url: str
    outlet: str
    day: str
    names: str
    roles: str
    ticked: bool


class SplitForm(ReasonForm):
    """Which articles speak of somebody else, and how the new record is called."""

    name = forms.CharField(
        max_length=MAX_NAME,
        required=False,
        widget=forms.TextInput(attrs={"class": "vTextField"}),
        help_text="Name of the new record. The same where the two are namesakes.",
    )

    def __init__(self, entity: Entity, articles: Sequence[Article], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["articles"] = forms.MultipleChoiceField(
            choices=[(article.public_id, str(article)) for article in articles],
            error_messages={"required": "Tick the articles that speak of the other one."},
        )
        self.fields["name"].initial = entity.name
        self.order_fields(["articles", "name", "reason"])


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
        about = Article.objects.about(entity.pk)
        articles = list(about.select_related("publisher").order_by("-published_at", "-pk")[:SHOWN_ARTICLES])
        form = SplitForm(entity, articles, request.POST if request.method == "POST" else None)
        if request.method == "POST" and form.is_valid():
            given = form.cleaned_data
            ticked = [article for article in articles if article.public_id in set(given["articles"])]
            # A name that was left as it is, is not one that an editor chose.
            name = "" if given["name"] == entity.name else given["name"]
            try:
                new = split(entity, ticked, user=request.user, name=name, reason=given["reason"])
            except ServiceError as refusal:
                form.add_error(refusal.field if refusal.field in form.fields else None, refusal.detail)
            else:
                self.log_change(request, entity, f"Split: {new.public_id}.")
                told = f"“{new}” is a record of its own, with what {len(ticked)} of the articles say."
                messages.success(request, f"{told} Merging it into “{entity}” takes it back.")
                return HttpResponseRedirect(page_of(new))
        total = counted(about)
        shown = {
            "told": what_is_told(entity, articles, form["articles"].value() or []),
            "total": str(total),
            "is_cut": total > SHOWN_ARTICLES,
        }
        return decide(
            self, request, entity, form, f"Split “{entity}”", "Split", template="corpus/admin/split.html", **shown
        )


def what_is_told(entity: Entity, articles: Sequence[Article], ticked: Sequence[str]) -> list[Told]:
    """How each of the articles prints the name, and which role, at a cost that does not grow with their number."""
    texts = [article.current_text_id for article in articles]
    names: defaultdict[int | None, list[str]] = defaultdict(list)
    roles: defaultdict[int | None, list[str]] = defaultdict(list)
    mentions = Mention.objects.live().filter(entity=entity.pk, text__in=texts, kind=MentionKind.NAME)
    for text, words in mentions.values_list("text_id", "words").order_by("text", "start"):
        names[text].append(words)
    stated = Affiliation.objects.live().filter(person=entity.pk, text__in=texts)
    for text, title in stated.values_list("text_id", "title").order_by("text", "start", "pk"):
        roles[text].append(title)
    spoken = Quotation.objects.live().filter(speaker=entity.pk, text__in=texts).exclude(speaker_role="")
    for text, role in spoken.values_list("text_id", "speaker_role").order_by("text", "start"):
        roles[text].append(role)
    return [
        Told(
            article=article,
            url=page_of(article),
            outlet=article.publisher.name if article.publisher else "",
            day=day(article.published_at, article.published_precision),
            names=_few(names[article.current_text_id]),
            roles=_few(roles[article.current_text_id]),
            ticked=article.public_id in ticked,
        )
        for article in articles
    ]


def _few(printed: Sequence[str]) -> str:
    """The different forms in the order in which they are printed, the first few."""
    different: dict[str, str] = {}
    for form in printed:
        different.setdefault(form.casefold(), shortened(form, 80))
    return ", ".join(list(different.values())[:SHOWN_FORMS]) + (" …" if len(different) > SHOWN_FORMS else "")

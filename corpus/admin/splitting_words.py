"""The page on which an editor gives single mentions and quotations of a record to another one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path, reverse

from corpus.admin.display import day, page_of, shortened
from corpus.admin.evidence import in_context, mention_mark, reach
from corpus.admin.merging import ReasonForm, decide
from corpus.admin.widgets import RecordSelect
from corpus.models import Affiliation, Entity, Mention, Organisation, Person, Quotation
from corpus.records import EntityType
from corpus.services.errors import ServiceError
from corpus.services.naming import MAX_NAME
from corpus.services.split import split

SHOWN = 100  # of each, the latest
AROUND = 80


@dataclass(frozen=True, slots=True)
class Row:
    """A mention or a quotation that can be ticked."""

    value: str
    words: str
    article: str
    url: str
    day: str
    ticked: bool


class SplitWordsForm(ReasonForm):
    """What goes, and to whom."""

    name = forms.CharField(
        max_length=MAX_NAME, required=False, label="to a new record called", help_text="Left empty where it is listed."
    )

    def __init__(
        self, entity: Entity, site: admin.AdminSite, mentions: list[str], quotations: list[str], *args: Any, **kw: Any
    ) -> None:
        super().__init__(*args, **kw)
        for name, ids in (("mentions", mentions), ("quotations", quotations)):
            self.fields[name] = forms.MultipleChoiceField(required=False, choices=[(one, one) for one in ids])
        model = Person if entity.type == EntityType.PERSON else Organisation
        relation = Affiliation._meta.get_field(str(entity.type))
        self.fields["into"] = forms.ModelChoiceField(
            model.objects.standing().exclude(pk=entity.pk),
            required=False,
            label="to a record that is there",
            widget=RecordSelect(relation, site),
        )

    def clean(self) -> dict[str, Any]:
        """Something must go, to one record."""
        cleaned = super().clean() or self.cleaned_data
        if not cleaned.get("mentions") and not cleaned.get("quotations"):
            raise forms.ValidationError("Tick what should go.")
        if bool(cleaned.get("into")) == bool(cleaned.get("name")):
            raise forms.ValidationError("Choose the record that it goes to, or name a new one: one of the two.")
        return cleaned


class SplittableByWords(admin.ModelAdmin):
    """Adds the page "split by words" to the admin of people or organisations."""

    def get_urls(self) -> list[URLPattern]:
        """The admin's own addresses and the split's."""
        view = self.admin_site.admin_view(self.split_words_view)
        name = f"corpus_{self.opts.model_name}_split_words"
        return [path("<int:pk>/split/words/", view, name=name), *super().get_urls()]

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """The page, with the way to the split for those who may."""
        entity = context["original"]
        if entity is not None and entity.stands and request.user.has_perm("corpus.add_merge"):
            name = f"admin:corpus_{self.opts.model_name}_split_words"
            context["split_words_url"] = reverse(name, args=[entity.pk])
        return super().render_change_form(request, context, *args, **kwargs)

    def split_words_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Ask which mentions and quotations mean somebody else, and whom."""
        if not request.user.has_perm("corpus.add_merge"):
            raise PermissionDenied
        entity: Any = self.get_object(request, str(pk))
        if entity is None:
            raise Http404("no such record")
        if not entity.stands:
            messages.error(request, f"“{entity}” does not stand: there is nothing to split.")
            return HttpResponseRedirect(page_of(entity))
        mentions, quotations = latest_mentions(entity), latest_quotations(entity)
        ids = [[row.public_id for row in rows] for rows in (mentions, quotations)]
        form = SplitWordsForm(entity, self.admin_site, *ids, request.POST if request.method == "POST" else None)
        if request.method == "POST" and form.is_valid():
            given = form.cleaned_data
            try:
                other = split(
                    entity,
                    user=request.user,
                    mentions=[row for row in mentions if row.public_id in given["mentions"]],
                    quotations=[row for row in quotations if row.public_id in given["quotations"]],
                    into=given["into"],
                    name=given["name"],
                    reason=given["reason"],
                )
            except ServiceError as refusal:
                form.add_error(refusal.field if refusal.field in form.fields else None, refusal.detail)
            else:
                self.log_change(request, entity, f"Split: {other.public_id}.")
                messages.success(request, f"What you ticked belongs to “{other}” now.")
                return HttpResponseRedirect(page_of(other))
        shown = {
            "mention_rows": [_mention(row, entity, form["mentions"].value() or [], request.user) for row in mentions],
            "quotation_rows": [_quotation(row, form["quotations"].value() or []) for row in quotations],
            "most": SHOWN,
            "split_url": reverse(f"admin:corpus_{self.opts.model_name}_split", args=[entity.pk]),
        }
        title = f"Split “{entity}” by single words"
        return decide(self, request, entity, form, title, "Split", template="corpus/admin/split_words.html", **shown)


def latest_mentions(entity: Entity) -> Sequence[Mention]:
    """Live mentions in newest revisions."""
    rows = Mention.objects.live().filter(entity=entity.pk, text__article__removed_at__isnull=True)
    return list(rows.select_related("text__article__publisher").order_by("-pk")[:SHOWN])


def latest_quotations(entity: Entity) -> Sequence[Quotation]:
    """Live quotations of articles that stand."""
    rows = Quotation.objects.live().readable().filter(speaker=entity.pk).select_related("article")
    return list(rows.order_by("-published_at", "-pk")[:SHOWN])


def _mention(row: Mention, entity: Entity, ticked: Sequence[str], user: Any) -> Row:
    row.entity = entity
    article = row.text.article
    return Row(
        value=row.public_id,
        words=in_context(row.text, row.start, row.end, [mention_mark(row)], around=reach(user, article, AROUND)),
        article=shortened(str(article), 80),
        url=f"{page_of(article)}?open={row.public_id}",
        day=day(article.published_at, article.published_precision),
        ticked=row.public_id in ticked,
    )


def _quotation(row: Quotation, ticked: Sequence[str]) -> Row:
    return Row(
        value=row.public_id,
        words=shortened(row.words, 200),
        article=shortened(str(row.article), 80),
        url=f"{page_of(row.article)}?open={row.public_id}#{row.public_id}",
        day=day(row.article.published_at, row.article.published_precision),
        ticked=row.public_id in ticked,
    )

"""Copies of articles: what finds them, what editors ruled, and the form on an article's page that rules."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html, format_html_join

from corpus.admin.base import ReadOnlyAdmin
from corpus.admin.display import NOTHING, link, list_link
from corpus.admin.merging import ReasonForm
from corpus.models import Article, CopyRuling, Fingerprint
from corpus.models.ids import MAX_LENGTH
from corpus.services.errors import ServiceError
from corpus.services.revert import revert
from corpus.services.rule_copy import rule_copy, standing_ruling

NONE, OF, AGAIN = "none", "of", "again"
SHOWN = 20  # copies on the page of their original


class CopyForm(ReasonForm):
    """What the editor rules."""

    verdict = forms.ChoiceField(choices=[(NONE, "no copy"), (OF, "a copy"), (AGAIN, "take the ruling back")])
    original = forms.CharField(max_length=MAX_LENGTH, required=False, label="of the article", help_text="Its id.")


class WithCopies(admin.ModelAdmin):
    """Adds to the page of an article what it copies, its copies, and a form to rule on that."""

    def get_urls(self) -> list[URLPattern]:
        """The admin's own addresses and that of rulings."""
        view = self.admin_site.admin_view
        return [path("<int:pk>/copy/", view(self.copy_view), name="corpus_article_copy"), *super().get_urls()]

    def copy_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Rule what the article copies, and show it again."""
        if not request.user.has_perm("corpus.change_article"):
            raise PermissionDenied
        article = Article.objects.filter(pk=pk).first()
        if article is None:
            raise Http404("no such article")
        form = CopyForm(request.POST if request.method == "POST" else None)
        if form.is_valid():
            try:
                messages.success(request, f"{_carried_out(article, form.cleaned_data, request.user)}.")
            except ServiceError as refusal:
                messages.error(request, f"{refusal.detail}. Nothing was changed.")
        else:
            messages.error(request, "That could not be read as a ruling; rule again.")
        return HttpResponseRedirect(reverse("admin:corpus_article_change", args=[pk]))

    def copy_form(self, request: HttpRequest, article: Article) -> dict[str, Any] | None:
        """What the form needs, for those who may rule."""
        if not request.user.has_perm("corpus.change_article"):
            return None
        ruled = CopyRuling.objects.filter(article=article).exists()
        return {"is_copy": article.copy_of_id is not None, "ruled": ruled}

    @admin.display(description="copy of")
    def copy_link(self, article: Article) -> str:
        """The original, linked, with how much of it is there."""
        if article.copy_of is None:
            return NOTHING
        share, kept = round(100 * (article.copy_share or 0)), round(100 * (article.copy_kept or 0))
        told = f"{article.get_copy_kind_display()}{', retitled' if article.copy_retitled else ''}"
        words = f"{told}; {share} % of its words stand there, {kept} % of the original's stand here"
        return format_html("{} – {}", link(article.copy_of), words)

    @admin.display(description="copies")
    def copies_list(self, article: Article) -> str:
        """The first copies, linked."""
        if not article.copies_count:
            return NOTHING
        rows = article.copies.select_related("publisher").order_by("published_at", "pk")[:SHOWN]
        shown = format_html_join(" · ", "{} ({})", ((link(row), row.publisher or "unknown") for row in rows))
        return format_html("{}: {}", list_link("article", str(article.copies_count), copy_of=article.pk), shown)


def _carried_out(article: Article, given: dict[str, Any], user: Any) -> str:
    """Rule as the form says; gives what was done, in words."""
    how = {"user": user, "reason": given["reason"]}
    if given["verdict"] == AGAIN:
        decision = standing_ruling(article)
        if decision is None:
            raise ServiceError("nothing is ruled about the article")
        revert(decision, **how)
        return "The ruling was taken back"
    if given["verdict"] == NONE:
        rule_copy(article, None, **how)
        return "It counts as no copy"
    original = Article.objects.filter(public_id=given["original"].strip()).first()
    if original is None:
        raise ServiceError("there is no such article to be a copy of")
    rule_copy(article, original, **how)
    return "It counts as a copy"


@admin.register(Fingerprint)
class FingerprintAdmin(ReadOnlyAdmin):
    """Runs of words of articles."""

    list_display = ["key", "article_link", "total"]
    list_select_related = ["article"]
    search_fields = ["=key"]
    search_help_text = "The id of the article, or the exact key."
    id_lookup = "article__public_id"
    ordering = ["-id"]
    sortable_by = ()
    fields = ["key", "article_link", "total", "leads"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Rows with their articles."""
        return super().get_queryset(request).select_related("article")

    @admin.display(description="of")
    def article_link(self, row: Fingerprint) -> str:
        """The article, linked."""
        return link(row.article)


@admin.register(CopyRuling)
class CopyRulingAdmin(ReadOnlyAdmin):
    """What editors ruled; the reasons stand in the log of decisions."""

    list_display = ["article_link", "original_link", "ruled_at"]
    list_select_related = ["article", "original"]
    search_fields = ["article__source_key"]
    search_help_text = "The id of the article, or a part of its source key."
    id_lookup = "article__public_id"
    ordering = ["-id"]
    sortable_by = ()
    fields = ["article_link", "original_link", "ruled_at"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Rows with their articles."""
        return super().get_queryset(request).select_related("article", "original")

    @admin.display(description="article")
    def article_link(self, row: CopyRuling) -> str:
        """The article, linked."""
        return link(row.article)

    @admin.display(description="copy of")
    def original_link(self, row: CopyRuling) -> str:
        """What it copies, linked."""
        return link(row.original) if row.original is not None else "nothing"

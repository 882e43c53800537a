"""What the machine overlooked in an article, added by selecting its words; and what cleaning cut, put back."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from corpus.admin.marking import visible
from corpus.admin.merging import ReasonForm
from corpus.admin.widgets import RecordSelect
from corpus.models import Article, ArticleText, Entity, Quotation, RemovedPassage
from corpus.models.choices import ENTITY_TYPES
from corpus.services.add_mention import add_mention
from corpus.services.add_quotation import add_quotation
from corpus.services.errors import ServiceError
from corpus.services.naming import MAX_NAME
from corpus.services.restore_passage import restore_passage

QUOTATION, MENTION = "quotation", "mention"
LONGEST = 20_000
SHOWN_CUT = 2_000


class MissedForm(ReasonForm):
    """The words, and what they are."""

    what = forms.ChoiceField(
        choices=[(QUOTATION, "a quotation"), (MENTION, "a mention of somebody")],
        widget=forms.RadioSelect,
        initial=QUOTATION,
        label="they are",
    )
    words = forms.CharField(
        max_length=LONGEST,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Exactly as printed. Selecting them in the text fills this in.",
    )
    occurrence = forms.IntegerField(
        min_value=1, initial=1, help_text="Which of the places, where the same words stand more than once."
    )
    start = forms.IntegerField(min_value=0, required=False, widget=forms.HiddenInput)
    revision = forms.IntegerField(widget=forms.HiddenInput)
    who = forms.ModelChoiceField(
        Entity.objects.standing(), required=False, label="who", help_text="Who says it, or whom they mean."
    )
    name = forms.CharField(
        max_length=MAX_NAME, required=False, label="or a new one", help_text="Of a mention: a name that is not listed."
    )
    type = forms.ChoiceField(choices=ENTITY_TYPES, required=False, label="who is a")

    def __init__(self, site: admin.AdminSite, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{**kwargs, "auto_id": "or-missed-%s"})
        widget = RecordSelect(Quotation._meta.get_field("speaker"), site)
        widget.choices = self.fields["who"].choices  # type: ignore[attr-defined]
        self.fields["who"].widget = widget
        self.fields["reason"].widget = forms.TextInput()
        self.order_fields(["words", "occurrence", "what", "who", "name", "type", "reason"])

    def span(self, text: ArticleText) -> tuple[int, int]:
        """Where the words stand. Raises ServiceError where they do not."""
        given = self.cleaned_data
        if given["revision"] != text.revision:
            raise ServiceError("the article has a newer revision: select the words in it again", field="words")
        words = given["words"].replace("\r\n", "\n")
        start = given["start"]
        if start is None or text.body[start : start + len(words)] != words:
            start = -1
            for _ in range(given["occurrence"]):
                start = text.body.find(words, start + 1)
                if start < 0:
                    raise ServiceError("these words do not stand there, or not so often", field="words")
        return start, start + len(words)


class WithMissed(admin.ModelAdmin):
    """Adds to the page of an article what was overlooked or cut by mistake."""

    def get_urls(self) -> list[URLPattern]:
        """The admin's own addresses and those of additions."""
        view = self.admin_site.admin_view
        return [
            path("<int:pk>/add/", view(self.missed_view), name="corpus_article_missed"),
            path("<int:pk>/restore/", view(self.restore_view), name="corpus_article_restore"),
            *super().get_urls(),
        ]

    def missed_form(self, request: HttpRequest, article: Article) -> MissedForm | None:
        """The form for what was overlooked, for those who may add it."""
        if not may_add(request.user):
            return None
        return MissedForm(self.admin_site, initial={"revision": article.revision})

    def missed_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Add a quotation or a mention."""
        article = self._article(request, pk)
        if not may_add(request.user):
            raise PermissionDenied
        form = MissedForm(self.admin_site, request.POST if request.method == "POST" else None)
        back = reverse("admin:corpus_article_change", args=[pk])
        if not form.is_valid():
            for name, problems in form.errors.items():
                messages.error(request, f"{name}: {' '.join(map(str, problems))} Nothing was added.")
            return HttpResponseRedirect(f"{back}#or-missed")
        what = form.cleaned_data["what"]
        if not request.user.has_perm(f"corpus.add_{what}"):
            raise PermissionDenied
        try:
            made = added(article, form, request.user)
        except ServiceError as refusal:
            messages.error(request, f"{refusal.detail}. Nothing was added.")
            return HttpResponseRedirect(f"{back}#or-missed")
        messages.success(request, f"The {what} was added.")
        return HttpResponseRedirect(f"{back}?open={made.public_id}#{made.public_id}")  # type: ignore[attr-defined]

    def restore_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Put a passage back that was cut."""
        article = self._article(request, pk)
        if not request.user.has_perms(["corpus.change_article", "corpus.view_removedpassage"]):
            raise PermissionDenied
        wanted = request.POST.get("passage", "")
        passage = RemovedPassage.objects.filter(pk=wanted).first() if wanted.isdecimal() and len(wanted) < 19 else None
        if passage is None or passage.raw.article_id != article.pk:
            messages.error(request, "There is no such passage any more. Nothing was changed.")
        else:
            try:
                restore_passage(passage, user=request.user, reason=request.POST.get("reason", "")[:2000])
                messages.success(request, "The passage is part of the article again, and was read.")
            except ServiceError as refusal:
                messages.error(request, f"{refusal.detail}. Nothing was changed.")
        return HttpResponseRedirect(reverse("admin:corpus_article_change", args=[pk]))

    def _article(self, request: HttpRequest, pk: int) -> Article:
        if not request.user.has_perm("corpus.view_article"):
            raise PermissionDenied
        article = Article.objects.select_related("current_text").filter(pk=pk).first()
        if article is None or article.current_text is None:
            raise Http404("no such article with words")
        return article


def may_add(user: Any) -> bool:
    """Whether the user may add anything to an article."""
    return any(user.has_perm(f"corpus.add_{what}") for what in (QUOTATION, MENTION))


def added(article: Article, form: MissedForm, user: Any) -> Model:
    """Add what the form says, through its service."""
    text, given = article.current_text, form.cleaned_data
    assert text is not None  # noqa: S101 - the view looked
    start, end = form.span(text)
    how = {"user": user, "reason": given["reason"]}
    if given["what"] == QUOTATION:
        return add_quotation(article, [[start, end]], speaker=given["who"], **how)
    if given["who"] is not None:
        return add_mention(article, [start, end], entity=given["who"], **how)
    return add_mention(article, [start, end], name=given["name"], type=given["type"], **how)


def cut_passages(passages: list[RemovedPassage], may_restore: bool) -> dict[int, SafeString]:
    """What was cut, folded up at the offset where it stood."""
    found: dict[int, SafeString] = {}
    for row in passages:
        words = row.text[:SHOWN_CUT] + (" …" if len(row.text) > SHOWN_CUT else "")
        button = ""
        if may_restore:
            button = format_html(
                ' <button type="submit" form="or-restore" name="passage" value="{}" class="button">Put back</button>',
                row.pk,
            )
        html = format_html(
            '<details class="or-removed"><summary>cut: {}</summary><p dir="auto">{}</p>{}</details>',
            row.get_reason_display(),
            visible(words),
            button,
        )
        found[row.offset] = found.get(row.offset, mark_safe("")) + html
    return found

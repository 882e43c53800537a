"""A record beside the words of its article: what it says, and the decisions about it, without leaving the page."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse

from corpus.admin.display import badge, likelihood, link, moment, page_of, shortened
from corpus.admin.review import page as desk_page
from corpus.admin.review.verdict import CONFIRM, OTHER, REJECT, VerdictForm, decide
from corpus.models import Affiliation, Article, Mention, Quotation
from corpus.models.choices import DECIDED
from corpus.models.ids import IdType
from corpus.services import review, review_affiliation, review_mention
from corpus.services.errors import ServiceError
from corpus.services.mention_fields import seen

AGAIN = "again"
MODELS: dict[str, type[Model]] = {
    IdType.QUOTATION: Quotation,
    IdType.MENTION: Mention,
    IdType.AFFILIATION: Affiliation,
}
NEEDED = {Quotation: "quotation", Mention: "mention", Affiliation: "affiliation"}


class WithRecordsBeside(admin.ModelAdmin):
    """Adds the record beside the text, and its decisions, to the page of an article."""

    def get_urls(self) -> list[URLPattern]:
        """The admin's own addresses and those of the records in the text."""
        view = self.admin_site.admin_view
        return [
            path("<int:pk>/beside/<str:record>/", view(self.beside_view), name="corpus_article_beside"),
            path("<int:pk>/beside/<str:record>/decide/", view(self.beside_decide_view), name="corpus_article_decide"),
            *super().get_urls(),
        ]

    def beside_view(self, request: HttpRequest, pk: int, record: str) -> HttpResponse:
        """The record as a piece of the page."""
        row = self._in_article(request, pk, record)
        return TemplateResponse(request, "corpus/admin/beside.html", {"beside": self.beside(request, row)})

    def beside_decide_view(self, request: HttpRequest, pk: int, record: str) -> HttpResponse:
        """Write the decision, and show the article with the record again."""
        row = self._in_article(request, pk, record)
        if not request.user.has_perm(f"corpus.change_{NEEDED[type(row)]}"):
            raise PermissionDenied
        back = f"{reverse('admin:corpus_article_change', args=[pk])}?open={record}#{record}"
        form = VerdictForm(self.admin_site, request.POST if request.method == "POST" else None)
        if not form.is_valid():
            messages.error(request, "That could not be read as a decision; decide again.")
            return HttpResponseRedirect(back)
        try:
            told = carried_out(row, form.cleaned_data, request.user)
        except ServiceError as refusal:
            messages.error(request, f"{refusal.detail}. Nothing was changed.")
        else:
            messages.success(request, f"{told}.")
        return HttpResponseRedirect(back)

    def _in_article(self, request: HttpRequest, pk: int, record: str) -> Model:
        if not request.user.has_perm("corpus.view_article"):
            raise PermissionDenied
        row = loaded(record)
        if row is None or article_of(row) != pk:
            raise Http404("no such record in the article")
        if not request.user.has_perm(f"corpus.view_{NEEDED[type(row)]}"):
            raise PermissionDenied
        return row

    def opened(self, request: HttpRequest, article: Article) -> dict[str, Any] | None:
        """The record that the address asks for beside the text; None where there is none."""
        row = loaded(request.GET.get("open", ""))
        if row is None or article_of(row) != article.pk:
            return None
        return self.beside(request, row) if request.user.has_perm(f"corpus.view_{NEEDED[type(row)]}") else None

    def beside(self, request: HttpRequest, row: Any) -> dict[str, Any]:
        """What the record says, and which decisions the user may take."""
        quotation = row if isinstance(row, Quotation) else None
        return {
            "record": row,
            "url": page_of(row),
            "what": row._meta.verbose_name,
            "words": shortened(row.title if isinstance(row, Affiliation) else row.words, 300),
            "facts": facts(row),
            "may_decide": request.user.has_perm(f"corpus.change_{NEEDED[type(row)]}"),
            "decided": row.status in DECIDED,
            "choices": desk_page.choices(quotation, "") if quotation else [],
            "kinds": desk_page.kinds(quotation) if quotation else [],
            "takes_other": not isinstance(row, Affiliation),
            "version": getattr(row, "version", 1),
            "seen": seen(row) if isinstance(row, Mention) else "",
            "form": VerdictForm(self.admin_site, auto_id=False),
            "decide_url": reverse("admin:corpus_article_decide", args=[article_of(row), row.public_id]),
        }


def carried_out(row: Model, given: dict[str, Any], user: Any) -> str:
    """Carry the verdict out through the record's service; gives what was done, in words."""
    verdict, how = given["verdict"], {"user": user, "reason": given["reason"]}
    if verdict == AGAIN:
        if isinstance(row, Quotation):
            review.reopen_quotation(row, expected_version=given["version"], **how)
        elif isinstance(row, Affiliation):
            review_affiliation.reopen_affiliation(row, expected_version=given["version"], **how)
        elif isinstance(row, Mention):
            review_mention.reopen_mention(row, expected=given["seen"], **how)
        return "The last decision was taken back"
    if isinstance(row, Quotation):
        return decide(row, given, how | {"expected_version": given["version"]})
    if isinstance(row, Affiliation) and verdict in (CONFIRM, REJECT):
        act = {CONFIRM: review_affiliation.confirm_affiliation, REJECT: review_affiliation.reject_affiliation}[verdict]
        act(row, expected_version=given["version"], **how)
        return f"{verdict.title()}ed"
    if isinstance(row, Mention):
        how["expected"] = given["seen"]
    if isinstance(row, Mention) and verdict in (CONFIRM, REJECT):
        {CONFIRM: review_mention.confirm_mention, REJECT: review_mention.reject_mention}[verdict](row, **how)
        return f"{verdict.title()}ed"
    if isinstance(row, Mention) and verdict == OTHER and given["other"] is not None:
        review_mention.repoint_mention(row, given["other"], **how)
        return f"Now means {given['other']}"
    raise ServiceError("there is no such choice")


def loaded(public_id: str) -> Any:
    """The quotation, mention or affiliation with what is shown of it; None where there is none."""
    model = MODELS.get(public_id.partition("_")[0])
    if model is None or "\x00" in public_id:
        return None
    row = model._default_manager.filter(public_id=public_id)
    if model is Quotation:
        pk = row.values_list("pk", flat=True).first()
        return None if pk is None else desk_page.load(pk)
    return row.select_related("text", *(["entity"] if model is Mention else ["person", "organisation"])).first()


def article_of(row: Any) -> int | None:
    """Key of the article that the record stands in."""
    if isinstance(row, Quotation):
        return row.article_id
    return row.text.article_id if row.text else None


def facts(row: Any) -> list[tuple[str, str]]:
    """What the record says: labels and values."""
    told = [("status", badge(row.status, row.get_status_display())), ("confidence", likelihood(row.confidence))]
    if isinstance(row, Quotation):
        told += [
            ("speaker", link(row.speaker) if row.speaker else row.speaker_text or "nobody yet"),
            ("as printed", row.speaker_text),
            ("role", row.speaker_role),
            ("kind", row.get_kind_display()),
            ("attitude", row.get_attitude_display()),
            ("cue", row.cue),
            ("to", link(row.addressee) if row.addressee else row.addressee_text),
            ("channel", row.get_channel_display()),
            ("said", moment(row.said_at, row.said_precision) if row.said_at else ""),
        ]
    elif isinstance(row, Mention):
        told += [("means", link(row.entity)), ("kind", row.get_kind_display())]
    else:
        told += [
            ("person", link(row.person)),
            ("organisation", link(row.organisation) if row.organisation else ""),
            ("tense", row.get_tense_display()),
            ("from", moment(row.began_at, row.began_precision) if row.began_at else ""),
            ("to", moment(row.ended_at, row.ended_precision) if row.ended_at else ""),
        ]
    return [(label, value) for label, value in told if value]

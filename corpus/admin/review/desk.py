"""The pages of the desk: what comes next, the decision about it, and the way back."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import parse_qsl

from django.contrib import messages
from django.contrib.admin import AdminSite
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.http import urlencode

from corpus.admin.display import page_of, shortened
from corpus.admin.review import page
from corpus.admin.review.queue import Queue, QueueForm
from corpus.admin.review.verdict import VerdictForm, decide
from corpus.models import Decision, Quotation
from corpus.models.choices import Status
from corpus.services.errors import ServiceError
from corpus.services.revert import revert

REMEMBERED = 50  # decisions of a session that can be taken back one after the other
NEED = re.compile("[0-9]{1,4}")
SESSION_KEY = "review_decisions"


def desk_view(request: HttpRequest, site: AdminSite) -> HttpResponse:
    """The next quotation that waits, or the one that the address names."""
    if not request.user.has_perm("corpus.view_quotation"):
        raise PermissionDenied
    form = QueueForm(site, request.GET)
    queue = Queue(form)
    after = _named(request.GET.get("after", ""))
    named = _named(request.GET.get("at", ""))
    pk = named.pk if named else queue.next(after, _need(request.GET.get("from", "")))
    quotation = page.load(pk) if pk is not None else None
    context = {
        **site.each_context(request),
        "title": "Review",
        "queue": queue,
        "filters": form,
        "left": queue.left(),
        "may_decide": request.user.has_perm("corpus.change_quotation"),
        "undoable": len(request.session.get(SESSION_KEY, [])),
        "after": after,
        "desk_url": desk_url(queue.query),
        "queue_fields": parse_qsl(queue.query),
        "form": VerdictForm(site),
    }
    if quotation is not None:
        context |= _shown(quotation, request.GET.get("find", ""), queue, request.user)
    context["media"] = form.media + context["form"].media
    return TemplateResponse(request, "corpus/admin/review.html", context)


def _shown(quotation: Quotation, find: str, queue: Queue, user: Any) -> dict[str, Any]:
    shown = page.choices(quotation, find[:100])
    return {
        "quotation": quotation,
        "waits": quotation.status == Status.EXTRACTED,
        "find": find[:100],
        "choices": shown,
        "passage": page.passage(quotation, shown, user),
        "facts": [(label, value, desk_url(query) if query else "") for label, value, query in page.facts(quotation)],
        "kinds": page.kinds(quotation),
        "reasons": page.reasons(quotation),
        "record_url": page_of(quotation),
        "article_url": f"{page_of(quotation.article)}#{quotation.public_id}",
        "next_url": _behind(queue, quotation, quotation.review_priority),
    }


def decide_view(request: HttpRequest, site: AdminSite) -> HttpResponse:
    """Write the decision, and show the next quotation."""
    if not request.user.has_perm("corpus.change_quotation"):
        raise PermissionDenied
    queue = Queue(QueueForm(site, request.GET))
    form = VerdictForm(site, request.POST if request.method == "POST" else None)
    quotation = _named(request.POST.get("quotation", ""))
    if not form.is_valid() or quotation is None:
        messages.error(request, "That could not be read as a decision; decide again.")
        return HttpResponseRedirect(desk_url(queue.query))
    given = form.cleaned_data
    how = {"user": request.user, "reason": given["reason"], "expected_version": given["version"]}
    need = quotation.review_priority
    try:
        told = decide(quotation, given, how)
    except ServiceError as refusal:
        messages.error(request, f"{refusal.detail}. Nothing was changed.")
        return HttpResponseRedirect(desk_url(queue.query, at=quotation.public_id))
    _remember(request, quotation)
    messages.success(request, f"{told}: “{shortened(quotation.words, 60)}”")
    return HttpResponseRedirect(_behind(queue, quotation, need))


def undo_view(request: HttpRequest, site: AdminSite) -> HttpResponse:
    """Take back the last decision of this session, and show its quotation again."""
    if not request.user.has_perm("corpus.change_quotation"):
        raise PermissionDenied
    queue = Queue(QueueForm(site, request.GET))
    taken: list[int] = request.session.get(SESSION_KEY, [])
    if request.method != "POST" or not taken:
        messages.info(request, "There is no decision of yours to take back.")
        return HttpResponseRedirect(desk_url(queue.query))
    *rest, last = taken
    request.session[SESSION_KEY] = rest
    decision = Decision.objects.filter(pk=last, decided_by=request.user.pk).first()
    if decision is None:
        messages.info(request, "There is no decision of yours to take back.")
        return HttpResponseRedirect(desk_url(queue.query))
    try:
        revert(decision, user=request.user, reason="taken back at the review desk")
    except ServiceError as refusal:
        messages.error(request, f"{refusal.detail}. Nothing was changed.")
    else:
        messages.success(request, "Taken back.")
    return HttpResponseRedirect(desk_url(queue.query, at=decision.record))


def _remember(request: HttpRequest, quotation: Quotation) -> None:
    decision = Decision.objects.filter(record=quotation.public_id, decided_by=request.user.pk).order_by("-pk").first()
    if decision is not None:
        request.session[SESSION_KEY] = [*request.session.get(SESSION_KEY, []), decision.pk][-REMEMBERED:]


def desk_url(query: str, **more: str) -> str:
    """Address of the desk under the filters."""
    return f"{reverse('admin:review')}?{'&'.join(filter(None, [query, urlencode(more)]))}".rstrip("?")


def _behind(queue: Queue, quotation: Quotation, need: int) -> str:
    """Address of what comes behind the quotation, which had that need."""
    return desk_url(queue.query, after=quotation.public_id, **{"from": str(need)})


def _need(text: str) -> int | None:
    return int(text) if NEED.fullmatch(text) else None


def _named(public_id: str) -> Quotation | None:
    if not public_id or "\x00" in public_id:
        return None
    return Quotation.objects.filter(public_id=public_id).first()

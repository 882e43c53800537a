"""What the first page tells: what waits for an editor, what came in, who is quoted, and what failed."""

from __future__ import annotations

from typing import Any

from django.contrib.admin import AdminSite
from django.db.models import Model
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from corpus.admin.base import AtLeast, counted
from corpus.admin.display import link, plural
from corpus.models import DuplicatePair, Job, Person, Proposal, Quotation
from corpus.models.activity import Activity, activity
from corpus.models.choices import DECIDED

MOST_QUOTED = 8
LAST_JOBS = 5
WIDTH, HEIGHT, FOOT = 600, 120, 16


def dashboard(request: HttpRequest, site: AdminSite) -> dict[str, Any]:
    """What the user may see of it. Every count stops at a limit."""

    def sees(model: type[Model]) -> bool:
        return site._registry[model].has_view_permission(request)

    waiting = counted(Quotation.objects.waiting()) if sees(Quotation) else None
    shown: dict[str, Any] = {
        "waits": list(_waits(sees, waiting)),
        "may_import": request.user.has_perm("corpus.add_article"),
    }
    if waiting is not None:
        found = activity()
        shown |= {"activity": found, "drawing": draw(found), "reviewed": reviewed(waiting)}
    if sees(Person):
        people = Person.objects.standing().filter(quotation_count__gt=0).order_by("-quotation_count", "-pk")
        shown["most_quoted"] = [(link(one), one.quotation_count) for one in people[:MOST_QUOTED]]
    if sees(Job):
        shown["jobs"] = list(Job.objects.select_related("created_by").order_by("-pk")[:LAST_JOBS])
    return shown


def _waits(sees: Any, waiting: int | None) -> Any:
    """What an editor can do next: number, what, where."""
    if waiting is not None:
        yield str(waiting), f"{plural('quotation', waiting)} to review", reverse("admin:review")
    if sees(DuplicatePair):
        pairs = counted(DuplicatePair.objects.open())
        url = f"{reverse('admin:corpus_duplicatepair_changelist')}?state=open"
        yield str(pairs), f"{plural('pair', pairs)} that may be one record", url
    if sees(Proposal):
        proposals = counted(Proposal.objects.open().readable())
        url = f"{reverse('admin:corpus_proposal_changelist')}?state__exact=open"
        yield str(proposals), f"{plural('proposal', proposals)} to decide", url


def reviewed(waiting: int) -> dict[str, Any]:
    """How many quotations an editor has decided, and of how many."""
    decided = counted(Quotation.objects.filter(status__in=DECIDED))
    exact = not isinstance(decided, AtLeast) and not isinstance(waiting, AtLeast)
    total = decided + waiting
    return {
        "decided": str(decided),
        "total": f"{total}" if exact else f"{total}+",
        "share": decided / total if total and exact else None,
    }


def draw(found: Activity) -> SafeString | str:
    """Two bars a day. The table that folds out below says the same."""
    if not found.days:
        return ""
    most = max(max(day.articles, day.quotations) for day in found.days) or 1
    step = WIDTH / len(found.days)
    scale = (HEIGHT - FOOT) / most

    def bar(css: str, at: float, number: int) -> tuple[str, str, str, str, str]:
        height = number * scale
        return css, f"{at:.1f}", f"{HEIGHT - FOOT - height:.1f}", f"{step * 0.4:.1f}", f"{height:.1f}"

    bars = [
        one
        for i, day in enumerate(found.days)
        for one in (
            bar("quotations", i * step, day.quotations),
            bar("articles", i * step + step * 0.4, day.articles),
        )
    ]
    ends = [(0, "start", found.days[0].day), (WIDTH, "end", found.days[-1].day)]
    return format_html(
        '<svg class="or-days" viewBox="0 0 {} {}" role="img" aria-label="Articles and quotations by day, from {} to {};'
        ' at most {} a day">{}{}</svg>',
        WIDTH,
        HEIGHT,
        found.days[0].day,
        found.days[-1].day,
        most,
        format_html_join("", '<rect class="or-days__{}" x="{}" y="{}" width="{}" height="{}"/>', bars),
        format_html_join(
            "",
            '<text x="{}" y="{}" text-anchor="{}">{}</text>',
            ((x, HEIGHT - 3, anchor, f"{day.day} {day:%b %Y}") for x, anchor, day in ends),
        ),
    )

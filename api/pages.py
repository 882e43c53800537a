"""Pages for people: how they are answered, the one at the root of the site, and its icon."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from api.v1.problems import root_of
from corpus.models import Article, Entity, Quotation
from corpus.records import EntityType
from corpus.services.statistics import Estimate, estimate

# What these pages load lies on this server, in files: nothing in them is run because it stands in the page.
CONTENT_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)


def page(request: HttpRequest, name: str, context: Mapping[str, Any] | None = None) -> HttpResponse:
    """A page of HTML; ``name`` is its template's, and its own among the ways at its head."""
    response = render(request, f"on_record/{name}.html", {"here": name, "base": root_of(request), **(context or {})})
    response["Content-Security-Policy"] = CONTENT_POLICY
    return response


def counted() -> list[tuple[str, str, Estimate]]:
    """What there is, with the route that lists it, at a cost that does not grow with the corpus."""
    people = Entity.objects.standing()
    return [
        ("articles", "article-list", estimate(Article.objects.readable())),
        ("quotations", "quotation-list", estimate(Quotation.objects.live().readable())),
        ("people", "person-list", estimate(people.filter(type=EntityType.PERSON.value))),
        ("organisations", "organisation-list", estimate(people.filter(type=EntityType.ORGANISATION.value))),
    ]


@require_safe
def landing(request: HttpRequest) -> HttpResponse:
    """What this is, how much is in it, a query to try, and where to go."""
    shown = settings.PUBLIC_READ or request.user.is_authenticated
    counts = counted() if shown else []
    return page(request, "landing", {"counts": counts, "filled": bool(counts) and counts[0][2].value > 0})


def locked(request: HttpRequest, response: HttpResponse, credentials: Mapping[str, Any] | None) -> HttpResponse:
    """429: too many wrong passwords; says when to try again, and not whether there is such an account."""
    wait: timedelta = settings.AXES_COOLOFF_TIME
    answer = page(request, "locked", {"minutes": max(1, round(wait.total_seconds() / 60))})
    answer.status_code = 429
    answer["Retry-After"] = str(int(wait.total_seconds()))
    answer["Cache-Control"] = "no-store"
    return answer


@cache_control(public=True, max_age=24 * 60 * 60)
@require_safe
def favicon(request: HttpRequest) -> HttpResponse:
    """The sign of the site, where browsers look for it unasked."""
    return render(request, "on_record/favicon.svg", content_type="image/svg+xml")

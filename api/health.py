"""Is it up, is it ready, what has it done, and the page and the icon at the root of the site."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.db.models import Count
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.http import require_safe
from prometheus_client import CONTENT_TYPE_LATEST, REGISTRY, CollectorRegistry, generate_latest, multiprocess

from corpus.models import Article, Entity, Quotation
from corpus.records import EntityType


@never_cache
@require_safe
def live(request: HttpRequest) -> JsonResponse:
    """The process answers."""
    return JsonResponse({"status": "ok"})


@never_cache
@require_safe
def ready(request: HttpRequest) -> JsonResponse:
    """The database answers and has all migrations; 503 else."""
    checks = {"database": "ok", "migrations": "ok"}
    try:
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            checks["migrations"] = "missing: run manage.py migrate"
    except DatabaseError:
        checks = {"database": "does not answer", "migrations": "unknown"}
    good = set(checks.values()) == {"ok"}
    return JsonResponse({"status": "ok" if good else "unavailable", "checks": checks}, status=200 if good else 503)


@never_cache
@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """Counters in the text format of Prometheus; of all processes where they share a folder for that."""
    registry = REGISTRY
    if settings.PROMETHEUS_MULTIPROC_DIR:
        registry = CollectorRegistry()
        collector: Any = multiprocess.MultiProcessCollector
        collector(registry, settings.PROMETHEUS_MULTIPROC_DIR)
    return HttpResponse(generate_latest(registry), content_type=CONTENT_TYPE_LATEST)


@require_safe
def landing(request: HttpRequest) -> HttpResponse:
    """What this is, how much is in it, and where to go."""
    entities = dict(Entity.objects.standing().order_by().values_list("type").annotate(n=Count("pk")))
    counts = {
        "articles": Article.objects.readable().count(),
        "quotations": Quotation.objects.live().readable().count(),
        "people": entities.get(EntityType.PERSON.value, 0),
        "organisations": entities.get(EntityType.ORGANISATION.value, 0),
    }
    shown = settings.PUBLIC_READ or request.user.is_authenticated
    return render(request, "on_record/landing.html", {"counts": counts if shown else None})


@cache_control(public=True, max_age=24 * 60 * 60)
@require_safe
def favicon(request: HttpRequest) -> HttpResponse:
    """The sign of the site, where browsers look for it unasked."""
    return render(request, "on_record/favicon.svg", content_type="image/svg+xml")

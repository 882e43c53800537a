"""Is it up, is it ready, what has it done."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from prometheus_client import CONTENT_TYPE_LATEST, REGISTRY, CollectorRegistry, generate_latest, multiprocess

from api import replicas
from api.measures import FleetCollector


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
    # Without its replicas the server answers all the same.
    checks |= {name: "does not answer" if behind is None else "ok" for name, behind in replicas.lag().items()}
    return JsonResponse({"status": "ok" if good else "unavailable", "checks": checks}, status=200 if good else 503)


@never_cache
@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """Counters for Prometheus, of all processes where they share a folder, and how the work of all machines stands."""
    registry = REGISTRY
    if settings.PROMETHEUS_MULTIPROC_DIR:
        registry = CollectorRegistry()
        collector: Any = multiprocess.MultiProcessCollector
        collector(registry, settings.PROMETHEUS_MULTIPROC_DIR)
    fleet = CollectorRegistry()
    fleet.register(FleetCollector())
    fleet.register(replicas.ReplicaCollector())
    try:
        work = generate_latest(fleet)
    except DatabaseError:
        work = b""  # what the processes count is told without the database too
    return HttpResponse(generate_latest(registry) + work, content_type=CONTENT_TYPE_LATEST)

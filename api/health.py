"""Is it up, is it ready, what has it done."""

from __future__ import annotations

import re
from typing import Any

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.crypto import constant_time_compare
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from prometheus_client import CONTENT_TYPE_LATEST, REGISTRY, CollectorRegistry, generate_latest, multiprocess

from api import failures, replicas
from api.kept import Kept
from api.measures import FleetCollector, in_time
from corpus.models.limits import TooSlow

UNKNOWN = "unknown"
BEARER = re.compile(r"bearer +(\S+) *", re.IGNORECASE)


@never_cache
@require_safe
def live(request: HttpRequest) -> JsonResponse:
    """The process answers."""
    return JsonResponse({"status": "ok"})


def _migrations() -> str:
    """Whether the database has all migrations: to find out takes far longer than an answer of the database."""
    try:
        with in_time():
            executor = MigrationExecutor(connection)
            missing = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except (DatabaseError, TooSlow):
        return UNKNOWN
    return "missing: run manage.py migrate" if missing else "ok"


MIGRATIONS = Kept(_migrations, otherwise=UNKNOWN)


def _answers() -> bool:
    try:
        with in_time(), connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except (DatabaseError, TooSlow):
        return False
    return True


@never_cache
@require_safe
def ready(request: HttpRequest) -> JsonResponse:
    """The database answers and has all migrations, as known for some seconds; 503 else."""
    migrations = MIGRATIONS.get() if _answers() else UNKNOWN
    checks = {"database": "does not answer" if migrations == UNKNOWN else "ok", "migrations": migrations}
    good = set(checks.values()) == {"ok"}
    # Without its replicas the server answers all the same.
    checks |= {name: "does not answer" if behind is None else "ok" for name, behind in replicas.lag().items()}
    return JsonResponse({"status": "ok" if good else "unavailable", "checks": checks}, status=200 if good else 503)


@never_cache
@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """Counters for Prometheus, of all processes where they share a folder, and how the work of all machines stands.

    With METRICS_TOKEN for who sends it alone; without, for everybody where everybody reads.
    """
    if refused := _refused(request):
        return refused
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


def _refused(request: HttpRequest) -> HttpResponse | None:
    """Why the metrics are not told; None where they are. Counts of what waits are for those who may read, or more."""
    token = settings.METRICS_TOKEN
    if not token:
        if settings.PUBLIC_READ:
            return None
        detail = "Where reading is closed, METRICS_TOKEN has to be set, and sent as 'Authorization: Bearer ...'."
        return failures.problem(request, 403, "forbidden", detail)
    given = BEARER.fullmatch(request.headers.get("Authorization", ""))
    if given is not None and constant_time_compare(given[1], token):
        return None
    answer = failures.problem(request, 401, "not_authenticated", "The metrics need 'Authorization: Bearer ...'.")
    answer["WWW-Authenticate"] = "Bearer"
    return answer

"""Which database answers a request: a replica those that only read, the primary all others.

What is said here of a request holds for the thread that answers it. Commands, tasks, workers and the admin say nothing
and read the primary, as does whatever happens in a transaction there.
"""

from __future__ import annotations

import logging
import time
import zlib
from collections.abc import Callable, Iterator
from contextvars import ContextVar
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.core.checks import CheckMessage, Warning, register
from django.db import DEFAULT_DB_ALIAS, DatabaseError, InterfaceError, OperationalError, connections
from django.http import HttpRequest, HttpResponse
from prometheus_client import Metric
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector
from rest_framework.throttling import BaseThrottle

from api.databases import REPLICA

logger = logging.getLogger(__name__)

SAFE = ("GET", "HEAD", "OPTIONS")
AWAY_SECONDS = 5.0  # a replica that has failed is not asked for so long
CONFLICT = (
    "40001"  # what is read was changed by what the replica had to replay; the next statement may well be answered
)
_asked: ContextVar[str] = ContextVar("asked", default=DEFAULT_DB_ALIAS)
_away: dict[str, float] = {}  # until when, by time.monotonic


class ReplicaRouter:
    """Django's question: where to read, where to write."""

    def db_for_read(self, model: Any, **hints: Any) -> str:
        """What the request was given, outside of transactions that may have written."""
        alias = _asked.get()
        return alias if not connections[DEFAULT_DB_ALIAS].in_atomic_block else DEFAULT_DB_ALIAS

    def db_for_write(self, model: Any, **hints: Any) -> str:
        """Always the primary."""
        return DEFAULT_DB_ALIAS

    def allow_relation(self, one: Any, other: Any, **hints: Any) -> bool | None:
        """All hold the same rows."""
        return True

    def allow_migrate(self, db: str, app_label: str, **hints: Any) -> bool | None:
        """Replicas get their tables from the primary."""
        return False if db.startswith(REPLICA) else None


class ReplicaMiddleware:
    """Every request begins at the primary; who has written stays there for a while."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        _asked.set(DEFAULT_DB_ALIAS)
        response = self.get_response(request)
        if request.method not in SAFE and _asked.get() == DEFAULT_DB_ALIAS:
            user = getattr(request, "user", None)
            if user is not None and user.is_authenticated:
                cache.set(_key(user.pk), True, settings.DATABASE_REPLICA_STICKY_SECONDS)
        # What is streamed is still being read: the next request of the thread begins anew.
        if not response.streaming:
            _asked.set(DEFAULT_DB_ALIAS)
        return response


def choose(request: Any) -> None:
    """Let a replica answer the request, unless its account has just written, or no replica can.

    A client is given the same replica each time, so that it never sees an older state than before.
    """
    if len(connections.settings) == 1:
        return
    names = [alias for alias in connections.settings if alias.startswith(REPLICA)]
    user = request.user
    who = user.pk if user is not None and user.is_authenticated else None
    if not names or (who is not None and cache.get(_key(who))):
        return
    first = zlib.crc32(str(who or BaseThrottle().get_ident(request)).encode())
    for offset in range(len(names)):
        alias = names[(first + offset) % len(names)]
        if _away.get(alias, 0.0) > time.monotonic():
            continue
        try:
            connections[alias].ensure_connection()
        except DatabaseError as error:
            _leave(alias, error)
            continue
        _asked.set(alias)
        return


def left(error: Exception) -> bool:
    """Whether a replica has failed the request, so that the primary is to answer it: it is asked from now on."""
    alias = _asked.get()
    if alias == DEFAULT_DB_ALIAS or not isinstance(error, OperationalError | InterfaceError):
        return False
    if getattr(error.__cause__, "sqlstate", None) != CONFLICT:
        _leave(alias, error)
        connections[alias].close()
    _asked.set(DEFAULT_DB_ALIAS)
    return True


def lag() -> dict[str, float | None]:
    """Seconds that each replica is behind; None where it does not answer. One that has replayed all is not behind."""
    behind = (
        "SELECT CASE WHEN pg_last_wal_receive_lsn() = pg_last_wal_replay_lsn() THEN 0 "
        "ELSE COALESCE(EXTRACT(EPOCH FROM now() - pg_last_xact_replay_timestamp()), 0) END"
    )
    found: dict[str, float | None] = {}
    for alias in connections.settings:
        if alias.startswith(REPLICA):
            try:
                with connections[alias].cursor() as cursor:
                    cursor.execute(behind)
                    found[alias] = float(cursor.fetchone()[0])
            except DatabaseError:
                found[alias] = None
    return found


class ReplicaCollector(Collector):
    """What /metrics tells of the replicas."""

    def collect(self) -> Iterator[Metric]:
        """Whether each answers, and how far it is behind."""
        up = GaugeMetricFamily("database_replica_up", "Whether the replica answers.", labels=["replica"])
        behind = GaugeMetricFamily(
            "database_replica_lag_seconds", "Seconds since the last change that it has replayed.", labels=["replica"]
        )
        for name, seconds in lag().items():
            up.add_metric([name], float(seconds is not None))
            if seconds is not None:
                behind.add_metric([name], seconds)
        if up.samples:
            yield from (up, behind)


def _leave(alias: str, error: Exception) -> None:
    logger.warning("%s does not answer, the primary does: %s", alias, error)
    _away[alias] = time.monotonic() + AWAY_SECONDS


def _key(account: Any) -> str:
    return f"wrote:{account}"


@register("caches")
def one_cache_for_all(app_configs: Any, **options: Any) -> list[CheckMessage]:
    """Who has written must be known to every process that answers."""
    local = "locmem" in settings.CACHES["default"]["BACKEND"].lower()
    if len(settings.DATABASES) == 1 or not local:
        return []
    detail = "DATABASE_REPLICA_URLS without a CACHE_URL that processes share"
    hint = "With several server processes a client may not see at once what it wrote; set CACHE_URL=redis://..."
    return [Warning(detail, hint=hint, id="on_record.W001")]

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
from django.db import DEFAULT_DB_ALIAS, Error, InterfaceError, OperationalError, connections
from django.http import HttpRequest, HttpResponse
from prometheus_client import Metric
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector
from rest_framework.throttling import BaseThrottle

from api.databases import REPLICA
from corpus.models import limits

logger = logging.getLogger(__name__)

SAFE = ("GET", "HEAD", "OPTIONS")
AWAY_SECONDS = 5.0  # a replica that has failed is not asked for so long
REMEMBERED_SECONDS = 3600  # how long it is known up to where an account has written
# What is read was changed by what the replica had to replay; the next statement may well be answered.
CONFLICT = "40001"
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
    """Every request begins at the primary; who has written stays there for a while.

    It stands before all that may read, so that nothing is read where the last request of the thread was.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        _asked.set(DEFAULT_DB_ALIAS)
        response = self.get_response(request)
        if request.method not in SAFE and _asked.get() == DEFAULT_DB_ALIAS:
            user = getattr(request, "user", None)
            if user is not None and user.is_authenticated:
                _remember(user.pk)
        # What is streamed is still being read: the next request of the thread begins anew.
        if not response.streaming:
            _asked.set(DEFAULT_DB_ALIAS)
        return response


def choose(request: Any) -> None:
    """Let a replica answer the request, unless its account has just written, or no replica can.

    A client is given the same replica each time, so that its pages follow one another, and one that has what its
    account wrote last.
    """
    names = _names()
    if not names:
        return
    user = request.user
    who = user.pk if user is not None and user.is_authenticated else None
    just, written = _written(who) if who is not None else (False, None)
    if just:
        return
    first = zlib.crc32(str(who or BaseThrottle().get_ident(request)).encode())
    for offset in range(len(names)):
        alias = names[(first + offset) % len(names)]
        if _answers(alias, written):
            _asked.set(alias)
            return


def left(error: Exception) -> bool:
    """Whether a replica has failed the request, so that the primary is to answer it: it is asked from now on."""
    alias = _asked.get()
    if alias == DEFAULT_DB_ALIAS or not isinstance(error, OperationalError | InterfaceError):
        return False
    if limits.was_stopped(error):
        return False  # it took too long, as it would anywhere
    if getattr(error.__cause__, "sqlstate", None) != CONFLICT:
        _leave(alias, error)
        connections[alias].close()
    _asked.set(DEFAULT_DB_ALIAS)
    return True


def lag() -> dict[str, float | None]:
    """Seconds that each replica is behind; None where it does not answer. One that has replayed all is not behind.

    What the replica has received would not do: one that is cut off from the primary has replayed all of that.
    """
    names = _names()
    position = _position() if names else None
    behind = (
        "SELECT CASE WHEN pg_last_wal_replay_lsn() >= %s::pg_lsn THEN 0 ELSE "
        "EXTRACT(EPOCH FROM now() - COALESCE(pg_last_xact_replay_timestamp(), pg_postmaster_start_time())) END"
    )
    found: dict[str, float | None] = {}
    for alias in names:
        try:
            with connections[alias].cursor() as cursor:
                cursor.execute(behind, [position])
                found[alias] = float(cursor.fetchone()[0])
        except Error:
            found[alias] = None
    return found


class ReplicaCollector(Collector):
    """What /metrics tells of the replicas."""

    def collect(self) -> Iterator[Metric]:
        """Whether each answers, and how far it is behind."""
        up = GaugeMetricFamily("database_replica_up", "Whether the replica answers.", labels=["replica"])
        behind = GaugeMetricFamily(
            "database_replica_lag_seconds", "Seconds that the replica is behind the primary.", labels=["replica"]
        )
        for name, seconds in lag().items():
            up.add_metric([name], float(seconds is not None))
            if seconds is not None:
                behind.add_metric([name], seconds)
        if up.samples:
            yield from (up, behind)


def _names() -> list[str]:
    """The replicas that there are."""
    return [alias for alias in connections.settings if alias.startswith(REPLICA)]


def _answers(alias: str, written: str | None) -> bool:
    """Whether the replica takes connections, and has replayed what was written."""
    until = _away.get(alias)
    connection = connections[alias]
    if until is not None:
        if until > time.monotonic():
            return False
        # One request tries; the others need not wait for it. What was open before is no sign.
        _away[alias] = time.monotonic() + AWAY_SECONDS
        connection.close()
    try:
        connection.ensure_connection()
        if written is None:
            replayed = True
        else:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_last_wal_replay_lsn() >= %s::pg_lsn", [written])
                replayed = bool(cursor.fetchone()[0])
    except Error as error:
        _leave(alias, error)
        connection.close()
        return False
    _away.pop(alias, None)
    return replayed


def _leave(alias: str, error: Exception) -> None:
    logger.warning("%s does not answer, the primary does: %s", alias, error)
    _away[alias] = time.monotonic() + AWAY_SECONDS


def _position() -> str | None:
    """Up to where the primary's log is written; None where it does not say."""
    try:
        with connections[DEFAULT_DB_ALIAS].cursor() as cursor:
            cursor.execute("SELECT pg_current_wal_lsn()::text")
            return str(cursor.fetchone()[0])
    except Error:
        return None


def _remember(account: Any) -> None:
    """Note that the account has written, and up to where. A cache that fails must not take the site down."""
    try:
        cache.set(_just(account), True, settings.DATABASE_REPLICA_STICKY_SECONDS)
        cache.set(_upto(account), _position(), REMEMBERED_SECONDS)
    except Exception:
        logger.warning("what has been written may be seen late: the cache does not answer", exc_info=True)


def _written(account: Any) -> tuple[bool, str | None]:
    """Whether the account has just written, and up to where; where the cache does not answer, it may have."""
    try:
        found = cache.get_many([_just(account), _upto(account)])
    except Exception:
        logger.warning("accounts are answered by the primary: the cache does not answer", exc_info=True)
        return True, None
    return _just(account) in found, found.get(_upto(account))


def _just(account: Any) -> str:
    return f"wrote:{account}"


def _upto(account: Any) -> str:
    return f"wrote-up-to:{account}"


@register("caches")
def one_cache_for_all(app_configs: Any, **options: Any) -> list[CheckMessage]:
    """Who has written must be known to every process that answers."""
    local = "locmem" in settings.CACHES["default"]["BACKEND"].lower()
    if len(settings.DATABASES) == 1 or not local:
        return []
    detail = "DATABASE_REPLICA_URLS without a CACHE_URL that processes share"
    hint = "With several server processes a client may not see at once what it wrote; set CACHE_URL=redis://..."
    return [Warning(detail, hint=hint, id="on_record.W001")]

"""How the work of all machines stands, told from the database: any machine that reaches it can ask."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Min, Q, Sum
from django.utils import timezone

from corpus.models import (
    Job,
    RawDocument,
    Run,
    RunChunk,
    RunDocument,
    Source,
    SourceEntry,
    Subscription,
    SubscriptionEvent,
)
from corpus.models.choices import ChunkState, EntryState, EventState, RawState, RunState, SourceState, SubscriptionState
from corpus.models.run import MOST_STRIKES
from corpus.records import Outcome

RATED = timedelta(minutes=5)
SHOWN = 20  # documents that were set aside, the latest first
LAPSED = "lapsed"  # leased to one that gives no sign of life


def status() -> dict[str, Any]:
    """Runs, who works at what, how fast, and what waits or was set aside."""
    now = timezone.now()
    runs = [run_status(run, now) for run in Run.objects.filter(state__in=[RunState.FILLING, RunState.RUNNING])]
    aside = RunDocument.objects.filter(strikes__gte=MOST_STRIKES)
    return {
        "runs": runs,
        "documents": documents(runs),
        "documents_per_minute": {step: round(sum(run["per_minute"][step] for run in runs), 1) for step in STEPS},
        "leases": [_lease(chunk, now) for chunk in _leased()],
        "pending": RawDocument.objects.filter(state=RawState.PENDING).count(),
        "jobs": Job.objects.open().count(),
        "sources": sources(),
        "subscriptions": subscriptions(),
        "set_aside": aside.count(),
        "latest_set_aside": [
            {
                "run": row.run.public_id,
                "source": row.raw.source if row.raw else row.article.source_key if row.article else "",
                "reason": row.reason or "a worker has not come to it yet",
            }
            for row in aside.select_related("run", "raw", "article").order_by("-pk")[:SHOWN]
        ],
    }


STEPS = ("read", "stored")


def sources() -> dict[str, int]:
    """Sources that are watched, how many of them fail now, and what was asked of all so far."""
    active = Q(state=SourceState.ACTIVE)
    told = Source.objects.aggregate(
        active=Count("pk", filter=active),
        paused=Count("pk", filter=~active),
        failing=Count("pk", filter=active & Q(failures__gt=0)),
        polls=Sum("polls", default=0),
        unchanged_polls=Sum("unchanged_polls", default=0),
        failed_polls=Sum("failed_polls", default=0),
    )
    waiting = SourceEntry.objects.filter(state__in=[EntryState.WAITING, EntryState.KEPT])
    return {**told, "entries_waiting": waiting.count()}


def subscriptions() -> dict[str, float]:
    """Subscriptions, their events that wait or were given up, and for how many seconds the oldest change waits."""
    active = Q(state=SubscriptionState.ACTIVE)
    told = Subscription.objects.aggregate(active=Count("pk", filter=active), paused=Count("pk", filter=~active))
    waiting = Q(state=EventState.WAITING)
    events = SubscriptionEvent.objects.filter(state__in=[EventState.WAITING, EventState.DEAD]).aggregate(
        waiting=Count("pk", filter=waiting), dead=Count("pk", filter=~waiting), oldest=Min("at", filter=waiting)
    )
    oldest = events.pop("oldest")
    seconds = 0.0 if oldest is None else max(0.0, (timezone.now() - oldest).total_seconds())
    return {**told, **events, "oldest_waiting_seconds": round(seconds, 1)}


def documents(runs: list[dict[str, Any]]) -> dict[str, int]:
    """Documents of all runs that are open, by how far they are."""
    return {name: sum(run["documents"][name] for run in runs) for name in ("waiting", "read", "stored", "failed")}


def run_status(run: Run, now: datetime) -> dict[str, Any]:
    """How far a run is, how fast it goes and how long its present step will take."""
    read = run.chunks.aggregate(n=Sum("read"))["n"] or 0
    failed = run.documents.filter(outcome=Outcome.FAILED).count()
    per_minute = {"read": _rate(run, "read_at", now), "stored": _rate(run, "done_at", now)}
    unread = run.to_read - read
    step, left = ("read", unread) if unread > 0 else ("stored", run.total - run.done)
    return {
        "id": run.public_id,
        "kind": run.kind,
        "state": run.state,
        "extractor": run.extractor,
        "total": run.total,
        "documents": {
            "waiting": max(0, unread),
            "read": max(0, run.total - run.done - max(0, unread)),
            "stored": run.done - failed,
            "failed": failed,
        },
        "chunks": chunk_states(run, now),
        "per_minute": {name: round(rate, 1) for name, rate in per_minute.items()},
        "step": step,
        "seconds_left": round(left * 60 / per_minute[step]) if left and per_minute[step] else None,
        "writer": run.writer or None,
        "age_seconds": round((now - run.created_at).total_seconds()),
    }


def _rate(run: Run, column: str, now: datetime) -> float:
    """Documents a minute, since the first one of the last five minutes: what has just begun is not made little."""
    lately = run.documents.filter(**{f"{column}__gte": now - RATED}).aggregate(n=Count("pk"), first=Min(column))
    if not lately["n"]:
        return 0.0
    return lately["n"] * 60 / max(1.0, (now - lately["first"]).total_seconds())


def chunk_states(run: Run, now: datetime) -> dict[str, int]:
    """Chunks of the run by state; those of workers that gave no sign of life apart."""
    counts = dict(run.chunks.values_list("state").annotate(n=Count("pk")).order_by())
    lapsed = run.chunks.filter(state=ChunkState.LEASED, leased_until__lt=now).count()
    states = {state.value: counts.get(state.value, 0) for state in ChunkState}
    return states | {ChunkState.LEASED.value: states[ChunkState.LEASED.value] - lapsed, LAPSED: lapsed}


def _leased() -> Any:
    rows = RunChunk.objects.filter(run__state=RunState.RUNNING, state=ChunkState.LEASED)
    return rows.select_related("run").order_by("leased_at")


def _lease(chunk: RunChunk, now: datetime) -> dict[str, Any]:
    assert chunk.leased_at is not None  # noqa: S101 - asked for by its state
    assert chunk.leased_until is not None  # noqa: S101 - the database holds it
    return {
        "run": chunk.run.public_id,
        "chunk": chunk.position,
        "worker": chunk.worker,
        "read": chunk.read,
        "total": chunk.total,
        "age_seconds": round((now - chunk.leased_at).total_seconds()),
        "lapsed": chunk.leased_until < now,
    }

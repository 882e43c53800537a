"""What /metrics tells of the work of all machines, read from the database every few seconds at most."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import nullcontext
from typing import Any

from django.conf import settings
from django.db import DatabaseError
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily
from prometheus_client.metrics_core import Metric
from prometheus_client.registry import Collector

from api.kept import Kept
from corpus.models.limits import TooSlow, time_limit
from corpus.services.fleet import status

logger = logging.getLogger(__name__)


def in_time() -> Any:
    """A context in which the database has the time of a request that reads."""
    seconds = settings.STATEMENT_TIMEOUT_SECONDS
    return time_limit(seconds) if seconds else nullcontext()


def _status() -> dict[str, Any] | None:
    try:
        with in_time():
            return status()
    except (DatabaseError, TooSlow) as error:
        logger.warning("/metrics leaves out what the database counts: %s", error)
        return None


# None: the database did not answer, or not in time.
STATUS: Kept[dict[str, Any] | None] = Kept(_status, otherwise=None)


class FleetCollector(Collector):
    """Gauges of the open runs, of sources that are watched and of subscriptions."""

    def collect(self) -> Iterator[Metric]:
        """The figures of the last few seconds; none where the database did not tell."""
        told = STATUS.get()
        if told is None:
            return
        yield _family("on_record_documents", "Documents of open runs.", "state", told["documents"])
        chunks: dict[str, float] = dict.fromkeys(("waiting", "leased", "lapsed", "read"), 0)
        for run in told["runs"]:
            for state, number in run["chunks"].items():
                chunks[state] += number
        yield _family("on_record_chunks", "Chunks of open runs.", "state", chunks)
        rates = told["documents_per_minute"]
        yield _family("on_record_documents_per_minute", "Documents a minute, lately.", "step", rates)
        sources = told["sources"]
        states = {name: sources[name] for name in ("active", "paused", "failing")}
        yield _family("on_record_sources", "Sources that are watched; failing ones are active too.", "state", states)
        for name, says in (("polls", "Polls of sources."), ("failed_polls", "Polls of sources that failed.")):
            yield CounterMetricFamily(f"on_record_source_{name}", says, value=sources[name])
        alerts = told["subscriptions"]
        states = {name: alerts[name] for name in ("active", "paused")}
        yield _family("on_record_subscriptions", "Subscriptions.", "state", states)
        events = {name: alerts[name] for name in ("waiting", "dead")}
        yield _family("on_record_subscription_events", "Events to be sent, and given up.", "state", events)
        for name, says, value in (
            (
                "on_record_subscription_oldest_waiting_seconds",
                "Since the oldest change that a receiver is still to be told of.",
                alerts["oldest_waiting_seconds"],
            ),
            ("on_record_source_entries_waiting", "Entries of sources that wait.", sources["entries_waiting"]),
            ("on_record_runs", "Runs that are open.", len(told["runs"])),
            ("on_record_raw_documents_pending", "Raw documents that wait.", told["pending"]),
            ("on_record_jobs", "Jobs that wait or run.", told["jobs"]),
            ("on_record_documents_set_aside", "Documents that killed their workers.", told["set_aside"]),
        ):
            yield GaugeMetricFamily(name, says, value=value)


def _family(name: str, says: str, label: str, values: dict[str, Any]) -> GaugeMetricFamily:
    family = GaugeMetricFamily(name, says, labels=[label])
    for key, value in values.items():
        family.add_metric([key], value)
    return family

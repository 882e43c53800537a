"""Thin wrappers that workers run."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

from celery import shared_task
from django.db import DatabaseError, InterfaceError, OperationalError, connection
from kombu.exceptions import OperationalError as BrokerError

from corpus.models import Run
from corpus.services import read_chunk as reading
from corpus.services import runs
from corpus.services import store_run as storing
from corpus.services.compare import compare_all
from corpus.services.jobs import run_next_job
from corpus.services.keep_table import forget_tables

# A database or a broker that does not answer is tried again, later and later.
AGAIN: dict[str, Any] = {
    "autoretry_for": (OperationalError, InterfaceError, BrokerError),
    "retry_backoff": True,
    "retry_backoff_max": 300,
    "retry_jitter": True,
    "max_retries": 10,
}
log = logging.getLogger(__name__)


def run_jobs(stopping: Callable[[], bool] = lambda: False) -> int:
    """Carry out the jobs that wait, until none does or the worker is stopping. Gives how many were done.

    Then the people and organisations that came with them, or with single requests, are compared with the known ones.
    Tables that were uploaded and not confirmed in their time go first.
    """
    done = 0
    forget_tables()
    while not stopping() and run_next_job(stopping):
        done += 1
    if not stopping():
        compare_all()
    return done


@shared_task(name="corpus.read_chunk", **AGAIN)
def read_chunk(pk: int) -> None:
    """Read a chunk; whoever reads the last one of a run sees to it that it is stored."""
    run = reading.read_chunk(pk)
    if run is not None and runs.is_read(run):
        tell(Run(pk=run))


# Acknowledged early: a broker gives up on a message that is held for as long as storing a large run may take. When the
# writer dies, whoever looks after the run sends another.
@shared_task(name="corpus.store_run", acks_late=False, **AGAIN)
def store_run(pk: int) -> None:
    """Store a run that is read."""
    storing.store_run(pk)


def tell(run: Run | None = None) -> None:
    """Send a message about all work that nobody attends to, of one run or of all."""
    work = runs.unattended(run)
    for pk in work.chunks:
        read_chunk.delay(pk)
    for pk in work.runs:
        store_run.delay(pk)


@shared_task(name="corpus.look_after")
def look_after() -> None:
    """What every worker does now and then beside its work; nothing of it may end the worker."""
    try:
        tell()
    except (DatabaseError, BrokerError):
        log.exception("could not look for work that was left; trying again later")
    finally:
        connection.close()

"""Give work to the fleet and wait for it; without a broker this process does it, by the same tasks."""

from __future__ import annotations

import time
from collections.abc import Callable

from celery import current_app
from django.core.management.base import CommandError, OutputWrapper
from django.db.models import Sum
from kombu.exceptions import OperationalError as BrokerError

from corpus.models import Run
from corpus.models.choices import RunState
from corpus.services.runs import break_off
from corpus.tasks import tell

PAUSE = 0.5  # seconds between two looks
BROKEN_OFF = 130  # what a shell expects of a command that Ctrl-C ended


def check_broker(tell_user: OutputWrapper) -> None:
    """Refuse before anything is kept where the broker does not answer; say so where there is none."""
    if current_app.conf.task_always_eager:
        tell_user.write("There is no broker (CELERY_BROKER_URL): this process does the work itself.")
        return
    try:
        with current_app.connection_for_write() as broker:
            broker.ensure_connection(max_retries=1, timeout=5)
    except (BrokerError, OSError) as error:
        raise CommandError(f"the broker of CELERY_BROKER_URL does not answer: {error}") from error


def carry_out(run: Run, on_progress: Callable[[int, int], None], tell_user: OutputWrapper) -> None:
    """Send the run's work and wait until it is stored; what a dead worker leaves is sent again.

    Ctrl-C ends the waiting alone; without a broker it ends the run, since nobody else works at it.
    """
    try:
        while True:
            try:
                tell(run)
            except BrokerError as error:
                # What waits is in the database: sent when the broker is back.
                tell_user.write(f"the broker does not answer, trying again: {error}")
            run.refresh_from_db()
            read = run.chunks.aggregate(n=Sum("read"))["n"] or 0
            # A document counts half when it is read, and whole when it is stored.
            on_progress(run.done + max(0, read - run.done) // 2, run.total)
            if run.state == RunState.FAILED:
                raise CommandError(f"{run} failed: {run.reason}")
            if run.state == RunState.DONE:
                return
            time.sleep(PAUSE)
    except KeyboardInterrupt:
        if current_app.conf.task_always_eager:
            break_off(run)
            raise CommandError(
                f"{run} is broken off; what is stored stands, and the same command again goes on with the rest",
                returncode=BROKEN_OFF,
            ) from None
        raise CommandError(
            f"no longer waiting; {run} goes on, and manage.py status tells how far it is", returncode=BROKEN_OFF
        ) from None

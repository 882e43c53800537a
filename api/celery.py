"""The workers of a fleet: ``celery -A api worker``. docs/operations.md tells how they share the work."""

from __future__ import annotations

import os
import sys
from typing import Any

from celery import Celery, bootsteps

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "api.settings")

app = Celery("on-record")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks(["corpus"])


class Sweep(bootsteps.StartStopStep):
    """Every worker looks now and then for work whose message was lost with the worker that had it."""

    requires = {"celery.worker.components:Timer"}

    def __init__(self, parent: Any, **options: Any) -> None:
        if app.conf.task_always_eager:
            sys.exit("A worker of a fleet needs a broker: set CELERY_BROKER_URL.")
        super().__init__(parent, **options)
        self.timed: Any = None

    def start(self, parent: Any) -> None:
        """Look at once, and then as often as leases end."""
        from django.conf import settings

        task = app.tasks["corpus.look_after"]
        self.timed = parent.timer.call_repeatedly(settings.LEASE_SECONDS, task, ())
        parent.timer.call_after(1.0, task, ())

    def stop(self, parent: Any) -> None:
        """Look no more."""
        if self.timed is not None:
            self.timed.cancel()


app.steps["worker"].add(Sweep)

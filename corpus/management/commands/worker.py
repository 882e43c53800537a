"""``manage.py worker``: carries out jobs that wait in the database."""

from __future__ import annotations

import logging
import signal
import threading
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.db import DatabaseError, close_old_connections, connection

from corpus.management.checked import CHECKED
from corpus.tasks import run_jobs

log = logging.getLogger(__name__)


class Command(BaseCommand):
    """Runs until SIGTERM or SIGINT, and finishes the job at hand first."""

    help = "Carry out the jobs that requests leave behind."
    requires_system_checks = CHECKED

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The command's own options."""
        parser.add_argument("--once", action="store_true", help="end when no job waits")
        parser.add_argument(
            "--poll", type=float, default=1.0, metavar="SECONDS", help="pause between looks (default 1)"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Run it."""
        stop = threading.Event()
        if not options["once"]:
            for number in (signal.SIGTERM, signal.SIGINT):
                signal.signal(number, lambda *_: stop.set())
        while True:
            try:
                run_jobs(stop.is_set)
            except Exception as error:  # the job was given back: it is tried again, and given up in the end
                if options["once"]:
                    raise
                # The database may be gone for a while, or not migrated yet: what waits keeps waiting.
                is_gone = isinstance(error, DatabaseError)
                told = "the database does not answer" if is_gone else "a job failed"
                log.exception("%s; the worker tries again", told)
                if is_gone:
                    connection.close()
            if options["once"] or stop.wait(options["poll"]):
                return
            close_old_connections()

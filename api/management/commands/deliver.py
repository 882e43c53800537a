"""``manage.py deliver``: sends subscribers what changed."""

from __future__ import annotations

import json
import logging
import signal
import threading
import time
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.db import DatabaseError, close_old_connections, connection

from api.alerts.worker import Deliverer
from corpus.management.checked import CHECKED
from corpus.services.deliveries import forget_done

CLEAN_SECONDS = 3600.0  # between two looks at what is old
log = logging.getLogger(__name__)


class Command(BaseCommand):
    """Runs until SIGTERM or SIGINT, and finishes the request at hand first."""

    help = "Send the changes that subscriptions ask for to their receivers."
    requires_system_checks = CHECKED

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The command's own options."""
        parser.add_argument("--once", action="store_true", help="end when nothing is to be sent now")
        parser.add_argument(
            "--poll", type=float, default=2.0, metavar="SECONDS", help="pause between looks (default 2)"
        )
        parser.add_argument("--json", action="store_true", help="print one object with the counts and nothing else")

    def handle(self, *args: Any, **options: Any) -> None:
        """Run it."""
        stop = threading.Event()
        if not options["once"]:
            for number in (signal.SIGTERM, signal.SIGINT):
                signal.signal(number, lambda *_: stop.set())
        deliverer = Deliverer(stop.is_set)
        cleaned = -CLEAN_SECONDS
        while not stop.is_set():
            try:
                if time.monotonic() - cleaned >= CLEAN_SECONDS:
                    forget_done()
                    cleaned = time.monotonic()
                if deliverer.turn():
                    continue
            except DatabaseError:  # gone for a while, or not migrated yet: what waits keeps waiting
                if options["once"]:
                    raise
                log.exception("the database does not answer; the worker tries again")
                connection.close()
            if options["once"] or stop.wait(options["poll"]):
                break
            close_old_connections()
        counts = deliverer.counts
        shown = ", ".join(f"{name} {number}" for name, number in counts.items())
        self.stdout.write(json.dumps(counts) if options["json"] else shown)

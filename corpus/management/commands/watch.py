"""``manage.py watch``: polls sources and ingests what is new in them."""

from __future__ import annotations

import json
import logging
import signal
import sys
import threading
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, close_old_connections, connection

from corpus.management.checked import CHECKED
from corpus.management.commands.ingest import as_dict
from corpus.models import Source
from corpus.services.errors import ServiceError
from corpus.services.sources import INTERVAL, add_source, poll_now
from corpus.services.watch import Seen, Watch

LOOK = 2.0  # seconds between two looks at what is due
log = logging.getLogger(__name__)


class Command(BaseCommand):
    """Runs until SIGTERM or SIGINT, and finishes the request at hand first."""

    help = "Poll feeds and sitemaps (RSS, Atom, sitemaps and their indexes) and ingest what is new in them."
    requires_system_checks = CHECKED

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The command's own options."""
        parser.add_argument("urls", nargs="*", metavar="URL", help="sources to poll; none: all that are watched")
        parser.add_argument("--once", action="store_true", help="end when nothing is due; a URL is polled at once")
        parser.add_argument("--add", metavar="URL", help="watch a source from now on, and end")
        parser.add_argument("--publisher", default="", metavar="NAME", help="with --add: name of the outlet")
        parser.add_argument(
            "--interval", type=int, metavar="SECONDS", help=f"with --add: seconds between two polls ({INTERVAL})"
        )
        parser.add_argument("--json", action="store_true", help="print one object with the counts and nothing else")

    def handle(self, *args: Any, **options: Any) -> None:
        """Run it."""
        if options["add"] is not None:
            self._add(options)
            return
        if options["publisher"] or options["interval"] is not None:
            raise CommandError("watch: --publisher and --interval go with --add", returncode=2)
        only = self._named(options["urls"], at_once=options["once"])
        stop = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stop.set())
        watch = Watch(stop)
        while not stop.is_set():
            try:
                if watch.turn(only):
                    continue
            except DatabaseError:  # gone for a while: what is due stays due
                if options["once"]:
                    raise
                log.exception("the database does not answer; the watcher tries again")
                connection.close()
            if options["once"] or stop.wait(LOOK):
                break
            close_old_connections()
        self._tell(watch.seen, options["json"])
        if options["once"] and watch.seen.tally.failures:
            sys.exit(1)

    def _add(self, options: dict[str, Any]) -> None:
        if options["urls"] or options["once"]:
            raise CommandError("watch: --add adds a source and polls none: it takes no URL beside it", returncode=2)
        interval = INTERVAL if options["interval"] is None else options["interval"]
        try:
            source = add_source(options["add"], publisher=options["publisher"], interval=interval)
        except ServiceError as error:
            raise CommandError(f"watch: {error.field}: {error.detail}", returncode=2) from None
        told = {"added": source.url, "publisher": source.publisher, "interval": source.interval}
        self.stdout.write(
            json.dumps(told) if options["json"] else f"watching {source.url} every {source.interval} seconds"
        )

    def _named(self, urls: list[str], *, at_once: bool) -> list[int] | None:
        """The keys of the sources that are named; None for all."""
        if not urls:
            return None
        found = {source.url: source for source in Source.objects.filter(url__in=urls)}
        for url in urls:
            if url not in found:
                raise CommandError(f"watch: {url} is not watched; --add {url} adds it", returncode=2)
            if at_once:
                try:
                    poll_now(found[url])
                except ServiceError as error:
                    raise CommandError(f"watch: {error.detail}", returncode=2) from None
        return [source.pk for source in found.values()]

    def _tell(self, seen: Seen, as_json: bool) -> None:
        counts = as_dict(seen.tally)
        if as_json:
            polls = {"polls": seen.polls, "unchanged_polls": seen.unchanged_polls, "failed_polls": seen.failed_polls}
            self.stdout.write(json.dumps(polls | counts, ensure_ascii=False))
            return
        shown = ", ".join(f"{name} {number}" for name, number in counts.items() if name != "failures")
        self.stdout.write(f"polls {seen.polls}, unchanged {seen.unchanged_polls}, failed {seen.failed_polls}; {shown}")
        for failure in seen.tally.failures:
            self.stderr.write(f"  {failure.source}: {failure.reason}")

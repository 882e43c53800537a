"""``manage.py extract``: run or re-run extraction over what is stored."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from collections.abc import Callable
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from corpus.management.arguments import version
from corpus.management.arguments import workers as at_least_one
from corpus.management.checked import CHECKED
from corpus.management.distributed import carry_out, check_broker
from corpus.management.progress import progress_bar
from corpus.management.stopped import told_in_a_line
from corpus.models import Run
from corpus.records import Outcome, Tally
from corpus.services.ingest import distribute_pending, ingest_pending
from corpus.services.reextract import articles_to_read, reextract
from corpus.services.runs import count, distribute_articles

GO_ON = "what is stored stands, and the same command again reads what is left"


class Command(BaseCommand):
    """Ids stay, what people decided stays, what is no longer found is withdrawn."""

    help = "Run or re-run extraction over stored articles."
    requires_system_checks = CHECKED

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The command's own options."""
        which = parser.add_mutually_exclusive_group()
        which.add_argument(
            "--pending", action="store_true", help="what waits: raw documents and unread articles (default)"
        )
        which.add_argument("--all", action="store_true", help="all articles")
        which.add_argument(
            "--since",
            type=version,
            metavar="V",
            help="articles last read by an extractor older than V (reader-2.3); the rules are older than any reader",
        )
        parser.add_argument("--workers", type=at_least_one, default=1, help="processes that read (default 1)")
        parser.add_argument(
            "--distribute", action="store_true", help="let the workers of the broker read, on any machine"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Run it."""
        workers = max(1, options["workers"])
        distribute: bool = options["distribute"]
        if distribute and workers > 1:
            raise CommandError("extract: --distribute takes no --workers: as many read as were started", returncode=2)
        if distribute:
            check_broker(self.stderr)
        with told_in_a_line(GO_ON), progress_bar("articles") as on_progress:
            tallies = []
            if not options["all"] and not options["since"]:
                if distribute:
                    tallies.append(self._waited_for(distribute_pending(), on_progress))
                else:
                    tallies.append(ingest_pending(workers=workers, on_progress=on_progress))
            ids = articles_to_read(everything=options["all"], since=options["since"] or "")
            if distribute:
                tallies.append(self._waited_for(distribute_articles(ids), on_progress))
            else:
                tallies.append(reextract(ids, workers=workers, on_progress=on_progress))
        for tally in tallies:
            for failure in tally.failures:
                self.stderr.write(f"  {failure.source}: {failure.reason}")
        counts = {outcome: sum(tally.counts[outcome] for tally in tallies) for outcome in Outcome}
        self.stdout.write(", ".join(f"{outcome} {n}" for outcome, n in counts.items() if n) or "nothing to do")
        if counts[Outcome.FAILED]:
            sys.exit(1)

    def _waited_for(self, run: Run, on_progress: Callable[[int, int], None]) -> Tally:
        carry_out(run, on_progress, self.stderr)
        return count(run)

"""manage.py rebuild_search: index every article and quotation anew."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from corpus.management.checked import CHECKED
from corpus.search import AT_ONCE, coverage, is_current, rebuild
from corpus.services.writing import one_writer


class Command(BaseCommand):
    """Rebuild the full-text index, or say how complete it is."""

    help = "Index every article and quotation anew for full-text search; others may read and write meanwhile."
    requires_system_checks = CHECKED

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the options."""
        parser.add_argument("--batch", type=int, default=AT_ONCE, help=f"records a transaction (default {AT_ONCE})")
        parser.add_argument("--check", action="store_true", help="change nothing; exit 1 where the index is incomplete")

    def handle(self, *args: Any, **options: Any) -> None:
        """Rebuild, or check."""
        if options["batch"] < 1:
            raise CommandError("--batch must be at least 1.")
        if not options["check"]:
            self._rebuild(options["batch"])
        faulty = False
        for name, found in coverage().items():
            faulty = faulty or bool(found.missing or found.stray)
            self.stdout.write(f"{name}: {found.indexed} indexed, {found.missing} missing, {found.stray} stray")
        if faulty:
            raise CommandError("The search index is incomplete; manage.py rebuild_search makes it anew.")
        if not is_current():
            raise CommandError("The search index is an older version's; manage.py rebuild_search makes it anew.")

    def _rebuild(self, batch: int) -> None:
        with tqdm(unit="record", disable=not sys.stderr.isatty()) as bar:

            def show(done: int, total: int) -> None:
                bar.total = total
                bar.update(done - bar.n)

            rebuild(batch, show, turn=one_writer)

"""``manage.py resolve``: compare the records of the corpus, merge what is one, propose what may be."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from corpus.management.progress import progress_bar
from corpus.services.compare import compare_all


class Command(BaseCommand):
    """Incremental and resumable: what was compared is not compared again until it changes its name."""

    help = (
        "Tell people and organisations apart over the whole corpus: merge records that are one, propose doubtful ones."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The command's own options."""
        parser.add_argument(
            "--all", action="store_true", help="compare all records again, not only the new and the newly named"
        )
        parser.add_argument("--json", action="store_true", help="print one object with the counts and nothing else")

    def handle(self, *args: Any, **options: Any) -> None:
        """Run it."""
        with progress_bar("records", shown=not options["json"]) as on_progress:
            done = compare_all(everything=options["all"], on_progress=on_progress)
        if options["json"]:
            self.stdout.write(json.dumps({"compared": done.records, "merged": done.merged, "doubtful": done.doubtful}))
            return
        self.stdout.write(f"compared {done.records}, merged {done.merged}, doubtful {done.doubtful}")

"""``manage.py load FOLDER``: a dump into an empty database."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from corpus.management.checked import CHECKED
from corpus.management.progress import progress_bar
from corpus.services.dumped import DumpError
from corpus.services.load import load


class Command(BaseCommand):
    """Checks the files, writes all rows or none, and reads them back. Exit status 1 when nothing was loaded."""

    help = "Fill an empty database, which is migrated, from a folder that manage.py dump made."
    requires_system_checks = CHECKED

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the options."""
        parser.add_argument("folder", type=Path, metavar="FOLDER", help="the folder that dump made")
        parser.add_argument("--json", action="store_true", help="print one object and nothing else")

    def handle(self, *args: Any, **options: Any) -> None:
        """Run it."""
        try:
            with progress_bar("rows", shown=not options["json"]) as on_progress:
                manifest = load(options["folder"], on_progress)
        except DumpError as error:
            raise CommandError(f"Nothing was loaded. {error}") from error
        rows = {file.table: file.rows for file in manifest.files}
        if options["json"]:
            told = {"made_at": manifest.made_at, "cursor": manifest.cursor, "rows": rows}
            self.stdout.write(json.dumps(told, ensure_ascii=False))
            return
        self.stdout.write(
            f"{sum(rows.values()):,} rows of {len(rows)} tables loaded and read back; the search index is made"
        )

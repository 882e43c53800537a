"""``manage.py dump FOLDER``: the corpus as files."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from corpus.management.checked import CHECKED
from corpus.management.progress import progress_bar
from corpus.services.dump import dump
from corpus.services.dumped import ENDINGS, DumpError


class Command(BaseCommand):
    """Reads one state of the database while others write. Exit status 1, and no folder, when it fails."""

    help = "Write the corpus to a folder, a table a file, as NDJSON or Parquet, with a manifest of checksums."
    requires_system_checks = CHECKED

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the options."""
        parser.add_argument("folder", type=Path, metavar="FOLDER", help="the folder to make; it must not be there")
        parser.add_argument("--format", choices=[*ENDINGS, "both"], default="ndjson", help="ndjson unless named")
        parser.add_argument("--json", action="store_true", help="print the manifest as one object and nothing else")

    def handle(self, *args: Any, **options: Any) -> None:
        """Run it."""
        formats = list(ENDINGS) if options["format"] == "both" else [options["format"]]
        try:
            with progress_bar("rows", shown=not options["json"]) as on_progress:
                manifest = dump(options["folder"], formats, on_progress=on_progress)
        except DumpError as error:
            raise CommandError(f"Nothing was dumped. {error}") from error
        if options["json"]:
            self.stdout.write(json.dumps({"folder": str(options["folder"]), **asdict(manifest)}, ensure_ascii=False))
            return
        for file in manifest.files:
            self.stdout.write(f"{file.name}: {file.rows:,} rows, {file.bytes:,} bytes")
        self.stdout.write(f"{options['folder']}: complete; the feed of changes goes on at since={manifest.cursor}")

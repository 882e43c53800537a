"""``manage.py backup PATH``: the whole database in one file."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from corpus.management.checked import CHECKED
from corpus.services.backup import BackupError, backup


class Command(BaseCommand):
    """Copies the database while others read and write it."""

    help = "Copy the database to a file: SQLite as a database, PostgreSQL as an archive for pg_restore."
    requires_system_checks = CHECKED

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the options."""
        parser.add_argument("path", type=Path, metavar="PATH", help="the file to write")
        parser.add_argument("--force", action="store_true", help="write over a file that is there")

    def handle(self, *args: Any, **options: Any) -> None:
        """Run it."""
        try:
            size = backup(options["path"], force=options["force"])
        except BackupError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{options['path']}: {size:,} bytes, checked")

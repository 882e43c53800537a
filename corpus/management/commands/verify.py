"""``manage.py verify``: does the database hold what the design promises?"""

from __future__ import annotations

import sys
from contextlib import nullcontext
from typing import Any

from django.core.management.base import BaseCommand
from django.db import DEFAULT_DB_ALIAS, connection

from corpus.management.checked import CHECKED
from corpus.services.rows import snapshot
from corpus.services.verify import verify


class Command(BaseCommand):
    """Prints each broken promise. Exit status 1 when there is one."""

    help = "Check spans against texts, counts, revisions and merges."
    requires_system_checks = CHECKED

    def handle(self, *args: Any, **options: Any) -> None:
        """Run it."""
        broken = 0
        # What others write meanwhile would look like broken promises; who is in a transaction keeps to it.
        with nullcontext() if connection.in_atomic_block else snapshot(DEFAULT_DB_ALIAS):
            for line in verify():
                self.stdout.write(line)
                broken += 1
        self.stdout.write(f"{broken} broken" if broken else "all promises hold")
        if broken:
            sys.exit(1)

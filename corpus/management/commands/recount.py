"""``manage.py recount``: every counter anew."""

from __future__ import annotations

import sys
from typing import Any

from django.core.management.base import BaseCommand
from tqdm import tqdm

from corpus.management.checked import CHECKED
from corpus.models import Entity
from corpus.services.recount import recount_all


class Command(BaseCommand):
    """Sets counters that have drifted to what is true: `manage.py verify` tells of them."""

    help = "Count again who is quoted and mentioned how often, and the quotations of articles and months."
    requires_system_checks = CHECKED

    def handle(self, *args: Any, **options: Any) -> None:
        """Run it."""
        number = Entity.objects.count()
        with tqdm(total=number, unit="record", disable=not sys.stderr.isatty()) as bar:
            recount_all(bar.update)
        self.stdout.write(f"{number:,} people and organisations counted again, and quotations by month")

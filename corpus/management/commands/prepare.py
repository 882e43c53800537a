"""``manage.py prepare``: what ``make run`` needs before the port opens."""

from __future__ import annotations

from fcntl import LOCK_EX, flock
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand

from corpus import search
from corpus.management.checked import CHECKED
from corpus.management.demo import demo_is_wanted, load_demo
from corpus.management.progress import progress_bar
from corpus.models import Utterance
from corpus.records import Outcome
from corpus.services import copies
from corpus.services.recount import gather_sayings
from corpus.services.writing import one_writer


class Command(BaseCommand):
    """Migrates the database, gathers the static files, and loads the demo corpus where nothing else came in yet."""

    help = "Prepare the database, the static files and the demo corpus."
    requires_system_checks = CHECKED

    def handle(self, *args: Any, **options: Any) -> None:
        """Run it."""
        self.stdout.write("preparing the database ...")
        call_command("migrate", verbosity=0)
        Path(settings.STATIC_ROOT).parent.mkdir(parents=True, exist_ok=True)
        # Two at once would take each other's files away.
        with Path(settings.STATIC_ROOT).with_suffix(".lock").open("w") as lock:
            flock(lock, LOCK_EX)
            call_command("collectstatic", interactive=False, verbosity=0)
        fixtures = settings.BASE_DIR / "fixtures"
        if not demo_is_wanted(fixtures):
            if not search.is_current():
                self.stdout.write("bringing the search index up to date ...")
                search.rebuild(turn=one_writer)
            if not Utterance.objects.are_counted():
                self.stdout.write("gathering the wordings of what was said ...")
                gather_sayings()
            if not copies.are_linked():
                self.stdout.write("looking for copies among the articles ...")
                copies.relink_all()
            return
        self.stdout.write("loading the demo corpus ...")
        with progress_bar("articles") as on_progress:
            tally = load_demo(fixtures, on_progress)
        self.stdout.write(", ".join(f"{outcome} {n}" for outcome, n in tally.counts.items() if n))
        for failure in tally.failures:
            self.stderr.write(f"  {failure.source}: {failure.reason}")
        if tally.counts[Outcome.FAILED]:
            raise SystemExit(1)

"""``manage.py ingest PATH...``: raw articles in, structure stored."""

from __future__ import annotations

import json
import os
import sys
from argparse import ArgumentParser
from collections.abc import Mapping
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from corpus.ingest import Declared, Format, IngestError, parse_date
from corpus.management.arguments import workers as at_least_one
from corpus.management.checked import CHECKED
from corpus.management.distributed import carry_out, check_broker
from corpus.management.progress import progress_bar
from corpus.management.stopped import told_in_a_line
from corpus.records import Outcome, Tally
from corpus.services.ingest import distribute_documents, distribute_pending, ingest_documents, ingest_pending
from corpus.services.runs import count

DRY_RUN = "A dry run is one transaction: until it ends, nobody else can write to the database."
GO_ON = "what is kept waits for `manage.py ingest --pending`, and the same command again reads the rest too"
NOT_WITH_PENDING = ("--publisher", "--published", "--format", "--key-from", "--dry-run")
REPORTED = (Outcome.CREATED, Outcome.UPDATED, Outcome.UNCHANGED, Outcome.DUPLICATE, Outcome.FAILED)


class Command(BaseCommand):
    """Stores the raw bytes, extracts, stores the structure; ends with counts. Exit status 1 when something failed."""

    help = "Ingest articles: files, folders, patterns, or - for standard input."
    requires_system_checks = CHECKED

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The command's own options."""
        parser.add_argument("paths", nargs="*", metavar="PATH", help="file, folder, pattern, or - for standard input")
        parser.add_argument("--publisher", default="", help="name of the outlet, for all documents of this run")
        parser.add_argument("--published", default="", metavar="DATE", help="publication date, for all documents")
        parser.add_argument("--format", choices=[f.value for f in Format], help="read all files as this format")
        parser.add_argument(
            "--key-from",
            choices=["path"],
            help="take the path of a file, as it is named here, as the article's key: an edited file is an update",
        )
        parser.add_argument("--workers", type=at_least_one, default=1, help="processes that read (default 1)")
        parser.add_argument(
            "--dry-run",
            action="store_true",
            help="do all the work and leave nothing behind; nobody else can write as long as it takes",
        )
        parser.add_argument("--pending", action="store_true", help="carry on with what a killed run left, no PATH")
        parser.add_argument(
            "--distribute", action="store_true", help="let the workers of the broker read, on any machine"
        )
        parser.add_argument("--json", action="store_true", help="print one object with the counts and nothing else")

    def handle(self, *args: Any, **options: Any) -> None:
        """Run it."""
        if wrong := usage_error(options):
            raise CommandError(f"ingest: {wrong}", returncode=2)
        workers = min(options["workers"], (os.cpu_count() or 1) * 4)
        declared = Declared(
            publisher=options["publisher"],
            published=options["published"],
            format=Format(options["format"]) if options["format"] else "",
            key_from_path=options["key_from"] == "path",
        )
        if options["distribute"]:
            check_broker(self.stderr)
        if options["dry_run"]:
            self.stderr.write(DRY_RUN)
        go_on = "" if options["dry_run"] else GO_ON
        with told_in_a_line(go_on), progress_bar("articles", shown=not options["json"]) as on_progress:
            if options["distribute"]:
                tally = Tally()
                if options["pending"]:
                    run = distribute_pending()
                else:
                    run, tally = distribute_documents(options["paths"], declared)
                carry_out(run, on_progress, self.stderr)
                count(run, tally)
            elif options["pending"]:
                tally = ingest_pending(workers=workers, on_progress=on_progress)
            else:
                tally = ingest_documents(
                    options["paths"], declared, workers=workers, dry_run=options["dry_run"], on_progress=on_progress
                )
        if options["json"]:
            self.stdout.write(json.dumps(as_dict(tally), ensure_ascii=False))
        else:
            self._tell(tally, dry_run=options["dry_run"])
        if tally.counts[Outcome.FAILED]:
            sys.exit(1)

    def _tell(self, tally: Tally, *, dry_run: bool) -> None:
        shown = [f"{outcome} {tally.counts[outcome]}" for outcome in REPORTED]
        if tally.counts[Outcome.SKIPPED]:
            shown.append(f"skipped {tally.counts[Outcome.SKIPPED]}")
        self.stdout.write(("dry run: " if dry_run else "") + ", ".join(shown))
        for failure in tally.failures:
            self.stderr.write(f"  {failure.source}: {failure.reason}")


def usage_error(options: Mapping[str, Any]) -> str:
    """What is wrong with the options, found before anything is stored; "" where nothing is."""
    if options["distribute"] and options["workers"] > 1:
        return "--distribute takes no --workers: as many read as were started"
    if options["pending"]:
        # What waits was declared when it came: to take these silently would promise something else.
        given = ["PATH"] if options["paths"] else []
        given += [name for name in NOT_WITH_PENDING if options[name.strip("-").replace("-", "_")]]
        return f"--pending takes no {given[0]}: it carries on as the earlier run began" if given else ""
    if not options["paths"]:
        return "name at least one file, folder or pattern, or - for standard input"
    if options["distribute"] and options["dry_run"]:
        return "--distribute takes no --dry-run: what others read has to be kept"
    if options["workers"] < 1:
        return "--workers takes a number from 1 on"
    try:
        if options["published"]:
            parse_date(options["published"])
    except IngestError as error:
        return f"--published: {error}"
    return ""


def as_dict(tally: Tally) -> dict[str, object]:
    """The object that ``--json`` prints."""
    counts: dict[str, object] = {outcome.value: tally.counts[outcome] for outcome in REPORTED}
    if tally.counts[Outcome.SKIPPED]:
        counts["skipped"] = tally.counts[Outcome.SKIPPED]
    return counts | {"failures": [{"source": f.source, "reason": f.reason} for f in tally.failures]}

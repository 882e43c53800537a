"""``manage.py status``: how the work of all machines stands."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand

from corpus.management.checked import CHECKED
from corpus.services.fleet import status
from corpus.services.runs import end_deserted


class Command(BaseCommand):
    """Reads the database alone, so it tells the same from any machine."""

    help = "Tell how runs over several machines stand, who works at them, how fast, and what was set aside."
    requires_system_checks = CHECKED

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The command's own options."""
        parser.add_argument("--json", action="store_true", help="print one object and nothing else")

    def handle(self, *args: Any, **options: Any) -> None:
        """Run it."""
        end_deserted()
        told = status()
        if options["json"]:
            self.stdout.write(json.dumps(told, ensure_ascii=False))
            return
        for line in lines(told):
            self.stdout.write(line)


def lines(told: dict[str, Any]) -> list[str]:
    """The same in words."""
    written = [_run(run) for run in told["runs"]] or ["no run is open"]
    for lease in told["leases"]:
        state = "gives no sign of life" if lease["lapsed"] else "reads"
        written.append(
            f"  {lease['worker']} {state}: chunk {lease['chunk']} of {lease['run']}, "
            f"{lease['read']} of {lease['total']}, for {_span(lease['age_seconds'])}"
        )
    written.append(
        f"raw documents that wait: {told['pending']}; jobs that wait or run: {told['jobs']}; "
        f"documents set aside: {told['set_aside']}"
    )
    for subject in ("sources", "subscriptions"):
        told_of = told[subject]
        if told_of["active"] or told_of["paused"]:
            shown = ", ".join(f"{name.replace('_', ' ')} {n}" for name, n in told_of.items())
            written.append(f"{subject}: {shown}")
    written += [f"  {row['source']}: {row['reason']}" for row in told["latest_set_aside"]]
    return written


def _run(run: dict[str, Any]) -> str:
    counts = ", ".join(f"{name} {number}" for name, number in run["documents"].items())
    rates = ", ".join(f"{step} {rate:g} a minute" for step, rate in run["per_minute"].items())
    what = "reading" if run["step"] == "read" else "storing"
    left = f"; {what} takes about {_span(run['seconds_left'])} more" if run["seconds_left"] is not None else ""
    return f"{run['id']} ({run['kind']}, {run['state']}): {run['total']} documents: {counts}; {rates}{left}"


def _span(seconds: int) -> str:
    return str(timedelta(seconds=seconds))

"""``python -m tests.hostile.kills [--kills N] [--database sqlite|postgres] [WORK ...]``: SIGKILL at random moments.

After each kill the database is asked whether all promises hold (``manage.py verify``, and SQLite's own check). Then
the work is taken up again; some are killed several times on the way. What it ends with must be what undisturbed work
ends with, ids of entities aside; what editors do, one transaction each, is done or not done.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any

import django

MOST_IN_A_ROW = 4
SETTINGS = {
    "EXTRACTION_MODEL": "rules",
    "DEBUG": "1",
    "LOG_LEVEL": "CRITICAL",
    "WATCH_ALLOW_PRIVATE": "1",
    "WATCH_DELAY_SECONDS": "0",
    "WEBHOOK_ALLOW_PRIVATE": "1",
}


def main(given: list[str]) -> int:
    """Kill so often; 1 where a promise broke."""
    parser = argparse.ArgumentParser(prog="python -m tests.hostile.kills", description=__doc__)
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--database", choices=["sqlite", "postgres"], default="sqlite")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("works", nargs="*", metavar="WORK")
    options = parser.parse_args(given)
    from tests.lanes import POSTGRESQL

    with tempfile.TemporaryDirectory() as folder:
        url = POSTGRESQL if options.database == "postgres" else f"sqlite:///{folder}/none.sqlite3"
        os.environ |= {"DATABASE_URL": url} | SETTINGS
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "api.settings")
        django.setup()
        from tests.hostile.peers import beside, gazette, receiver
        from tests.hostile.works import Places, read_word_lists, starts, works

        outlet, hook = gazette(), receiver(Path(folder) / "received")
        places = Places(Path(folder), outlet.url("/feed"), hook.url)
        all_works = works(places)
        unknown = set(options.works) - set(all_works)
        if unknown:
            parser.error(f"no work {', '.join(sorted(unknown))}; there are {', '.join(all_works)}")
        chosen = {name: work for name, work in all_works.items() if not options.works or name in options.works}
        with beside(outlet), beside(hook):
            read_word_lists()
            killer = Killer(url, Path(folder), Random(options.seed), starts(places))
            return killer.run(chosen, options.kills)


class Killer:
    """Kills works in turn and looks at what is left."""

    def __init__(self, url: str, folder: Path, random: Random, starts: dict[str, Any]) -> None:
        from tests.hostile.forks import Store

        self.store, self.random, self.starts = Store(url, folder), random, starts
        self.made: list[str] = []  # of the starts
        self.kills = self.escaped = self.findings = 0
        self.of_each: Counter[str] = Counter()  # kills
        self.length: dict[str, float] = {}
        self.undisturbed: dict[str, Any] = {}

    def run(self, chosen: dict[str, Any], kills: int) -> int:
        """All kills; each work as often as the others."""
        try:
            self.prepare(chosen)
            while self.kills < kills:
                for name, work in chosen.items():
                    if self.kills < kills:
                        self.try_out(name, work, min(MOST_IN_A_ROW, kills - self.kills))
                # no bar: a killed child would take the lock of its output along
                each = ", ".join(f"{name} {self.of_each[name]}" for name in chosen)
                say(f"{self.kills} of {kills} kills: {each}")
        finally:
            for key in (*self.made, "work"):
                self.store.drop(key)
        say(f"{self.kills} kills, {self.escaped} came after the end, {self.findings} findings")
        return 1 if self.findings else 0

    def find(self, line: str) -> None:
        """Say at once what broke."""
        self.findings += 1
        say(f"  {line}")

    def child(self, key: str, work: Callable[[], Any], kill_after: float | None = None) -> Any:
        """A child's end."""
        from tests.hostile.forks import child

        return child(self.store, key, work, kill_after=kill_after)

    def start_from(self, key: str) -> None:
        """Make a database to start from, and those before it."""
        if not key or key in self.made:
            return
        source, making = self.starts[key]
        self.start_from(source)
        self.made.append(key)
        self.store.copy(source, key)
        self.child(key, making)

    def prepare(self, chosen: dict[str, Any]) -> None:
        """The databases to start from, and what undisturbed work comes to."""
        from tests.hostile import works

        for name, work in chosen.items():
            self.start_from(work.start)
            self.start_from(works.BESIDE.get(name, ""))
            self.store.copy(work.start, "work")
            self.length[name] = self.child("work", work.work).seconds
            if work.again is None:
                self.store.copy(work.start, "work")
                self.undisturbed[name] = self.child("work", works.edit_and_tell).result
            else:
                self.undisturbed[name] = self.child("work", work.outcome).result
            say(f"{name}: {self.length[name]:.1f} s undisturbed")

    def try_out(self, name: str, work: Any, most: int) -> None:
        """Kill a work a few times in a row, then let it end."""
        self.store.copy(work.start, "work")
        doing = work.work
        for _ in range(self.random.randint(1, most) if work.again else 1):
            ended = self.child("work", doing, self.random.uniform(0.0, self.length[name]))
            if not ended.killed:
                self.escaped += 1
                break
            self.kills += 1
            self.of_each[name] += 1
            for line in (self.child("work", broken).result if work.whole_tables else []) + self.left(work):
                self.find(f"{name}: after kill {self.kills}: {line}")
            doing = work.again or doing
        if work.again is None:
            self.compare_steps(name, work)
            return
        self.child("work", work.again)
        self.compare(name, work)

    def left(self, work: Any) -> list[str]:
        """What is wrong beside the database."""
        return list(self.child("work", work.left).result)

    def compare(self, name: str, work: Any) -> None:
        """Is all as after undisturbed work?"""
        from tests.hostile.state import differences

        ended, told = self.child("work", work.outcome).result, self.undisturbed[name]
        if ended != told:
            lines = differences(told, ended) if isinstance(told, dict) else [str(set(told) ^ set(ended))[:500]]
            for line in lines:
                self.find(f"{name}: ended otherwise after kill {self.kills}: {line}")
        for line in self.child("work", broken).result + self.left(work):
            self.find(f"{name}: ended with {line}")

    def compare_steps(self, name: str, work: Any) -> None:
        """Is each step done or not done?"""
        from tests.hostile.state import differences

        ended = self.child("work", work.outcome).result
        if ended in self.undisturbed[name]:
            return
        nearest = min((differences(one, ended) for one in self.undisturbed[name]), key=len)
        for line in nearest:
            self.find(f"{name}: half a step after kill {self.kills}: {line}")


def broken() -> list[str]:
    """What is wrong with the database."""
    from django.db import connection

    from corpus.services.verify import verify

    found = list(verify())
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA integrity_check")
            found += [line for (line,) in cursor.fetchall() if line != "ok"]
    return found


def say(line: str) -> None:
    """Print at once."""
    print(line, flush=True)  # noqa: T201


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

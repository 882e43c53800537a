"""``manage.py move_to URL``: the whole corpus into another database."""

from __future__ import annotations

import os
import subprocess
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

import environ
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.management.base import BaseCommand, CommandError
from django.db import DEFAULT_DB_ALIAS, connections

from corpus.management.checked import CHECKED
from corpus.management.progress import progress_bar
from corpus.services.move import MoveError, move

TARGET = "move_target"
OF_THE_SOURCE = ("DATABASE_URL", "DATABASE_REPLICA_URLS", "DATABASE_POOLED")  # variables that the target has not
ENGINES = ("django.db.backends.postgresql", "django.db.backends.sqlite3")


class Command(BaseCommand):
    """Copies everything, checks it row by row, and says what arrived. Exit status 1 when nothing was moved."""

    help = "Copy the whole corpus, with accounts and history, into an empty database: postgres://... or sqlite:///..."
    requires_system_checks = CHECKED

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the options."""
        parser.add_argument("url", metavar="URL", help="the empty database, as DATABASE_URL would name it")

    def handle(self, *args: Any, **options: Any) -> None:
        """Run it."""
        target = _settings(options["url"])
        connections.settings[TARGET] = connections.configure_settings({DEFAULT_DB_ALIAS: target})[DEFAULT_DB_ALIAS]
        try:
            if _is_same(target, connections[DEFAULT_DB_ALIAS].settings_dict):
                raise CommandError("That is the database that is to be moved.")
            with progress_bar("rows") as on_progress:
                moved = move(TARGET, migrate=lambda: _migrate(options["url"]), on_progress=on_progress)
        except MoveError as error:
            raise CommandError(f"Nothing was moved. {error}") from error
        finally:
            connections[TARGET].close()
            del connections[TARGET], connections.settings[TARGET]
        for table in moved:
            self.stdout.write(f"{table.table}: {table.rows} rows, checksum {table.checksum}")
        self.stdout.write(f"{sum(table.rows for table in moved)} rows moved and read back; the search index is made")


def _settings(url: str) -> dict[str, Any]:
    try:
        target: dict[str, Any] = environ.Env.db_url_config(url)
    except (ImproperlyConfigured, ValueError) as error:
        raise CommandError(
            "The URL cannot be read; it is postgres://user:password@host/name or sqlite:///file."
        ) from error
    if target.get("ENGINE") not in ENGINES:
        raise CommandError("The URL must begin with postgres:// or sqlite://.")
    if target["ENGINE"] == "django.db.backends.sqlite3":
        if not Path(target["NAME"]).parent.is_dir():
            raise CommandError(f"The folder {Path(target['NAME']).parent} is not there.")
        target["OPTIONS"] = {"transaction_mode": "IMMEDIATE", "timeout": 30, "init_command": "PRAGMA journal_mode=WAL;"}
    return target


def _migrate(url: str) -> None:
    """Make the tables by a process of its own: migrations that fill tables know the default database alone."""
    done = subprocess.run(  # noqa: S603
        [sys.executable, str(settings.BASE_DIR / "manage.py"), "migrate", "--verbosity=0"],
        check=False,
        env={name: value for name, value in os.environ.items() if name not in OF_THE_SOURCE} | {"DATABASE_URL": url},
        capture_output=True,
        text=True,
    )
    if done.returncode:
        raise MoveError(f"The target could not be migrated: {(done.stderr.strip().splitlines() or ['no reason'])[-1]}")


def _is_same(one: dict[str, Any], other: dict[str, Any]) -> bool:
    if one["ENGINE"] != other["ENGINE"]:
        return False
    if one["ENGINE"] == "django.db.backends.sqlite3":
        return Path(one["NAME"]).resolve() == Path(str(other["NAME"])).resolve()
    return all(str(one.get(key) or "") == str(other.get(key) or "") for key in ("HOST", "PORT", "NAME"))

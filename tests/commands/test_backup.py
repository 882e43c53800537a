"""A backup is whole, whatever is written beside it, and a corpus can be had back from it."""

from __future__ import annotations

import json
import resource
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from fcntl import LOCK_EX, flock
from pathlib import Path

import pytest
from django.db import connection

from tests.conftest import ROOT
from tests.prepared import empty_sqlite
from tests.serving import manage
from tests.stores import empty_postgresql, environment, postgresql_url, sqlite_url

COPIES = 5  # beside one ingest
ARTICLES = 60
# How many articles a corpus holds. Each command ends the process with an error where something is wrong.
CARRIES_ON = """
from django.core.management import call_command
from corpus.models import Article
call_command("verify")
number = Article.objects.count()
call_command("ingest", "--pending")
call_command("verify")
call_command("rebuild_search", "--check")
print(number)
"""


@pytest.fixture
def store(tmp_path: Path) -> Iterator[dict[str, str]]:
    """The environment of an empty corpus of this lane's database."""
    if connection.vendor == "sqlite":
        yield environment(empty_sqlite(tmp_path))
        return
    if not shutil.which("pg_dump"):
        pytest.skip("pg_dump is not on the PATH")
    with empty_postgresql() as url:
        yield environment(url)


def feed(folder: Path, count: int) -> Path:
    """A file with so many invented articles."""
    path = folder / "feed.jsonl"
    with path.open("w", encoding="utf-8") as lines:
        for number in range(count):
            body = f"“Pier {number} will open in June,” said Mara Ellwin, the mayor of Tolmouth. Nobody asked why."
            record = {"key": f"pier-{number}", "headline": f"Pier {number}", "body": body, "publisher": "The Gazette"}
            lines.write(json.dumps(record) + "\n")
    return path


def refused(variables: dict[str, str], *arguments: str, **options: object) -> str:
    """What ``backup`` says on standard error when it makes none."""
    done = subprocess.run(
        [sys.executable, "manage.py", "backup", *arguments],
        cwd=ROOT,
        env=variables,
        capture_output=True,
        text=True,
        check=False,
        **options,  # type: ignore[call-overload]
    )
    assert done.returncode == 1, done.stdout
    assert "Traceback" not in done.stderr
    return done.stderr


@pytest.mark.slow
def test_beside_an_ingest(store: dict[str, str], tmp_path: Path) -> None:
    path = feed(tmp_path, ARTICLES)
    copy = tmp_path / "copy"
    ingest = subprocess.Popen(
        [sys.executable, "manage.py", "ingest", str(path), "--json"],
        cwd=ROOT,
        env=store,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    made = 0
    while made < COPIES and ingest.poll() is None:  # more would show the same, and only keep the ingest waiting
        assert "checked" in manage(("backup", str(copy), "--force"), store)
        made += 1
    out, err = ingest.communicate()
    assert ingest.returncode == 0, err.decode()
    assert json.loads(out)["created"] == ARTICLES
    assert made
    assert copy.stat().st_mode & 0o777 == 0o600
    assert not list(tmp_path.glob("*.part*"))
    check_copy(copy, tmp_path, expected=range(ARTICLES + 1))
    manage(("backup", str(copy), "--force"), store)
    check_copy(copy, tmp_path, expected=[ARTICLES])


def check_copy(copy: Path, folder: Path, expected: range | list[int]) -> None:
    """Restore the copy as operators would; its promises hold, and it carries on."""
    if connection.vendor == "sqlite":
        restored = folder / "restored.sqlite3"
        shutil.copy(copy, restored)
        check_restored(environment(f"sqlite:///{restored}"), expected)
        return
    with postgresql_url() as url:
        subprocess.run(["pg_restore", "--no-owner", f"--dbname={url}", str(copy)], check=True, capture_output=True)
        check_restored(environment(url), expected)


def check_restored(variables: dict[str, str], expected: range | list[int]) -> None:
    """What was copied is one state of the corpus, and what was not read yet can be read from it."""
    *_, told = manage(("shell", "-v0", "-c", CARRIES_ON), variables).splitlines()
    assert int(told) in expected


def test_what_is_there_stays(store: dict[str, str], tmp_path: Path) -> None:
    kept = tmp_path / "kept"
    kept.write_text("something else")
    assert "--force" in refused(store, str(kept))
    assert kept.read_text() == "something else"
    assert "is a folder" in refused(store, str(tmp_path))
    assert "is not there" in refused(store, str(tmp_path / "nowhere" / "copy"))
    assert sorted(path.name for path in tmp_path.iterdir() if "corpus" not in path.name) == ["kept"]


def test_two_at_once_to_one_file(store: dict[str, str], tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    with (tmp_path / "copy.part").open("w") as held:
        flock(held, LOCK_EX)
        assert "Another backup is writing" in refused(store, str(copy))
        assert (tmp_path / "copy.part").exists()
    # what a backup that was killed has left is in nobody's way
    assert "checked" in manage(("backup", str(copy)), store)
    assert not (tmp_path / "copy.part").exists()


def test_programs_that_are_missing(store: dict[str, str], tmp_path: Path) -> None:
    if connection.vendor == "sqlite":
        pytest.skip("SQLite needs no program")
    assert "pg_dump is not on the PATH" in refused(store | {"PATH": str(tmp_path)}, str(tmp_path / "copy"))
    assert not list(tmp_path.iterdir())


def test_a_disk_that_is_full(store: dict[str, str], tmp_path: Path) -> None:
    if connection.vendor == "postgresql":
        pytest.skip("the limit on a file's size would end pg_dump by a signal")

    def small_files() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (65536, 65536))

    copy = tmp_path / "copy"
    copy.write_text("the last backup")
    assert "could not" in refused(store, str(copy), "--force", preexec_fn=small_files)
    assert copy.read_text() == "the last backup"
    assert not list(tmp_path.glob("*.part*"))


def test_a_database_that_is_damaged_or_absent(tmp_path: Path) -> None:
    database = tmp_path / "corpus.sqlite3"
    variables = environment(sqlite_url(tmp_path))
    assert "is not there" in refused(variables, str(tmp_path / "copy"))
    assert not database.exists()
    with sqlite3.connect(database) as made:
        made.execute("CREATE TABLE words (word TEXT)")
        made.executemany("INSERT INTO words VALUES (?)", [("pier" * 200,)] * 200)
    made.close()
    with database.open("r+b") as pages:
        pages.seek(3 * 4096)
        pages.write(b"\xff" * 4096)
    assert "malformed" in refused(variables, str(tmp_path / "copy"))
    assert not (tmp_path / "copy").exists()
    assert "the database itself" in refused(variables, str(database), "--force")

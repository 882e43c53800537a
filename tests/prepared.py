"""SQLite files that take long to make: with all tables, and with the demo corpus. Made once, and copied for each use.

They lie under var/tests, and are made anew when what makes them has changed; a clean checkout makes its own.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from fcntl import LOCK_EX, flock
from pathlib import Path

from tests.conftest import ROOT
from tests.serving import DATABASE, OWN, Site, manage, serving
from tests.stores import CORPUS, sqlite_url

FOLDER = ROOT / "var" / "tests"
EMPTY, DEMO = "empty", "demo"
COMMANDS = {EMPTY: ("migrate", "-v0", "--skip-checks"), DEMO: ("prepare",)}
# What tables and their first rows come from, and what the demo corpus is read and stored by.
SOURCES = {
    EMPTY: ("api/settings.py", "corpus/apps.py", "corpus/indexing.py", "corpus/migrations", "corpus/models"),
    DEMO: ("api", "corpus", "fixtures"),
}


def empty_sqlite(folder: Path) -> str:
    """The address of a SQLite file in the folder with all tables and no row."""
    copy(EMPTY, folder / CORPUS)
    return sqlite_url(folder)


@contextmanager
def serving_demo(folder: Path, **variables: str) -> Iterator[Site]:
    """The server with the demo corpus, as ``make run`` has it."""
    copy(DEMO, folder / DATABASE)
    with serving(folder, "prepare", **variables) as site:
        yield site


@contextmanager
def serving_empty(folder: Path, **variables: str) -> Iterator[Site]:
    """The server without an article."""
    copy(EMPTY, folder / DATABASE)
    with serving(folder, **variables) as site:
        yield site


def copy(kind: str, target: Path) -> Path:
    """Put a copy of the file there; make it first where it is not there."""
    with held(kind) as made:
        return shutil.copyfile(made, target)


@contextmanager
def held(kind: str) -> Iterator[Path]:
    """The file; it is made first where it is not there."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with (FOLDER / f"{kind}.lock").open("w") as lock:
        flock(lock, LOCK_EX)  # one process makes it, and nobody takes it away while it is copied
        made = FOLDER / f"{kind}-{digest(kind)}.sqlite3"
        if not made.exists():
            make(kind, made)
        yield made


def make(kind: str, path: Path) -> None:
    """Make the file, in place of what was made by other code."""
    for old in FOLDER.glob(f"{kind}-*"):
        old.unlink()
    part = path.with_suffix(".part")
    if kind == DEMO:
        copy(EMPTY, part)  # migrating takes longer than the corpus
    kept = {name: value for name, value in os.environ.items() if name not in OWN}
    manage(COMMANDS[kind], kept | {"DEBUG": "0", "SECRET_KEY": "of a test", "DATABASE_URL": f"sqlite:///{part}"})
    with closing(sqlite3.connect(part)) as store:
        store.execute("PRAGMA wal_checkpoint(TRUNCATE)")  # all of it is in the one file
    part.rename(path)


def digest(kind: str) -> str:
    """Of the files that decide how it comes out, and of the packages."""
    found = hashlib.sha256(sys.version.encode())
    for path in [ROOT / "requirements.txt", *(path for name in SOURCES[kind] for path in files(ROOT / name))]:
        found.update(f"{path.relative_to(ROOT)} ".encode())
        found.update(hashlib.sha256(path.read_bytes()).digest())
    return found.hexdigest()[:16]


def files(source: Path) -> Iterator[Path]:
    """The file, or the files of the folder, less what Python keeps of them."""
    if source.is_file():
        yield source
    for path in sorted(source.rglob("*")):
        if path.is_file() and path.suffix != ".pyc":
            yield path


if __name__ == "__main__":
    with held(EMPTY):  # so that no test waits for it
        pass

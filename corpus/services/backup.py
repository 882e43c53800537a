"""A copy of the whole database in one file, made while others write.

SQLite copies itself through a connection of the copy's own, all pages in one step: in WAL mode that reads one state and
keeps no writer waiting. PostgreSQL's pg_dump reads one snapshot.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from fcntl import LOCK_EX, LOCK_NB, flock
from pathlib import Path
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections

# What libpq reads of the environment; a command line would show the password to every account of the machine.
_LIBPQ = {
    "NAME": "PGDATABASE",
    "USER": "PGUSER",
    "PASSWORD": "PGPASSWORD",
    "HOST": "PGHOST",
    "PORT": "PGPORT",
}
_LIBPQ_OPTIONS = {
    "sslmode": "PGSSLMODE",
    "sslrootcert": "PGSSLROOTCERT",
    "sslcert": "PGSSLCERT",
    "sslkey": "PGSSLKEY",
    "passfile": "PGPASSFILE",
    "service": "PGSERVICE",
    "options": "PGOPTIONS",
}


class BackupError(Exception):
    """Why there is no backup, for whoever asked for it."""


def backup(path: Path, *, force: bool = False, using: str = DEFAULT_DB_ALIAS) -> int:
    """Copy the database to ``path`` and give the copy's size; an older file there goes only with ``force``.

    The copy grows in ``path`` + ".part", is checked, and takes its name at the end: what bears the name is whole.
    """
    connection = connections[using]
    if not path.parent.is_dir():
        raise BackupError(f"The folder {path.parent} is not there.")
    if path.is_dir():
        raise BackupError(f"{path} is a folder; name a file.")
    if path.exists() and not force:
        raise BackupError(f"{path} is there already; --force writes over it.")
    _spare(path, connection.settings_dict)
    part = path.with_name(f"{path.name}.part")
    with _alone(part, path):
        if connection.vendor == "sqlite":
            _copy_sqlite(connection.settings_dict, part)
        else:
            _dump_postgresql(connection.settings_dict, part)
        _to_disk(part)
        size = part.stat().st_size
        if force:
            part.replace(path)
        else:
            _name(part, path)
        _to_disk(path.parent)
    return size


@contextmanager
def _alone(part: Path, path: Path) -> Iterator[None]:
    """An empty file that no other backup writes meanwhile, and that is gone in the end unless it has got a name."""
    try:
        # Nobody else may read it before a byte is in it: the copy holds addresses and the digests of passwords.
        held = os.open(part, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            flock(held, LOCK_EX | LOCK_NB)
            if not _is(part, held):
                raise BlockingIOError  # it has just been given its name
            os.fchmod(held, 0o600)
            os.ftruncate(held, 0)
        except BlockingIOError:
            os.close(held)
            raise BackupError(f"Another backup is writing {path}.") from None
        try:
            yield
        finally:
            if _is(part, held):
                part.unlink()
            os.close(held)
    except OSError as error:
        raise BackupError(f"The backup could not be written: {error.strerror or error}.") from error


def _is(path: Path, held: int) -> bool:
    """Whether the path still names the open file."""
    return path.exists() and os.path.samestat(os.fstat(held), path.stat())


def _spare(path: Path, settings: Mapping[str, Any]) -> None:
    """Never write over the database itself, nor over what SQLite keeps beside it."""
    name = str(settings["NAME"])
    taken = {Path(f"{name}{ending}").resolve() for ending in ("", "-wal", "-shm", "-journal")}
    if path.resolve() in taken:
        raise BackupError(f"{path} is the database itself.")


def _name(part: Path, path: Path) -> None:
    """Give the file its name unless another has taken it meanwhile."""
    try:
        os.link(part, path)
    except FileExistsError as error:
        raise BackupError(f"{path} was written by somebody else meanwhile; --force writes over it.") from error
    except OSError:  # a file system without links
        part.rename(path)


def _copy_sqlite(settings: Mapping[str, Any], part: Path) -> None:
    name = str(settings["NAME"])
    if not Path(name).is_file():
        raise BackupError(f"The database {name} is not there.")
    address = f"{Path(name).resolve().as_uri()}?mode=ro"
    try:
        with (
            closing(sqlite3.connect(address, uri=True, timeout=30)) as source,
            closing(sqlite3.connect(part, isolation_level=None)) as copy,
        ):
            # Steps would begin anew after each write of another process, and never end beside an ingest.
            source.backup(copy, pages=-1)
            # One file that any account may open read-only; the server turns WAL on again.
            copy.execute("PRAGMA journal_mode=DELETE")
            found = [row[0] for row in copy.execute("PRAGMA quick_check(5)")]
    except sqlite3.Error as error:
        raise BackupError(f"SQLite could not copy the database: {error}.") from error
    if found != ["ok"]:
        raise BackupError(f"The copy is damaged, and so perhaps the database: {'; '.join(found)}.")


def _dump_postgresql(settings: Mapping[str, Any], part: Path) -> None:
    environment = {**os.environ, **_libpq(settings)}
    _run("pg_dump", ["--format=custom", f"--file={part}", "--no-password"], environment)
    _run("pg_restore", ["--list", str(part)], environment)


def _libpq(settings: Mapping[str, Any]) -> dict[str, str]:
    given = {variable: settings.get(key) for key, variable in _LIBPQ.items()}
    given |= {variable: settings.get("OPTIONS", {}).get(key) for key, variable in _LIBPQ_OPTIONS.items()}
    return {variable: str(value) for variable, value in given.items() if value not in (None, "")}


def _run(program: str, arguments: list[str], environment: dict[str, str]) -> None:
    found = shutil.which(program)
    if found is None:
        raise BackupError(f"{program} is not on the PATH; it comes with PostgreSQL's client programs.")
    done = subprocess.run(  # noqa: S603
        [found, *arguments], check=False, env=environment, stdin=subprocess.DEVNULL, capture_output=True
    )
    if done.returncode:
        said = done.stderr.decode(errors="replace").strip().splitlines()
        raise BackupError(f"{program} failed: {said[-1] if said else f'exit status {done.returncode}'}")


def _to_disk(path: Path) -> None:
    number = os.open(path, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)

"""A dump read into an empty database: ids, keys, history and the feed of changes as they were.

All files are compared with the manifest before anything is written. All is written in one transaction, which ends only
when every row of every table was read back and is what the manifest vouches for.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path

from django.contrib.auth.hashers import make_password
from django.db import DEFAULT_DB_ALIAS, DatabaseError

from corpus.models import Change
from corpus.services.dumped import (
    ENDINGS,
    DumpedFile,
    DumpError,
    Manifest,
    Table,
    dump_format,
    migrations,
    read_manifest,
    sha256,
    tables,
)
from corpus.services.rows import Row, Tally, all_rows, analyse, applied, clear, index, insert, settle, tallied, wanted
from corpus.services.writing import one_writer


def load(folder: Path, on_progress: Callable[[int, int], None] | None = None) -> Manifest:
    """Fill the database from a dump in either format, and give its manifest.

    ``on_progress`` gets the rows written, read back and indexed, and how many there will be.
    """
    move_bar = on_progress or (lambda done, known: None)
    try:
        manifest = read_manifest(folder)
        _hold_migrations(manifest)
        chosen = _chosen(manifest)
        for file in manifest.files:
            _hold_file(folder / file.name, file)
        with one_writer():
            _hold_empty()
            _load_all(folder, chosen, move_bar)
            _hold_cursor(manifest)
        analyse(DEFAULT_DB_ALIAS)
    except DatabaseError as error:
        raise DumpError(f"The database refused: {(str(error).strip().splitlines() or ['no reason'])[0]}") from error
    except OSError as error:
        raise DumpError(f"The dump could not be read: {error.strerror or error}.") from error
    return manifest


def _hold_migrations(manifest: Manifest) -> None:
    if wanted() - applied(DEFAULT_DB_ALIAS):
        raise DumpError("Migrations are not applied; run manage.py migrate first.")
    here, there = set(migrations()), set(manifest.migrations)
    if here != there:
        name, whose = min([(name, "here") for name in here - there] + [(name, "in the dump") for name in there - here])
        raise DumpError(
            f"The dump was made by version {manifest.version} with other migrations: {name} is {whose} alone. "
            "Load it with that version, then upgrade."
        )


def _chosen(manifest: Manifest) -> list[tuple[Table, DumpedFile]]:
    """A file for each table, all of one format."""
    wanted = tables()
    by_format = {name: {file.table: file for file in manifest.files if file.format == name} for name in ENDINGS}
    for files in by_format.values():
        if files.keys() == {table.name for table in wanted}:
            return [(table, files[table.name]) for table in wanted]
    named = {file.table for file in manifest.files}
    missing = sorted({table.name for table in wanted} - named)
    raise DumpError(f"The manifest names no file of {missing[0]}." if missing else "The manifest names other tables.")


def _hold_file(path: Path, file: DumpedFile) -> None:
    if not path.is_file():
        raise DumpError(f"{file.name} is missing.")
    if (size := path.stat().st_size) != file.bytes:
        raise DumpError(f"{file.name} is damaged: it has {size:,} bytes, and the manifest says {file.bytes:,}.")
    if sha256(path) != file.sha256:
        raise DumpError(f"{file.name} is damaged, or was edited: its SHA-256 is not that of the manifest.")


def _hold_empty() -> None:
    for table in tables():
        if all_rows(table.model, DEFAULT_DB_ALIAS).exists():
            raise DumpError(f"The database is not empty: there are rows in {table.name}.")


def _load_all(folder: Path, chosen: list[tuple[Table, DumpedFile]], on_progress: Callable[[int, int], None]) -> None:
    # Written, and read back.
    known = 2 * sum(file.rows for _, file in chosen)
    done: Counter[str] = Counter()

    def count(rows: int) -> None:
        done["rows"] += rows
        on_progress(done["rows"], known)

    for table, file in chosen:
        if table.model is Change:
            # What was written so far was told by triggers, and is no change.
            clear(Change, DEFAULT_DB_ALIAS)
        for rows in dump_format(file.format).read(folder / file.name, table):
            _write(table, rows, file)
            count(len(rows))
    settle([table.model for table, _ in chosen], DEFAULT_DB_ALIAS)
    for table, file in chosen:
        tally = tallied(all_rows(table.model, DEFAULT_DB_ALIAS), table.fields, count)
        _hold_tally(tally, file)
    if lacking := index(DEFAULT_DB_ALIAS, lambda now, all_: on_progress(known + now, known + all_)):
        raise DumpError(lacking)


def _write(table: Table, rows: list[Row], file: DumpedFile) -> None:
    try:
        if table.is_accounts:
            _write_accounts(table, rows)
        else:
            insert(table.model, table.fields, rows, DEFAULT_DB_ALIAS)
    except (ValueError, TypeError, OverflowError) as error:
        # No column holds a number beyond 64 bits, or half a surrogate.
        raise DumpError(f"{file.name} holds a value that the database cannot take: {error}.") from error


def _write_accounts(table: Table, rows: list[Row]) -> None:
    """Make accounts that nobody can sign in with, so that a decision is known as a person's, and whose it is."""
    names = [field.attname for field in table.fields]
    shells = [
        table.model(**dict(zip(names, row, strict=True)), password=make_password(None), is_active=False) for row in rows
    ]
    table.model._base_manager.using(DEFAULT_DB_ALIAS).bulk_create(shells)


def _hold_tally(tally: Tally, file: DumpedFile) -> None:
    if (tally.rows, tally.checksum) != (file.rows, file.checksum):
        raise DumpError(
            f"{file.name} is damaged, or was edited: {tally.rows:,} rows of it arrived that are not the "
            f"{file.rows:,} of the manifest."
        )


def _hold_cursor(manifest: Manifest) -> None:
    if str(Change.objects.using(DEFAULT_DB_ALIAS).position()) != manifest.cursor:
        raise DumpError("The manifest was edited: its cursor is not where the feed of changes ends.")

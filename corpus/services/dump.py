"""The corpus as files, a table a file, from one snapshot of the database, for other programs and for ``load``.

The folder grows as FOLDER.part and takes its name when all of it is on the disk: what bears the name is whole.
"""

from __future__ import annotations

import os
import shutil
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from django.db import DEFAULT_DB_ALIAS, DatabaseError

from corpus import __version__
from corpus.models import Change
from corpus.services.dumped import (
    ENDINGS,
    LAYOUT,
    MANIFEST,
    DumpedFile,
    DumpError,
    Manifest,
    Table,
    dump_format,
    migrations,
    pieces,
    rows_of,
    sha256,
    tables,
)
from corpus.services.rows import Tally, applied, snapshot, wanted


def dump(
    folder: Path,
    formats: Sequence[str] = ("ndjson",),
    *,
    using: str = DEFAULT_DB_ALIAS,
    on_progress: Callable[[int, int], None] | None = None,
) -> Manifest:
    """Write the corpus to the folder, which must not be there, and give the manifest that stands in it.

    ``formats``: of ``ndjson`` and ``parquet``. ``on_progress`` gets the rows done and the rows there are.
    """
    try:
        if wanted() - applied(using):
            raise DumpError("Migrations are not applied; run manage.py migrate first.")
        with _growing(folder) as part, snapshot(using):
            # What is written to the database from here on stands behind the cursor.
            position = Change.objects.using(using).position()
            files = _write_all(part, formats, using, on_progress or (lambda done, known: None))
            manifest = Manifest(LAYOUT, __version__, _now(), migrations(using), str(position), files)
            _write(part / MANIFEST, manifest.written())
    except DatabaseError as error:
        raise DumpError(f"The database refused: {str(error).strip()}") from error
    except OSError as error:
        raise DumpError(f"The dump could not be written: {error.strerror or error}.") from error
    return manifest


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


@contextmanager
def _growing(folder: Path) -> Iterator[Path]:
    """A folder that nobody else writes to, which gets its name in the end, or is gone."""
    if not folder.parent.is_dir():
        raise DumpError(f"The folder {folder.parent} is not there.")
    if os.path.lexists(folder):
        raise DumpError(f"{folder} is there already; name a folder that is not.")
    part = folder.with_name(f"{folder.name}.part")
    try:
        # Nobody else may read it: it holds what is closed to readers.
        part.mkdir(mode=0o700)
    except FileExistsError as error:
        raise DumpError(f"{part} is there: another dump is writing it, or was killed; then delete it.") from error
    try:
        yield part
        _to_disk(part)
        # A folder would take the place of an empty one.
        if os.path.lexists(folder):
            raise DumpError(f"{folder} was made by somebody else meanwhile.")
        part.rename(folder)
        _to_disk(folder.parent)
    finally:
        shutil.rmtree(part, ignore_errors=True)


def _write_all(
    part: Path, formats: Sequence[str], using: str, on_progress: Callable[[int, int], None]
) -> list[DumpedFile]:
    found = tables()
    known = sum(rows_of(table, using).count() for table in found)
    done: Counter[str] = Counter()

    def count(rows: int) -> None:
        done["rows"] += rows
        on_progress(done["rows"], known)

    return [file for table in found for file in _write_table(table, part, formats, using, count)]


def _write_table(
    table: Table, part: Path, formats: Sequence[str], using: str, count: Callable[[int], None]
) -> list[DumpedFile]:
    paths = {name: part / f"{table.name}{ENDINGS[name]}" for name in formats}
    sinks = [dump_format(name).open(path, table) for name, path in paths.items()]
    tally = Tally(table.fields)
    for rows in pieces(table, using):
        for sink in sinks:
            sink.write(rows)
        for row in rows:
            tally.add(row)
        count(len(rows))
    for sink in sinks:
        sink.close()
    # Read again from the disk, so that the manifest vouches for what is there.
    return [
        DumpedFile(path.name, table.name, name, tally.rows, path.stat().st_size, sha256(path), tally.checksum)
        for name, path in paths.items()
    ]


def _write(path: Path, text: str) -> None:
    with path.open("x", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())


def _to_disk(folder: Path) -> None:
    number = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)

"""Dumps that are killed while they are written, and while they are read: whole, or nothing that passes for it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

from tests.hostile.state import State, state


def dump(folder: Path) -> None:
    """What a person does after a crash: remove what it left, and dump anew."""
    from corpus.services.dump import dump as written

    aside = folder.with_name(f"{folder.name}.gone")  # whoever is killed while they remove a dump leaves none behind
    for left in (folder, folder.with_name(f"{folder.name}.part")):
        shutil.rmtree(aside, ignore_errors=True)
        if left.exists():
            left.rename(aside)
    shutil.rmtree(aside, ignore_errors=True)
    written(folder)


def half_a_dump(folder: Path) -> list[str]:
    """What bears the name of a dump is whole; what a kill left beside it is taken for none, or is whole too."""
    from corpus.services.dumped import DumpError, read_manifest

    found = []
    for path in (folder, folder.with_name(f"{folder.name}.part")):
        try:
            manifest = read_manifest(path)
        except DumpError as error:
            if path == folder and path.exists():
                found.append(f"{path.name}: {error}")
            continue
        found += [f"{path.name}: {line}" for line in _other_files(path)]
        found += [f"{path.name}: {file.table} is not what it was" for file in manifest.files if not _as_now(file)]
    return found


def _other_files(folder: Path) -> Iterator[str]:
    from corpus.services.dumped import read_manifest, sha256

    for file in read_manifest(folder).files:
        path = folder / file.name
        if not path.is_file() or path.stat().st_size != file.bytes or sha256(path) != file.sha256:
            yield f"{file.name} is not what the manifest says"


def _as_now(file: object) -> bool:
    """Whether the database holds what the manifest says of a table."""
    from corpus.services.dumped import rows_of, tables
    from corpus.services.rows import tallied

    table = next(one for one in tables() if one.name == file.table)  # type: ignore[attr-defined]
    tally = tallied(rows_of(table), table.fields, lambda number: None)
    return (tally.rows, tally.checksum) == (file.rows, file.checksum)  # type: ignore[attr-defined]


def dumped(folder: Path) -> State:
    """The database, which a dump leaves alone, and the files."""
    from corpus.services.dumped import read_manifest

    files = [f"{file.name} {file.rows} {file.sha256}" for file in read_manifest(folder).files]
    return state() | {"dump": files}


def load(folder: Path) -> None:
    """What a person does after a crash: load where nothing is there."""
    from corpus.models import Article
    from corpus.services.load import load as read

    if not Article.objects.exists():
        read(folder)


def half_a_load(folder: Path) -> list[str]:
    """A store that is being filled holds nothing, or all of it."""
    from corpus.services.dumped import read_manifest, tables
    from corpus.services.rows import all_rows

    if not any(all_rows(table.model, "default").exists() for table in tables()):
        return []
    return [f"{file.table} is half loaded" for file in read_manifest(folder).files if not _as_now(file)]

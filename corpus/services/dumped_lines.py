"""A table as NDJSON, compressed by gzip: a row a line, an object of all columns by their names."""

from __future__ import annotations

import gzip
import json
import os
import zlib
from base64 import b64decode, b64encode
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from itertools import islice
from pathlib import Path
from typing import Any

from corpus.services.dumped import DumpError, DumpFormat, Table
from corpus.services.rows import Row, chunk_size


class _Lines:
    """Rows as lines."""

    def __init__(self, path: Path, table: Table) -> None:
        self._plain = path.open("xb")
        # Neither name nor time in the file: the same rows are the same bytes.
        self._file = gzip.GzipFile("", "wb", 6, self._plain, mtime=0)
        self._columns = [(name, _TOLD.get(kind)) for name, kind in table.columns.items()]

    def write(self, rows: list[Row]) -> None:
        """Write a line for each."""
        for row in rows:
            told = {
                name: tell(value) if tell and value is not None else value
                for (name, tell), value in zip(self._columns, row, strict=True)
            }
            self._file.write(_line(told))

    def close(self) -> None:
        """Have all of it on the disk."""
        self._file.close()
        self._plain.flush()
        os.fsync(self._plain.fileno())
        self._plain.close()


def _line(told: dict[str, Any]) -> bytes:
    try:
        return json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"
    except UnicodeEncodeError:  # half a surrogate, which JSON alone can say
        return json.dumps(told, separators=(",", ":")).encode() + b"\n"


def _read(path: Path, table: Table) -> Iterator[list[Row]]:
    columns, size, number = table.columns, chunk_size(table.fields), 0
    try:
        with gzip.open(path, "rb") as lines:
            while some := list(islice(lines, size)):
                rows = []
                for line in some:
                    number += 1
                    rows.append(_row(json.loads(line), columns))
                yield rows
    except (ValueError, TypeError, RecursionError) as error:
        raise DumpError(f"{path.name}, line {number}: {error}.") from error
    except (OSError, EOFError, zlib.error) as error:
        raise DumpError(f"{path.name} cannot be read after line {number}: {error}.") from error


def _row(said: Any, columns: dict[str, str]) -> Row:
    if not isinstance(said, dict) or said.keys() != columns.keys():
        raise ValueError("the columns are others than those of the table")
    return tuple(None if said[name] is None else _value(name, said[name], kind) for name, kind in columns.items())


def _value(name: str, said: Any, kind: str) -> Any:
    # True is an int to Python.
    if type(said) not in _SAID.get(kind, (type(said),)):
        raise ValueError(f"{name} is no {kind}")
    read = _READ.get(kind)
    return read(said) if read else said


def _time(said: str) -> datetime:
    read = datetime.fromisoformat(said)
    if read.tzinfo is None:
        raise ValueError("a time has no zone")
    return read


_TOLD: dict[str, Callable[[Any], Any]] = {
    "time": lambda value: value.astimezone(UTC).isoformat().replace("+00:00", "Z"),
    "date": date.isoformat,
    "bytes": lambda value: b64encode(bytes(value)).decode(),
}
_READ: dict[str, Callable[[Any], Any]] = {
    "time": _time,
    "date": date.fromisoformat,
    "bytes": lambda said: b64decode(said, validate=True),
    "float": float,
}
_SAID: dict[str, tuple[type, ...]] = {
    "integer": (int,),
    "float": (int, float),
    "boolean": (bool,),
    "text": (str,),
    "date": (str,),
    "time": (str,),
    "bytes": (str,),
}
LINES = DumpFormat(_Lines, _read)

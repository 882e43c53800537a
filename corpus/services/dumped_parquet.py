"""A table as Parquet, compressed by Zstandard: a column a column, JSON as text."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from corpus.services.dumped import DumpError, DumpFormat, Table
from corpus.services.rows import Row, chunk_size

# Rows are gathered until a group of them has so many bytes: small groups are slow to read.
GROUP = 16 * 1024 * 1024
_TYPES = {
    "integer": pa.int64(),
    "float": pa.float64(),
    "boolean": pa.bool_(),
    "text": pa.string(),
    "date": pa.date32(),
    "time": pa.timestamp("us", tz="UTC"),
    "bytes": pa.binary(),
    "json": pa.string(),
}


class _Groups:
    """Rows as groups of columns."""

    def __init__(self, path: Path, table: Table) -> None:
        self._plain = path.open("xb")
        self._schema = _schema(table)
        self._told = [_TOLD.get(kind) for kind in table.columns.values()]
        self._writer = pq.ParquetWriter(self._plain, self._schema, compression="zstd")
        self._batches: list[Any] = []

    def write(self, rows: list[Row]) -> None:
        """Take them in; a group is written when it is large enough."""
        columns = [
            pa.array([tell(value) if tell and value is not None else value for value in values], field.type)
            for values, tell, field in zip(zip(*rows, strict=True), self._told, self._schema, strict=True)
        ]
        self._batches.append(pa.record_batch(columns, schema=self._schema))
        if sum(batch.nbytes for batch in self._batches) >= GROUP:
            self._flush()

    def close(self) -> None:
        """Have all of it on the disk."""
        self._flush()
        self._writer.close()
        self._plain.flush()
        os.fsync(self._plain.fileno())
        self._plain.close()

    def _flush(self) -> None:
        if self._batches:
            self._writer.write_table(pa.Table.from_batches(self._batches))
            self._batches = []


def _schema(table: Table) -> Any:
    return pa.schema(
        [
            pa.field(name, _TYPES[kind], nullable=field.null)
            for (name, kind), field in zip(table.columns.items(), table.fields, strict=True)
        ]
    )


def _read(path: Path, table: Table) -> Iterator[list[Row]]:
    reads = [_READ.get(kind) for kind in table.columns.values()]
    try:
        with pq.ParquetFile(path) as file:
            if not file.schema_arrow.equals(_schema(table)):
                raise DumpError(f"{path.name}: the columns are others than those of the table.")
            for batch in file.iter_batches(batch_size=chunk_size(table.fields)):
                columns = [
                    [read(value) if read and value is not None else value for value in column.to_pylist()]
                    for column, read in zip(batch.columns, reads, strict=True)
                ]
                yield list(zip(*columns, strict=True))
    except (pa.ArrowException, ValueError, RecursionError, OSError) as error:
        raise DumpError(f"{path.name} cannot be read: {str(error).splitlines()[0]}.") from error


_TOLD: dict[str, Callable[[Any], Any]] = {
    "json": lambda value: json.dumps(value, ensure_ascii=True),
    "bytes": bytes,
}
_READ: dict[str, Callable[[Any], Any]] = {"json": json.loads}
PARQUET = DumpFormat(_Groups, _read)

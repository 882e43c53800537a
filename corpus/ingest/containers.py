"""Containers to single documents: lines of a .jsonl, elements of a JSON array, rows of a .csv.

Nothing is interpreted beyond what the splitting needs, so a bad document fails alone, later, with its own reason.
"""

from __future__ import annotations

import codecs
import csv
import io
import json
import re
from collections.abc import Callable, Iterator
from itertools import chain
from typing import Any

from corpus.ingest.config import IngestConfig, IngestError
from corpus.ingest.encoding import decode

#: A document of a container (its number and its bytes), or its number and why it cannot be read.
Piece = tuple[int, bytes | IngestError]

_SPACE = re.compile(r"[ \t\r\n]*")
_CHUNK = 1 << 16
_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_LONGEST_NAME = 500  # of a column: names are kept with each row
_WESTERN = "on-record-cp1252"  # name of the error handler below

# The module's own limit on a field is one for all threads; rows are limited by their length here.
csv.field_size_limit(2**31 - 1)


def too_large(config: IngestConfig) -> IngestError:
    """Return the failure of a document over the limit of its size."""
    return IngestError(f"larger than {config.max_document_bytes / 1_000_000:g} MB")


def json_lines(stream: io.BufferedReader[Any], config: IngestConfig) -> Iterator[Piece]:
    """Yield each line that is not blank, numbered from 1; the file is never held whole."""
    readline = _line_reader(stream)
    limit = config.max_document_bytes
    number = 0
    while line := readline(limit + 2):
        number += 1
        if len(line) > limit and not line.endswith(b"\n"):
            yield number, too_large(config)
            while line and not line.endswith(b"\n"):
                line = readline(_CHUNK)
            continue
        if number == 1:
            line = line.removeprefix(codecs.BOM_UTF8)
        content = line.strip(b" \t\r\n\x0b\x0c")
        if content:
            yield number, content


def json_array(content: bytes) -> Iterator[Piece] | None:
    """Yield the elements of a JSON array, numbered from 1, each the exact slice of the text in UTF-8.

    Returns None where the text is no array. The whole text is checked first: a broken array raises IngestError.
    """
    text = decode(content)
    if not text.lstrip("\ufeff \t\r\n").startswith("["):
        return None
    slices = _array_slices(text, text.index("[") + 1)
    return ((n, text[a:b].encode("utf-8", "replace")) for n, (a, b) in enumerate(slices, start=1))


def _array_slices(text: str, at: int) -> list[tuple[int, int]]:
    decoder = json.JSONDecoder()
    slices: list[tuple[int, int]] = []
    at = _skip(text, at)
    if text[at : at + 1] == "]":
        return _ended(text, at + 1, slices)
    while True:
        try:
            _, end = decoder.raw_decode(text, at)
        except (ValueError, RecursionError) as error:
            raise not_json(error) from None
        slices.append((at, end))
        at = _skip(text, end)
        if text[at : at + 1] == "]":
            return _ended(text, at + 1, slices)
        if text[at : at + 1] != ",":
            raise not_json(json.JSONDecodeError("Expecting ',' or ']'", text, at))
        at = _skip(text, at + 1)


def _ended(text: str, at: int, slices: list[tuple[int, int]]) -> list[tuple[int, int]]:
    at = _skip(text, at)
    if at < len(text):
        raise not_json(json.JSONDecodeError("Extra data", text, at))
    return slices


def _skip(text: str, at: int) -> int:
    match = _SPACE.match(text, at)
    return match.end() if match else at


def not_json(error: Exception) -> IngestError:
    """Turn an error of the json module into a reason for an editor."""
    if isinstance(error, json.JSONDecodeError):
        what = error.msg[:1].lower() + error.msg[1:].removesuffix(" at")
        return IngestError(f"not JSON: {what} at line {error.lineno} column {error.colno}")
    if isinstance(error, RecursionError):
        return IngestError("not JSON that can be read: nested too deeply")
    return IngestError("not JSON that can be read: a number too large")


def csv_rows(stream: io.BufferedReader[Any], config: IngestConfig) -> Iterator[Piece]:
    """Yield each row as a CSV of two lines, header and row, in UTF-8 with commas.

    Rows are numbered as a spreadsheet shows them: the header is row 1. Blank rows are passed over; a row with more or
    fewer fields than the header fails alone.
    """
    number = 0
    try:
        text = _as_text(stream)
        lines = _Lines(text, config.max_document_bytes)
        first = next(lines, "")
        reader = csv.reader(chain((first,), lines), delimiter=_delimiter(first))
        header = [name.strip() for name in next(reader, [])]
        if not any(header):
            yield 1, IngestError("empty file" if not first.strip() else "no column names in the first row")
            return
        if max(map(len, header)) > _LONGEST_NAME:
            yield 1, IngestError(f"a column name is longer than {_LONGEST_NAME} characters")
            return
        number = 1
        for row in reader:
            lines.taken = 0
            number += 1
            if not any(cell.strip() for cell in row):
                continue
            if len(row) != len(header):
                yield number, IngestError(f"the row has {len(row)} fields, the header has {len(header)}")
                continue
            content = _two_lines(header, row)
            yield number, too_large(config) if len(content) > config.max_document_bytes else content
    except (csv.Error, UnicodeError) as error:
        yield number + 1, IngestError(f"not CSV that can be read: {error}")
    except IngestError as error:
        yield number + 1, error


def csv_fields(content: bytes) -> dict[str, object]:
    """Return the fields of a document that ``csv_rows`` made, or of any CSV of a header and one row."""
    text = decode(content)
    lines = io.StringIO(text, newline="")
    try:
        rows = [
            row
            for row in csv.reader(lines, delimiter=_delimiter(text.split("\n", 1)[0]))
            if any(c.strip() for c in row)
        ]
    except csv.Error as error:
        raise IngestError(f"not CSV that can be read: {error}") from None
    if len(rows) != 2:
        raise IngestError("no row under the column names" if len(rows) < 2 else "more than one row in it")
    if len(rows[0]) != len(rows[1]):
        raise IngestError(f"the row has {len(rows[1])} fields, the header has {len(rows[0])}")
    fields: dict[str, object] = {}
    for name, cell in zip(rows[0], rows[1], strict=True):
        if cell.strip():
            fields.setdefault(name.strip(), cell)
    return fields


def _two_lines(header: list[str], row: list[str]) -> bytes:
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="\n").writerows((header, row))
    return out.getvalue().encode("utf-8", "replace")


def _delimiter(header: str) -> str:
    """Return the character that separates the column names: a comma, a semicolon or a tab."""
    bare = re.sub(r'"[^"]*"', "", header)
    return max((",", ";", "\t"), key=bare.count)


class _Lines:
    """The lines of a CSV, counting what a row takes: a mark that is never closed would take the rest of the file."""

    def __init__(self, text: io.TextIOWrapper, limit: int) -> None:
        self._text = text
        self._limit = limit
        self.taken = 0  # characters since the last whole row

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        line = self._text.readline(self._limit + 1)
        self.taken += len(line)
        if self.taken > self._limit:
            raise IngestError(f"not CSV that can be read: a row longer than {self._limit:,} characters")
        if not line:
            raise StopIteration
        return line


def _as_text(stream: io.BufferedReader[Any]) -> io.TextIOWrapper:
    """Open bytes as text in the encoding that their beginning shows, with line ends left to the csv module."""
    start = stream.peek(_CHUNK)
    if start.startswith(_UTF16):
        return io.TextIOWrapper(stream, encoding="utf-16", errors="replace", newline="")
    decode(start)  # raises for binary data
    return io.TextIOWrapper(stream, encoding="utf-8-sig", errors=_WESTERN, newline="")


def _line_reader(stream: io.BufferedReader[Any]) -> Callable[[int], bytes]:
    """Return a readline of the bytes as they are, recoded to UTF-8 where the stream has a UTF-16 byte order mark."""
    if not stream.peek(2).startswith(_UTF16):
        return stream.readline
    text = io.TextIOWrapper(stream, encoding="utf-16", errors="replace")
    return lambda limit: text.readline(limit).encode("utf-8", "replace")


def _as_cp1252(error: UnicodeError) -> tuple[str, int]:
    """Read bytes that are no UTF-8 as Windows-1252: old spreadsheets save so."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return error.object[error.start : error.end].decode("cp1252", "replace"), error.end


codecs.register_error(_WESTERN, _as_cp1252)

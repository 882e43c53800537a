"""From what was named on a command line to single documents: files, folders, patterns, standard input."""

from __future__ import annotations

import glob
import io
import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from corpus.ingest import containers, warc
from corpus.ingest.config import (
    DEFAULT,
    EXTENSIONS,
    MEDIA_TYPES,
    ZIP,
    Declared,
    Format,
    IngestConfig,
    IngestError,
    Skipped,
)
from corpus.ingest.keys import path_key
from corpus.ingest.sniff import sniff
from corpus.ingest.xmlnews import xml_documents
from corpus.ingest.zipped import ZipArchive
from corpus.records import Failure, RawRecord

STDIN = "-"
_BUFFER = 1 << 17
_WHOLE = (Format.JSON, Format.XML)  # containers that are read whole


@dataclass(frozen=True, slots=True)
class _Document:
    """A file or stream on its way to documents."""

    source: str  # as people should see it
    path: str  # relative to the folder that was named, "" for standard input


def documents(
    paths: Iterable[str],
    *,
    declared: Declared | None = None,
    config: IngestConfig = DEFAULT,
    stdin: BinaryIO | None = None,
) -> Iterator[RawRecord | Failure | Skipped]:
    """Yield the documents of files, folders (recursive, sorted), patterns and "-" for standard input.

    Containers are split and streamed: a line of a .jsonl, an element of a JSON array, a row of a .csv, an entry of a
    feed, a news item of a message, a page of a .warc is one document, with its number in ``source``
    ("feed.jsonl:12"). A ZIP archive is read as a folder ("news.zip/one.txt"). What cannot be read is a Failure with its
    reason, never an exception; a file of unknown type in a folder is Skipped. Files and folders whose names begin with
    a dot are passed over in folders.
    """
    declared = declared or Declared()
    if declared.format and str(declared.format) not in list(Format):
        raise ValueError(f"no format {declared.format!r}; there are {', '.join(Format)}")
    for named in paths:
        if named == STDIN:
            yield from _stdin(stdin or sys.stdin.buffer, declared, config)
        else:
            yield from _named(named, declared, config)


def _named(named: str, declared: Declared, config: IngestConfig) -> Iterator[RawRecord | Failure | Skipped]:
    try:
        if "\x00" in named or not named:
            yield Failure(named.replace("\x00", "\\0"), "no such file or folder")
        elif os.path.isdir(named):
            yield from _folder(named, "", declared, config)
        elif os.path.lexists(named):
            yield from _file(named, _Document(_shown(named), os.path.basename(named)), declared, config)
        else:
            yield from _pattern(named, declared, config)
    except OSError as error:
        yield Failure(_shown(named), _reason(error))


def _pattern(pattern: str, declared: Declared, config: IngestConfig) -> Iterator[RawRecord | Failure | Skipped]:
    """Expand a pattern; paths are relative to the folder before its first wildcard."""
    matches = sorted(glob.glob(pattern, recursive=True)) if glob.has_magic(pattern) else []
    if not matches:
        yield Failure(_shown(pattern), "no such file or folder")
    base = pattern
    while glob.has_magic(base):
        base = os.path.dirname(base)
    for match in matches:
        relative = Path(os.path.relpath(match, base or os.curdir)).as_posix()
        if os.path.isdir(match):
            yield from _folder(match, "" if relative == os.curdir else relative, declared, config)
        else:
            yield from _file(match, _Document(_shown(match), relative), declared, config)


def _folder(
    folder: str, base: str, declared: Declared, config: IngestConfig
) -> Iterator[RawRecord | Failure | Skipped]:
    """Walk a folder in the order of names; links to folders are followed, a loop is a Failure."""
    stack: list[tuple[str, str, frozenset[tuple[int, int]]]] = [(folder, base, frozenset())]
    while stack:
        path, relative, above = stack.pop()
        try:
            stat = os.stat(path)
            if above and not os.path.isdir(path):
                yield from _in_folder(path, relative, declared, config)
                continue
            here = (stat.st_dev, stat.st_ino)
            if here in above:
                yield Failure(_shown(path), "the folder links back to a folder it is in")
                continue
            names = sorted((name for name in os.listdir(path) if not name.startswith(".")), reverse=True)
        except OSError as error:
            yield Failure(_shown(path), _reason(error))
            continue
        stack.extend((os.path.join(path, n), f"{relative}/{n}" if relative else n, above | {here}) for n in names)


def _in_folder(
    path: str, relative: str, declared: Declared, config: IngestConfig
) -> Iterator[RawRecord | Failure | Skipped]:
    if not os.path.isfile(path) or not (declared.format or _format_of(path) or _is_zip(path)):
        yield Skipped(_shown(path))
    else:
        yield from _file(path, _Document(_shown(path), relative), declared, config)


def _file(
    path: str, document: _Document, declared: Declared, config: IngestConfig
) -> Iterator[RawRecord | Failure | Skipped]:
    try:
        if _is_zip(path):
            yield from _zip(path, document, declared, config)
            return
        form = Format(declared.format) if declared.format else _format_of(path)
        if form is None:
            yield Failure(document.source, f"unknown type; name the format ({', '.join(Format)})")
            return
        with io.BufferedReader(io.FileIO(path), _BUFFER) as stream:
            yield from _split(stream, form, document, declared, config)
    except OSError as error:
        yield Failure(document.source, _reason(error))


def _zip(
    path: str, document: _Document, declared: Declared, config: IngestConfig
) -> Iterator[RawRecord | Failure | Skipped]:
    """The files of a ZIP archive; a broken one fails alone."""
    with ZipArchive(path, config) as archive:
        for member in archive.members():
            name = _storable(member.filename)
            inner = _Document(f"{document.source}/{name}", f"{document.path}/{name}")
            form = Format(declared.format) if declared.format else _format_of(name)
            if _is_zip(name):
                yield Failure(inner.source, "an archive in an archive is not read")
                continue
            if form is None:
                yield Skipped(inner.source)
                continue
            try:
                with archive.open(member) as stream:
                    yield from _split(stream, form, inner, declared, config)
            except OSError as error:
                yield Failure(inner.source, _reason(error))
            if archive.left < 0:  # so would all that follow
                return


def _stdin(stream: BinaryIO, declared: Declared, config: IngestConfig) -> Iterator[RawRecord | Failure]:
    document = _Document(STDIN, "")
    try:
        if declared.format:
            form, start = Format(declared.format), b""
        else:
            start = stream.read(_BUFFER)
            form = sniff(start)
        yield from _split(io.BufferedReader(_Prepended(start, stream), _BUFFER), form, document, declared, config)
    except OSError as error:
        yield Failure(STDIN, _reason(error))


class _Prepended(io.RawIOBase):
    """A stream whose beginning was already read."""

    def __init__(self, start: bytes, rest: BinaryIO) -> None:
        self._start = start
        self._rest = rest

    def readable(self) -> bool:
        """Say that it can be read."""
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        """Fill ``buffer``, first with what was already read."""
        piece = self._start[: len(buffer)] or self._rest.read(len(buffer))
        self._start = self._start[len(buffer) :]
        buffer[: len(piece)] = piece
        return len(piece)


def _split(
    stream: io.BufferedReader[Any], form: Format, document: _Document, declared: Declared, config: IngestConfig
) -> Iterator[RawRecord | Failure]:
    """Yield the documents of one file or stream."""
    pieces: Iterator[containers.Piece] | None = None
    if form is Format.JSONL:
        pieces = containers.json_lines(stream, config)
    elif form is Format.CSV:
        pieces = containers.csv_rows(stream, config)
    elif form is Format.WARC:
        pieces = warc.records(stream, config)
    else:
        limit = config.max_container_bytes if form in _WHOLE else config.max_document_bytes
        content = stream.read(limit + 1)
        if len(content) > limit:
            yield Failure(document.source, f"larger than {limit / 1_000_000:g} MB")
            return
        if form in _WHOLE:
            # A broken one is one document: it is kept as it came, and parsing it gives the reason.
            with suppress(IngestError):
                pieces = containers.json_array(content) if form is Format.JSON else xml_documents(content)
    if pieces is None:
        yield _raw(content, form, document, declared)
        return
    for number, piece in pieces:
        if isinstance(piece, IngestError):
            yield Failure(f"{document.source}:{number}", str(piece))
        else:
            yield _raw(piece, form, document, declared, number)


def _raw(content: bytes, form: Format, document: _Document, declared: Declared, number: int | None = None) -> RawRecord:
    suffix = "" if number is None else f":{number}"
    path = _storable(document.path)
    return RawRecord(
        source=document.source + suffix,
        content=content,
        media_type=MEDIA_TYPES[form],
        key=path_key(document.source + suffix) if declared.key_from_path and path else "",
        publisher=declared.publisher,
        published=declared.published,
        path=path,
    )


def _format_of(path: str) -> Format | None:
    stem, ending = os.path.splitext(path.lower())
    return EXTENSIONS.get(os.path.splitext(stem)[1] + ending if ending == ".gz" else ending)


def _is_zip(path: str) -> bool:
    return path.lower().endswith(ZIP)


def _shown(path: str) -> str:
    """Return a path for people and for the store: with slashes, without undecodable bytes."""
    return _storable(Path(path).as_posix())


def _storable(path: str) -> str:
    """Write the bytes of a file's name that are no UTF-8 as escapes, which keeps two names two."""
    return path.encode("utf-8", "backslashreplace").decode("utf-8")


def _reason(error: OSError) -> str:
    reasons: dict[type[OSError], str] = {
        FileNotFoundError: "no such file or folder",
        PermissionError: "no permission to read it",
        IsADirectoryError: "a folder, not a file",
    }
    known = reasons.get(type(error))
    return known or (error.strerror or "").lower() or str(error) or "cannot be read"

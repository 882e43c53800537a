"""The records of a WARC or ARC archive one by one, whatever lies between them.

The library's iterator ends with the first fault, reads lines without an end and writes to standard error. This one goes
on behind the fault, so that a broken record costs itself alone.
"""

from __future__ import annotations

import io
import logging
from typing import Any

from warcio.archiveiterator import ArchiveIterator  # type: ignore[import-untyped]
from warcio.bufferedreaders import DecompressingBufferedReader  # type: ignore[import-untyped]

# What is wrong with a record is said in the reason of the document.
logging.getLogger("warcio").setLevel(logging.CRITICAL)

MAX_HEAD = 1_000_000  # bytes of the lines before a record's block
_BLOCK = 1 << 14
_MEMBER = b"\x1f\x8b\x08"  # how each member of a compressed archive begins
_RECORD = (b"WARC/1.", b"WARC/0.")


class Archive:
    """The records of a stream, in order."""

    def __init__(self, stream: io.BufferedReader[Any] | io.BytesIO) -> None:
        self._records = _Records(stream)
        self._bytes = self._records.reader = _Bytes(self._records.fh)

    def next(self) -> Any:
        """The next record; None at the end. Raises whatever the library does over what is broken."""
        self._bytes.head = 0
        return next(self._records, None)

    def resume(self) -> bool:
        """Go on to where another record may begin, after a fault; False where there is none."""
        line = self._bytes.skip()
        if line is None:
            return False
        self._records.begin_with(line)
        return True


class _Records(ArchiveIterator):  # type: ignore[misc]
    INC_RECORD = ""  # a warning, with what the archive holds, on standard error

    def __init__(self, stream: io.BufferedReader[Any] | io.BytesIO) -> None:
        super().__init__(stream, arc2warc=True)

    def begin_with(self, line: bytes) -> None:
        """Iterate anew from a record whose first line was read, or from where the reader stands."""
        self.record, self.member_info, self.next_line = None, None, line or None
        self.the_iter = self._iterate_records()

    def close(self) -> None:
        """Nothing: at the end of a member that is cut short, closing would fail."""

    def _raise_invalid_gzip_err(self) -> None:
        """Nothing: several records in one member cannot be sought in, but they can be read."""


class _Bytes(DecompressingBufferedReader):  # type: ignore[misc]
    """The bytes of an archive, unpacked; heads have an end, and what is broken is no end of the data."""

    def __init__(self, stream: Any) -> None:
        super().__init__(stream, block_size=_BLOCK)
        self.head = 0  # bytes of lines since the last block
        self._packed = False
        self._broken = b""

    def read(self, length: int | None = None) -> bytes:
        """Bytes of a block."""
        self.head = 0
        return bytes(super().read(length))

    def readline(self, length: int | None = None) -> bytes:
        """A line of a head, or of the sizes of chunks."""
        left = MAX_HEAD - self.head + 1
        line = bytes(super().readline(left if length is None else min(length, left)))
        self.head += len(line)
        if self.head > MAX_HEAD:
            raise ValueError(f"the head of a record is longer than {MAX_HEAD:,} bytes")
        return line

    def skip(self) -> bytes | None:
        """The first line of the next record, b"" where a member begins, None at the end."""
        try:
            while not self._broken and (line := super().readline(MAX_HEAD)):
                if line.startswith(_RECORD):
                    return bytes(line)
        except ValueError:  # another broken member, looked at below
            pass
        if not self._broken:
            return b"" if self.read_next_member() else None
        return b"" if self._find_member() else None

    def _find_member(self) -> bool:
        raw, self._broken = self._broken, b""
        at = raw.find(_MEMBER, 1)
        while at < 0:
            more = self.stream.read(_BLOCK)
            if not more:
                return False
            raw = raw[1 - len(_MEMBER) :] + more
            at = raw.find(_MEMBER)
        self._init_decomp(self.decomp_type)
        self.starting_data, self.buff = raw[at:], None
        return True

    decompressor: Any

    def _decompress(self, data: bytes) -> bytes:
        if self.decompressor is None:
            return data
        if not self._packed and not data.startswith(_MEMBER[:2]):
            self.decompressor = None  # the archive is not compressed
            return data
        self._packed = True
        try:
            return bytes(self.decompressor.decompress(data))
        except Exception as error:
            self._broken, self.buff = data, None
            raise ValueError(f"broken compressed data ({error})") from None

"""The files of a ZIP archive, read as those of a folder are.

They are unpacked while they are read, and all of them together up to a limit: a small archive may hold gigabytes.
Whatever is wrong with one of them is an OSError, as of any file that cannot be read.
"""

from __future__ import annotations

import io
import zipfile
from typing import IO

from corpus.ingest.cleaning import reason_of
from corpus.ingest.config import IngestConfig

_BUFFER = 1 << 17
_ENCRYPTED = 0x1
# Of other ways the library unpacks all that comes of a piece at once: gigabytes of a few hundred bytes.
_READ = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)


class ZipArchive:
    """An archive that is open. Raises OSError where it is none."""

    def __init__(self, path: str, config: IngestConfig) -> None:
        self._limit = self.left = config.max_container_bytes
        try:
            self._archive = zipfile.ZipFile(path)
        except OSError:
            raise
        except Exception as error:  # the library fails in ways of its own over what is broken
            raise OSError(f"not a ZIP archive that can be read: {reason_of(error)}") from None

    def __enter__(self) -> ZipArchive:
        return self

    def __exit__(self, *_: object) -> None:
        self._archive.close()

    def members(self) -> list[zipfile.ZipInfo]:
        """Its files in the order of their names, less those that a folder's reader passes over."""
        files = [one for one in self._archive.infolist() if not one.filename.endswith("/")]
        return sorted((one for one in files if not _is_hidden(one.filename)), key=lambda one: one.filename)

    def open(self, member: zipfile.ZipInfo) -> io.BufferedReader:
        """The bytes of a file."""
        if member.filename.startswith("/") or ".." in member.filename.split("/"):
            raise OSError("its name leads out of the archive")
        if member.flag_bits & _ENCRYPTED:
            raise OSError("encrypted")
        if member.compress_type not in _READ:
            raise OSError("compressed in another way than by deflate")
        try:
            return io.BufferedReader(_Unpacked(self, self._archive.open(member)), _BUFFER)
        except Exception as error:  # as above
            raise OSError(f"broken in the archive: {reason_of(error)}") from None

    def take(self, count: int) -> None:
        """Count bytes that were unpacked."""
        self.left -= count
        if self.left < 0:
            raise OSError(f"the archive unpacks to more than {self._limit / 1_000_000:g} MB")


class _Unpacked(io.RawIOBase):
    """The bytes of one file."""

    def __init__(self, archive: ZipArchive, member: IO[bytes]) -> None:
        self._archive, self._member = archive, member

    def readable(self) -> bool:
        """Say that it can be read."""
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        """Fill ``buffer``."""
        try:
            piece = self._member.read(len(buffer))
        except Exception as error:  # as above
            raise OSError(f"broken in the archive: {reason_of(error)}") from None
        self._archive.take(len(piece))
        buffer[: len(piece)] = piece
        return len(piece)


def _is_hidden(name: str) -> bool:
    return any(part.startswith(".") and part != ".." for part in name.split("/"))

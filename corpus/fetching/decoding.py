"""What servers pack is unpacked as it comes, and never beyond the limit."""

from __future__ import annotations

import zlib

from corpus.fetching.config import FetchError, TooLarge

GZIP = b"\x1f\x8b"
_WINDOW = 31  # zlib's word for: a gzip header, and the largest window


class Unpacking:
    """Gathers an answer piece by piece, unpacked; raises TooLarge where packed or unpacked bytes pass the limit."""

    def __init__(self, encoding: str, limit: int) -> None:
        encoding = encoding.strip().lower()
        if encoding not in ("", "identity", "gzip", "x-gzip"):
            raise FetchError(f"packed in a way that was not asked for: {encoding[:40]!r}")
        self._limit = limit
        self._came = 0
        self._inflate = zlib.decompressobj(_WINDOW) if encoding.endswith("gzip") else None
        self._content = bytearray()

    def add(self, piece: bytes) -> None:
        """Take the next bytes of the answer."""
        self._came += len(piece)
        if self._inflate is None:
            self._content += piece
        else:
            self._unpack(piece)
        # What is packed counts too: it may unpack to nothing for ever.
        if max(self._came, len(self._content)) > self._limit:
            raise too_large(self._limit)

    def _unpack(self, piece: bytes) -> None:
        try:
            while piece and len(self._content) <= self._limit:
                if self._inflate is None or self._inflate.eof:  # a file of several members
                    self._inflate = zlib.decompressobj(_WINDOW)
                self._content += self._inflate.decompress(piece, self._limit - len(self._content) + 1)
                piece = self._inflate.unconsumed_tail or self._inflate.unused_data
        except zlib.error as error:
            raise FetchError(f"packed data that cannot be unpacked: {error}") from None

    def beginning(self) -> bytes:
        """What came within the limit."""
        return bytes(self._content[: self._limit])

    def content(self) -> bytes:
        """All of it. Raises FetchError where the packed data ends early."""
        if self._inflate is not None and self._came and not self._inflate.eof:
            raise FetchError("packed data that ends early")
        return bytes(self._content)


def unpacked(content: bytes, limit: int) -> bytes:
    """The bytes of a gzip file; others as they are."""
    if not content.startswith(GZIP):
        return content
    unpacking = Unpacking("gzip", limit)
    unpacking.add(content)
    return unpacking.content()


def too_large(limit: int) -> TooLarge:
    """The reason against an answer over the limit."""
    return TooLarge(f"larger than {limit / 1_000_000:g} MB")

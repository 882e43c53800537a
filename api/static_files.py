"""Static files of a server that runs are replaced whole: who reads one while a deploy gathers them reads all of it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

from django.conf import settings
from django.core.files.base import File
from whitenoise.compress import Compressor
from whitenoise.storage import CompressedManifestStaticFilesStorage

READABLE = 0o644


def put_in_place(path: Path, chunks: Iterator[bytes]) -> None:
    """Write a file apart, then give it the name of the one that it replaces: there is no moment without it."""
    # Beside the folder and not in it: a server that starts looks at all that is there.
    parts = Path(settings.STATIC_ROOT).with_suffix(".part")
    for folder in (parts, path.parent):
        folder.mkdir(parents=True, exist_ok=True)
    with NamedTemporaryFile(dir=parts, delete=False) as written:
        part = Path(written.name)
        try:
            for chunk in chunks:
                written.write(chunk)
            written.flush()
            os.fchmod(written.fileno(), READABLE)
            part.rename(path)
        except BaseException:
            part.unlink()
            raise


class WholeCompressor(Compressor):
    """WhiteNoise's, but for how it writes."""

    def write_data(self, path: str, data: bytes, suffix: str, stat_result: os.stat_result) -> str:
        """Put the compressed file beside the other, with the other's times; its path."""
        filename = path + suffix
        put_in_place(Path(filename), iter([data]))
        os.utime(filename, (stat_result.st_atime, stat_result.st_mtime))
        return filename


class WholeFilesStorage(CompressedManifestStaticFilesStorage):
    """Static files by names that tell their content, compressed, each put in place whole."""

    _in_place = False

    def create_compressor(self, **options: Any) -> Compressor:
        """What compresses them."""
        return WholeCompressor(**options)

    def get_available_name(self, name: str, max_length: int | None = None) -> str:
        """The name itself: what has it is replaced."""
        return name

    def post_process(self, *args: Any, **options: Any) -> Iterator[tuple[str, str | None, Any]]:
        """Name, rewrite and compress what was gathered; see Django."""
        self._in_place = True
        try:
            yield from super().post_process(*args, **options)
        finally:
            self._in_place = False

    def delete(self, name: str) -> None:
        """Take a file away, unless Django does so only to write it anew."""
        if not self._in_place:
            super().delete(name)

    def _save(self, name: str, content: File[bytes]) -> str:
        put_in_place(Path(self.path(name)), content.chunks())
        return name

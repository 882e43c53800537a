"""Bodies are read before the application sees the request.

The server gives a request to a thread as soon as its head has come; reading the body then blocks the thread for as long
as the client likes, which is to happen where places are counted (`api.places`), and not in the middle of a transaction.
(To end the reading from outside would stop the whole process: the server's own reader is waited for with the
interpreter's lock.)
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from io import BytesIO
from typing import Any

PIECE = 65_536
Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


class BodiesFirst:
    """A WSGI application whose requests have their bodies; of a longer one ``most`` bytes are read beforehand."""

    def __init__(self, application: Application, *, most: int) -> None:
        self.application, self.most = application, most

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        """The answer of the application."""
        if not has_body(environ):
            return self.application(environ, start_response)
        source = environ["wsgi.input"]
        content = read(source, self.most)
        # What is longer is refused by its length, or is a file for the admin, which reads it on by itself.
        environ["wsgi.input"] = BytesIO(content) if len(content) < self.most else Longer(content, source)
        return self.application(environ, start_response)


class Longer:
    """A body whose beginning was read already."""

    def __init__(self, beginning: bytes, rest: Any) -> None:
        self.beginning, self.rest = BytesIO(beginning), rest

    def read(self, size: int = -1) -> bytes:
        """So many bytes at most, or all that are left."""
        found = self.beginning.read(size)
        if size is None or size < 0:
            return found + bytes(self.rest.read())
        return found or bytes(self.rest.read(size))

    def readline(self, size: int = -1) -> bytes:
        """A line, or the part of it that was read beforehand."""
        return self.beginning.readline(size) or bytes(self.rest.readline(size))


def has_body(environ: dict[str, Any]) -> bool:
    """Whether the head says that a body follows."""
    return environ.get("CONTENT_LENGTH") not in (None, "", "0") or bool(environ.get("HTTP_TRANSFER_ENCODING"))


def read(source: Any, most: int) -> bytes:
    """The body, or its first bytes; what has come where the client breaks off."""
    pieces: list[bytes] = []
    left = most
    while left and (piece := source.read(min(PIECE, left))):
        pieces.append(bytes(piece))
        left -= len(piece)
    return b"".join(pieces)

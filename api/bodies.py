"""Bodies are read by a few threads alone: clients that never end theirs keep others from sending, never from reading.

The server gives a request to a thread as soon as its head has come; reading the body then blocks the thread for as long
as the client likes. So a body is read before the application sees the request, and only so many at a time. (To end the
reading from outside would stop the whole process: the server's own reader is waited for with the interpreter's lock.)
"""

from __future__ import annotations

import secrets
import threading
from collections.abc import Callable, Iterable
from io import BytesIO
from typing import Any

import orjson

from api.v1 import problems

PIECE = 65_536
RETRY_AFTER = 5
DETAIL = "Others are sending bodies, slowly; Retry-After says when to try again."
Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


class BodiesFirst:
    """A WSGI application whose requests have their bodies; of a longer one ``most`` bytes are read beforehand.

    At most ``readers`` bodies are read at a time, fewer than the server has threads; a further request is asked to come
    again (503).
    """

    def __init__(self, application: Application, *, readers: int, most: int) -> None:
        self.application, self.most = application, most
        self.free = threading.BoundedSemaphore(readers)

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        """The answer of the application, or why it is not asked."""
        if not has_body(environ):
            return self.application(environ, start_response)
        if not self.free.acquire(blocking=False):
            return refusal(start_response, DETAIL, RETRY_AFTER)
        source = environ["wsgi.input"]
        try:
            content = read(source, self.most)
        finally:
            self.free.release()
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


def refusal(start_response: Callable[..., Any], detail: str, seconds: int) -> list[bytes]:
    """A problem document, after which the connection ends: what is left of the body is nobody's."""
    request_id = secrets.token_hex(8)
    body = orjson.dumps({**problems.body(503, "busy", detail), "request_id": request_id})
    headers = [
        ("Content-Type", problems.MEDIA_TYPE),
        ("Content-Length", str(len(body))),
        ("X-Request-ID", request_id),
        ("Retry-After", str(seconds)),
        ("Connection", "close"),
    ]
    start_response("503 Service Unavailable", headers)
    return [body]

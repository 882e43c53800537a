"""Requests that may cost much get places, a few a process, so that threads are left to those that cost little.

Little costs a record by its id, and whatever reads no records: the health of the server, pages, files. All else of the
API takes one of the places for reading. A request with a body takes one of others, from its first byte to its answer,
since its client may be slow and what it sends may take long to be read. Where all are taken a request waits for a
moment; when one has waited in vain, all are asked to come again (503) until a place is left, so that no queue forms
before what costs little.
"""

from __future__ import annotations

import re
import secrets
import threading
from collections.abc import Callable, Iterable
from typing import Any

import orjson

from api.bodies import has_body
from api.v1 import problems

WAIT = 0.3  # seconds
RETRY_AFTER = 2
DETAIL = "The server is at work on as many costly requests as it takes at a time; Retry-After says when to try again."
# A record by its id, what is proposed while somebody types, and pages.
CHEAP = re.compile(r"/api/v1/(?:[a-z]+/[^/]+_[^/]+/?|(?:autocomplete|guide|errors|schema|docs|redoc)/?)?")
Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


class Places:
    """So many places."""

    def __init__(self, most: int) -> None:
        self.free = most
        self.stuck = False
        self.left = threading.Condition()

    def enter(self) -> bool:
        """Take a place; false where none is left for a while."""
        with self.left:
            if not self.free and (self.stuck or not self.left.wait_for(lambda: self.free, WAIT)):
                self.stuck = True
                return False
            self.free -= 1
            return True

    def leave(self) -> None:
        """Give the place back."""
        with self.left:
            self.free += 1
            self.stuck = False
            self.left.notify()


class Placing:
    """A WSGI application that works on so many requests that may cost much, and so many bodies, at a time."""

    def __init__(self, application: Application, *, reading: int, sending: int) -> None:
        self.application, self.reading, self.sending = application, Places(reading), Places(sending)

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        """The answer of the application, or why it is not asked."""
        if has_body(environ):
            places = self.sending
        elif is_cheap(environ.get("PATH_INFO", "")):
            return self.application(environ, start_response)
        else:
            places = self.reading
        if not places.enter():
            return refusal(start_response)
        try:
            return self.application(environ, start_response)
        finally:
            places.leave()


def is_cheap(path: str) -> bool:
    """Whether reading what stands there costs little."""
    return not path.startswith("/api/v1/") or CHEAP.fullmatch(path) is not None


def refusal(start_response: Callable[..., Any]) -> list[bytes]:
    """A problem document, after which the connection ends: what is left of a body is nobody's."""
    request_id = secrets.token_hex(8)
    body = orjson.dumps({**problems.body(503, "busy", DETAIL), "request_id": request_id})
    headers = [
        ("Content-Type", problems.MEDIA_TYPE),
        ("Content-Length", str(len(body))),
        ("X-Request-ID", request_id),
        ("Retry-After", str(RETRY_AFTER)),
        ("Connection", "close"),
    ]
    start_response("503 Service Unavailable", headers)
    return [body]

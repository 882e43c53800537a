"""Requests that may cost much get places, a few a process, so that threads are left to those that cost little.

Little costs a record by its id, unless others are to be written out in it, and whatever reads no records: the health of
the server, pages, files. All else of the API takes one of the places for reading. A request with a body takes one
of others, from its first byte to its answer, since its client may be slow and what it sends may take long to be read.
Where all are taken a request waits for a moment, unless by how long places are held it would wait in vain: then it is
asked to come again (503), so that no queue forms before what costs little.
"""

from __future__ import annotations

import re
import secrets
import threading
import time
from collections.abc import Callable, Iterable
from typing import Any

import orjson

from api.bodies import has_body
from api.v1 import problems

WAIT = 1.0  # seconds
NEWEST = 0.2  # how much the latest time counts
RETRY_AFTER = 2
DETAIL = "The server is at work on as many costly requests as it takes at a time; Retry-After says when to try again."
# A record by its id, what is proposed while somebody types, and pages.
CHEAP = re.compile(r"/api/v1/(?:(?P<record>[a-z]+/[^/]+_[^/]+/?)|(?:autocomplete|guide|errors|schema|docs|redoc)/?)?")
# What has other records written out beside it: expand, or a field of a field; an escape may hide either.
EXPANDING = re.compile(r"expand|\.|%")
Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


class Places:
    """So many places."""

    def __init__(self, most: int) -> None:
        self.most, self.waiting = most, 0
        self.began: list[float] = []  # when each place that is held was taken
        self.usual = 0.0  # seconds for which one is held, the latest counting most
        self.left = threading.Condition()

    def enter(self) -> float | None:
        """Take a place; when it was taken, None where none is likely to be left, or left, within the time to wait."""
        with self.left:
            if len(self.began) >= self.most:
                if (self.waiting + 1) * self._held() / self.most > WAIT:
                    return None
                self.waiting += 1
                try:
                    found = self.left.wait_for(lambda: len(self.began) < self.most, WAIT)
                finally:
                    self.waiting -= 1
                if not found:
                    return None
            now = time.monotonic()
            self.began.append(now)
            return now

    def leave(self, began: float) -> None:
        """Give the place back."""
        with self.left:
            self.began.remove(began)
            self.usual += NEWEST * (time.monotonic() - began - self.usual)
            self.left.notify()

    def _held(self) -> float:
        """Seconds for which a place is likely to be held: as usual, or for as long as those that are held have been."""
        now = time.monotonic()
        return max(self.usual, sum(now - began for began in self.began) / len(self.began))


class Placing:
    """A WSGI application that works on so many requests that may cost much, and so many bodies, at a time."""

    def __init__(self, application: Application, *, reading: int, sending: int) -> None:
        self.application, self.reading, self.sending = application, Places(reading), Places(sending)

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        """The answer of the application, or why it is not asked."""
        if has_body(environ):
            places = self.sending
        elif is_cheap(environ.get("PATH_INFO", ""), environ.get("QUERY_STRING", "")):
            return self.application(environ, start_response)
        else:
            places = self.reading
        began = places.enter()
        if began is None:
            return refusal(start_response)
        try:
            return self.application(environ, start_response)
        finally:
            places.leave(began)


def is_cheap(path: str, query: str = "") -> bool:
    """Whether reading what stands there costs little."""
    if not path.startswith("/api/v1/"):
        return True
    found = CHEAP.fullmatch(path)
    return found is not None and not (found["record"] and EXPANDING.search(query))


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

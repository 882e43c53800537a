"""Requests that may cost much get places, a few a process, so that threads are left to those that cost little.

Little costs a record by its id, and whatever reads no records: the health of the server, pages, files. All else of the
API, and every body, takes one of the places. Where all are taken a request waits for a moment; when one has waited in
vain, all are asked to come again (503) until a place is left, so that no queue forms before what costs little.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Iterable
from typing import Any

from api.bodies import has_body, refusal

WAIT = 0.3  # seconds
RETRY_AFTER = 2
DETAIL = "The server is at work on as many costly requests as it takes at a time; Retry-After says when to try again."
# A record by its id, what is proposed while somebody types, and pages.
CHEAP = re.compile(r"/api/v1/(?:[a-z]+/[^/]+_[^/]+/?|(?:autocomplete|guide|errors|schema|docs|redoc)/?)?")
Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


class Places:
    """A WSGI application that works on ``most`` requests that may cost much at a time."""

    def __init__(self, application: Application, *, most: int) -> None:
        self.application, self.free = application, most
        self.left = threading.Condition()
        self.stuck = False

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        """The answer of the application, or why it is not asked."""
        if is_cheap(environ):
            return self.application(environ, start_response)
        if not self.enter():
            return refusal(start_response, DETAIL, RETRY_AFTER)
        try:
            return self.application(environ, start_response)
        finally:
            self.leave()

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


def is_cheap(environ: dict[str, Any]) -> bool:
    """Whether the request needs no place."""
    if has_body(environ):
        return False
    path = environ.get("PATH_INFO", "")
    return not path.startswith("/api/v1/") or CHEAP.fullmatch(path) is not None

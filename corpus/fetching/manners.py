"""Pauses between requests to one host."""

from __future__ import annotations

import time
from collections.abc import Callable

from corpus.fetching.config import Impatient

LONGEST_WAIT = 10.0  # seconds that are waited here; a longer pause is the caller's to plan


class Manners:
    """One request at a time to a host, with a pause after each.

    ``sleep`` waits for so many seconds, or less where it is woken to end.
    """

    def __init__(self, pause: float, sleep: Callable[[float], object] = time.sleep) -> None:
        self._pause = pause
        self._sleep = sleep
        self._asked: dict[str, float] = {}  # by host, when the last request was sent

    def wait(self, host: str, crawl_delay: float = 0.0) -> None:
        """Wait until the host may be asked, and note that it is asked now. Raises Impatient where it would be long."""
        pause = max(self._pause, crawl_delay)
        left = self._asked[host] + pause - time.monotonic() if host in self._asked else 0.0
        if left > LONGEST_WAIT:
            raise Impatient(left)
        if left > 0:
            self._sleep(left)
        self._asked[host] = time.monotonic()

    def remember(self, host: str, seconds_ago: float) -> None:
        """Note that somebody asked the host so long ago."""
        at = time.monotonic() - seconds_ago
        self._asked[host] = max(at, self._asked.get(host, at))

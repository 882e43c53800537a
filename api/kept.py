"""What costs much to find out and may be some seconds old: found out once by a process, however many ask."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Generic, TypeVar

T = TypeVar("T")
SECONDS = 5.0  # less than Prometheus and balancers leave between two looks


class Kept(Generic[T]):
    """What ``find`` gives, for some seconds. While one asks anew, the others are told what was known before."""

    def __init__(self, find: Callable[[], T], *, otherwise: T) -> None:
        self.find, self.otherwise = find, otherwise
        self.finding = threading.Lock()
        self.forget()

    def forget(self) -> None:
        """Find it out anew when it is asked for next."""
        self.until, self.found = 0.0, self.otherwise

    def get(self) -> T:
        """What is known; ``otherwise`` where it is being found out for the first time."""
        if time.monotonic() < self.until or not self.finding.acquire(timeout=0 if self.until else SECONDS):
            return self.found
        try:
            if time.monotonic() >= self.until:
                self.found = self.find()
                self.until = time.monotonic() + SECONDS
            return self.found
        finally:
            self.finding.release()

"""Leases of hosts: one request at a time to each, with a pause after it, whichever watcher sends it.

Sources of different hosts may list pages of one, so that it is not enough that each source has one watcher.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from urllib.parse import SplitResult

from django.utils import timezone

from corpus.fetching import Impatient
from corpus.models import AskedHost
from corpus.services.leases import worker_name

LONGEST_WAIT = 10.0  # seconds that are waited here; a longer pause is the caller's to plan
LOOK = 0.25  # seconds between two looks whether somebody's request has ended
KEPT = timedelta(hours=1)  # that a row stays after its pause


class HostTurns:
    """Gives each request its turn at the host.

    ``sleep`` waits for so many seconds; true where it was woken to end. A request takes ``longest`` seconds at most, so
    that the host of a watcher that was killed in one is free after these.
    """

    def __init__(self, pause: float, longest: float, sleep: Callable[[float], object]) -> None:
        self._pause = pause
        self._longest = longest
        self._sleep = sleep

    @contextmanager
    def turn(self, parts: SplitResult, crawl_delay: float = 0.0) -> Iterator[None]:
        """Have the host while the request lasts. Raises Impatient where it would be long until it is free."""
        host, worker = (parts.hostname or "").rstrip("."), worker_name()
        self._wait(host, worker)
        try:
            yield
        finally:
            release_host(host, worker, max(self._pause, crawl_delay))

    def _wait(self, host: str, worker: str) -> None:
        waited = 0.0
        while (other := lease_host(host, worker, self._longest)) is not None:
            left = max(0.0, (other.free_at - timezone.now()).total_seconds())
            # Nobody knows when a request ends; a pause has its time.
            step = min(left, LOOK) if other.worker else left
            if waited + step > LONGEST_WAIT or self._sleep(step):
                raise Impatient(left)
            waited += step


def lease_host(host: str, worker: str, seconds: float) -> AskedHost | None:
    """Take the host for so long; where it is not free, who has it or had it last."""
    now = timezone.now()
    mine = {"worker": worker, "free_at": now + timedelta(seconds=seconds)}
    if AskedHost.objects.filter(host=host, free_at__lte=now).update(**mine):
        return None
    row, made = AskedHost.objects.get_or_create(host=host, defaults=mine)
    return None if made else row


def release_host(host: str, worker: str, pause: float) -> None:
    """Let others ask it after the pause."""
    free_at = timezone.now() + timedelta(seconds=pause)
    AskedHost.objects.filter(host=host, worker=worker).update(worker="", free_at=free_at)


def forget_hosts() -> None:
    """Delete what says nothing any more, since hosts come and go."""
    AskedHost.objects.filter(free_at__lt=timezone.now() - KEPT).delete()

"""Ask the servers of sources: politely, as robots.txt has it, and with what their answers mean for who asks."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from urllib.parse import SplitResult

from django.conf import settings
from django.utils import timezone

from corpus.fetching import Answer, Fetcher, FetchError, Hosts, Robots, Unreachable
from corpus.services.asking_config import fetch_config, watched_hosts
from corpus.services.lease_host import HostTurns, forget_hosts

ACCEPT = "application/atom+xml, application/rss+xml, application/xml;q=0.9, text/html;q=0.9, */*;q=0.5"
LONGEST_ETAG, LONGEST_DATE = 500, 100  # characters; a longer one is not kept, and so the next answer comes whole


class Gone(FetchError):
    """There is nothing any more at the address (404, 410)."""


class Later(Unreachable):
    """The server wants to be left alone (429, 503), for ``seconds`` where it says so."""

    def __init__(self, reason: str, seconds: float) -> None:
        super().__init__(reason)
        self.seconds = seconds


class Asking:
    """One line to the outside: one request at a time, and each in its turn at the host."""

    def __init__(self, sleep: Callable[[float], object], fetcher: Fetcher | None = None) -> None:
        self.hosts = Hosts.of(())
        self._fetcher = fetcher or Fetcher(fetch_config())
        self._turns = HostTurns(settings.WATCH_DELAY_SECONDS, self._fetcher.config.max_seconds, sleep)
        self._robots = Robots(self._fetcher, self._turns.turn)

    @property
    def max_bytes(self) -> int:
        """Of one answer."""
        return self._fetcher.config.max_bytes

    def begin(self) -> None:
        """Look up who may be asked, before a source has its turn."""
        self.hosts = watched_hosts()
        forget_hosts()

    def ask(self, url: str, etag: str = "", last_modified: str = "") -> Answer:
        """What stands at the address, with status 200, or 304 where it is as it was. Raises FetchError else."""
        headers = {"Accept": ACCEPT}
        if etag:
            headers["If-None-Match"] = etag
        if last_modified:
            headers["If-Modified-Since"] = last_modified
        answer = self._fetcher.get(url, self.hosts, headers=headers, turn=self._turn)
        if answer.status == 200 or (answer.status == 304 and (etag or last_modified)):
            return answer
        reason = f"answered with status {answer.status}"
        if answer.status in (404, 410):
            raise Gone(reason)
        if answer.status in (429, 503):
            raise Later(reason, answer.retry_after(timezone.now()))
        if answer.status >= 500:
            raise Unreachable(reason)
        raise FetchError(reason)

    def _turn(self, parts: SplitResult) -> AbstractContextManager[None]:
        return self._turns.turn(parts, self._robots.check(parts, self.hosts))


def validators(answer: Answer) -> tuple[str, str]:
    """ETag and Last-Modified of an answer, to be sent along the next time."""
    etag, changed = answer.headers.get("etag", ""), answer.headers.get("last-modified", "")
    return _sendable(etag, LONGEST_ETAG), _sendable(changed, LONGEST_DATE)


def _sendable(value: str, limit: int) -> str:
    return value if len(value) <= limit and value.isascii() and value.isprintable() else ""

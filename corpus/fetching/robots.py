"""robots.txt, as RFC 9309 has it, with the Crawl-delay that many sites add."""

from __future__ import annotations

import re
import time
from dataclasses import dataclass
from urllib.parse import SplitResult

from protego import Protego

from corpus.fetching.client import Fetcher, Turn
from corpus.fetching.config import FetchError, Impatient, Refused, Unreachable
from corpus.fetching.hosts import Hosts

MAX_BYTES = 512_000  # 500 KiB at least, says the RFC; what is beyond is passed over
KEPT_SECONDS = 24 * 3600.0  # "SHOULD NOT use the cached version for more than 24 hours"
FAILED_SECONDS = 600.0
LONGEST_DELAY = KEPT_SECONDS  # of a Crawl-delay, so that one that was a slip is read again when its day is over
MOST_KEPT = 1_000
_AGENT = re.compile(r"\s*(?:user-agent|useragent|user\s+agent)(?:\s*:|\s|$)(?P<name>.*)", re.IGNORECASE | re.DOTALL)


@dataclass(frozen=True, slots=True)
class _Known:
    until: float
    rules: Protego | None  # None: the site could not say, so nothing may be read
    reason: str = ""


class Robots:
    """What each site lets robots of our name read; asked once a day."""

    def __init__(self, fetcher: Fetcher, turn: Turn | None = None) -> None:
        self._fetcher = fetcher
        self._turn = turn
        self._name = fetcher.config.user_agent.split("/", 1)[0].split(" ", 1)[0]
        self._known: dict[str, _Known] = {}

    def check(self, parts: SplitResult, hosts: Hosts) -> float:
        """The seconds that the site wants between requests, a day at most. Raises Refused where it does not want this.

        A site that has no robots.txt (4xx) may be read. One that cannot say, because it fails or does not answer, may
        not be read until it can: Unreachable. Raises Impatient where its turn does not come soon.
        """
        site = f"{parts.scheme}://{parts.netloc}"
        known = self._known.get(site)
        if known is None or known.until < time.monotonic():
            if len(self._known) >= MOST_KEPT:
                self._known.clear()
            known = self._known[site] = self._ask(site, hosts)
        if known.rules is None:
            raise Unreachable(f"robots.txt of {parts.hostname}: {known.reason}")
        if not known.rules.can_fetch(parts.geturl(), self._name):
            raise Refused(f"robots.txt of {parts.hostname} does not allow {parts.path[:200]}")
        delay = known.rules.crawl_delay(self._name)
        return min(max(0.0, float(delay)), LONGEST_DELAY) if delay is not None else 0.0

    def _ask(self, site: str, hosts: Hosts) -> _Known:
        now = time.monotonic()
        try:
            answer = self._fetcher.get(f"{site}/robots.txt", hosts, max_bytes=MAX_BYTES, cut=True, turn=self._turn)
        except Impatient:
            raise  # it was not asked
        except FetchError as error:
            return _Known(now + FAILED_SECONDS, None, str(error))
        if answer.status == 429 or answer.status >= 500:
            return _Known(now + FAILED_SECONDS, None, f"status {answer.status}")
        text = answer.content.decode("utf-8", "replace").removeprefix("\ufeff") if answer.status == 200 else ""
        return _Known(now + KEPT_SECONDS, Protego.parse(_groups_for(self._name, text)))


def _groups_for(name: str, text: str) -> str:
    """What a robots.txt says to robots of that name, and to all.

    Its groups for others would be held with all rules of each: as many as their names times their rules.
    """
    return "\n".join("User-agent:" if _is_for_others(line, name.lower()) else line for line in text.splitlines())


def _is_for_others(line: str, name: str) -> bool:
    match = _AGENT.match(line.split("#", 1)[0])
    if match is None:
        return False
    named = match["name"].strip().lower()
    return named != "*" and (named.replace("*", "") or named) not in name

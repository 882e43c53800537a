"""Mixed traffic at a steady rate: requests are due by the clock, whatever became of the others (an open loop).

Who waits too long for a connection gives up: at more than the server can do, waiting would grow without end.
"""

from __future__ import annotations

import http
import http.client
import json
import queue
import threading
import time
from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random
from statistics import quantiles
from typing import Any
from urllib.parse import urlencode

CONNECTIONS = 32
PATIENCE = 5.0  # seconds
# What a hundred requests are, about as readers, programs and editors of a newsroom ask.
MIX = {
    "article": 30,
    "quotations of a speaker": 20,
    "search": 12,
    "autocomplete": 15,
    "people": 8,
    "count": 5,
    "facets": 4,
    "export": 1,
    "article sent": 3,
    "quotation corrected": 2,
}
BODY = (
    "The harbour board met on Tuesday. “Pier {n} will be mended before the winter,” said {name}, chair of the board. "
    "She added that the works would take {n} days. “Nobody has to move,” {name} told reporters.\n\n"
    "The board will meet again next month to look at the tenders, which are open until then."
)
NAMES = ("Orla Venn", "Mara Ellwin", "Piet Harrow", "Sela Brandt", "Idris Calder", "Tove Marlin")


@dataclass(frozen=True)
class Corpus:
    """What the requests are about: public ids and words that the corpus holds."""

    articles: list[str]
    speakers: list[str]
    quotations: list[str]
    words: list[str]
    names: list[str]
    token: str


@dataclass(frozen=True)
class Request:
    """One request."""

    kind: str
    method: str
    path: str
    body: bytes | None = None


class Requests:
    """Endless requests of the mix, the same for the same seed. Of one thread alone."""

    def __init__(self, corpus: Corpus, seed: int) -> None:
        self.corpus, self.random, self.number = corpus, Random(seed), 0
        self.mark = f"{seed}-{time.time_ns():x}"  # so that another run sends other articles

    def next(self) -> Request:
        """The next one."""
        [kind] = self.random.choices(list(MIX), list(MIX.values()))
        self.number += 1
        corpus, pick = self.corpus, self.random.choice
        if kind == "article sent":
            name = pick(NAMES)
            record = {
                "key": f"load-{self.mark}-{self.number}",
                "headline": f"Pier {self.number} to be mended",
                "body": BODY.format(n=self.number, name=name),
                "publisher": "The Harbour Post",
                "published": "2024-05-05",
            }
            return Request(kind, "POST", "/api/v1/articles/", json.dumps(record).encode())
        if kind == "quotation corrected":
            change = {"channel": pick(["email", "phone", "interview", None]), "reason": "as the recording has it"}
            return Request(kind, "PATCH", f"/api/v1/quotations/{pick(corpus.quotations)}/", json.dumps(change).encode())
        speaker, year = pick(corpus.speakers), self.random.randint(2019, 2023)
        typed = pick(corpus.names)[: self.random.randint(2, 6)].strip()
        path = {
            "article": f"articles/{pick(corpus.articles)}/",
            "quotations of a speaker": f"quotations/?speaker={speaker}&published_at__gte={year}",
            "search": f"articles/?{urlencode({'q': pick(corpus.words)})}",
            "autocomplete": f"autocomplete/?{urlencode({'q': typed})}",
            "people": f"people/{speaker}/" if speaker.startswith("per_") else f"organisations/{speaker}/",
            "count": f"quotations/?speaker={speaker}&count=true&page_size=1",
            "facets": f"quotations/facets/?by=speaker&published_at={year}-{self.random.randint(1, 12):02}",
            "export": f"quotations/?format=ndjson&speaker={speaker}",
        }[kind]
        return Request(kind, "GET", f"/api/v1/{path}")


@dataclass
class Window:
    """What was answered in some seconds."""

    began: float
    times: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))  # seconds from when it was due
    statuses: Counter[str] = field(default_factory=Counter)
    errors: Counter[str] = field(default_factory=Counter)
    given_up: int = 0

    def percentile(self, share: int, kind: str | None = None) -> float | None:
        """Seconds within which so many of a hundred were answered."""
        found = self.times.get(kind, []) if kind else [one for times in self.times.values() for one in times]
        if len(found) < 2:
            return found[0] if found else None
        return quantiles(found, n=100)[share - 1]


class Traffic:
    """Requests at a rate, over so many connections at most; to wait for a free one counts as waiting for the answer."""

    def __init__(self, port: int, corpus: Corpus, seed: int) -> None:
        self.port, self.token = port, corpus.token
        self.requests = Requests(corpus, seed)
        self.lock = threading.Lock()

    def run(self, rate: float, seconds: float, every: float, tell: Callable[[Window, float], None]) -> list[Window]:
        """Send for so long; ``tell`` is told of each window of ``every`` seconds when it has passed."""
        due: queue.SimpleQueue[tuple[float, Request] | None] = queue.SimpleQueue()
        windows = [Window(time.monotonic())]
        senders = [threading.Thread(target=self._send, args=(due, windows)) for _ in range(CONNECTIONS)]
        for sender in senders:
            sender.start()
        began, sent = time.monotonic(), 0
        for sent in range(1, int(rate * seconds) + 1):
            moment = began + sent / rate
            if (wait := moment - time.monotonic()) > 0:
                time.sleep(wait)
            due.put((moment, self.requests.next()))
            now = time.monotonic()
            if now - windows[-1].began >= every:
                with self.lock:
                    windows.append(Window(now))
                tell(windows[-2], now - began)
        for _ in senders:
            due.put(None)
        for sender in senders:
            sender.join()
        tell(windows[-1], time.monotonic() - began)
        return windows

    def _send(self, due: queue.SimpleQueue[tuple[float, Request] | None], windows: list[Window]) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        while (item := due.get()) is not None:
            moment, request = item
            if time.monotonic() - moment > PATIENCE:
                with self.lock:
                    windows[-1].given_up += 1
                continue
            status, fault = "none", ""
            try:
                status, fault = self._asked(connection, request)
            except (OSError, http.client.HTTPException, ValueError) as error:
                fault = f"{request.kind}: {type(error).__name__}: {error}"
                connection.close()
            with self.lock:
                window = windows[-1]
                window.times[request.kind].append(time.monotonic() - moment)
                window.statuses[status] += 1
                if fault:
                    window.errors[fault] += 1
        connection.close()

    def _asked(self, connection: http.client.HTTPConnection, request: Request) -> tuple[str, str]:
        """The status, and what is wrong with the answer."""
        headers: dict[str, Any] = {"Accept": "application/json"}
        if "ndjson" in request.path:
            headers = {}
        if request.body is not None:
            headers |= {"Content-Type": "application/json", "Authorization": f"Token {self.token}"}
        connection.request(request.method, request.path, request.body, headers)
        answer = connection.getresponse()
        content = answer.read()
        if answer.status == http.HTTPStatus.SERVICE_UNAVAILABLE and answer.headers.get("Retry-After"):
            return str(answer.status), ""  # more streams at a time than it sends: it says when to come again
        if answer.status >= 400:
            return str(answer.status), f"{request.kind}: {answer.status} {content[:200]!r}"
        for line in content.splitlines() if "ndjson" in request.path else [content]:
            json.loads(line)
        return str(answer.status), ""

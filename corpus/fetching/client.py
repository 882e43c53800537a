"""One request at a time: no cookies, no proxies, no keeping of connections, redirects to allowed hosts alone."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager, nullcontext, suppress
from urllib.parse import SplitResult, urljoin

import httpcore2

from corpus.fetching.addresses import Deadline, GuardedBackend, Resolver, resolve
from corpus.fetching.config import Answer, FetchConfig, FetchError, Refused, TooLarge, Unreachable
from corpus.fetching.decoding import Unpacking
from corpus.fetching.hosts import Hosts, web_address

_MOVED = (301, 302, 303, 307, 308)

#: Is entered with each address before it is asked for, and may raise FetchError; left when the answer is there.
Turn = Callable[[SplitResult], AbstractContextManager[object]]


class Fetcher:
    """Sends requests. ``resolver`` is for tests, and for whoever looks names up in another way."""

    def __init__(self, config: FetchConfig, *, resolver: Resolver = resolve) -> None:
        self.config = config
        self._resolver = resolver
        self._ssl = httpcore2.default_ssl_context()

    def get(
        self,
        url: str,
        hosts: Hosts,
        *,
        headers: Mapping[str, str] | None = None,
        max_bytes: int = 0,
        cut: bool = False,
        turn: Turn | None = None,
    ) -> Answer:
        """What stands at the address, after at most ``max_redirects`` redirects; any status is an answer.

        ``max_bytes`` is a limit other than the usual one; with ``cut`` the answer is cut there, and else refused.
        """
        limit = max_bytes or self.config.max_bytes
        for _ in range(self.config.max_redirects + 1):
            parts = self._checked(url, hosts)
            with turn(parts) if turn is not None else nullcontext():
                answer = self._send("GET", parts, headers or {}, b"", limit, cut)
            if answer.status not in _MOVED or "location" not in answer.headers:
                return answer
            try:
                url = urljoin(answer.url, answer.headers["location"])
            except ValueError:
                raise FetchError("a redirect to what is no web address") from None
        raise FetchError(f"more than {self.config.max_redirects} redirects")

    def post(
        self, url: str, hosts: Hosts, content: bytes, *, headers: Mapping[str, str] | None = None, max_bytes: int = 0
    ) -> Answer:
        """What the address answers to ``content``. A redirect is an answer, and is never followed."""
        parts = self._checked(url, hosts)
        return self._send("POST", parts, headers or {}, content, max_bytes or self.config.max_bytes, True)

    def _checked(self, url: str, hosts: Hosts) -> SplitResult:
        parts = web_address(url)
        if not hosts.allow(parts.hostname or ""):
            raise Refused(f"{parts.hostname} is no host that may be asked")
        return parts

    def _send(
        self, method: str, parts: SplitResult, headers: Mapping[str, str], content: bytes, limit: int, cut: bool
    ) -> Answer:
        own = {"User-Agent": self.config.user_agent, "Accept-Encoding": "gzip", "Connection": "close"}
        sent: list[tuple[bytes | str, bytes | str]] = [*own.items(), *headers.items()]
        backend = GuardedBackend(
            Deadline(self.config.max_seconds, self.config.idle_seconds),
            allow_private=self.config.allow_private,
            resolver=self._resolver,
        )
        url = parts.geturl()
        try:
            with (
                httpcore2.ConnectionPool(ssl_context=self._ssl, network_backend=backend, max_connections=1) as pool,
                pool.stream(method, url, headers=sent, content=content or None) as response,
            ):
                return _read(url, response, limit, cut)
        except httpcore2.TimeoutException:
            raise Unreachable(f"{parts.hostname} did not answer in time") from None
        except (httpcore2.NetworkError, httpcore2.RemoteProtocolError, OSError) as error:
            raise Unreachable(f"{parts.hostname} broke off: {str(error)[:200] or type(error).__name__}") from None
        except (httpcore2.ProtocolError, httpcore2.UnsupportedProtocol, UnicodeError, ValueError) as error:
            raise FetchError(f"{parts.hostname} cannot be asked: {str(error)[:200]}") from None


def _read(url: str, response: httpcore2.Response, limit: int, cut: bool) -> Answer:
    headers: dict[str, str] = {}
    for name, value in response.headers:
        headers.setdefault(name.decode("latin-1").lower(), value.decode("latin-1"))
    if response.status in _MOVED or response.status == 304:
        return Answer(url, response.status, headers)
    with suppress(ValueError):
        if int(headers.get("content-length", "0")) > limit and not cut:
            raise TooLarge(f"larger than {limit / 1_000_000:g} MB")
    unpacking = Unpacking(headers.get("content-encoding", ""), limit)
    try:
        for piece in response.iter_stream():
            unpacking.add(piece)
    except TooLarge:
        if not cut:
            raise
        return Answer(url, response.status, headers, unpacking.beginning())
    return Answer(url, response.status, headers, unpacking.content())

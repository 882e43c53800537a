"""Addresses of the web and the hosts that may be asked."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import SplitResult, quote, urlsplit

from corpus.fetching.config import Refused

MAX_URL = 2_000
_HOST = re.compile(r"[a-z0-9_]([a-z0-9_.-]{0,251}[a-z0-9_])?\.?")
_KEPT = "/:@!$&'()*+,;=%?[]~"


def web_address(url: str) -> SplitResult:
    """The parts of an absolute http or https address, in ASCII, without user and fragment. Raises Refused."""
    shown = url if len(url) <= 80 else url[:77] + "..."
    if len(url) > MAX_URL or not url or re.search(r"[\s\x00-\x1f\x7f\ud800-\udfff\\]", url):
        raise Refused(f"not a web address: {shown!r}")
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
        host = host if ":" in host else host.encode("ascii" if host.isascii() else "idna").decode().lower()
    except ValueError:
        raise Refused(f"not a web address: {shown!r}") from None
    if parts.scheme.lower() not in ("http", "https"):
        raise Refused(f"not a web address (http or https): {shown!r}")
    if parts.username is not None or parts.password is not None:
        raise Refused("an address with a user name or password in it")
    if not (":" in host or _HOST.fullmatch(host)):
        raise Refused(f"not a web address: {shown!r}")
    netloc = f"[{host}]" if ":" in host else host
    netloc += f":{port}" if port is not None else ""
    path, query = quote(parts.path or "/", safe=_KEPT), quote(parts.query, safe=_KEPT)
    return SplitResult(parts.scheme.lower(), netloc, path, query, "")


@dataclass(frozen=True, slots=True)
class Hosts:
    """Hosts that may be asked: a name stands for itself, ".name" for all below it too, "www." makes no difference."""

    names: frozenset[str]

    @classmethod
    def of(cls, names: Iterable[str]) -> Hosts:
        """The hosts with these names."""
        return cls(frozenset(name.strip().lower().rstrip(".") for name in names if name.strip()))

    def allow(self, host: str) -> bool:
        """Whether the host may be asked."""
        host = host.lower().rstrip(".")
        bare = host.removeprefix("www.")
        if {host, bare, f"www.{host}"} & self.names:
            return True
        labels = host.split(".")
        return any("." + ".".join(labels[at:]) in self.names for at in range(len(labels)))

"""One spelling for each address, so that the same page is the same article."""

from __future__ import annotations

import re
from functools import cache
from importlib import resources
from urllib.parse import quote, unquote_to_bytes, urlsplit, urlunsplit

from corpus.ingest.config import IngestError

MAX_URL = 2_000
_DEFAULT_PORTS = {"http": 80, "https": 443}
_UNRESERVED = "-._~"
_PATH_SAFE = "/:@!$&'()*+,;="
_QUERY_SAFE = "/:@!$'()*,;?[]"
_HOST = re.compile(r"(?!-)[a-z0-9_-]{1,63}(?<!-)(?:\.(?!-)[a-z0-9_-]{1,63}(?<!-)){0,20}\.?")
_ESCAPE = re.compile(r"%(?![0-9A-Fa-f]{2})")


@cache
def _tracking() -> tuple[frozenset[str], tuple[str, ...]]:
    """Return the exact names and the prefixes of tracking parameters."""
    lines = (resources.files(__package__) / "data" / "tracking_parameters.txt").read_text("utf-8").splitlines()
    names = [line.strip() for line in lines if line.strip() and not line.startswith("#")]
    exact = frozenset(name for name in names if not name.endswith("*"))
    return exact, tuple(name[:-1] for name in names if name.endswith("*"))


def canonical_url(url: str) -> str:
    """Return the canonical spelling of a web address.

    Scheme and host in lower case (the host in ASCII, by IDNA), no user, default port or fragment, no tracking
    parameters, the other parameters as they stand, percent-encoding only where it is needed, "." and ".." resolved,
    no slash at the end save for the root. Raises IngestError for anything but an absolute http or https address.
    """
    shown = url if len(url) <= 80 else url[:77] + "..."
    text = url.strip()
    if len(text) > MAX_URL:
        raise IngestError(f"not a web address: longer than {MAX_URL} characters")
    if not text or re.search(r"[\s\x00-\x1f\x7f\ud800-\udfff]", text):
        raise IngestError(f"not a web address: {shown!r}")
    try:
        parts = urlsplit(text)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        raise IngestError(f"not a web address: {shown!r}") from None
    scheme = parts.scheme.lower()
    if scheme not in _DEFAULT_PORTS:
        raise IngestError(f"not a web address (http or https): {shown!r}")
    netloc = _host(host, shown)
    if port is not None and port != _DEFAULT_PORTS[scheme]:
        netloc += f":{port}"
    path = _resolve(_requote(parts.path, _PATH_SAFE)) or "/"
    if len(path) > 1:
        path = path.rstrip("/") or "/"
    return urlunsplit((scheme, netloc, path, _query(parts.query), ""))


def _host(host: str, shown: str) -> str:
    """Return the host in ASCII and lower case."""
    if ":" in host:
        return f"[{host.lower()}]"
    try:
        ascii_host = host.encode("idna").decode("ascii").lower() if not host.isascii() else host.lower()
    except UnicodeError:
        raise IngestError(f"not a web address (bad host): {shown!r}") from None
    if not _HOST.fullmatch(ascii_host):
        raise IngestError(f"not a web address (bad host): {shown!r}")
    return ascii_host.rstrip(".")


def _requote(text: str, safe: str) -> str:
    """Decode what needs no percent-encoding and encode what does, with upper-case digits."""
    pieces = re.split(r"(%[0-9A-Fa-f]{2})", _ESCAPE.sub("%25", text))
    out = []
    for piece in pieces:
        if len(piece) == 3 and piece[0] == "%":
            byte = unquote_to_bytes(piece)
            plain = byte.isalnum() or byte.decode("latin-1") in _UNRESERVED
            out.append(byte.decode("ascii") if plain else piece.upper())
        else:
            out.append(quote(piece, safe=safe + _UNRESERVED))
    return "".join(out)


def _resolve(path: str) -> str:
    """Resolve "." and ".." in a path."""
    if "/." not in path:
        return path
    out: list[str] = []
    for segment in path.split("/")[1:]:
        if segment == "..":
            if out:
                out.pop()
        elif segment != ".":
            out.append(segment)
    return "/" + "/".join(out)


def _query(query: str) -> str:
    """Drop tracking parameters, keep the others in their order."""
    exact, prefixes = _tracking()
    kept = []
    for pair in query.split("&"):
        name = pair.split("=", 1)[0].lower()
        if pair and name not in exact and not name.startswith(prefixes):
            kept.append(_requote(pair, _QUERY_SAFE + "=+"))
    return "&".join(kept)

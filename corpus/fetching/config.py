"""What a caller may set, what comes back, and what can go wrong."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime


@dataclass(frozen=True, slots=True)
class FetchConfig:
    """Limits of what is fetched, and who is said to ask."""

    user_agent: str = "On-Record"  # the whole header; its product token is what robots.txt is asked about
    allow_private: bool = False  # loopback and private networks; link-local addresses are refused even so
    max_bytes: int = 25_000_000  # of one answer, unpacked too
    max_seconds: float = 60.0  # one request, from looking the name up to the last byte
    idle_seconds: float = 20.0  # without a byte
    max_redirects: int = 5


class FetchError(Exception):
    """Nothing was fetched. The message is a plain reason, written for an editor."""


class Refused(FetchError):
    """On Record does not ask: a host or address that is not allowed, robots.txt. Asking again would change nothing."""


class Unreachable(FetchError):
    """The server did not answer, or not to the end; it may do so later."""


class TooLarge(FetchError):
    """The answer is larger than is allowed."""


class Impatient(FetchError):
    """The pause that is due before the next request is longer than anybody waits: ``seconds`` of it are left."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"the next request is due in {seconds:.0f} s")
        self.seconds = seconds


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server answered, unpacked."""

    url: str  # the address that answered, after redirects
    status: int
    headers: Mapping[str, str] = field(default_factory=dict)  # names in lower case
    content: bytes = b""

    @property
    def media_type(self) -> str:
        """The media type without parameters, in lower case; "" where none is named."""
        return self.headers.get("content-type", "").split(";", 1)[0].strip().lower()

    def retry_after(self, now: datetime) -> float:
        """Seconds after which the server wants to be asked again (RFC 9110, 10.2.3); 0 where it says nothing."""
        said = self.headers.get("retry-after", "").strip()
        if said.isascii() and said.isdigit():
            return float(said[:9])
        try:
            when = parsedate_to_datetime(said)
        except (ValueError, TypeError, OverflowError):
            return 0.0
        when = when if when.tzinfo else when.replace(tzinfo=UTC)
        return max(0.0, (when - now).total_seconds())

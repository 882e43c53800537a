"""HTTP to the outside, guarded: the one room from which On Record asks other servers.

A ``Fetcher`` sends one request at a time, to hosts and addresses that it is allowed, within limits of size and time.
``Robots`` knows what sites let robots read (RFC 9309). Who calls gives each request its turn at the server.
Whatever goes wrong is a ``FetchError`` with a plain reason.
"""

from corpus.fetching.addresses import permitted
from corpus.fetching.client import Fetcher
from corpus.fetching.config import (
    Answer,
    FetchConfig,
    FetchError,
    Impatient,
    Refused,
    TooLarge,
    Unreachable,
)
from corpus.fetching.decoding import unpacked
from corpus.fetching.hosts import Hosts, web_address
from corpus.fetching.robots import Robots

__all__ = [
    "Answer",
    "FetchConfig",
    "FetchError",
    "Fetcher",
    "Hosts",
    "Impatient",
    "Refused",
    "Robots",
    "TooLarge",
    "Unreachable",
    "permitted",
    "unpacked",
    "web_address",
]

"""Connections to permitted addresses alone, each within one limit of time.

A name is looked up once, what it gives is checked, and the connection goes to that very address: a name that gives a
public address first and a private one later (DNS rebinding) is never looked up a second time.
"""

from __future__ import annotations

import ipaddress
import socket
import ssl
import time
from collections.abc import Callable, Iterable
from typing import Any

import httpcore2

from corpus.fetching.config import Refused, Unreachable

#: Gives the addresses of a host, as text.
Resolver = Callable[[str, int], list[str]]
_Address = ipaddress.IPv4Address | ipaddress.IPv6Address
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
_COMPATIBLE = ipaddress.IPv6Network("::/96")
_METADATA = ipaddress.IPv6Address("fd00:ec2::254")  # where a cloud tells secrets by a private address
_LOCAL_NAT64 = ipaddress.IPv6Network("64:ff9b:1::/48")


def resolve(host: str, port: int) -> list[str]:
    """What the system's resolver says of a host."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise Unreachable(f"{host} is not known: {getattr(error, 'strerror', None) or error}") from None
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


def permitted(address: str, *, allow_private: bool = False) -> bool:
    """Whether an address may be connected to: a public one, or, where that is allowed, loopback or a private one.

    What an IPv6 address holds of IPv4 (mapped, compatible, NAT64, 6to4, Teredo) counts as that. Link-local addresses,
    among them those that clouds tell secrets at, multicast and reserved ones are refused always.
    """
    try:
        ip: _Address = ipaddress.ip_address(address)
    except ValueError:
        return False
    inner = _inside(ip) if isinstance(ip, ipaddress.IPv6Address) else None
    if inner is not None:
        return permitted(str(inner), allow_private=allow_private)
    if ip.is_link_local or ip.is_multicast or ip.is_unspecified or ip == _METADATA:
        return False
    if allow_private and (ip.is_loopback or (ip.is_private and not ip.is_reserved)):
        return True
    if isinstance(ip, ipaddress.IPv6Address) and (ip.is_site_local or ip in _LOCAL_NAT64):
        return False
    return ip.is_global and not ip.is_reserved


def _inside(ip: ipaddress.IPv6Address) -> ipaddress.IPv4Address | None:
    """The IPv4 address that an IPv6 address leads to; None where it leads to none."""
    if ip.ipv4_mapped is not None:
        return ip.ipv4_mapped
    if ip.sixtofour is not None:
        return ip.sixtofour
    if ip.teredo is not None:
        return ip.teredo[1]
    if ip in _NAT64 or (ip in _COMPATIBLE and int(ip) > 1):
        return ipaddress.IPv4Address(int(ip) & 0xFFFF_FFFF)
    return None


class Deadline:
    """One limit of time for all that is waited for."""

    def __init__(self, seconds: float, idle: float) -> None:
        self._seconds = seconds
        self._idle = idle
        self._end = time.monotonic() + seconds

    def left(self, asked: float | None = None) -> float:
        """Seconds that may be waited now. Raises Unreachable when time is up."""
        left = self._end - time.monotonic()
        if left <= 0:
            raise Unreachable(f"took longer than {self._seconds:g} s")
        return min(left, self._idle, self._idle if asked is None else asked)


class GuardedBackend(httpcore2.NetworkBackend):
    """Looks names up, refuses what is not permitted, and watches the clock."""

    def __init__(self, deadline: Deadline, *, allow_private: bool, resolver: Resolver = resolve) -> None:
        self._deadline = deadline
        self._allow_private = allow_private
        self._resolver = resolver
        self._tcp = httpcore2.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore2.NetworkStream:
        """A connection to the first permitted address that answers."""
        found = self._resolver(host, port)
        good = [address for address in found if permitted(address, allow_private=self._allow_private)]
        if not good:
            raise Refused(f"{host} leads to {', '.join(found[:3]) or 'no address'}, which is not a public address")
        error: Exception | None = None
        for address in good:
            try:
                stream = self._tcp.connect_tcp(address, port, self._deadline.left(timeout), local_address, ())
            except (httpcore2.ConnectError, httpcore2.ConnectTimeout) as failed:
                error = failed
                continue
            return _Watched(stream, self._deadline)
        raise Unreachable(f"{host} does not take the connection: {error or 'no reason given'}")

    def connect_unix_socket(
        self, path: str, timeout: float | None = None, socket_options: Iterable[Any] | None = None
    ) -> httpcore2.NetworkStream:
        """Never."""
        raise Refused("a socket of this machine")


class _Watched(httpcore2.NetworkStream):
    """A connection whose every wait counts against the deadline, so that a drip of bytes ends too."""

    def __init__(self, stream: httpcore2.NetworkStream, deadline: Deadline) -> None:
        self._stream = stream
        self._deadline = deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, self._deadline.left(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, self._deadline.left(timeout))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore2.NetworkStream:
        stream = self._stream.start_tls(ssl_context, server_hostname, self._deadline.left(timeout))
        return _Watched(stream, self._deadline)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)

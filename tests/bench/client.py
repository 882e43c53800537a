"""One persistent HTTP connection, as thin as Python allows, so that the servers' time is most of what is measured."""

from __future__ import annotations

import re
import socket
from types import TracebackType
from typing import Self

_LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)


class BadAnswer(Exception):
    """A server answered with an error, or with no length."""


class Connection:
    """Requests one after the other to one server on loopback."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.base = f"http://127.0.0.1:{port}"
        self._head = f" HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nAccept: application/json\r\n\r\n".encode()
        self._socket = socket.create_connection(("127.0.0.1", port), timeout=60)
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def get(self, path: str) -> bytes:
        """The body of a GET; anything but 200 raises BadAnswer."""
        self._socket.sendall(b"GET " + path.encode() + self._head)
        received = b""
        while (end := received.find(b"\r\n\r\n")) < 0:
            received += self._receive()
        if not received.startswith(b"HTTP/1.1 200"):
            raise BadAnswer(f"{self.base}{path}: {received[:400]!r}")
        length = _LENGTH.search(received, 0, end)
        if length is None:
            return self._chunks(received[end + 4 :])
        parts = [received[end + 4 :]]
        missing = int(length[1]) - len(parts[0])
        while missing > 0:
            parts.append(self._receive())
            missing -= len(parts[-1])
        return b"".join(parts)

    def _chunks(self, received: bytes) -> bytes:
        """A body that is sent in chunks."""
        parts = []
        while True:
            while (end := received.find(b"\r\n")) < 0:
                received += self._receive()
            size = int(received[:end].partition(b";")[0], 16)
            while len(received) < end + 4 + size:
                received += self._receive()
            parts.append(received[end + 2 : end + 2 + size])
            received = received[end + 4 + size :]
            if not size:
                return b"".join(parts)

    def _receive(self) -> bytes:
        received = self._socket.recv(1 << 18)
        if not received:
            raise BadAnswer(f"{self.base}: the server closed the connection")
        return received

    def close(self) -> None:
        """Close it."""
        self._socket.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

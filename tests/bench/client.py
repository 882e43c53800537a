"""One persistent HTTP connection, as thin as Python allows, so that the servers' time is most of what is measured."""

from __future__ import annotations

import re
import socket
from collections.abc import Iterator
from types import TracebackType
from typing import Self

PATIENCE = 300  # seconds; what reads millions of rows from the disk takes minutes
_LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)


class BadAnswer(Exception):
    """A server answered with an error, or with no length."""


class Connection:
    """Requests one after the other to one server on loopback."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.base = f"http://127.0.0.1:{port}"
        self._head = f" HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nAccept: application/json\r\n\r\n".encode()
        self._open()

    def _open(self) -> None:
        self._socket = socket.create_connection(("127.0.0.1", self.port), timeout=PATIENCE)
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def get(self, path: str) -> bytes:
        """The body of a GET; anything but 200 raises BadAnswer."""
        length, received = self._ask(path)
        if length is None:
            return b"".join(self._chunks(received))
        parts = [received]
        missing = length - len(received)
        while missing > 0:
            parts.append(self._receive())
            missing -= len(parts[-1])
        return b"".join(parts)

    def lines(self, path: str, ending: bytes, most: int) -> int:
        """How many lines a stream has, or so many as are read of it before the connection is left."""
        length, received = self._ask(path)
        if length is not None:
            raise BadAnswer(f"{self.base}{path}: not a stream")
        found, last = 0, b""
        for part in self._chunks(received):
            # An ending may lie across two chunks.
            found += (last + part).count(ending)
            last = part[-1:] if len(ending) > 1 and not part.endswith(ending) else b""
            if found >= most:
                break
        return found

    def _ask(self, path: str) -> tuple[int | None, bytes]:
        """The length of the answer, None for one that is sent in chunks, and what has come of it."""
        try:
            received = self._first_of(path)
        except (BadAnswer, ConnectionError):
            # One that stood idle while others were asked may have been closed by its server.
            self.close()
            self._open()
            received = self._first_of(path)
        while (end := received.find(b"\r\n\r\n")) < 0:
            received += self._receive()
        if not received.startswith(b"HTTP/1.1 200"):
            raise BadAnswer(f"{self.base}{path}: {received[:400]!r}")
        length = _LENGTH.search(received, 0, end)
        return (None if length is None else int(length[1])), received[end + 4 :]

    def _first_of(self, path: str) -> bytes:
        self._socket.sendall(b"GET " + path.encode() + self._head)
        return self._receive()

    def _chunks(self, received: bytes) -> Iterator[bytes]:
        """A body that is sent in chunks."""
        while True:
            while (end := received.find(b"\r\n")) < 0:
                received += self._receive()
            size = int(received[:end].partition(b";")[0], 16)
            while len(received) < end + 4 + size:
                received += self._receive()
            if not size:
                return
            yield received[end + 2 : end + 2 + size]
            received = received[end + 4 + size :]

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

"""Clients that begin a body and never end it: everybody else is answered meanwhile."""

from __future__ import annotations

import json
import os
import signal
import socket
import time
import urllib.request
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlsplit

import pytest

from api.bodies import BodiesFirst
from tests.prepared import serving_empty
from tests.serving import Site, command, running

HEAD = b"POST /api/v1/extract/ HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
SLOW = {
    "with a length": HEAD + b'Content-Length: 100000\r\n\r\n{"text": "',
    "in chunks": HEAD + b'Transfer-Encoding: chunked\r\n\r\n8\r\n{"text":\r\n',
}

# Seconds for an answer: the first text that is sent starts a process that reads, behind all else that runs.
PATIENCE = 120


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with serving_empty(tmp_path_factory.mktemp("slow"), EXTRACTION_MODEL="rules") as found:
        yield found


def ask(site: Site, path: str, body: bytes | None = None) -> tuple[int, Any]:
    request = urllib.request.Request(f"{site.address}{path}", body, {"Content-Type": "application/json"})  # noqa: S310
    try:
        with urllib.request.urlopen(request, timeout=PATIENCE) as answer:  # noqa: S310
            return answer.status, json.load(answer)
    except HTTPError as error:
        return error.code, json.load(error)


@pytest.mark.slow
@pytest.mark.parametrize("kind", SLOW)
def test_slow_clients_keep_nobody_waiting(site: Site, kind: str) -> None:
    port = urlsplit(site.address).port
    clients = [socket.create_connection(("127.0.0.1", port)) for _ in range(30)]
    try:
        for client in clients:
            client.sendall(SLOW[kind])
        for _ in range(10):
            assert ask(site, "/api/v1/articles/")[0] == 200
        status, told = ask(site, "/api/v1/extract/", b'{"text": "A bridge."}')
        assert (status, told["code"]) == (503, "busy")
    finally:
        for client in clients:
            client.close()
    for _ in range(50):
        if ask(site, "/api/v1/extract/", b'{"text": "A bridge."}')[0] == 200:
            return
        time.sleep(0.1)
    pytest.fail("nobody can send, though the slow clients have gone")


def status_of(client: socket.socket) -> bytes:
    client.settimeout(PATIENCE)
    return client.recv(65_536).split()[1]


@pytest.mark.slow
def test_a_body_in_pieces_is_read(site: Site) -> None:
    body = json.dumps({"text": "“The bridge is closed,” said Mara Ellwin. " * 400}).encode()
    with socket.create_connection(("127.0.0.1", urlsplit(site.address).port)) as client:
        client.sendall(HEAD + b"Connection: close\r\nContent-Length: %d\r\n\r\n" % len(body))
        for at in range(0, len(body), 4000):
            client.sendall(body[at : at + 4000])
            time.sleep(0.05)
        assert status_of(client) == b"200"


def echoing(environ: dict[str, Any], start_response: Any) -> list[bytes]:
    start_response("200 OK", [])
    source = environ["wsgi.input"]
    return [source.read(3) + source.readline() + source.read()]


def answered(body: bytes, most: int) -> bytes:
    environ = {"CONTENT_LENGTH": str(len(body)), "wsgi.input": BytesIO(body)}
    application = BodiesFirst(echoing, most=most)
    return b"".join(application(environ, lambda status, headers: None))


@pytest.mark.parametrize("most", [1, 4, 7, 12, 100])
def test_a_body_is_whole_however_much_of_it_is_read_beforehand(most: int) -> None:
    assert answered(b"one two\nthree", most) == b"one two\nthree"


def test_without_a_body_nothing_is_read() -> None:
    application = BodiesFirst(lambda environ, start: [b"as it is"], most=10)
    assert list(application({"CONTENT_LENGTH": ""}, lambda status, headers: None)) == [b"as it is"]


@pytest.mark.slow
def test_a_body_without_end_does_not_keep_the_server_from_stopping(site: Site, tmp_path: Path) -> None:
    with (
        running(command, site.environment, tmp_path / "log") as (port, server),
        socket.create_connection(("127.0.0.1", port)) as client,
    ):
        client.sendall(HEAD + b"Content-Length: 1000\r\n\r\n{")
        ask(Site(f"http://127.0.0.1:{port}", site.environment), "/api/v1/articles/")
        os.kill(server, signal.SIGTERM)
        for _ in range(150):
            if os.waitpid(server, os.WNOHANG)[0]:
                return
            time.sleep(0.1)
    pytest.fail("it waits for a client that sends no more")

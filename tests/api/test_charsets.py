"""Charsets that a request names: none changes how its address is read, and none ends it before it is answered."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.core import signals
from django.core.handlers.wsgi import WSGIHandler
from django.db import close_old_connections
from django.test import RequestFactory
from django.utils.http import parse_header_parameters
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from api.charsets import NAMED, FormsMiddleware, InUTF8, in_utf8
from tests.commands.test_settings import python
from tests.prepared import empty_sqlite

NO_CHARSETS = ("hex", "rot13", "zlib", "base64", "undefined", "idna", "punycode", "nonsense", "a b")
UNREADABLE = ("x/y; a*=nonsense''z", "x/y; a*=z; a*1*=y", f"x/y; a*{'1' * 5000}*=z")
JSON = "application/json"


def ask(path: str, query: str, content_type: str, method: str = "GET", body: bytes = b"") -> tuple[int, dict[str, str]]:
    """Status and headers, as the server in front of the application gets them."""
    environ = RequestFactory().generic(method, path, body, content_type=content_type or JSON).environ
    environ["QUERY_STRING"], environ["CONTENT_TYPE"] = query, content_type
    heard: list[Any] = []
    ends = (signals.request_started, signals.request_finished)
    for signal in ends:
        signal.disconnect(close_old_connections)  # the test's own is to stay
    try:
        answer = InUTF8(WSGIHandler())(environ, lambda status, headers: heard.extend([status, dict(headers)]))
        content = b"".join(answer)
        answer.close()
    finally:
        for signal in ends:
            signal.connect(close_old_connections)
    return int(heard[0][:3]), {**heard[1], "content": content.decode()}


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("", ""),
        ("text/plain", "text/plain"),
        ("application/json; charset=UTF-8", "application/json; charset=UTF-8"),
        ("application/json; Charset=utf8", "application/json; Charset=utf8"),
        ("text/plain; charset=cp037", f'text/plain; {NAMED}="cp037"'),
        ("TEXT/plain;CHARSET = hex", f'text/plain; {NAMED}="hex"'),
        ("text/plain; charset*=utf-8''hex", f'text/plain; {NAMED}="hex"'),
        ('x/y; boundary="a b"; q=1; charset="he\\"x"', f'x/y; boundary="a b"; {NAMED}="hex"'),
        ('x/y; boundary="a\\"b"; charset=hex', f'x/y; {NAMED}="hex"'),
        ("x y; charset=hex", ""),
        (f"x/y; {NAMED}=utf-8; charset=hex", f'x/y; {NAMED}="hex"'),
        *((one, "") for one in UNREADABLE),
    ],
)
def test_what_stays_of_the_header(given: str, expected: str) -> None:
    assert in_utf8(given) == expected
    assert in_utf8(expected) == expected


PIECES = [
    "x/y",
    "; ",
    ";",
    "charset",
    "a",
    "boundary",
    "named-charset",
    "=",
    "hex",
    "rot13",
    "utf-8",
    "*",
    "'",
    "0",
    " ",
]
PIECES += ['"', "\\"]


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.sampled_from(PIECES), max_size=30).map("".join))
@example('x/y; charset=hex; a"=1; charset=rot13; b"=2')
@example('x/y"; q="; charset=hex')
def test_whatever_is_sent_names_no_other_charset(text: str) -> None:
    left = in_utf8(text)
    assert str(parse_header_parameters(left)[1].get("charset", "")).lower() in ("", "utf-8", "utf8")
    assert in_utf8(left) == left


@pytest.mark.django_db
@pytest.mark.parametrize("content_type", [*(f"x/y; charset={one}" for one in NO_CHARSETS), *UNREADABLE])
def test_every_address_is_answered_whatever_is_named(content_type: str) -> None:
    for path, status in (("/api/v1/articles/", 200), ("/admin/login/", 200), ("/health/live", 200)):
        found, told = ask(path, "page_size=1" if path.startswith("/api") else "next=x", content_type)
        assert found == status, path
        assert told["X-Request-ID"]
    found, told = ask("/api/v1/articles/", "nonsense=1", content_type)
    assert (found, json.loads(told["content"])["code"]) == (400, "invalid_parameters")


@pytest.mark.django_db
@pytest.mark.parametrize("charset", ["cp037", "iso-8859-1", "utf-16", *NO_CHARSETS])
def test_bodies_in_another_charset_are_refused_as_ever(charset: str) -> None:
    given = f'{JSON}; charset="{charset}"'
    status, told = ask("/api/v1/extract/", "", given, "POST", b'{"text": "Words."}')
    problem = json.loads(told["content"])
    assert (status, problem["code"]) == (415, "unsupported_media_type")
    assert problem["detail"] == f"Bodies are read in UTF-8, not in {charset!r}."


@pytest.mark.django_db
@pytest.mark.parametrize("charset", ["utf-8", "UTF8", "us-ascii"])
def test_bodies_in_utf8_are_read(charset: str) -> None:
    assert ask("/api/v1/extract/", "", f"{JSON}; charset={charset}", "POST", b'{"text": "Words."}')[0] == 200


@pytest.mark.django_db
@pytest.mark.parametrize("media_type", ["application/x-www-form-urlencoded", "multipart/form-data; boundary=b"])
def test_forms_in_another_charset_are_refused(media_type: str) -> None:
    assert ask("/admin/login/", "", f"{media_type}; charset=cp037", "POST", b"username=x")[0] == 400
    assert ask("/admin/login/", "", f"{media_type}; charset=utf-8", "POST", b"username=x")[0] == 403  # no token


@pytest.mark.django_db
@pytest.mark.parametrize("header", [one.replace("x/y", "form-data") for one in UNREADABLE])
def test_parts_of_forms_with_headers_that_are_none(header: str) -> None:
    part = f"--b\r\nContent-Disposition: {header}\r\n\r\nx\r\n--b--\r\n".encode()
    status, told = ask("/admin/login/", "", "multipart/form-data; boundary=b", "POST", part)
    assert status in (400, 403), "refused, or passed over, and then the token is missing"
    assert told["X-Request-ID"]


def test_a_client_that_is_gone_is_nobodys_fault() -> None:
    class Gone:
        def read(self, size: int = -1) -> bytes:
            raise OSError("gone")

    request = RequestFactory().post("/admin/", {"a": "b"})
    request._stream = Gone()
    assert FormsMiddleware(lambda asked: asked)(request) is request  # type: ignore[arg-type, return-value]


@pytest.mark.django_db
@pytest.mark.parametrize("accept", [f"text/html, {one}" for one in UNREADABLE])
def test_accept_that_cannot_be_read(client, accept: str) -> None:
    for method, path in (("get", "articles/"), ("options", "articles/"), ("get", "articles/art_aaaaaaaaaaaaa/")):
        response = getattr(client, method)(f"/api/v1/{path}", headers={"Accept": accept})
        assert (response.status_code, response.json()["code"]) == (400, "bad_request")
        assert "Accept" in response.json()["detail"]


SERVED = """
import asyncio, io
from api.asgi import application as later
from api.wsgi import application as now

kind, query, heard = "x/y; charset=hex", "page_size=1", []
environ = {
    "REQUEST_METHOD": "GET", "PATH_INFO": "/health/live", "QUERY_STRING": query, "CONTENT_TYPE": kind,
    "SERVER_NAME": "localhost", "SERVER_PORT": "80", "wsgi.input": io.BytesIO(), "wsgi.url_scheme": "http",
}
b"".join(now(environ, lambda status, headers: heard.append(status[:3])))

bodies = [{"type": "http.request", "body": b""}]

async def receive():
    return bodies.pop() if bodies else await asyncio.sleep(3600)

async def send(message):
    if message["type"] == "http.response.start":
        heard.append(str(message["status"]))

headers = [(b"host", b"localhost"), (b"content-type", b"x/y; q=1"), (b"content-type", b"z; charset=hex")]
scope = {"type": "http", "method": "GET", "path": "/health/live", "query_string": query.encode(), "headers": headers}
asyncio.run(later(scope, receive, send))
print(*heard)
"""


def test_both_ways_to_serve_it_know_no_other_charset(tmp_path) -> None:
    variables = {"DJANGO_SETTINGS_MODULE": "api.settings", "DATABASE_URL": empty_sqlite(tmp_path)}
    done = python("-c", SERVED, **variables)
    assert done.stdout.split() == ["200", "200"], done.stderr[-2000:]

"""A small outlet on loopback: answers as it is told, counts who asks, and misbehaves where a test wants it to."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from corpus.fetching import FetchConfig, Fetcher

#: Answers a request by itself, through the handler.
Answering = Callable[["Handler"], None]


class Handler(BaseHTTPRequestHandler):
    server: Outlet

    def do_GET(self) -> None:
        self.server.asked.append((self.path, dict(self.headers)))
        answer = self.server.pages.get(self.path)
        if callable(answer):
            answer(self)
        elif answer is None:
            self.reply(b"", status=404)
        else:
            self.reply(answer)

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.asked.append((self.path, dict(self.headers) | {"body": body.decode()}))
        self.reply(b"taken")

    def reply(self, content: bytes, status: int = 200, kind: str = "text/html", **headers: str) -> None:
        self.send_response(status)
        headers = {"Content-Type": kind, "Content-Length": str(len(content)), **headers}
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *args: object) -> None:
        """Silence."""


class Outlet(ThreadingHTTPServer):
    """``pages`` holds bytes, or what answers, by path; ``asked`` the paths and headers of all requests."""

    daemon_threads = True

    def __init__(self, address: str = "127.0.0.1") -> None:
        super().__init__((address, 0), Handler)
        self.pages: dict[str, bytes | Answering] = {}
        self.asked: list[tuple[str, dict[str, str]]] = []

    def handle_error(self, *args: object) -> None:
        """A client that goes away in the middle is what some tests are about."""

    def url(self, path: str = "", host: str = "127.0.0.1") -> str:
        return f"http://{host}:{self.server_port}{path}"

    def times(self, path: str) -> int:
        return sum(asked == path for asked, _ in self.asked)


@contextmanager
def outlet(address: str = "127.0.0.1") -> Iterator[Outlet]:
    server = Outlet(address)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def fetcher(**limits: object) -> Fetcher:
    """One that may ask loopback, looks every name up there, and is not patient."""
    given = {"allow_private": True, "max_seconds": 2.0, "idle_seconds": 0.5, "user_agent": "On-Record", **limits}
    return Fetcher(FetchConfig(**given), resolver=lambda host, port: ["127.0.0.1"])


def feed(*items: str, title: str = "The Tolmouth Gazette") -> bytes:
    return (
        '<?xml version="1.0" encoding="utf-8"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/">'
        f"<channel><title>{title}</title><link>http://gazette.example/</link>{''.join(items)}</channel></rss>"
    ).encode()


def item(
    link: str,
    *,
    guid: str = "",
    title: str = "Bridge opens",
    date: str = "Tue, 05 Mar 2024 09:00:00 GMT",
    body: str = "",
) -> str:
    words = f"<content:encoded><![CDATA[{body}]]></content:encoded>" if body else "<description>In short.</description>"
    return (
        f"<item><title>{title}</title><link>{link}</link><guid isPermaLink='false'>{guid or link}</guid>"
        f"<pubDate>{date}</pubDate>{words}</item>"
    )


def story(lead: str = "The bridge over the Toll opened on Tuesday") -> str:
    return (
        f"<p>{lead}, after nine years of work and two winters in which nothing could be poured.</p>"
        "<p>“We have waited long enough for this bridge,” said Mara Ellwin, the mayor of Tolmouth.</p>"
        "<p>Traders on the east bank expect the first lorries before the end of the week, and the harbour office has"
        " already drawn up a timetable for the ferry that will stop running once the road is clear of frost.</p>"
        "<p>“Nobody will miss the ferry,” Ellwin added. The council is to meet again in April to settle the tolls.</p>"
    )


def page(
    lead: str = "The bridge over the Toll opened on Tuesday", *, head: str = "", title: str = "Bridge opens"
) -> bytes:
    return (
        f"<!doctype html><html lang='en'><head><title>{title}</title>{head}</head>"
        f"<body><article><h1>{title}</h1>{story(lead)}</article></body></html>"
    ).encode()

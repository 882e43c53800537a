"""Costly requests take places; cheap ones are answered beside them."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from api import places as places_module
from api.places import Places, Placing, is_cheap

LIST, RECORD = "/api/v1/quotations/", "/api/v1/quotations/quo_01/"


def environ(path: str, body: bytes = b"") -> dict[str, Any]:
    path, _, query = path.partition("?")
    return {"PATH_INFO": path, "QUERY_STRING": query, "CONTENT_LENGTH": str(len(body)) if body else ""}


@pytest.mark.parametrize(
    ("path", "cheap"),
    [
        ("/health/live", True),
        ("/admin/", True),
        ("/api/v1/", True),
        ("/api/v1/articles/art_01H/", True),
        ("/api/v1/articles/art_01H", True),
        ("/api/v1/autocomplete/", True),
        ("/api/v1/docs/", True),
        ("/api/v1/articles/", False),
        ("/api/v1/articles/art_01H/quotations/", False),
        ("/api/v1/people/per_01H/timeline/", False),
        ("/api/v1/quotations/facets/", False),
        ("/api/v1/schema/", True),
        ("/api/v1/articles/art_01H/\n", False),
    ],
)
def test_what_is_cheap(path: str, cheap: bool) -> None:
    assert is_cheap(path) is cheap


@pytest.mark.parametrize(
    ("path", "query", "cheap"),
    [
        ("/api/v1/articles/art_01H/", "fields=body", True),
        ("/api/v1/articles/art_01H/", "format=json&revision=1", True),
        ("/api/v1/articles/art_01H/", "expand=quotations.speaker", False),
        ("/api/v1/articles/art_01H/", "%65xpand=quotations", False),
        ("/api/v1/articles/art_01H/", "fields=quotations.article.body", False),
        ("/api/v1/autocomplete/", "q=m.%20ellwin", True),
        ("/admin/", "expand=x", True),
    ],
)
def test_a_record_that_brings_others_along_is_not_cheap(path: str, query: str, cheap: bool) -> None:
    assert is_cheap(path, query) is cheap


class Answering:
    """An application whose costly answers take until they are let go."""

    def __init__(self) -> None:
        self.go, self.begun = threading.Event(), threading.Semaphore(0)

    def __call__(self, asked: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        if asked["PATH_INFO"] == LIST:
            self.begun.release()
            self.go.wait(30)
        start_response("200 OK", [])
        return [b"fine"]


def ask(places: Placing, path: str, body: bytes = b"") -> tuple[str, dict[str, str], bytes]:
    heard: list[Any] = []
    content = b"".join(places(environ(path, body), lambda status, headers: heard.extend([status, dict(headers)])))
    return heard[0][:3], heard[1], content


def test_what_is_cheap_is_answered_while_all_places_are_held() -> None:
    answering = Answering()
    places = Placing(answering, reading=3, sending=1)
    with ThreadPoolExecutor(3) as threads:
        held = [threads.submit(ask, places, LIST) for _ in range(3)]
        for _ in held:
            answering.begun.acquire()
        for _ in range(20):
            assert ask(places, RECORD)[0] == "200"
            assert ask(places, RECORD, b"{}")[0] == "200"  # bodies have places of their own
            assert ask(places, f"{RECORD}?expand=speaker")[0] == "503"
            status, headers, content = ask(places, LIST)
            problem = json.loads(content)
            assert (status, problem["code"], headers["Retry-After"]) == ("503", "busy", "2")
            assert problem["request_id"] == headers["X-Request-ID"] != ""
        answering.go.set()
    assert [one.result()[0] for one in held] == ["200"] * 3
    assert ask(places, LIST)[0] == "200"


def test_a_place_that_is_left_soon_is_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(places_module, "WAIT", 30)
    answering = Answering()
    places = Placing(answering, reading=1, sending=1)
    with ThreadPoolExecutor(8) as threads:
        asked = [threads.submit(ask, places, LIST) for _ in range(8)]
        answering.begun.acquire()
        answering.go.set()
    assert [one.result()[0] for one in asked] == ["200"] * 8


def test_nobody_waits_where_places_are_held_for_long(monkeypatch: pytest.MonkeyPatch) -> None:
    places, waits = Places(2), []
    monkeypatch.setattr(places.left, "wait_for", lambda *asked: waits.append(asked))
    first, second = places.enter(), places.enter()
    places.began = [began - 10 for began in places.began]
    assert places.enter() is None
    assert waits == []
    assert first is not None
    assert second is not None
    places.leave(first - 10)
    assert places.enter() is not None
    assert places.usual > 1  # and whoever comes next is refused at once, for a while
    assert places.enter() is None
    assert waits == []


def test_bodies_leave_threads_to_those_who_read() -> None:
    answering = Answering()
    places = Placing(answering, reading=1, sending=2)
    with ThreadPoolExecutor(2) as threads:
        held = [threads.submit(ask, places, LIST, b"{}") for _ in range(2)]
        for _ in held:
            answering.begun.acquire()
        assert ask(places, RECORD, b"{}")[0] == "503"
        assert ask(places, "/api/v1/quotations/facets/")[0] == "200"
        answering.go.set()
    assert [one.result()[0] for one in held] == ["200"] * 2


def test_a_failure_gives_its_place_back() -> None:
    def failing(asked: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        raise ValueError

    places = Placing(failing, reading=1, sending=1)
    for _ in range(3):
        with pytest.raises(ValueError):  # noqa: PT011  (the application's own)
            ask(places, LIST)
    assert places.reading.began == []

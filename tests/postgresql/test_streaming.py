"""The product before a primary and a real streaming replica."""

from __future__ import annotations

import json
import time
import urllib.request
from collections.abc import Iterator
from typing import Any
from urllib.error import HTTPError

import pytest

from tests.postgresql.cluster import Server, account, primary_and_replica, tools
from tests.serving import Site, serving

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(tools() is None or account() is None, reason="PostgreSQL's own tools are not installed"),
]
STICKY = 3
WAITS = 20


@pytest.fixture(scope="module")
def databases(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Server, Server]]:
    with primary_and_replica(tmp_path_factory.mktemp("postgresql")) as both:
        yield both


@pytest.fixture(scope="module")
def site(databases: tuple[Server, Server], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    primary, replica = databases
    variables = {
        "DATABASE_URL": primary.url,
        "DATABASE_REPLICA_URLS": replica.url,
        "DATABASE_REPLICA_STICKY_SECONDS": str(STICKY),
        "WEB_WORKERS": "1",
    }
    with serving(tmp_path_factory.mktemp("site"), "migrate", "-v0", **variables) as found:
        yield found


@pytest.fixture(scope="module")
def token(site: Site) -> str:
    return site.manage("createtoken", "wire", "--groups", "ingestors").strip().splitlines()[-1]


def ask(site: Site, path: str, token: str = "", body: dict[str, Any] | None = None) -> tuple[int, Any]:
    headers = {"Content-Type": "application/json"} | ({"Authorization": f"Token {token}"} if token else {})
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(f"{site.address}{path}", data, headers)  # noqa: S310
    try:
        with urllib.request.urlopen(request, timeout=30) as answer:  # noqa: S310
            return answer.status, json.load(answer)
    except HTTPError as error:
        return error.code, json.load(error)


def store(site: Site, token: str, key: str) -> str:
    body = {"key": key, "body": f"The {key} bridge was closed on Monday.", "publisher": "The Tolmouth Gazette"}
    status, found = ask(site, "/api/v1/articles/", token, body)
    assert status == 201, found
    return str(found["id"])


def seen(site: Site, article: str, token: str = "") -> bool:
    """Whether the article is found by its id, and in the list."""
    status, _ = ask(site, f"/api/v1/articles/{article}/", token)
    listed = {one["id"] for one in ask(site, "/api/v1/articles/?page_size=200", token)[1]["results"]}
    if (status == 200) != (article in listed):  # another database has answered since, or it was replayed
        status, _ = ask(site, f"/api/v1/articles/{article}/", token)
    assert (status == 200) == (article in listed)
    return status == 200


def until(condition: Any) -> bool:
    """Wait until something holds; false where it does not come to hold."""
    deadline = time.monotonic() + WAITS
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.1)
    return True


def test_who_has_written_sees_it_at_once_and_others_what_is_replayed(
    site: Site, databases: tuple[Server, Server], token: str
) -> None:
    _, replica = databases
    first = store(site, token, "north")
    assert until(lambda: seen(site, first))
    replica.ask("SELECT pg_wal_replay_pause()")
    try:
        assert until(lambda: replica.ask("SELECT pg_get_wal_replay_pause_state()") == "paused")
        second = store(site, token, "south")
        assert seen(site, second, token), "its own client does not see what it has written"
        assert not seen(site, second), "a reader was answered by the primary"
        assert until(lambda: not seen(site, second, token)), "its client is never answered by the replica again"
        status, found = ask(site, "/api/v1/quotations/facets/?by=kind")
        assert (status, found["count"]) == (200, 0)
    finally:
        replica.ask("SELECT pg_wal_replay_resume()")
    assert until(lambda: seen(site, second))


def test_posts_that_store_nothing_are_answered_by_the_replica(
    site: Site, databases: tuple[Server, Server], token: str
) -> None:
    _, replica = databases
    replica.ask("SELECT pg_wal_replay_pause()")
    try:
        assert until(lambda: replica.ask("SELECT pg_get_wal_replay_pause_state()") == "paused")
        article = store(site, token, "east")
        status, found = ask(site, "/api/v1/articles/search/", body={"q": "east"})
        assert (status, found["results"]) == (200, [])
    finally:
        replica.ask("SELECT pg_wal_replay_resume()")
    assert until(lambda: seen(site, article))


def test_the_server_tells_of_its_replicas(site: Site) -> None:
    assert ask(site, "/health/ready")[1]["checks"]["replica1"] == "ok"
    with urllib.request.urlopen(f"{site.address}/metrics", timeout=30) as answer:  # noqa: S310
        lines = answer.read().decode().splitlines()
    assert 'database_replica_up{replica="replica1"} 1.0' in lines
    assert any(line.startswith('database_replica_lag_seconds{replica="replica1"}') for line in lines)


def test_without_its_replica_the_primary_answers(site: Site, databases: tuple[Server, Server], token: str) -> None:
    _, replica = databases
    article = store(site, token, "west")
    assert until(lambda: seen(site, article))
    replica.stop()
    try:
        for _ in range(20):
            assert seen(site, article)
            assert ask(site, "/api/v1/articles/?colour=red")[0] == 400
            assert ask(site, "/api/v1/quotations/facets/?by=kind")[0] == 200
        status, found = ask(site, "/health/ready")
        assert (status, found["checks"]["replica1"]) == (200, "does not answer")
    finally:
        replica.start()
    later = store(site, token, "centre")
    assert until(lambda: seen(site, later))

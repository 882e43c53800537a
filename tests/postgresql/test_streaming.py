"""The product before a primary and a real streaming replica."""

from __future__ import annotations

import json
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
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
WAITS = 120  # patience with a machine that is busy: who waits in vain fails, and nobody else waits so long


@pytest.fixture(scope="class")
def databases() -> Iterator[tuple[Server, Server]]:
    with primary_and_replica() as both:
        yield both


@pytest.fixture(scope="class")
def site(databases: tuple[Server, Server], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    primary, replica = databases
    variables = {
        "DATABASE_URL": primary.url,
        "DATABASE_REPLICA_URLS": replica.url,
        "DATABASE_REPLICA_STICKY_SECONDS": str(STICKY),
        "WEB_WORKERS": "1",
    }
    with serving(tmp_path_factory.mktemp("site"), "migrate", "-v0", "--skip-checks", **variables) as found:
        yield found


@pytest.fixture(scope="class")
def token(site: Site) -> str:
    return site.manage("createtoken", "wire", "--groups", "ingestors").strip().splitlines()[-1]


@pytest.fixture(scope="class")
def other(site: Site) -> str:
    """The token of another account."""
    return site.manage("createtoken", "desk", "--groups", "ingestors").strip().splitlines()[-1]


@pytest.fixture
def paired(databases: tuple[Server, Server], site: Site, tmp_path: Path) -> Iterator[Site]:
    """A server that knows the replica under two names."""
    primary, replica = databases
    urls = {"DATABASE_URL": primary.url, "DATABASE_REPLICA_URLS": f"{replica.url},{replica.url}"}
    with serving(tmp_path, "check", **urls) as found:
        yield found


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


def gauges(site: Site) -> dict[str, float]:
    """What /metrics tells of the replica."""
    with urllib.request.urlopen(f"{site.address}/metrics", timeout=30) as answer:  # noqa: S310
        lines = [line.rpartition(" ") for line in answer.read().decode().splitlines()]
    return {name.partition("{")[0]: float(value) for name, _, value in lines if 'replica="replica1"' in name}


class TestReplayed:
    """With a replica that runs all the while."""

    def test_who_has_written_sees_it_at_once_and_others_what_is_replayed(
        self, site: Site, databases: tuple[Server, Server], token: str, other: str
    ) -> None:
        _, replica = databases
        first = store(site, token, "north")
        assert until(lambda: seen(site, first))
        replica.ask("SELECT pg_wal_replay_pause()")
        try:
            assert until(lambda: replica.ask("SELECT pg_get_wal_replay_pause_state()") == "paused")
            second = store(site, other, "south")
            assert seen(site, second, other), "its own client does not see what it has written"
            assert until(lambda: not seen(site, second)), "a reader was answered by the primary"
            assert until(lambda: not seen(site, second, token)), (
                "who wrote before is never answered by the replica again"
            )
            time.sleep(STICKY + 1)
            assert seen(site, second, other), "its own client lost what it has written"
            status, found = ask(site, "/api/v1/quotations/facets/?by=kind")
            assert (status, found["count"]) == (200, 0)
        finally:
            replica.ask("SELECT pg_wal_replay_resume()")
        assert until(lambda: seen(site, second))

    def test_posts_that_store_nothing_are_answered_by_the_replica(
        self, site: Site, databases: tuple[Server, Server], token: str
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

    def test_the_server_tells_of_its_replicas(self, site: Site) -> None:
        assert ask(site, "/health/ready")[1]["checks"]["replica1"] == "ok"
        assert until(lambda: gauges(site) == {"database_replica_up": 1, "database_replica_lag_seconds": 0})

    def test_a_replica_that_is_cut_off_is_behind(
        self, site: Site, databases: tuple[Server, Server], token: str
    ) -> None:
        _, replica = databases
        source = replica.ask("SELECT quote_literal(current_setting('primary_conninfo'))")
        try:
            replica.ask("ALTER SYSTEM SET primary_conninfo = ''")
            replica.ask("SELECT pg_reload_conf()")
            assert until(lambda: not replica.ask("SELECT count(*) FROM pg_stat_wal_receiver"))
            article = store(site, token, "upper")
            assert until(lambda: not seen(site, article))
            assert gauges(site)["database_replica_lag_seconds"] > 0
        finally:
            replica.ask(f"ALTER SYSTEM SET primary_conninfo = {source}")
            replica.ask("SELECT pg_reload_conf()")
        assert until(lambda: seen(site, article))
        assert until(lambda: gauges(site)["database_replica_lag_seconds"] == 0)

    def test_a_silent_replica_is_not_waited_for(
        self, databases: tuple[Server, Server], site: Site, tmp_path: Path
    ) -> None:
        primary, replica = databases
        urls = {"DATABASE_URL": primary.url, "DATABASE_REPLICA_URLS": replica.url}
        with replica.frozen(), serving(tmp_path, "check", **urls) as alone:
            assert ask(alone, "/health/ready")[1]["checks"]["replica1"] == "does not answer"
            assert [ask(alone, "/api/v1/articles/")[0] for _ in range(10)] == [200] * 10


class TestStopped:
    """With one that is stopped: for some seconds afterwards the server does not ask it, so it is another pair."""

    def test_without_its_replica_the_primary_answers(
        self, site: Site, databases: tuple[Server, Server], token: str
    ) -> None:
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

    def test_all_replicas_may_fail_a_request_at_once(self, paired: Site, databases: tuple[Server, Server]) -> None:
        _, replica = databases
        for _ in range(30):  # so that all threads hold connections to both
            assert ask(paired, "/health/ready")[1]["checks"]["replica2"] == "ok"
        replica.stop()
        try:
            assert [ask(paired, "/api/v1/articles/")[0] for _ in range(20)] == [200] * 20
        finally:
            replica.start()

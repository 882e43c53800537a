"""Which requests a replica answers, told by stand-ins for the connections to them."""

from __future__ import annotations

from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import psycopg
import pytest
from django.core.cache import cache
from django.db import DEFAULT_DB_ALIAS, InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse

from api import replicas

pytestmark = pytest.mark.cache

NOBODY = SimpleNamespace(is_authenticated=False, pk=None)
REPORTER = SimpleNamespace(is_authenticated=True, pk=41)


class Connection:
    """A database that has replayed its log up to a position, or does not answer."""

    def __init__(self, position: int = 0) -> None:
        self.position, self.answers, self.tried, self.given = position, True, 0, 0

    def ensure_connection(self) -> None:
        self.tried += 1
        if not self.answers:
            raise OperationalError("connection refused")

    def close(self) -> None:
        pass

    def cursor(self) -> Connection:
        self.ensure_connection()
        return self

    def __enter__(self) -> Connection:
        return self

    def __exit__(self, *error: object) -> None:
        pass

    def execute(self, sql: str, params: list[str] | None = None) -> None:
        self.given = int(params[0]) if params else 0

    def fetchone(self) -> tuple[Any]:
        return (self.position >= self.given if self.given else str(self.position),)


class Connections(dict[str, Connection]):
    @property
    def settings(self) -> dict[str, Connection]:
        return self


@pytest.fixture
def databases(monkeypatch: pytest.MonkeyPatch) -> Iterator[Connections]:
    found = Connections(default=Connection(7), replica1=Connection(7), replica2=Connection(7))
    monkeypatch.setattr(replicas, "connections", found)
    monkeypatch.setattr(replicas, "_away", {})
    cache.clear()
    token = replicas._asked.set(DEFAULT_DB_ALIAS)
    yield found
    replicas._asked.reset(token)
    cache.clear()


def request(method: str = "GET", user: Any = NOBODY, address: str = "10.0.0.1") -> HttpRequest:
    made = HttpRequest()
    made.method, made.user, made.META = method, user, {"REMOTE_ADDR": address}
    return made


def chosen(user: Any = NOBODY, address: str = "10.0.0.1") -> str:
    replicas._asked.set(DEFAULT_DB_ALIAS)
    replicas.choose(request(user=user, address=address))
    return replicas._asked.get()


def write(user: Any = REPORTER, method: str = "POST") -> None:
    replicas.ReplicaMiddleware(lambda _: HttpResponse())(request(method, user))


def test_clients_are_spread_over_the_replicas_and_stay_at_theirs(databases: Connections) -> None:
    addresses = [f"10.0.{n}.{n % 7}" for n in range(200)]
    first = [chosen(address=address) for address in addresses]
    assert [chosen(address=address) for address in addresses] == first
    assert set(first) == {"replica1", "replica2"}
    assert 60 < first.count("replica1") < 140


def test_who_has_just_written_is_answered_by_the_primary(databases: Connections) -> None:
    write()
    assert chosen(REPORTER) == DEFAULT_DB_ALIAS
    assert chosen() != DEFAULT_DB_ALIAS


def test_who_has_only_read_is_not(databases: Connections) -> None:
    write(method="HEAD")
    write(NOBODY)
    assert chosen(REPORTER) != DEFAULT_DB_ALIAS


def test_later_a_replica_answers_that_has_what_was_written(databases: Connections, settings: Any) -> None:
    settings.DATABASE_REPLICA_STICKY_SECONDS = 0
    databases["default"].position = 9
    write()
    assert chosen(REPORTER) == DEFAULT_DB_ALIAS
    databases["replica2"].position = 9
    assert chosen(REPORTER) == "replica2"
    databases["default"].position = 12
    assert chosen(REPORTER) == "replica2"


def test_what_stores_nothing_is_no_writing(databases: Connections) -> None:
    def search(asked: HttpRequest) -> HttpResponse:
        replicas.choose(asked)
        return HttpResponse()

    replicas.ReplicaMiddleware(search)(request("POST", REPORTER))
    assert replicas._asked.get() == DEFAULT_DB_ALIAS
    assert chosen(REPORTER) != DEFAULT_DB_ALIAS


def test_a_stream_is_read_to_its_end_where_it_began(databases: Connections) -> None:
    def export(asked: HttpRequest) -> StreamingHttpResponse:
        replicas.choose(asked)
        return StreamingHttpResponse()

    replicas.ReplicaMiddleware(export)(request())  # type: ignore[arg-type]
    assert replicas._asked.get() != DEFAULT_DB_ALIAS
    seen = []
    replicas.ReplicaMiddleware(lambda _: HttpResponse(str(seen.append(replicas._asked.get()))))(request())
    assert seen == [DEFAULT_DB_ALIAS]


def test_a_replica_that_fails_is_left_out_for_a_while(databases: Connections, monkeypatch: pytest.MonkeyPatch) -> None:
    now = 1000.0
    monkeypatch.setattr(replicas, "time", SimpleNamespace(monotonic=lambda: now))
    away = chosen()
    other = ({"replica1", "replica2"} - {away}).pop()
    databases[away].answers, databases[away].tried = False, 0
    assert [chosen() for _ in range(3)] == [other] * 3
    assert databases[away].tried == 1
    databases[other].answers = False
    assert chosen() == DEFAULT_DB_ALIAS
    now += replicas.AWAY_SECONDS
    databases[away].answers = True
    assert chosen() == away


def test_while_one_request_tries_it_the_others_do_not_wait(
    databases: Connections, monkeypatch: pytest.MonkeyPatch
) -> None:
    away = chosen()
    other = ({"replica1", "replica2"} - {away}).pop()
    monkeypatch.setitem(replicas._away, away, 0.0)
    others = []

    def tries() -> None:
        others.append(chosen())

    monkeypatch.setattr(databases[away], "ensure_connection", tries)
    assert chosen() == away
    assert others == [other]


def test_a_broken_cache_stops_nobody(databases: Connections, monkeypatch: pytest.MonkeyPatch) -> None:
    class Broken:
        def __getattr__(self, name: str) -> Any:
            raise ConnectionError

    monkeypatch.setattr(replicas, "cache", Broken())
    write()
    assert chosen(REPORTER) == DEFAULT_DB_ALIAS
    assert chosen() != DEFAULT_DB_ALIAS


@pytest.mark.parametrize(
    ("error", "cause", "again", "away"),
    [
        (OperationalError, psycopg.errors.AdminShutdown(), True, True),
        (InterfaceError, None, True, True),
        (OperationalError, psycopg.errors.SerializationFailure(), True, False),
        (OperationalError, psycopg.errors.QueryCanceled(), False, False),
        (ValueError, None, False, False),
    ],
    ids=["it was stopped", "its connection is gone", "a conflict with recovery", "a limit of time", "a fault of ours"],
)
def test_what_the_primary_is_asked_again(
    databases: Connections, error: type[Exception], cause: Exception | None, again: bool, away: bool
) -> None:
    alias = chosen()
    failure = error("failed")
    failure.__cause__ = cause
    assert replicas.left(failure) is again
    assert replicas._asked.get() == (DEFAULT_DB_ALIAS if again else alias)
    assert (alias in replicas._away) is away

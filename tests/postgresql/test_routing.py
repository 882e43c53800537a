"""Which database answers, and what is said of the variables, without a replica that runs."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import environ
import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import DEFAULT_DB_ALIAS, transaction

from api import databases, replicas
from corpus.models import Article

ROUTER = replicas.ReplicaRouter()
PRIMARY, REPLICA = "postgres://one@10.0.0.1/corpus", "postgres://two@10.0.0.2:5433/corpus?sslmode=require"


@pytest.fixture
def on_replica() -> Iterator[None]:
    token = replicas._asked.set("replica1")
    yield
    replicas._asked.reset(token)


def configured(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, **variables: str) -> dict[str, Any]:
    for name in ("DATABASE_URL", "DATABASE_REPLICA_URLS", "CONN_MAX_AGE"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    env = environ.Env()
    env.smart_cast = False
    return databases.configured(env, tmp_path, prepared=True, pooled=False)


@pytest.mark.django_db
def test_a_transaction_reads_what_it_has_written(on_replica: None) -> None:
    with transaction.atomic():
        assert ROUTER.db_for_read(Article) == DEFAULT_DB_ALIAS
    assert ROUTER.db_for_write(Article) == DEFAULT_DB_ALIAS


def test_outside_of_one_the_replica_is_read(on_replica: None) -> None:
    assert ROUTER.db_for_read(Article) == "replica1"


def test_replicas_are_not_migrated() -> None:
    assert ROUTER.allow_migrate("replica2", "corpus") is False
    assert ROUTER.allow_migrate(DEFAULT_DB_ALIAS, "corpus") is None


def test_a_fault_of_the_request_is_not_asked_again(on_replica: None) -> None:
    assert not replicas.left(ValueError("malformed"))
    assert replicas._asked.get() == "replica1"


def test_replicas_are_numbered(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    found = configured(monkeypatch, tmp_path, DATABASE_URL=PRIMARY, DATABASE_REPLICA_URLS=f"{REPLICA},{PRIMARY}")
    assert list(found) == ["default", "replica1", "replica2"]
    assert (found["replica1"]["HOST"], found["replica1"]["PORT"]) == ("10.0.0.2", 5433)
    options = found["replica1"]["OPTIONS"]
    assert (options["prepare_threshold"], options["sslmode"]) == (5, "require")


def test_a_silent_replica_is_waited_for_as_long_as_its_url_says(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    replicas_ = f"{REPLICA},{REPLICA}&connect_timeout=7"
    found = configured(monkeypatch, tmp_path, DATABASE_URL=PRIMARY, DATABASE_REPLICA_URLS=replicas_)
    assert "connect_timeout" not in found["default"]["OPTIONS"]
    assert [found[name]["OPTIONS"]["connect_timeout"] for name in ("replica1", "replica2")] == [2, 7]


@pytest.mark.parametrize(
    "variables",
    [
        {"DATABASE_REPLICA_URLS": REPLICA},
        {"DATABASE_URL": PRIMARY, "DATABASE_REPLICA_URLS": "sqlite:///elsewhere.sqlite3"},
    ],
    ids=["of a SQLite file", "that is a SQLite file"],
)
def test_a_replica_needs_postgresql(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, variables: dict[str, str]) -> None:
    with pytest.raises(ImproperlyConfigured, match="DATABASE_REPLICA_URLS"):
        configured(monkeypatch, tmp_path, **variables)


def test_a_cache_of_each_process_is_warned_of(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(settings.DATABASES, "replica1", {})
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    assert [one.id for one in replicas.one_cache_for_all(None)] == ["on_record.W001"]
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.redis.RedisCache"}}
    assert replicas.one_cache_for_all(None) == []

"""The target of ``manage.py move_to`` is migrated by itself: what is told of the source's servers is not told of it."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from corpus.management.commands import move_to


def test_a_file_is_made_where_the_source_has_replicas_and_a_pooler(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_REPLICA_URLS", "postgres://reader@replica.example/onrecord")
    monkeypatch.setenv("DATABASE_POOLED", "1")
    move_to._migrate(f"sqlite:///{tmp_path / 'target.sqlite3'}")
    with closing(sqlite3.connect(tmp_path / "target.sqlite3")) as target:
        assert target.execute("SELECT count(*) FROM corpus_article").fetchone() == (0,)

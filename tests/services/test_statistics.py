"""What the databases are told of their tables after large changes."""

from __future__ import annotations

import pytest
from django.db import connection

from corpus.services import statistics
from corpus.services.ingest import ingest_documents
from tests.builders import store

pytestmark = pytest.mark.django_db


def known() -> float:
    """Rows of the article table, as the planner knows them; below zero where it was never told."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT reltuples FROM pg_class WHERE relname = 'corpus_article'")
            return cursor.fetchone()[0]
        cursor.execute("SELECT count(*) FROM sqlite_master WHERE name = 'sqlite_stat1'")
        if not cursor.fetchone()[0]:
            return -1
        cursor.execute("SELECT max(CAST(stat AS integer)) FROM sqlite_stat1 WHERE tbl = 'corpus_article'")
        return cursor.fetchone()[0] or -1


def test_few_changes_are_not_worth_it(db):
    assert not statistics.refresh(statistics.LARGE - 1)


def test_the_planner_knows_how_full_a_table_is():
    store()
    store("The wall fell on Tuesday.")
    assert statistics.refresh()
    assert known() == 2


def test_a_large_ingest_tells_it(tmp_path, monkeypatch):
    from corpus.ingest import Declared

    monkeypatch.setattr(statistics, "LARGE", 2)
    for number in range(3):
        (tmp_path / f"{number}.txt").write_text(f"Wall {number}\n\nThe wall number {number} stands.\n")
    ingest_documents([str(tmp_path)], Declared(publisher="The Tolmouth Gazette"))
    assert known() == 3

"""Statements that are compiled once give what Django gives."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection

from corpus.models import Article
from corpus.models.sorting import UNKNOWN_TIME
from corpus.statements import ByKeys
from tests.api.conftest import articles

pytestmark = pytest.mark.django_db
COLUMNS = ["pk", "published_at", "modified_at", "created_at"]


def test_times_are_what_django_reads() -> None:
    rows = articles(4, lambda number: number or None)
    precise = datetime(2024, 3, 5, 9, 30, 0, 120_000, tzinfo=UTC)
    for row, changed in zip(rows, (None, UNKNOWN_TIME, precise, precise.replace(microsecond=0)), strict=True):
        Article.objects.filter(pk=row.pk).update(modified_at=changed)
    read = ByKeys()
    for _ in range(2):
        found = read.read([row.pk for row in rows], Article.objects.order_by, "pk", COLUMNS)
        assert sorted(map(tuple, found)) == sorted(Article.objects.values_list(*COLUMNS))
    assert {row[3].utcoffset() for row in read.read([rows[0].pk], Article.objects.all, "pk", COLUMNS)} == {timedelta(0)}


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite takes no arrays")
def test_one_statement_of_postgresql_does_for_any_number_of_keys() -> None:
    rows = articles(7)
    read = ByKeys()
    for size in (1, 3, 7):
        found = read.read([row.pk for row in rows[:size]], Article.objects.all, "pk", ["public_id"])
        assert sorted(one for (one,) in found) == sorted(row.public_id for row in rows[:size])
    [compiled] = read.statements.values()
    assert compiled is not None
    assert len(compiled.params) == 1

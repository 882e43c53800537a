"""How many words a quotation has: counted when it is stored, and for those that stood before the count was kept."""

from __future__ import annotations

from importlib import import_module
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.db import connection

from corpus.folding import count_words
from corpus.models import Quotation
from corpus.services.verify import verify
from tests.admin.rows import article, quotation

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("It isn’t a well-kept secret, isn't it?", 7),
        ("“Nil” — 3,500 boats", 4),
        ("… !", 0),
        ("L’école d'été", 2),
    ],
)
def test_words_are_counted_as_a_reader_counts_them(text, count):
    assert count_words(text) == count


def test_quotations_that_stand_are_counted_by_the_migration():
    of = article("begun")
    made = [quotation(of, 1, end, word_count=0) for end in (8, 14, 16)]
    stale = [line for line in verify() if "count of its words" in line]
    assert len(stale) == 3
    migration = import_module("corpus.migrations.0012_word_count")
    migration.count(apps, SimpleNamespace(connection=connection))
    kept = Quotation.objects.filter(pk__in=[one.pk for one in made]).order_by("pk")
    assert list(kept.values_list("word_count", flat=True)) == [2, 3, 3]
    assert not [line for line in verify() if "count of its words" in line]

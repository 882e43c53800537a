"""Rows that are written at once are the rows that Django writes one by one."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.db import IntegrityError, transaction
from django.db.models import DateTimeField

from corpus.bulk import insert, update
from corpus.models import Affiliation, Alias, Author, Candidate, Entity, Mention, NamePart, QuotationSpan, Shingle
from corpus.models.ids import IdType, fresh
from tests.bench.filling import store_all
from tests.bench.generator import articles

pytestmark = pytest.mark.django_db


@pytest.fixture
def edition(db):
    """An article with all that can be read from one."""
    return store_all(articles(1, seed=11))


@pytest.mark.parametrize("model", [Mention, QuotationSpan, Candidate, Alias, NamePart, Shingle, Affiliation, Author])
def test_rows_come_back_as_they_were(edition, model):
    rows = list(model._default_manager.order_by("pk"))
    before = list(model._default_manager.order_by("pk").values())
    assert before
    model._default_manager.all().delete()
    assert insert(rows) == len(rows)
    again = list(model._default_manager.order_by("pk").values())
    times = {field.attname for field in model._meta.concrete_fields if isinstance(field, DateTimeField)}
    set_anew = {name for name in times if getattr(model._meta.get_field(name), "auto_now", False)}
    set_anew |= {name for name in times if getattr(model._meta.get_field(name), "auto_now_add", False)}
    for old, new in zip(before, again, strict=True):
        assert {name for name in old if new[name] != old[name]} <= set_anew


def test_keys_are_kept_where_rows_bring_them(edition):
    last = Entity.objects.order_by("pk").last().pk
    ids = [fresh(IdType.PERSON) for _ in range(3)]
    rows = [Entity(pk=last + 100 + n, public_id=ids[n], type="person", name=f"Anna Roe {n}") for n in range(3)]
    assert insert(iter(rows)) == 3
    assert dict(Entity.objects.filter(pk__gt=last).values_list("pk", "public_id")) == {
        last + 100 + n: ids[n] for n in range(3)
    }


def test_nothing_is_written_where_one_row_fails(edition):
    entity = Entity.objects.first()
    count = Alias.objects.count()
    good = Alias(entity=entity, name="A. Roe", name_key="a roe", kind="variant")
    bad = Alias(entity=entity, name=None, name_key="b roe", kind="variant")
    with pytest.raises(IntegrityError), transaction.atomic():
        insert([good, bad])
    assert Alias.objects.count() == count


def test_no_rows_are_no_statement(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert insert([]) == 0


def test_defaults_and_times_are_given(edition):
    insert([Entity(public_id=fresh(IdType.PERSON), type="person", name="Berta Lind")])
    made = Entity.objects.get(name="Berta Lind")
    assert (made.version, made.mention_count) == (1, 0)
    assert (datetime.now(UTC) - made.created_at).total_seconds() < 60


def test_rows_that_stand_are_written_each_with_its_own(edition, django_assert_num_queries):
    before = {row["id"]: row for row in Entity.objects.values()}
    rows = list(Entity.objects.order_by("pk")[:3])
    for number, row in enumerate(rows):
        row.name, row.description = f"Berta Lind {number}", "not written"
    with django_assert_num_queries(1):
        assert update(rows, ["name"]) == 3
    written = {row.pk: {"name": row.name} for row in rows}
    assert {row["id"]: row for row in Entity.objects.values()} == {
        pk: row | written.get(pk, {}) for pk, row in before.items()
    }
    with django_assert_num_queries(0):
        assert update([], ["name"]) == 0

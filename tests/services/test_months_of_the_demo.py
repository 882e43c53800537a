"""The counts of quotations by month in the demo corpus: by the migration, and again where they have drifted."""

from __future__ import annotations

import importlib
from datetime import date
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection
from pytest_django.plugin import DjangoDbBlocker

from corpus.models import Article, Entity, Quotation, QuotationMonth, SpeakerMonth
from corpus.services.months import printed
from corpus.services.verify import verify
from tests.demo import stored_demo

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("demo"),
    pytest.mark.xdist_group("months of the demo corpus"),
]

ROWS = {SpeakerMonth: ("speaker", "month", "quotations"), QuotationMonth: ("month", "quotations", "unattributed")}


@pytest.fixture(scope="module")
def demo(module_rows: DjangoDbBlocker) -> None:
    with module_rows.unblock():
        stored_demo()


def test_the_migration_counts_what_is_stored() -> None:
    kept = [list(model.objects.order_by(*key).values_list(*key)) for model, key in ROWS.items()]
    assert [len(rows) > 5 for rows in kept] == [True, True]
    for model in ROWS:
        model.objects.all().delete()
    importlib.import_module("corpus.migrations.0020_months").count(apps, SimpleNamespace(connection=connection))
    assert [list(model.objects.order_by(*key).values_list(*key)) for model, key in ROWS.items()] == kept


def test_all_that_is_printed_is_counted_once() -> None:
    assert printed(Quotation.objects.live().readable()).total() == Quotation.objects.live().readable().count()


def test_recount_mends_what_has_drifted(capsys: pytest.CaptureFixture[str]) -> None:
    SpeakerMonth.objects.update(quotations=3)
    QuotationMonth.objects.update(quotations=1, unattributed=0)
    QuotationMonth.objects.create(month=date(1999, 1, 1), quotations=9)
    Entity.objects.filter(pk__lt=Entity.objects.latest("pk").pk).update(quotation_count=0, mention_count=7)
    Article.objects.update(quotation_count=99)
    assert len(list(verify())) > 10
    call_command("recount")
    assert list(verify()) == []
    assert "counted again" in capsys.readouterr().out

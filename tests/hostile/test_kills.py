"""A few of the kills of ``make kills``, and that they would find what is broken."""

from __future__ import annotations

import subprocess
import sys

import pytest
from django.apps import apps
from django.db import connection

from corpus.ingest import Declared
from corpus.models import Entity, Quotation
from corpus.services.ingest import ingest_documents
from tests.admin import rows
from tests.conftest import ROOT
from tests.hostile.kills import broken
from tests.hostile.state import MODELS, TIMES, differences, state


@pytest.mark.slow
def test_nothing_is_lost_where_work_is_killed() -> None:
    database = "sqlite" if connection.vendor == "sqlite" else "postgres"
    options = ["--kills", "6", "--database", database, "extract", "edit"]
    done = subprocess.run(
        [sys.executable, "-m", "tests.hostile.kills", *options], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "0 findings" in done.stdout


@pytest.mark.django_db
def test_what_it_would_find() -> None:
    ingest_documents([str(ROOT / "fixtures" / "demo" / "aldren-courier")], Declared(publisher="The Aldren Courier"))
    before = state()
    assert differences(before, state()) == [] == broken()
    quotation = Quotation.objects.order_by("pk")[0]
    Quotation.objects.filter(pk=quotation.pk).update(start=quotation.start + 1)
    Entity.objects.filter(quotation_count__gt=0).update(quotation_count=7_000)
    found = differences(before, state())
    assert {line.split()[0] for line in found} == {"Entity", "Quotation"}
    assert any(quotation.public_id in line for line in broken())
    assert any("counts are stale" in line for line in broken())


def test_no_table_is_left_out() -> None:
    found = {model for model in apps.get_app_config("corpus").get_models() if not model._meta.proxy}
    assert found == set(MODELS)
    for model, left_out in MODELS.items():
        names = {field.name for field in model._meta.concrete_fields}
        assert set(left_out) <= names, model
        assert names - {*TIMES, *left_out, model._meta.pk.name}, model


@pytest.mark.django_db
def test_each_table_is_told() -> None:
    rows.everything(1)
    told = state()
    for model in MODELS:
        assert len(told[model.__name__]) == model._base_manager.count(), model
    assert [name for name, lines in told.items() if not lines] == []

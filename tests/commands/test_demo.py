"""The demo corpus comes into an empty corpus alone, and whole, however often its loading is broken off."""

from __future__ import annotations

import itertools
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from corpus.ingest import Declared
from corpus.management.demo import demo_is_wanted, load_demo
from corpus.models import Article, RawDocument
from corpus.services import process
from corpus.services.erase import erase
from corpus.services.ingest import ingest_documents
from corpus.services.take_down import take_down
from tests.builders import store
from tests.conftest import ROOT

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
FIXTURES = ROOT / "fixtures"


@pytest.fixture(autouse=True)
def _by_rules(settings: Any) -> None:
    settings.EXTRACTION_MODEL = "rules"


@pytest.mark.parametrize("killed_at", [0, 1, 9])
def test_a_load_that_was_broken_off_is_gone_on_with(killed_at: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """After so many articles; what was taken down meanwhile stays down."""
    left, store_one = itertools.count(killed_at, -1), process.store_one

    def broken(*given: Any) -> Any:
        if not next(left):
            raise KeyboardInterrupt
        return store_one(*given)

    with monkeypatch.context() as patch:
        patch.setattr(process, "store_one", broken)
        with pytest.raises(KeyboardInterrupt):
            load_demo(FIXTURES)
    assert RawDocument.objects.exclude(state="pending").count() == killed_at
    assert demo_is_wanted(FIXTURES)
    for article in Article.objects.all()[:1]:
        take_down(article, user=None, reason="disputed")
    load_demo(FIXTURES)
    assert not demo_is_wanted(FIXTURES)
    assert Article.objects.readable().count() == Article.objects.count() - min(killed_at, 1)
    assert RawDocument.objects.filter(state="pending").count() == 0


def test_a_demo_of_which_something_is_gone_is_left_as_it_is() -> None:
    load_demo(FIXTURES)
    one, other = Article.objects.order_by("pk")[:2]
    take_down(one, user=None, reason="disputed")
    erase(other.public_id, user=None, reason="asked for")
    assert not demo_is_wanted(FIXTURES)


def test_a_corpus_of_ones_own_is_left_as_it_is(tmp_path: Path) -> None:
    """Also where nothing of it could be read."""
    (tmp_path / "empty.txt").write_text("")
    assert ingest_documents([str(tmp_path)], Declared(publisher="The Gazette")).failures
    assert not demo_is_wanted(FIXTURES)
    RawDocument.objects.all().delete()
    assert demo_is_wanted(FIXTURES)
    store()
    assert not demo_is_wanted(FIXTURES)


def test_what_comes_in_beside_a_part_of_the_demo_keeps_the_rest_away() -> None:
    ingest_documents([str(FIXTURES / "demo" / "aldren-courier")], Declared(publisher="Another"))
    assert not demo_is_wanted(FIXTURES)


def test_prepare_goes_on_with_it(monkeypatch: pytest.MonkeyPatch, settings: Any, tmp_path: Path) -> None:
    settings.STATIC_ROOT = tmp_path / "static"
    load_demo(FIXTURES)
    RawDocument.objects.filter(pk=RawDocument.objects.latest("pk").pk).update(state="pending")
    call_command("prepare")
    assert not RawDocument.objects.filter(state="pending").exists()

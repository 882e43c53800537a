"""The clock of the machine goes backwards: everything is stored, decided and undone as if it did not."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from corpus.models import Article, Entity, Quotation, Run
from corpus.services.erase import erase
from corpus.services.merge import merge, undo
from corpus.services.review import confirm_quotation
from corpus.services.take_down import reinstate, take_down
from corpus.services.verify import verify
from tests.fleet.newsroom import corpus, write
from tests.services.test_distributed import emptied, ingested

pytestmark = pytest.mark.slow

STEP = timedelta(minutes=7)


@pytest.fixture(autouse=True)
def _backwards(monkeypatch: pytest.MonkeyPatch, settings: Any) -> Iterator[None]:
    """Whoever asks for the time is given an earlier one than the one before."""
    settings.EXTRACTION_MODEL = "rules"
    asked, noon = count(), datetime(2026, 3, 1, 12, tzinfo=UTC)
    monkeypatch.setattr(timezone, "now", lambda: noon - next(asked) * STEP)
    yield
    assert next(asked) > 100


@pytest.mark.django_db(transaction=True)
def test_work_of_one_process_and_of_many(tmp_path: Path) -> None:
    news = str(write(tmp_path / "news.jsonl", 40))
    told, stood = ingested(news), corpus()
    emptied()
    assert ingested(news, "--distribute") == told
    assert corpus() == stood
    assert Run.objects.get().state == "done"


@pytest.mark.django_db
def test_what_many_leave_is_sound(tmp_path: Path) -> None:
    ingested(str(write(tmp_path / "news.jsonl", 40)), "--distribute")
    assert list(verify()) == []


@pytest.mark.django_db
def test_what_editors_decide(tmp_path: Path, django_user_model: Any) -> None:
    ingested(str(write(tmp_path / "news.jsonl", 40)))
    editor = django_user_model.objects.create_superuser("edith")
    one, other, third = Entity.objects.standing().people().order_by("name")[:3]
    made = [merge(one, other, user=editor), merge(other, third, user=editor)]
    confirm_quotation(Quotation.objects.live()[0], user=editor)
    article, gone = Article.objects.order_by("pk")[:2]
    take_down(article, user=editor, reason="disputed")
    assert list(verify()) == []
    reinstate(article, user=editor, reason="settled")
    undo(made[0], user=editor)
    erase(gone.public_id, user=editor, reason="asked for")
    assert list(verify()) == []

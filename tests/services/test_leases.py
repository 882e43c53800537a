"""Leases: taken, prolonged, lost; documents that kill whoever has them are set aside."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from corpus.extraction import extract, extractor
from corpus.ingest import Declared
from corpus.models import RawDocument, Reading, Run, RunChunk, RunDocument
from corpus.services import runs
from corpus.services.configs import extraction_config
from corpus.services.ingest import distribute_documents
from corpus.services.leases import LostLease, hold_chunk, hold_run, lease_chunk, lease_writer
from corpus.services.read_chunk import SET_ASIDE, read_chunk
from corpus.services.store_run import store_run
from corpus.services.verify import verify
from tests.fleet.newsroom import write

pytestmark = pytest.mark.django_db
NUMBER = 40


@pytest.fixture(autouse=True)
def _by_rules(settings: Any) -> None:
    settings.EXTRACTION_MODEL = "rules"


@pytest.fixture
def news(tmp_path: Path) -> str:
    return str(write(tmp_path / "news.jsonl", NUMBER))


def name() -> str:
    return extractor(extraction_config())


def lapse() -> None:
    past = timezone.now() - timedelta(seconds=1)
    RunChunk.objects.filter(state="leased").update(leased_until=past)
    Run.objects.exclude(writer="").update(writer_until=past)


def run_of(news: str) -> tuple[Run, list[int]]:
    run, _ = distribute_documents([news], Declared())
    return run, list(run.chunks.values_list("pk", flat=True))


def test_a_chunk_is_one_workers_until_its_lease_ends(news: str) -> None:
    _, chunks = run_of(news)
    held = lease_chunk(chunks[0], name())
    assert held is not None
    assert lease_chunk(chunks[0], name()) is None
    hold_chunk(held)
    lapse()
    other = lease_chunk(chunks[0], name())
    assert other is not None
    assert (other.attempts, other.worker != held.worker) == (2, True)
    with pytest.raises(LostLease):
        hold_chunk(held)
    assert lease_chunk(chunks[1], "another-extractor") is None


def test_a_run_is_stored_by_one_and_not_before_it_is_read(news: str) -> None:
    run, chunks = run_of(news)
    assert lease_writer(run.pk) is None
    for pk in chunks:
        read_chunk(pk)
    held = lease_writer(run.pk)
    assert held is not None
    assert lease_writer(run.pk) is None
    lapse()
    other = lease_writer(run.pk)
    assert other is not None
    assert other.writers_lost == 1
    with pytest.raises(LostLease):
        hold_run(held)


def test_who_comes_back_late_keeps_nothing(news: str, monkeypatch: pytest.MonkeyPatch) -> None:
    run, chunks = run_of(news)

    def slow(*arguments: Any) -> Any:
        RunChunk.objects.filter(pk=chunks[0]).update(worker="somebody else")
        return extract(*arguments)

    monkeypatch.setattr("corpus.services.read.extract", slow)
    assert read_chunk(chunks[0]) is None
    assert not Reading.objects.exists()
    assert not run.documents.filter(read_at__isnull=False).exists()


def test_a_document_that_kills_three_workers_is_set_aside_and_the_rest_goes_on(
    news: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    run, chunks = run_of(news)

    def deadly(article: Any, config: Any) -> Any:
        if "Day 5 " in article.headline:
            raise KeyboardInterrupt
        return extract(article, config)

    monkeypatch.setattr("corpus.services.read.extract", deadly)
    with monkeypatch.context() as dead:
        dead.setattr("corpus.services.read_chunk.release_chunk", lambda chunk: None)
        for strikes in range(3):
            [*_, last] = RunDocument.objects.order_by("strikes").values_list("strikes", flat=True)
            assert last == max(0, strikes - 1)
            with pytest.raises(KeyboardInterrupt):
                read_chunk(chunks[0])
            lapse()
    assert read_chunk(chunks[0]) == run.pk
    for pk in chunks[1:]:
        read_chunk(pk)
    assert store_run(run.pk) is True
    failed = {raw.reason for raw in RawDocument.objects.filter(state="failed")}
    assert SET_ASIDE in failed
    assert len(failed) == 2  # and the one without words
    assert run.documents.exclude(outcome="failed").count() == NUMBER - 2
    assert list(verify()) == []


def test_a_worker_that_is_stopped_gives_its_chunk_back_and_no_document_gets_a_strike(
    news: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    run, chunks = run_of(news)
    with monkeypatch.context() as broken:
        broken.setattr("corpus.services.read.extract", lambda *_: (_ for _ in ()).throw(SystemExit))
        with pytest.raises(SystemExit):
            read_chunk(chunks[0])
    assert not run.documents.filter(strikes__gt=0).exists()
    assert read_chunk(chunks[0]) == run.pk


def test_a_document_that_kills_three_writers_is_set_aside(news: str) -> None:
    run, chunks = run_of(news)
    for pk in chunks:
        read_chunk(pk)
    Run.objects.update(writers_lost=2, writer="dead", writer_until=timezone.now() - timedelta(seconds=1))
    assert store_run(run.pk) is True
    [document] = run.documents.filter(strikes=3)
    assert "died while they stored it" in document.reason
    assert run.documents.exclude(outcome="failed").count() == NUMBER - 2


def test_only_what_nobody_attends_to_is_told_of(news: str) -> None:
    run, chunks = run_of(news)
    assert runs.unattended() == (chunks, [])
    assert runs.unattended() == ([], [])
    long_ago = timezone.now() - timedelta(hours=1)
    RunChunk.objects.update(sent_at=long_ago)
    held = lease_chunk(chunks[0], name())
    assert held is not None
    assert runs.unattended() == ([], [])  # somebody works, so the queue is alive
    lapse()
    assert runs.unattended() == ([chunks[0]], [])
    for pk in chunks:
        read_chunk(pk)
    assert runs.unattended() == ([], [run.pk])
    assert runs.unattended() == ([], [])

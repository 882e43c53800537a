"""Runs over several machines: the same rows as one process makes, whoever reads, stores or dies."""

from __future__ import annotations

import json
from datetime import timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from celery import Celery
from django.core.management import CommandError, call_command
from django.utils import timezone

from corpus.extraction import extract
from corpus.ingest import Declared, documents
from corpus.models import Article, RawDocument, Reading, Run, RunChunk
from corpus.models.choices import RunKind
from corpus.services import runs
from corpus.services.configs import extraction_config
from corpus.services.ingest import distribute_documents, ingest_documents
from corpus.services.leases import LostLease
from corpus.services.packed import pack, unpack_article, unpack_extraction
from corpus.services.read import Unreadable, for_extraction, parsed
from corpus.services.read_chunk import read_chunk
from corpus.services.store import store
from corpus.services.store_run import store_run
from corpus.services.verify import verify
from tests.conftest import ROOT
from tests.fleet.newsroom import corpus, write

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
NUMBER = 40


@pytest.fixture(autouse=True)
def _by_rules(settings: Any) -> None:
    settings.EXTRACTION_MODEL = "rules"


@pytest.fixture
def news(tmp_path: Path) -> str:
    return str(write(tmp_path / "news.jsonl", NUMBER))


def ingested(news: str, *options: str) -> dict[str, Any]:
    out = StringIO()
    with pytest.raises(SystemExit) as ended:
        call_command("ingest", news, "--json", *options, stdout=out, stderr=StringIO())
    assert ended.value.code == 1  # one of the articles cannot be read
    told: dict[str, Any] = json.loads(out.getvalue())
    return told


def emptied() -> None:
    call_command("flush", interactive=False, verbosity=0)


def lapse() -> None:
    past = timezone.now() - timedelta(seconds=1)
    RunChunk.objects.filter(state="leased").update(leased_until=past)
    Run.objects.exclude(writer="").update(writer_until=past)


def run_of(news: str) -> tuple[Run, list[int]]:
    run, _ = distribute_documents([news], Declared())
    return run, list(run.chunks.values_list("pk", flat=True))


@pytest.mark.django_db(transaction=True)
def test_a_distributed_run_leaves_the_rows_of_a_plain_one(news: str) -> None:
    plain, stood = ingested(news), corpus()
    emptied()
    distributed = ingested(news, "--distribute")
    assert distributed == plain
    assert corpus() == stood
    assert plain["created"] == NUMBER - 3
    assert not Reading.objects.exists()
    run = Run.objects.get()
    assert (run.state, run.done, run.total) == ("done", NUMBER, NUMBER)


def test_what_a_distributed_run_leaves_is_sound(news: str) -> None:
    ingested(news, "--distribute")
    assert list(verify()) == []


@pytest.mark.django_db(transaction=True)
def test_chunks_read_in_any_order_and_twice_leave_the_same_rows(news: str) -> None:
    ingested(news)
    stood = corpus()
    emptied()
    run, chunks = run_of(news)
    for pk in reversed(chunks):
        assert read_chunk(pk) == run.pk
        assert read_chunk(pk) is None
    assert store_run(run.pk) is True
    assert store_run(run.pk) is False
    assert corpus() == stood


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("killed_at", [1, 5, 20])
def test_a_writer_that_dies_is_taken_over_and_nothing_is_stored_twice(
    news: str, killed_at: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain, stood = ingested(news), corpus()
    emptied()
    run, chunks = run_of(news)
    for pk in chunks:
        read_chunk(pk)
    left = killed_at

    def dying(*arguments: Any) -> Any:
        nonlocal left
        left -= 1
        if left < 0:
            raise KeyboardInterrupt
        return store(*arguments)

    with monkeypatch.context() as broken:
        broken.setattr("corpus.services.process.store", dying)
        broken.setattr(
            "corpus.services.store_run.release_writer", lambda run: None
        )  # a dead process gives back nothing
        with pytest.raises(KeyboardInterrupt):
            store_run(run.pk)
    assert store_run(run.pk) is False
    lapse()
    assert store_run(run.pk) is True
    assert corpus() == stood
    assert {outcome: n for outcome, n in runs.count(run).counts.items() if n} == {
        outcome: n for outcome, n in plain.items() if outcome != "failures" and n
    }


def told(folder: Path, word: str) -> str:
    path = folder / f"{word}.json"
    path.write_text(json.dumps({"key": "k", "headline": "H", "body": f"Mara Ellwin, the mayor, said it was {word}."}))
    return str(path)


def test_the_words_that_stand_last_win_in_a_run_that_was_broken_off(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Old, new, old again: the last is brought back, whoever stores it."""

    ingest_documents([told(tmp_path, "bad")], Declared())
    run, _ = distribute_documents([told(tmp_path, "good"), told(tmp_path, "bad")], Declared())
    [chunk] = run.chunks.all()
    read_chunk(chunk.pk)
    stored = []

    def dying(*arguments: Any) -> Any:
        if stored:
            raise KeyboardInterrupt
        stored.append(1)
        return store(*arguments)

    with monkeypatch.context() as broken:
        broken.setattr("corpus.services.process.store", dying)
        with pytest.raises(KeyboardInterrupt):
            store_run(run.pk)
    assert "good" in Article.objects.get().current_text.body
    assert store_run(run.pk) is True
    assert "bad" in Article.objects.get().current_text.body
    assert list(run.documents.values_list("outcome", flat=True)) == ["updated", "updated"]


def test_known_words_that_came_before_the_new_ones_stay_replaced_in_a_run_that_was_broken_off(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ingest_documents([told(tmp_path, "bad")], Declared())
    run, _ = distribute_documents([told(tmp_path, "bad"), told(tmp_path, "good")], Declared())
    read_chunk(run.chunks.get().pk)
    with monkeypatch.context() as broken:
        broken.setattr("corpus.services.arrivals.standing_outcome", lambda raw: 1 / 0)
        broken.setattr("corpus.services.arrivals.Stored", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            store_run(run.pk)
    assert list(run.documents.values_list("outcome", flat=True)) == ["", "updated"]
    assert store_run(run.pk) is True
    assert list(run.documents.values_list("outcome", flat=True)) == ["unchanged", "updated"]
    assert "good" in Article.objects.get().current_text.body


@pytest.mark.django_db(transaction=True)
def test_reading_again_distributed_leaves_the_rows_of_a_plain_one(news: str, settings: Any) -> None:
    ingested(news)
    Article.objects.update(extractor="rules-0")
    call_command("extract", "--all", stdout=(plain := StringIO()))
    stood = corpus()
    Article.objects.update(extractor="rules-0")
    call_command("extract", "--all", "--distribute", stdout=(out := StringIO()), stderr=StringIO())
    assert out.getvalue() == plain.getvalue()
    assert corpus() == stood
    assert Run.objects.get().kind == RunKind.EXTRACT
    call_command("extract", "--distribute", stdout=(out := StringIO()), stderr=StringIO())
    assert out.getvalue() == "nothing to do\n"


def test_words_that_changed_since_they_were_read_are_read_by_the_writer(news: str) -> None:
    ingest_documents([news], Declared())
    pk = Article.objects.order_by("source_key").values_list("pk", flat=True)[0]
    run = runs.distribute_articles([pk])
    read_chunk(run.chunks.get().pk)
    Article.objects.filter(pk=pk).update(language="de", language_is_detected=False)
    assert store_run(run.pk) is True
    assert run.documents.get().outcome in ("unchanged", "updated")
    assert list(verify()) == []


def test_what_is_packed_comes_out_as_it_was() -> None:
    config = extraction_config()
    seen = 0
    for raw in documents([str(ROOT / "fixtures")], declared=Declared()):
        article = parsed(raw) if hasattr(raw, "content") else None
        if article is None or isinstance(article, Unreadable):
            continue
        seen += 1
        found = extract(for_extraction(article), config)
        assert unpack_article(pack(article)) == article
        assert unpack_extraction(pack(found)) == found
        assert all(type(span).__name__ == "Span" for q in unpack_extraction(pack(found)).quotations for span in q.spans)
    assert seen > 10


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (["x", "--distribute", "--dry-run"], "takes no --dry-run"),
        (["x", "--distribute", "--workers", "2"], "takes no --workers"),
    ],
)
def test_options_that_do_not_go_together(options: list[str], told: str) -> None:
    with pytest.raises(CommandError, match=told):
        call_command("ingest", *options)
    assert not RawDocument.objects.exists()


def test_a_broker_that_does_not_answer_is_told_before_anything_is_kept(news: str, monkeypatch: Any) -> None:
    nobody = Celery("nobody", broker="redis://127.0.0.1:1/", set_as_current=False)
    monkeypatch.setattr("corpus.management.distributed.current_app", nobody)
    with pytest.raises(CommandError, match="does not answer"):
        call_command("ingest", news, "--distribute", stderr=StringIO())
    assert not RawDocument.objects.exists()


def test_ctrl_c_without_a_broker_ends_the_run(news: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody else goes on with it; the same command again does."""

    def interrupted(*_: Any) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as broken:
        broken.setattr("corpus.management.distributed.tell", interrupted)
        with pytest.raises(CommandError, match="is broken off") as told:
            call_command("ingest", news, "--distribute", stderr=StringIO())
    run = Run.objects.get()
    assert (told.value.returncode, run.state, run.reason) == (130, "failed", "it was broken off")
    assert ingested(news, "--distribute")["created"] == NUMBER - 3


def test_a_run_that_nobody_fills_any_more_has_failed(news: str, monkeypatch: pytest.MonkeyPatch) -> None:
    filling = runs.Filling(RunKind.INGEST)
    call_command("status", stdout=StringIO())
    assert Run.objects.get().state == "filling"
    Run.objects.update(writer_until=timezone.now() - timedelta(seconds=1))
    runs.unattended()
    run = Run.objects.get()
    assert (run.state, run.reason) == ("failed", "whoever filled it died")
    with pytest.raises(LostLease):  # it lived after all
        filling.close()


@pytest.mark.parametrize(
    ("command", "then"),
    [(["ingest", "{news}"], "ingest --pending"), (["extract", "--all"], "the same command again")],
)
def test_who_fills_a_run_that_was_given_up_stops(
    command: list[str], then: str, news: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its sign of life was late, and somebody looked meanwhile."""
    ingest_documents([news], Declared())
    filling = runs.Filling._list

    def late(self: runs.Filling, *given: Any) -> None:
        Run.objects.update(writer_until=timezone.now() - timedelta(seconds=1))
        runs.end_deserted()
        filling(self, *given)

    monkeypatch.setattr(runs.Filling, "_list", late)
    with pytest.raises(CommandError, match=f"run_.* was given up, .*{then}") as told:
        call_command(*(part.format(news=news) for part in command), "--distribute", stderr=StringIO())
    assert told.value.returncode == 1
    run = Run.objects.get()
    assert (run.state, run.reason, run.documents.count()) == ("failed", "whoever filled it died", 0)


def test_what_fails_while_a_run_is_filled_ends_it(news: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: Any) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(runs.Filling, "add_raw", broken)
    with pytest.raises(KeyboardInterrupt):
        run_of(news)
    assert Run.objects.get().state == "failed"
    assert RawDocument.objects.filter(state="pending").count() > 0

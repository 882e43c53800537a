"""A document that kills the process that reads it, or cannot be parsed a second time, fails alone and says so."""

from __future__ import annotations

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from corpus.ingest import Declared
from corpus.models import Article, RawDocument
from corpus.records import ArticleRecord, RawRecord
from corpus.services import process, read
from corpus.services.ingest import ingest_documents
from corpus.services.read import Unreadable
from corpus.services.reextract import articles_to_read, reextract
from tests.services import deadly

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
NUMBER = 20
REASON = "the process that read it died of it"


@pytest.fixture
def news(tmp_path: Path) -> str:
    path = tmp_path / "news.jsonl"
    items = [{"key": f"k{n}", "headline": f"Day {n}", "body": f"It rained {n} times in Tolm."} for n in range(NUMBER)]
    path.write_text("\n".join(map(json.dumps, items)))
    return str(path)


@pytest.fixture(autouse=True)
def _by_rules(settings: Any) -> None:
    settings.EXTRACTION_MODEL = "rules"


@pytest.mark.parametrize("stage", ["parsed", "extracted"])
def test_the_rest_of_a_run_is_stored(stage: str, news: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(f"corpus.services.process.{stage}", getattr(deadly, stage))
    tally = ingest_documents([news], Declared(), workers=2)
    assert [failure.reason for failure in tally.failures] == [REASON]
    assert Article.objects.count() == NUMBER - 1
    assert RawDocument.objects.get(state="failed").reason == REASON


def test_the_rest_is_read_again(news: str, monkeypatch: pytest.MonkeyPatch) -> None:
    ingest_documents([news], Declared())
    monkeypatch.setattr("corpus.services.reextract.extracted", deadly.extracted)
    tally = reextract(articles_to_read(everything=True), workers=2)
    assert [(failure.source, failure.reason) for failure in tally.failures] == [("k4", REASON)]
    assert sum(tally.counts.values()) == NUMBER


@pytest.mark.parametrize(("stage", "dying"), [("parsed", "parses_nothing"), ("extracted", "extracts_nothing")])
def test_where_every_process_dies_the_documents_go_on_waiting(
    stage: str, dying: str, news: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A machine without memory, a library that is broken: no document is at fault."""
    with monkeypatch.context() as broken:
        broken.setattr(f"corpus.services.process.{stage}", getattr(deadly, dying))
        with pytest.raises(CommandError, match=r"whatever they are given.*ingest --pending") as told:
            call_command("ingest", news, "--workers", "2", stderr=StringIO())
        with pytest.raises(CommandError, match=r"whatever they are given$"):
            call_command("ingest", news, "--workers", "2", "--dry-run", stderr=StringIO())
    assert told.value.returncode == 1
    assert RawDocument.objects.filter(state="pending").count() == NUMBER
    call_command("ingest", "--pending", stdout=(out := StringIO()), stderr=StringIO())
    assert out.getvalue().startswith(f"created {NUMBER},")


def test_where_every_process_dies_nothing_is_read_again(news: str, monkeypatch: pytest.MonkeyPatch) -> None:
    ingest_documents([news], Declared())
    monkeypatch.setattr("corpus.services.reextract.extracted", deadly.extracts_nothing)
    with pytest.raises(CommandError, match=r"whatever they are given.*the same command again"):
        call_command("extract", "--all", "--workers", "2", stdout=StringIO(), stderr=StringIO())


@pytest.mark.parametrize("at", [{0}, {4, 5}, {NUMBER - 1}])
def test_a_document_that_is_parsed_once_alone_fails(at: set[int], news: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is beyond the memory for articles is parsed again, and may then take longer than it is given."""
    monkeypatch.setattr(process, "HELD_CHARACTERS", 0)
    seen: set[str] = set()

    def once(raw: RawRecord, *given: Any, **more: Any) -> ArticleRecord | Unreadable:
        record = read.parsed(raw, *given, **more)
        assert isinstance(record, ArticleRecord)
        if record.source_key in seen and record.source_key in {f"k{number}" for number in at}:
            return Unreadable("takes longer than it is given")
        seen.add(record.source_key)
        return record

    monkeypatch.setattr(process, "parsed", once)
    tally = ingest_documents([news], Declared())
    assert [failure.reason for failure in tally.failures] == ["takes longer than it is given"] * len(at)
    assert (sum(tally.counts.values()), Article.objects.count()) == (NUMBER, NUMBER - len(at))
    assert RawDocument.objects.filter(state="failed").count() == len(at)

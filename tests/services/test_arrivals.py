"""Versions of one article in one run: it ends as its last document says, and can be repeated."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from corpus.ingest import Declared
from corpus.models import Article, Job, JobDocument, RawDocument
from corpus.services.ingest import ingest_documents
from corpus.services.jobs import progress, run_next_job, submit_lines
from corpus.services.take_down import reinstate, take_down
from corpus.services.verify import verify

pytestmark = pytest.mark.django_db


def lines(words: str, key: str = "k") -> bytes:
    """JSON lines, one a letter: versions of one article. A small letter is the same words in other bytes."""

    def line(word: str) -> str:
        version = {"key": key, "headline": "H", "body": f"The mayor, Mara Ellwin, said it was {word.upper()}."}
        return json.dumps(version, separators=(",", ":") if word.islower() else None)

    return "\n".join(map(line, words)).encode()


def by_command(words: str, tmp_path: Path, key: str = "k") -> dict[str, int]:
    path = tmp_path / "in.jsonl"
    path.write_bytes(lines(words, key))
    tally = ingest_documents([str(path)], Declared())
    return {outcome.value: count for outcome, count in tally.counts.items() if count}


def by_job(words: str, _: Path, key: str = "k") -> dict[str, int]:
    job = submit_lines(lines(words, key), user=None)
    assert run_next_job()
    return counted(job)


def by_broken_off_job(words: str, _: Path, key: str = "k") -> dict[str, int]:
    """Its worker ends after each document, and another takes it up."""
    job = submit_lines(lines(words, key), user=None)
    while left := progress(job)["pending"]:
        assert run_next_job(stopping=lambda left=left: progress(job)["pending"] < left)
    run_next_job()
    return counted(job)


def counted(job: Job) -> dict[str, int]:
    told = progress(job)
    return {name: n for name, n in told.items() if isinstance(n, int) and n and name not in ("total", "pending")}


@pytest.mark.parametrize("ingest", [by_command, by_job, by_broken_off_job])
@pytest.mark.parametrize(
    ("stored", "given", "told"),
    [
        ("", "AB", {"created": 1, "updated": 1}),
        ("", "AA", {"created": 1, "duplicate": 1}),
        ("", "ABA", {"created": 1, "updated": 1, "duplicate": 1}),
        ("AB", "AB", {"unchanged": 2}),
        ("AB", "BA", {"unchanged": 1, "updated": 1}),
        ("AB", "A", {"updated": 1}),
        ("A", "BA", {"updated": 2}),
        ("A", "AB", {"unchanged": 1, "updated": 1}),
        ("AB", "ACB", {"unchanged": 1, "updated": 2}),
        ("ABA", "ABA", {"unchanged": 3}),
        ("AB", "Ab", {"unchanged": 2}),
        ("AB", "CAb", {"unchanged": 1, "updated": 2}),
    ],
)
def test_a_run_ends_with_the_last_version(
    ingest: object, stored: str, given: str, told: dict[str, int], tmp_path: Path
) -> None:
    if stored:
        ingest(stored, tmp_path)
    assert ingest(given, tmp_path) == told
    article = Article.objects.select_related("current_text").get()
    assert article.current_text.body.endswith(f"{given[-1].upper()}.")
    revision = article.revision
    assert ingest(given, tmp_path) == {"unchanged": len(given)}
    article.refresh_from_db()
    assert article.revision == revision
    assert list(verify()) == []


@pytest.mark.parametrize("ingest", [by_command, by_job])
@pytest.mark.parametrize("given", ["A", "B", "AB", "BA", "C", "CB", "BC", "BB"])
def test_no_document_of_an_article_that_is_down_is_taken(ingest: Any, given: str, tmp_path: Path) -> None:
    """Whatever its bytes are; put back, the article is what the last of them says."""
    ingest("AB", tmp_path)
    take_down(Article.objects.get(), user=None, reason="disputed")
    assert ingest(given, tmp_path) == {"failed": len(given)}
    if ingest is by_job:
        told = JobDocument.objects.filter(outcome="failed").values_list("reason", flat=True)
        assert set(told) == {"the article was taken down"}
    article = Article.objects.select_related("current_text").get()
    assert (article.removed_at is not None, article.current_text.body[-2:]) == (True, "B.")
    reinstate(article, user=None, reason="settled")
    counts = ingest(given, tmp_path)
    assert "failed" not in counts
    assert (counts == {"unchanged": 1}) == (given == "B")
    assert Article.objects.select_related("current_text").get().current_text.body.endswith(f"{given[-1]}.")
    assert list(verify()) == []


@pytest.mark.parametrize("ingest", [by_command, by_job])
def test_a_copy_of_an_article_that_is_down_is_not_taken_either(ingest: Any, tmp_path: Path) -> None:
    ingest("A", tmp_path)
    ingest("A", tmp_path, key="other")
    assert RawDocument.objects.filter(state="duplicate").count() == 1
    take_down(Article.objects.get(), user=None, reason="disputed")
    assert ingest("A", tmp_path, key="other") == {"failed": 1}
    reinstate(Article.objects.get(), user=None, reason="settled")
    assert ingest("A", tmp_path, key="other") == {"duplicate": 1}

"""A document that takes too long, or too much memory, fails alone and says so; all is as before afterwards."""

from __future__ import annotations

import contextlib
import resource
import signal
import threading
import time
from pathlib import Path
from typing import Any

import pytest

from corpus.ingest import Declared
from corpus.models import Article, RawDocument
from corpus.records import Outcome
from corpus.services import read
from corpus.services.bounds import NONE, Bounds, TooCostly, within
from corpus.services.ingest import ingest_documents

pytestmark = pytest.mark.slow

BRIEF = Bounds(seconds=0.2)
SMALL = Bounds(megabytes=64)


def sleep() -> None:
    time.sleep(30)


def test_a_reading_that_takes_too_long_ends() -> None:
    done = []
    with pytest.raises(TooCostly, match=r"longer than 0\.2 s"):
        within(BRIEF, lambda: done.append(sleep()))
    assert done == []
    assert signal.getitimer(signal.ITIMER_REAL) == (0.0, 0.0)


def test_a_reader_that_swallows_exceptions_ends_too() -> None:
    def stubborn() -> None:
        while True:
            with contextlib.suppress(Exception):
                sleep()

    with pytest.raises(TooCostly):
        within(BRIEF, stubborn)


def test_even_one_that_swallows_everything_once() -> None:
    def stubborn() -> None:
        with contextlib.suppress(BaseException):
            sleep()
        sleep()

    with pytest.raises(TooCostly):
        within(BRIEF, stubborn)


def test_a_reading_that_takes_too_much_memory_ends() -> None:
    before = resource.getrlimit(resource.RLIMIT_AS)
    with pytest.raises(TooCostly, match="64 MB of memory"):
        within(SMALL, lambda: bytearray(256 * 1024 * 1024))
    assert resource.getrlimit(resource.RLIMIT_AS) == before
    assert len(bytearray(256 * 1024 * 1024))


def test_what_stays_within_is_given() -> None:
    assert within(Bounds(seconds=30, megabytes=512), lambda: "read") == within(NONE, lambda: "read") == "read"


def test_a_fault_of_the_reader_stays_its_own() -> None:
    def broken() -> None:
        raise KeyError("a")

    with pytest.raises(KeyError):
        within(BRIEF, broken)
    assert signal.getitimer(signal.ITIMER_REAL) == (0.0, 0.0)


def test_a_thread_is_left_alone() -> None:
    """No thread but the main one hears the alarm."""
    found: list[Any] = []
    thread = threading.Thread(target=lambda: found.append(within(BRIEF, lambda: time.sleep(0.4) or "read")))
    thread.start()
    thread.join()
    assert found == ["read"]


@pytest.mark.django_db
@pytest.mark.parametrize("stage", ["parse", "extract"])
def test_the_other_documents_of_the_run_go_on(
    stage: str, tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.EXTRACTION_MODEL, settings.MAX_DOCUMENT_SECONDS = "rules", 5.0
    for name in ("a", "endless", "c"):
        (tmp_path / f"{name}.txt").write_text(f"Headline of {name}\n\n“We waited,” said Ana Kerr about {name}.\n")
    true = getattr(read, stage)

    def reader(document: Any, config: Any) -> Any:
        text = document.content.decode() if stage == "parse" else document.body
        if "about endless" in text:
            sleep()
        return true(document, config)

    monkeypatch.setattr(read, stage, reader)
    tally = ingest_documents([str(tmp_path)], Declared())
    assert (tally.counts[Outcome.CREATED], tally.counts[Outcome.FAILED]) == (2, 1)
    assert tally.failures[0].source.endswith("endless.txt")
    assert tally.failures[0].reason == "takes longer than 5 s to read"
    assert Article.objects.count() == 2
    assert RawDocument.objects.filter(state="failed", reason=tally.failures[0].reason).count() == 1

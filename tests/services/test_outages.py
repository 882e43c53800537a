"""The disk is full, or the database is away: nothing is lost, and work goes on afterwards."""

from __future__ import annotations

import json
import os
import resource
import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.db import DataError, InterfaceError, InternalError, OperationalError

from corpus.ingest import Declared
from corpus.models import Article, RawDocument
from corpus.outages import is_outage
from corpus.records import Outcome
from corpus.services.ingest import ingest_documents, ingest_pending
from corpus.services.process import pending
from corpus.services.store import Stored
from corpus.services.verify import verify
from tests.conftest import ROOT
from tests.prepared import EMPTY, copy

BODY = "“We have begun the long work {n} today,” said Mara Ellwin, the mayor of Sundholm, on Monday."


def folder_of(path: Path, documents: int = 12) -> Path:
    folder = path / "in"
    folder.mkdir()
    for n in range(documents):
        (folder / f"{n:02}.txt").write_text(f"Headline {n}\n\n{BODY.format(n=n)}\n" + f"It rained for long {n}. " * 200)
    return folder


def wrapped(error: Exception, cause: BaseException | None) -> Exception:
    error.__cause__ = cause
    return error


def sqlite_error(statement: str, *before: str) -> sqlite3.Error:
    database = sqlite3.connect(":memory:")
    for one in before:
        database.execute(one)
    with pytest.raises(sqlite3.Error) as caught:
        database.execute(statement)
    database.close()
    return caught.value


FULL = sqlite_error(
    "INSERT INTO t SELECT zeroblob(100000)",
    "CREATE TABLE t (x)",
    "PRAGMA page_size = 4096",
    "PRAGMA max_page_count = 3",
)
READ_ONLY = sqlite_error("CREATE TABLE t (x)", "PRAGMA query_only = 1")
NO_TABLE = sqlite_error("SELECT * FROM nothing")
COUNTS = """SELECT count(*) FROM corpus_article UNION ALL SELECT count(*) FROM corpus_quotation
            UNION ALL SELECT count(*) FROM corpus_entity UNION ALL SELECT count(*) FROM corpus_rawdocument"""


@pytest.mark.parametrize(
    ("error", "outage"),
    [
        (wrapped(OperationalError(), FULL), True),
        (wrapped(OperationalError(), READ_ONLY), True),
        (wrapped(OperationalError(), NO_TABLE), False),
        (wrapped(OperationalError(), psycopg.errors.DiskFull()), True),
        (wrapped(OperationalError(), psycopg.errors.AdminShutdown()), True),
        (wrapped(InternalError(), psycopg.errors.ReadOnlySqlTransaction()), True),
        (wrapped(OperationalError(), psycopg.OperationalError("connection refused")), True),
        (wrapped(OperationalError(), psycopg.errors.QueryCanceled()), False),
        (wrapped(DataError(), psycopg.errors.NumericValueOutOfRange()), False),
        (wrapped(InterfaceError(), psycopg.InterfaceError("the connection is closed")), True),
        (wrapped(OperationalError("not by a database"), None), True),
        (ValueError(), False),
    ],
)
def test_what_is_the_databases_fault(error: Exception, outage: bool) -> None:
    assert is_outage(error) is outage


class Corpus:
    """A corpus of its own on SQLite, worked on by ``manage.py``."""

    def __init__(self, folder: Path) -> None:
        self.file = folder / "db.sqlite3"
        self.environment = os.environ | {
            "DATABASE_URL": f"sqlite:///{self.file}",
            "SECRET_KEY": "x" * 50,
            "EXTRACTION_MODEL": "rules",
        }

    def manage(self, *arguments: str, **options: Any) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, str(ROOT / "manage.py"), *arguments]
        return subprocess.run(
            command, env=self.environment, capture_output=True, text=True, timeout=120, check=False, **options
        )

    def size(self) -> int:
        return sum(self.file.with_name(self.file.name + end).stat().st_size for end in ("", "-wal") if self.has(end))

    def has(self, end: str) -> bool:
        return self.file.with_name(self.file.name + end).exists()

    def rows(self) -> list[int]:
        with sqlite3.connect(self.file) as database:
            found = [count for (count,) in database.execute(COUNTS)]
        database.close()
        return found


def test_a_disk_that_fills_up_stops_an_ingest_and_the_next_one_ends_it(tmp_path: Path) -> None:
    folder, corpus = folder_of(tmp_path), Corpus(tmp_path)
    copy(EMPTY, corpus.file)
    room = corpus.size() + 150_000

    def small_files() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (room, room))

    stopped = corpus.manage("ingest", str(folder), preexec_fn=small_files)
    assert stopped.returncode == 1
    assert "The database does not answer, or cannot be written to" in stopped.stderr
    assert "Traceback" not in stopped.stderr
    assert corpus.manage("verify").stdout.strip() == "all promises hold"
    assert corpus.rows()[0] < 12
    ended = corpus.manage("ingest", str(folder), "--json")
    assert json.loads(ended.stdout)["failed"] == 0
    assert corpus.manage("verify").stdout.strip() == "all promises hold"

    (tmp_path / "undisturbed").mkdir()
    undisturbed = Corpus(tmp_path / "undisturbed")
    copy(EMPTY, undisturbed.file)
    undisturbed.manage("ingest", str(folder))
    assert corpus.rows() == undisturbed.rows()


@pytest.mark.django_db
def test_a_database_that_goes_away_between_two_documents_keeps_what_waits(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, stored = folder_of(tmp_path, 3), []
    real = ingest_pending.__globals__["process"].__globals__["store"]

    def away_after_one(*given: Any) -> Stored:
        if stored:
            raise OperationalError("server closed the connection unexpectedly")
        stored.append(given)
        return real(*given)

    with monkeypatch.context() as broken:
        broken.setattr("corpus.services.process.store", away_after_one)
        with pytest.raises(OperationalError):
            ingest_documents([str(folder)], Declared())
    assert (Article.objects.count(), len(pending())) == (1, 2)
    assert ingest_pending().counts[Outcome.CREATED] == 2
    assert list(verify()) == []


@pytest.mark.django_db
def test_a_fault_of_the_statement_is_the_documents_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = ingest_pending.__globals__["process"].__globals__["store"]

    def too_large(raw: RawDocument, *given: Any) -> Stored:
        if raw.source.endswith("00.txt"):
            raise wrapped(OperationalError("no such table: nothing"), NO_TABLE)
        return real(raw, *given)

    monkeypatch.setattr("corpus.services.process.store", too_large)
    tally = ingest_documents([str(folder_of(tmp_path, 3))], Declared())
    assert (tally.counts[Outcome.CREATED], tally.counts[Outcome.FAILED]) == (2, 1)
    assert "no such table" in tally.failures[0].reason

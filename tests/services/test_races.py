"""Several writers at once: no row lost, no failure for what is a mere race, no record made twice."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import time
from collections import Counter
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import OperationalError, connection, connections

from corpus import search
from corpus.ingest import Declared
from corpus.models import Article, Entity, RawDocument
from corpus.search import index
from corpus.services import ingest as ingest_service
from corpus.services.ingest import ingest_documents, ingest_fields, ingest_pending
from corpus.services.keep_table import keep_table, take_table
from corpus.services.merge import merge
from corpus.services.process import pending
from corpus.services.reextract import articles_to_read, reextract
from corpus.services.store import Stored
from corpus.services.verify import verify
from tests.builders import store
from tests.conftest import ROOT
from tests.prepared import EMPTY, copy
from tests.services.threads import somebody_waits, thread_of

THREADS = 6
BODY = "“We have begun the long work {n} today,” said Mara Ellwin, the mayor of Tolmouth. Tom Arl of Kell Ltd came."


def at_once(work: object) -> list[str]:
    """Run ``work(number)`` in threads that start together; what it gives or raises, in words."""
    barrier, heard = threading.Barrier(THREADS), []

    def run(number: int) -> None:
        try:
            barrier.wait(10)
            heard.append(str(work(number)))
        except Exception as error:
            heard.append(f"{type(error).__name__}: {error}")
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(number,)) for number in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return heard


@pytest.fixture
def threads_write(transactional_db: None) -> None:
    """SQLite's test database is memory that threads share without waiting for each other, unlike any real one."""
    if connection.vendor == "sqlite":
        pytest.skip("threads at once: on PostgreSQL; SQLite is tried by processes on a file")


@pytest.mark.usefixtures("threads_write")
def test_a_table_that_is_confirmed_by_many_clicks_is_taken_once(django_user_model: type) -> None:
    user = django_user_model.objects.create(username="edith")
    kept = keep_table(user, "person", file_name="people.csv", format_name="csv", content=b"name")
    heard = at_once(lambda _: take_table(user, "person", kept.key).file_name)
    assert Counter(word.partition(":")[0] for word in heard) == {"people.csv": 1, "ServiceError": THREADS - 1}


@pytest.mark.usefixtures("threads_write")
def test_one_document_from_many_requests_is_stored_once() -> None:
    fields = {"key": "k", "headline": "H", "body": BODY.format(n=1), "publisher": "The Tolmouth Gazette"}
    heard = at_once(lambda _: ingest_fields(fields, source="t").outcome)
    assert Counter(heard) == {"created": 1, "unchanged": THREADS - 1}
    assert (Article.objects.get().revision, RawDocument.objects.get().attempts) == (1, 1)


@pytest.mark.usefixtures("threads_write")
def test_documents_that_bring_the_same_new_people_make_them_once() -> None:
    def work(n: int) -> object:
        fields = {"key": f"k{n}", "headline": "H", "body": BODY.format(n=n), "publisher": "The Tolmouth Gazette"}
        return ingest_fields(fields, source="t").outcome

    assert Counter(at_once(work)) == {"created": THREADS}
    assert max(Counter(Entity.objects.values_list("name", flat=True)).values()) == 1
    assert Entity.objects.get(name="Mara Ellwin").quotation_count == THREADS
    assert list(verify()) == []


@pytest.mark.usefixtures("threads_write")
def test_merges_beside_ingests_leave_every_reference_at_who_stands(django_user_model: type) -> None:
    editor = django_user_model.objects.create(username="edith")
    store(BODY.format(n=100))
    store("“It is a fine day for the town,” said Mary Ellwin, the mayor.")
    loser, survivor = Entity.objects.get(name="Mara Ellwin"), Entity.objects.get(name="Mary Ellwin")

    def work(n: int) -> object:
        if n == 0:
            return merge(loser, survivor, user=editor).pk
        fields = {"key": f"k{n}", "headline": "H", "body": BODY.format(n=n), "publisher": "The Tolmouth Gazette"}
        return ingest_fields(fields, source="t").outcome

    assert Counter(at_once(work))["created"] == THREADS - 1
    assert Entity.objects.get(pk=survivor.pk).quotation_count == THREADS + 1
    assert list(verify()) == []


@pytest.mark.usefixtures("threads_write")
def test_words_that_change_while_the_index_is_made_anew_do_not_come_back(monkeypatch: pytest.MonkeyPatch) -> None:
    store("The lighthouse was sold on Monday.", key="wall")
    read = index.documents
    writer = thread_of(lambda: store("The ferry was sold on Monday.", key="wall"))

    def documents(*given: object) -> object:
        if writer.ident is None:
            writer.start()
            while writer.is_alive() and not somebody_waits():
                time.sleep(0.01)
        return read(*given)

    monkeypatch.setattr(index, "documents", documents)
    call_command("rebuild_search", stdout=StringIO())
    writer.join(60)
    found = {word: search.matching(Article.objects.all(), word).count() for word in ("lighthouse", "ferry")}
    assert found == {"lighthouse": 0, "ferry": 1}


@pytest.mark.usefixtures("threads_write")
def test_merges_crosswise_end_in_one_of_them(django_user_model: type) -> None:
    editor = django_user_model.objects.create(username="edith")
    store(BODY.format(n=1))
    store("“It is a fine day for the town,” said Mary Ellwin, the mayor.")
    pair = [Entity.objects.get(name="Mara Ellwin"), Entity.objects.get(name="Mary Ellwin")]
    heard = at_once(lambda n: merge(pair[n % 2], pair[1 - n % 2], user=editor).survivor_id)
    assert sum(line.isdigit() for line in heard) == 1
    assert all("Conflict" in line for line in heard if not line.isdigit())
    assert list(verify()) == []


def test_two_processes_on_one_folder(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    for n in range(15):
        line = {"key": f"k{n}", "headline": f"H{n}", "body": BODY.format(n=n)}
        newer = line | {"body": line["body"] + " It rained."}
        (folder / f"{n}.jsonl").write_text(f"{json.dumps(line)}\n{json.dumps(newer)}\n")
    environment = os.environ | {"DATABASE_URL": f"sqlite:///{tmp_path / 'db.sqlite3'}", "SECRET_KEY": "x" * 50}

    def manage(*arguments: str) -> subprocess.Popen:
        command = [sys.executable, str(ROOT / "manage.py"), *arguments]
        return subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)

    copy(EMPTY, tmp_path / "db.sqlite3")
    runs = [manage("ingest", str(folder), "--json") for _ in range(2)]
    told = [run.communicate(timeout=120) for run in runs]
    assert [run.returncode for run in runs] == [0, 0], told
    tallies = [json.loads(out) for out, _ in told]
    assert sum(tally["created"] for tally in tallies) == 15
    assert sum(tally["updated"] for tally in tallies) == 15
    assert sum(tally["failed"] for tally in tallies) == 0
    out, _ = manage("verify").communicate(timeout=60)
    assert out.strip() == "all promises hold"
    script = "from corpus.models import *; print(set(Article.objects.values_list('revision', flat=True)))"
    out, _ = manage("shell", "-v0", "-c", script).communicate(timeout=60)
    assert out.strip() == "{2}"


@pytest.mark.django_db
def test_a_document_that_another_process_stored_meanwhile_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    first = {"key": "k", "headline": "H", "body": BODY.format(n=1)}
    second = first | {"body": BODY.format(n=2)}
    real = ingest_service.store_one

    def late(*arguments: object) -> Stored:
        monkeypatch.setattr(ingest_service, "store_one", real)
        ingest_fields(first, source="other")
        ingest_fields(second, source="other")
        return real(*arguments)

    monkeypatch.setattr(ingest_service, "store_one", late)
    assert ingest_fields(first, source="t").outcome == "unchanged"
    article = Article.objects.get()
    assert article.revision == 2
    assert "work 2" in article.current_text.body


@pytest.mark.django_db
def test_a_revision_that_comes_in_while_its_article_is_read_again_is_what_is_stored(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    article = store(BODY.format(n=1), key="k")
    real = reextract.__globals__["extracted"]

    def slow(*given: object, **options: object) -> object:
        reading = real(*given, **options)
        store("It rained for long. " + BODY.format(n=2), key="k")
        return reading

    monkeypatch.setitem(reextract.__globals__, "extracted", slow)
    reextract(articles_to_read(everything=True))
    rows = article.quotations.live()
    assert [row.words for row in rows] == ["We have begun the long work 2 today,"]
    assert list(verify()) == []


@pytest.mark.django_db
def test_a_database_that_does_not_answer_is_no_fault_of_the_document(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.txt").write_text(f"A headline\n\n{BODY.format(n=1)}\n")

    def locked(*_: object) -> Stored:
        raise OperationalError("database is locked")

    with monkeypatch.context() as broken:
        broken.setattr("corpus.services.process.store", locked)
        with pytest.raises(OperationalError):
            ingest_documents([str(tmp_path)], Declared())
    assert len(pending()) == 1
    assert ingest_pending().counts["created"] == 1

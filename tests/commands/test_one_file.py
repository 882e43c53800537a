"""One SQLite file under 16 readers and 4 writers: nobody is refused, and no row is lost.

A few seconds of it belong to the suite; ONE_FILE_ARTICLES=400 makes a minute and more of it.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import time
import urllib.request
from collections import Counter
from itertools import cycle
from pathlib import Path
from urllib.error import HTTPError

import pytest
from django.db import connection

from tests.conftest import ROOT
from tests.prepared import serving_empty
from tests.serving import Site

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(connection.vendor != "sqlite", reason="it is about SQLite"),
    pytest.mark.xdist_group("one file"),
]
ARTICLES = int(os.environ.get("ONE_FILE_ARTICLES", "20"))  # of each writer
WRITERS, READERS = 4, 16
SHARED = 5  # every fifth article comes from all writers, with other words from each
PATHS = (
    "/api/v1/articles/?count=true",
    "/api/v1/quotations/?q=june&highlight=true",
    "/api/v1/people/?ordering=-quotation_count",
    "/api/v1/quotations/facets/?by=speaker&by=published_month",
    "/api/v1/quotations/?speaker__name=Mara+Ellwin&expand=article",
    "/api/v1/autocomplete/?q=el",
    "/api/v1/articles/?q=pier+june",
)


def feed(folder: Path, writer: int) -> Path:
    """A file with a writer's articles."""
    path = folder / f"feed-{writer}.jsonl"
    with path.open("w", encoding="utf-8") as lines:
        for number in range(ARTICLES):
            shared = number % SHARED == 0
            record = {
                "key": f"shared-{number}" if shared else f"own-{writer}-{number}",
                "headline": f"Pier {number} of {writer}",
                "body": f"“Pier {number} will open in June,” said Mara Ellwin, the mayor of Tolmouth. "
                f"“It was the {writer + 2}th try,” Orla Venn{writer} told reporters.",
                "publisher": "The Gazette",
                "published": f"2024-{number % 12 + 1:02}-05",
            }
            lines.write(json.dumps(record) + "\n")
    return path


def is_written(site: Site) -> bool:
    """Whether there is an article."""
    with urllib.request.urlopen(f"{site.address}/api/v1/articles/?page_size=1", timeout=60) as answer:  # noqa: S310
        return bool(json.load(answer)["results"])


def read(site: Site, first: int, over: threading.Event, found: Counter[str]) -> None:
    """Ask one thing after the other until the writers are done, three times a second at most: writers are to get on."""
    article = ""
    for path in cycle(PATHS[first:] + PATHS[:first]):
        if over.wait(0.3):
            return
        for one in (path, article):
            if not one:
                continue
            try:
                with urllib.request.urlopen(f"{site.address}{one}", timeout=60) as answer:  # noqa: S310
                    body = json.load(answer)
                    found[str(answer.status)] += 1
            except HTTPError as error:
                found[f"{error.code} {one} {error.read()[:300]!r}"] += 1
                continue
            except OSError as error:
                found[f"{one} {error}"] += 1
                continue
            if "results" in body and body["results"] and "headline" in body["results"][0]:
                article = f"/api/v1/articles/{body['results'][0]['id']}/"


def test_sixteen_readers_and_four_writers(tmp_path: Path) -> None:
    # Each process has a place for every reader, so that none is told to come again where the machine is busy; and what
    # reads does not matter here: the less the writers think, the more they write.
    variables = {"WEB_WORKERS": "2", "WEB_THREADS": str(READERS), "LOG_LEVEL": "ERROR", "EXTRACTION_MODEL": "rules"}
    with serving_empty(tmp_path, **variables) as site:
        over, found = threading.Event(), [Counter[str]() for _ in range(READERS)]
        readers = [
            threading.Thread(target=read, args=(site, number % len(PATHS), over, found[number]), daemon=True)
            for number in range(READERS)
        ]
        began = time.monotonic()
        command = [sys.executable, "manage.py", "ingest", "--json"]
        writers = [
            subprocess.Popen(
                [*command, str(feed(tmp_path, number))],
                cwd=ROOT,
                env=site.environment,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                text=True,
            )
            for number in range(WRITERS)
        ]
        # Until something is written, readers would only keep the writers from starting.
        while not is_written(site) and all(writer.poll() is None for writer in writers):
            time.sleep(0.1)
        for one in readers:
            one.start()
        try:
            told = [writer.communicate(timeout=1800) for writer in writers]
        finally:
            over.set()
            for writer in writers:
                writer.kill()
        for one in readers:
            one.join()
        seconds = time.monotonic() - began

        assert [writer.returncode for writer in writers] == [0] * WRITERS, told
        outcomes = Counter[str]()
        for out, _ in told:
            outcomes.update({name: n for name, n in json.loads(out).items() if isinstance(n, int)})
        shared = len(range(0, ARTICLES, SHARED))
        assert outcomes["created"] == WRITERS * (ARTICLES - shared) + shared
        assert outcomes["updated"] == (WRITERS - 1) * shared
        assert outcomes.total() == WRITERS * ARTICLES
        answers = sum(found, Counter[str]())
        assert set(answers) == {"200"}, answers
        assert answers["200"] > READERS
        print(f"{answers['200']} answers and {outcomes.total()} documents in {seconds:.0f} s")  # noqa: T201

        said = (
            "from corpus.models import *; "
            "print(Article.objects.count(), RawDocument.objects.filter(state='done').count(), "
            "Quotation.objects.live().count())"
        )
        counts = [int(word) for word in site.manage("shell", "-v0", "-c", said).split()]
        assert counts == [outcomes["created"], WRITERS * ARTICLES, 2 * outcomes["created"]]
        assert site.manage("verify") == "all promises hold\n"
        database = site.environment["DATABASE_URL"].removeprefix("sqlite:///")
        check = "import sqlite3, sys; print(*sqlite3.connect(sys.argv[1]).execute('PRAGMA integrity_check').fetchone())"
        done = subprocess.run([sys.executable, "-c", check, database], capture_output=True, text=True, check=True)
        assert done.stdout == "ok\n"

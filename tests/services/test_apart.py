"""What threads read is read by processes of their own."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from corpus.extraction import ExtractionConfig
from corpus.ingest import parse
from corpus.records import ArticleRecord, RawRecord
from corpus.services.apart import ReaderDied, apart
from corpus.services.bounds import Bounds, TooCostly, within
from corpus.services.errors import InvalidDocument
from corpus.services.preview import extract_fields
from corpus.services.read import Unreadable, extracted

ARTICLE = ArticleRecord("k", "", "“We have begun the long work,” said Mara Ellwin, the mayor of Sundholm.")
RULES = ExtractionConfig(model=None)


def of_a_thread(function: Callable[[], Any]) -> Any:
    """What it gives, or raises, in a thread, as in the server."""
    with ThreadPoolExecutor(1) as threads:
        return threads.submit(function).result()


def test_a_thread_gets_what_the_main_thread_gets() -> None:
    here, there = apart(extracted, ARTICLE, RULES), of_a_thread(lambda: apart(extracted, ARTICLE, RULES))
    assert here == there
    assert [one.kind for one in there.quotations] == ["direct"]


def test_it_is_read_by_another_process() -> None:
    assert apart(os.getpid) == os.getpid()
    assert of_a_thread(lambda: apart(os.getpid)) != os.getpid()


def test_limits_of_time_hold_for_threads() -> None:
    with pytest.raises(TooCostly, match=r"longer than 0\.2 s"):
        of_a_thread(lambda: apart(within, Bounds(seconds=0.2), partial(time.sleep, 60)))


def test_a_preview_that_takes_too_long_says_so(settings: Any) -> None:
    settings.MAX_EXTRACT_SECONDS, settings.EXTRACTION_MODEL = 0.05, "rules"
    with pytest.raises(InvalidDocument, match=r"text: takes longer than 0\.05 s") as caught:
        of_a_thread(lambda: extract_fields({"text": ARTICLE.body * 3000}))
    assert caught.value.field == "text"


def test_who_dies_over_a_document_takes_nobody_along() -> None:
    pid = of_a_thread(lambda: apart(os.getpid))
    os.kill(pid, signal.SIGKILL)
    assert of_a_thread(lambda: apart(extracted, ARTICLE, RULES)) == extracted(ARTICLE, RULES)
    with pytest.raises(ReaderDied):
        of_a_thread(lambda: apart(os._exit, 1))
    assert not isinstance(of_a_thread(lambda: apart(extracted, ARTICLE, RULES)), Unreadable)


def test_readers_end_with_a_server_that_is_killed(tmp_path: Path) -> None:
    script = """if __name__ == "__main__":
        import os, threading, time, django
        django.setup()
        from corpus.services.apart import apart
        thread = threading.Thread(target=lambda: print(apart(os.getpid), flush=True))
        thread.start()
        thread.join()
        time.sleep(60)"""
    (tmp_path / "server.py").write_text(script)
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "api.settings", "PYTHONPATH": os.getcwd()}
    server = subprocess.Popen(
        [sys.executable, str(tmp_path / "server.py")], stdout=subprocess.PIPE, text=True, env=environment
    )
    assert server.stdout is not None
    reader = int(server.stdout.readline())
    server.kill()
    server.wait()
    for _ in range(100):
        if not Path(f"/proc/{reader}").exists():
            return
        time.sleep(0.1)
    pytest.fail("the reader lives on")


def test_what_a_thread_parses() -> None:
    raw = RawRecord("a.txt", b"A headline\n\nIt rained.\n", "text/plain")
    assert of_a_thread(lambda: apart(parse, raw)) == parse(raw)

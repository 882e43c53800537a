"""A real PostgreSQL goes away under the server and under an ingest, and comes back."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.fleet.newsroom import write
from tests.postgresql.cluster import Server, account, alone, tools
from tests.postgresql.test_streaming import ask, store, until
from tests.serving import serving

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(tools() is None or account() is None, reason="PostgreSQL's own tools are not installed"),
]
LINE = "The database does not answer, or cannot be written to"
NUMBER = 80  # so many that some are left when the first are seen


@pytest.fixture
def database() -> Iterator[Server]:
    with alone() as primary:
        yield primary


def test_what_is_asked_meanwhile_is_to_be_asked_again_and_what_is_read_waits(database: Server, tmp_path: Path) -> None:
    news = str(write(tmp_path / "news.jsonl", NUMBER))
    variables = {"DATABASE_URL": database.url, "EXTRACTION_MODEL": "rules"}
    with serving(tmp_path, "migrate", "-v0", "--skip-checks", **variables) as site:
        token = site.manage("createtoken", "wire", "--groups", "ingestors").strip().splitlines()[-1]
        article = store(site, token, "west")
        command = [sys.executable, str(ROOT / "manage.py"), "ingest", news, "--json"]
        ingest = subprocess.Popen(
            command, cwd=ROOT, env=site.environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        assert until(lambda: ask(site, "/api/v1/articles/?count=true")[1]["count"] > 3)
        assert ingest.poll() is None
        database.stop()
        try:
            for path in (f"articles/{article}/", "articles/", "quotations/facets/?by=kind"):
                status, problem = ask(site, f"/api/v1/{path}")
                assert (status, problem["code"]) == (503, "unavailable")
            body = {"key": "east", "body": "The east bridge was closed on Monday."}
            assert ask(site, "/api/v1/articles/", token, body)[0] == 503
            assert ask(site, "/health/ready")[0] == 503
            assert ask(site, "/health/live")[0] == 200
            _, said = ingest.communicate(timeout=120)
            assert (ingest.returncode, LINE in said, "Traceback" in said) == (1, True, False), said
        finally:
            database.start()
        assert until(lambda: ask(site, f"/api/v1/articles/{article}/")[0] == 200)
        assert ask(site, "/api/v1/articles/", token, body)[0] == 201
        site.manage("ingest", "--pending", "--json")
        again = subprocess.run(command, cwd=ROOT, env=site.environment, capture_output=True, text=True, check=False)
        assert json.loads(again.stdout)["created"] == 0
        assert ask(site, "/api/v1/articles/?count=true")[1]["count"] == NUMBER - 3 + 2
        assert site.manage("verify").strip() == "all promises hold"

"""Types that openapi-typescript generates: a strict program with them reads what plain HTTP gives."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.clients.running import Server, alone, run
from tests.contract import CURRENT

SOURCES = Path(__file__).with_name("typescript")
NODE = shutil.which("node")
NPM = shutil.which("npm")

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        NODE is None or NPM is None, reason="node and npm are not here: the TypeScript client is not checked"
    ),
]


@pytest.fixture(scope="module")
def project() -> Iterator[Path]:
    """The folder with the pinned packages, the generated types and the compiled program."""
    with alone("typescript") as folder:
        folder.mkdir(exist_ok=True)
        lock = folder / "package-lock.json"
        fresh = (SOURCES / "package-lock.json").read_bytes()
        installed = (folder / "node_modules").is_dir() and lock.is_file() and lock.read_bytes() == fresh
        for name in ("package.json", "tsconfig.json", "program.ts", "refused.ts"):
            shutil.copy(SOURCES / name, folder / name)
        if not installed:
            # The lock comes last: a run that was cut installs again.
            lock.unlink(missing_ok=True)
            shutil.copy(SOURCES / "package-lock.json", lock)
            done = run("npm", "ci", "--prefix", folder, "--no-audit", "--no-fund", "--ignore-scripts")
            if done.returncode:
                lock.unlink()
            assert done.returncode == 0, done.stdout + done.stderr
        done = run(folder / "node_modules/.bin/openapi-typescript", CURRENT, "-o", folder / "on-record.d.ts")
        assert done.returncode == 0, done.stdout + done.stderr
        assert not re.search("warn|error|skipp", done.stdout + done.stderr, re.IGNORECASE), done.stdout + done.stderr
        # program.ts and refused.ts: what has to pass, and what must not
        done = run(folder / "node_modules/.bin/tsc", "--project", folder)
        assert done.returncode == 0, done.stdout + done.stderr
        yield folder


def test_the_program_is_typed() -> None:
    """The compiler reads it strictly, and nothing in it gets around the types."""
    code = re.sub("//.*", "", (SOURCES / "program.ts").read_text())
    assert not re.search(r"\bany\b|\bas\b|!\.", code)


def test_what_is_read_is_what_plain_http_gives(project: Path, server: Server) -> None:
    speaker = server.most_quoted()
    done = run("node", project / "built" / "program.js", server.root, server.token, speaker["id"])
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    plain = server.all_of("quotations/", {"speaker": speaker["id"]})
    assert len(plain) > 2  # more than a page
    assert found["quotations"] == [
        {
            "id": row["id"],
            "text": row["text"],
            "speaker": row["speaker"]["name"],
            "channel": row["channel"],
            "published_at": row["article"]["published_at"],
        }
        for row in plain
    ]
    query = {"channel": ["email", "letter"], "is_repeat": "false", "published_at__gte": "2024-01-01"}
    assert found["filtered"] == [row["id"] for row in server.all_of("quotations/", query)]
    body = {"where": {"or": [{"channel": "email"}, {"kind": "direct"}]}, "ordering": "-confidence", "page_size": 30}
    assert found["sought"] == [row["id"] for row in server.ask("quotations/search/", body=body)["results"]]
    buckets = server.ask("quotations/facets/", {"by": "kind"})["facets"]["kind"]["buckets"]
    assert found["kinds"] == [[bucket["key"], bucket["count"]] for bucket in buckets]
    assert found["problem"] == [400, "invalid_parameters", "published_at__gte"]
    assert found["written"] == [201, "created", "Weir painted"]

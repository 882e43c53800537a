"""The product behind PgBouncer, which gives each transaction another session of the server."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psycopg
import pytest

from tests.postgresql.cluster import NAME, Server, account, alone, folder_of, tools
from tests.serving import Site, free_port, serving

PGBOUNCER = shutil.which("pgbouncer", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(tools() is None or account() is None, reason="PostgreSQL's own tools are not installed"),
    pytest.mark.skipif(PGBOUNCER is None, reason="PgBouncer is not installed"),
]
SESSIONS = 3  # fewer than the server has threads, so that they share


@pytest.fixture(scope="module")
def postgresql() -> Iterator[Server]:
    with alone() as server:
        yield server


@pytest.fixture(scope="module")
def pooler(postgresql: Server) -> Iterator[str]:
    """The URL of a database that PgBouncer lends by transaction."""
    with folder_of(postgresql.owner) as folder:
        yield from lent(postgresql, folder)


def lent(postgresql: Server, folder: Path) -> Iterator[str]:
    """The URL, while PgBouncer runs."""
    port = free_port()
    (folder / "users.txt").write_text(f'"{NAME}" ""\n')
    (folder / "pgbouncer.ini").write_text(
        f"[databases]\n{NAME} = host=127.0.0.1 port={postgresql.port}\n[pgbouncer]\nlisten_addr = 127.0.0.1\n"
        f"listen_port = {port}\nunix_socket_dir =\nauth_type = trust\nauth_file = {folder}/users.txt\n"
        f"pool_mode = transaction\ndefault_pool_size = {SESSIONS}\nignore_startup_parameters = options\n"
    )
    user = postgresql.owner if os.geteuid() == 0 else None
    with (folder / "log").open("w") as log:
        process = subprocess.Popen(
            [str(PGBOUNCER), str(folder / "pgbouncer.ini")], stdout=log, stderr=log, user=user, cwd="/"
        )
        try:
            url = f"postgres://{NAME}@127.0.0.1:{port}/{NAME}"
            for _ in range(100):
                try:
                    psycopg.connect(url, connect_timeout=5).close()
                    break
                except psycopg.OperationalError:
                    assert process.poll() is None, (folder / "log").read_text()
                    time.sleep(0.1)
            yield url
        finally:
            process.terminate()
            process.wait(timeout=20)


@pytest.fixture(scope="module")
def site(postgresql: Server, pooler: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    folder = tmp_path_factory.mktemp("site")
    places = {"WEB_STREAMS": "12", "WEB_THREADS": "12"}  # one for each who asks: nobody is told to come again
    with serving(
        folder, "migrate", "-v0", "--skip-checks", DATABASE_URL=pooler, DATABASE_POOLED="1", **places
    ) as found:
        yield found


def test_many_read_over_few_sessions(site: Site, postgresql: Server, tmp_path: Path) -> None:
    lines = [
        {
            "key": f"pier-{number}",
            "body": f"“Pier {number} will open in June,” said Mara Ellwin, the mayor of Tolmouth.",
            "publisher": "The Gazette",
        }
        for number in range(30)
    ]
    (tmp_path / "feed.jsonl").write_text("\n".join(map(json.dumps, lines)))
    told = json.loads(site.manage("ingest", "--json", str(tmp_path / "feed.jsonl")))
    assert (told["created"], told["failed"]) == (30, 0)

    def ask(path: str) -> int:
        with urllib.request.urlopen(f"{site.address}/api/v1/{path}", timeout=60) as answer:  # noqa: S310
            return len(answer.read())

    paths = [
        "articles/?q=june&count=true",
        "quotations/?speaker__name=Mara+Ellwin",
        "quotations/facets/?by=speaker&by=kind",
        "quotations/?format=ndjson",
        "autocomplete/?q=mar",
    ] * 40
    with ThreadPoolExecutor(12) as pool:
        sizes = list(pool.map(ask, paths))
    assert len({*sizes}) == 5
    with psycopg.connect(postgresql.url) as connection:
        sessions = (
            "SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()"
        )
        assert connection.execute(sessions).fetchone() <= (SESSIONS,)
    assert site.manage("verify") == "all promises hold\n"


def test_no_limit_is_left_to_others(site: Site, pooler: str) -> None:
    with psycopg.connect(pooler, autocommit=True, prepare_threshold=None) as connection:
        for _ in range(2 * SESSIONS):
            assert connection.execute("SHOW statement_timeout").fetchone() == ("0",)

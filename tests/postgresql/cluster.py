"""A PostgreSQL with a streaming replica, made by PostgreSQL's own tools in a folder, on free ports of loopback."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import psycopg

from tests.serving import free_port

NAME = "postgres"
# A test's data need not survive a power cut.
SETTINGS = "fsync = off\nmax_connections = 50\nlisten_addresses = '127.0.0.1'\nunix_socket_directories = ''\n"


def tools() -> Path | None:
    """Where initdb and the others are; None where they are not installed."""
    found = shutil.which("pg_basebackup")
    places = [Path(found).resolve().parent] if found else []
    places += sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    return next((place for place in places if (place / "initdb").exists()), None)


def account() -> str | None:
    """Who may start a server: not root, for whom PostgreSQL refuses."""
    if os.geteuid() != 0:
        return pwd.getpwuid(os.geteuid()).pw_name
    return next((one.pw_name for one in pwd.getpwall() if one.pw_name in ("postgres", "nobody")), None)


@dataclass
class Server:
    """One of the two."""

    bin: Path
    folder: Path
    port: int
    owner: str

    @property
    def url(self) -> str:
        """For DATABASE_URL."""
        return f"postgres://{NAME}@127.0.0.1:{self.port}/{NAME}"

    def run(self, tool: str, *arguments: str) -> None:
        """One of PostgreSQL's programs, as the owner of the folder."""
        log = self.folder.parent / f"{self.folder.name}-{tool}.log"
        user = self.owner if os.geteuid() == 0 else None
        with log.open("a") as written:  # a server that is started holds it open, so it is no pipe
            done = subprocess.run(
                [str(self.bin / tool), *arguments], stdout=written, stderr=written, cwd="/", user=user, check=False
            )
        assert done.returncode == 0, log.read_text()

    def start(self) -> None:
        """Start it and wait until it answers."""
        options = f"-p {self.port}"
        self.run("pg_ctl", "-D", str(self.folder), "-w", "-t", "60", "-o", options, "-l", f"{self.folder}.log", "start")

    def stop(self) -> None:
        """Stop it as a power cut would."""
        self.run("pg_ctl", "-D", str(self.folder), "-w", "-m", "immediate", "stop")

    def ask(self, sql: str) -> Any:
        """The first value that a statement gives, where it gives any."""
        with psycopg.connect(self.url, autocommit=True) as connection:
            cursor = connection.execute(sql.encode())
            row = cursor.fetchone() if cursor.description else None
            return row[0] if row else None

    @contextmanager
    def frozen(self) -> Iterator[None]:
        """It still listens, but nobody takes the connections that come."""
        main = int((self.folder / "postmaster.pid").read_text().splitlines()[0])
        os.kill(main, signal.SIGSTOP)
        try:
            yield
        finally:
            os.kill(main, signal.SIGCONT)


@contextmanager
def folder_of(owner: str) -> Iterator[Path]:
    """A folder of the account's own; those of pytest are for whoever runs it alone."""
    with TemporaryDirectory(prefix="on-record-") as name:
        if os.geteuid() == 0:
            shutil.chown(name, owner)
        yield Path(name)


@contextmanager
def alone() -> Iterator[Server]:
    """One server, running."""
    place, owner = tools(), account()
    assert place is not None
    assert owner is not None
    with folder_of(owner) as folder:
        server = Server(place, folder / "primary", free_port(), owner)
        server.run("initdb", "-D", str(server.folder), "-U", NAME, "-A", "trust", "-E", "UTF8", "--locale=C", "-N")
        with (server.folder / "postgresql.conf").open("a") as file:
            file.write(SETTINGS)
        server.start()
        try:
            yield server
        finally:
            server.stop()


@contextmanager
def primary_and_replica() -> Iterator[tuple[Server, Server]]:
    """Both, running; the replica streams from the primary."""
    with alone() as primary:
        replica = Server(primary.bin, primary.folder.parent / "replica", free_port(), primary.owner)
        source = f"host=127.0.0.1 port={primary.port} user={NAME}"
        primary.run("pg_basebackup", "-D", str(replica.folder), "-d", source, "-R", "-X", "stream", "-c", "fast", "-N")
        replica.start()
        try:
            yield primary, replica
        finally:
            if (replica.folder / "postmaster.pid").exists():
                replica.stop()

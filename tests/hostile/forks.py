"""Children that work on a database of their own and may be killed. Forking saves each of them Django's start.

The parent opens no connection: a child that shared one would break it.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.db import connections


@dataclass(frozen=True)
class Store:
    """Databases that are copies of one another: SQLite files in a folder, or databases of a server."""

    url: str  # of any database of the server; its path is the folder for SQLite
    folder: Path
    owner: int = field(default_factory=os.getpid)  # a child works on its parent's

    @property
    def postgresql(self) -> bool:
        """Whether it is a server."""
        return self.url.startswith("postgres")

    def name(self, key: str) -> str:
        """What the settings call the database."""
        return f"on_record_kills_{self.owner}_{key}" if self.postgresql else str(self.folder / f"{key}.sqlite3")

    def copy(self, source: str, target: str) -> None:
        """Make the database anew: as the source is now, or without a table where that is empty."""
        self.drop(target)
        if self.postgresql:
            template = self.name(source) if source else "template0"
            self._run(f'CREATE DATABASE "{self.name(target)}" TEMPLATE "{template}" ENCODING \'UTF8\'')
            return
        for ending in ("", "-wal") if source else ():
            if (held := Path(self.name(source) + ending)).exists():
                shutil.copyfile(held, self.name(target) + ending)

    def drop(self, key: str) -> None:
        """Remove it."""
        if self.postgresql:
            self._run(f'DROP DATABASE IF EXISTS "{self.name(key)}" WITH (FORCE)')
            return
        for ending in ("", "-wal", "-shm"):
            Path(self.name(key) + ending).unlink(missing_ok=True)

    def _run(self, statement: str) -> None:
        import psycopg

        for attempt in range(100):
            try:
                with psycopg.connect(self.url, autocommit=True) as connection:
                    connection.execute(statement.encode())
                return
            except psycopg.errors.ObjectInUse:
                # the server has not noticed yet that its client is dead
                if attempt == 99:
                    raise
                time.sleep(0.1)

    def use(self, key: str) -> None:
        """Work on it from now on, in this process."""
        told = {"NAME": urlsplit(self.url)._replace(path=self.name(key)).path} if self.postgresql else {}
        told = told or {"NAME": self.name(key)}
        connections["default"].settings_dict.update(told)


@dataclass(frozen=True)
class Ended:
    """How a child ended: killed, or with a result."""

    killed: bool
    seconds: float
    result: Any = None


class ChildFailed(Exception):
    """A child came to another end than its own or ours."""


def child(store: Store, key: str, work: Callable[[], Any], *, kill_after: float | None = None) -> Ended:
    """Work on a database in a child; SIGKILL after so many seconds. The result is what JSON can hold."""
    log = store.folder / "child.log"
    out, into = os.pipe()
    began = time.monotonic()
    pid = os.fork()
    if pid == 0:
        os.close(out)
        _work(store, key, work, into, log)
    os.close(into)
    if kill_after is not None:
        time.sleep(kill_after)
        os.kill(pid, signal.SIGKILL)
    with os.fdopen(out, "rb") as pipe:
        told = pipe.read()
    _, status = os.waitpid(pid, 0)
    seconds = time.monotonic() - began
    if os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL and kill_after is not None:
        return Ended(True, seconds)
    if os.waitstatus_to_exitcode(status) != 0:
        raise ChildFailed(log.read_text()[-3000:])
    return Ended(False, seconds, json.loads(told))


def _work(store: Store, key: str, work: Callable[[], Any], into: int, log: Path) -> None:
    """The child's life; it never returns."""
    status = 1
    try:
        with log.open("w") as out:
            os.dup2(out.fileno(), 1)
            os.dup2(out.fileno(), 2)
        store.use(key)
        result = work()
        connections.close_all()
        with os.fdopen(into, "w") as pipe:
            json.dump(result, pipe)
        status = 0
    except BaseException:
        import traceback

        traceback.print_exc()
    finally:
        import sys

        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(status)

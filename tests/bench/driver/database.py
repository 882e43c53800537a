"""One raw connection a thread, speaking the same SQL to both databases."""

from __future__ import annotations

import os
import sqlite3
import threading
from collections.abc import Sequence
from typing import Any, Protocol
from urllib.parse import urlsplit

URL = os.environ["DATABASE_URL"]
IS_SQLITE = URL.startswith("sqlite:")


class Reader(Protocol):
    """A connection as far as reading needs it."""

    def execute(self, sql: str, parameters: Sequence[Any], /) -> Any:
        """Run a SELECT; the cursor that it gives is read by fetchall()."""


_held = threading.local()


def reader() -> Reader:
    """The connection of this thread."""
    found: Reader | None = getattr(_held, "reader", None)
    if found is None:
        found = _held.reader = _sqlite() if IS_SQLITE else _postgresql()
    return found


def sql(text: str) -> str:
    """SQL with the driver's own placeholders, from one with %s."""
    return text.replace("%s", "?") if IS_SQLITE else text


def moment(value: str) -> str:
    """A time of a query string as the database compares it."""
    return value.replace("T", " ").removesuffix("Z") if IS_SQLITE else value


def iso(value: Any) -> Any:
    """A stored time as JSON shows it; orjson writes the datetimes of PostgreSQL itself."""
    return f"{value.replace(' ', 'T')}Z" if IS_SQLITE and value is not None else value


def _sqlite() -> Reader:
    connection = sqlite3.connect(f"file:{urlsplit(URL).path[1:]}?mode=ro", uri=True, cached_statements=256)
    # The cache and the mapped memory that the product has.
    connection.execute("PRAGMA cache_size=-65536")
    connection.execute("PRAGMA mmap_size=268435456")
    connection.execute("PRAGMA temp_store=MEMORY")
    return connection


def _postgresql() -> Reader:
    import psycopg

    return psycopg.connect(URL, autocommit=True, prepare_threshold=0, options="-c timezone=UTC")

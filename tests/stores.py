"""Databases of a test's own, for commands that run as processes: a SQLite file, or a database of PostgreSQL."""

from __future__ import annotations

import os
import secrets
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from tests.lanes import POSTGRESQL, TEMPLATE
from tests.serving import OWN, manage

CORPUS = "corpus.sqlite3"


def sqlite_url(folder: Path) -> str:
    """The address of a SQLite file in the folder."""
    return f"sqlite:///{folder / CORPUS}"


@contextmanager
def postgresql_url(template: str = "template0") -> Iterator[str]:
    """The address of an empty database on the server of the tests, which is dropped afterwards."""
    import psycopg
    from psycopg.sql import SQL, Identifier

    server, name = os.environ.get("DATABASE_URL", POSTGRESQL), f"test_store_{secrets.token_hex(6)}"
    if not server.startswith("postgres"):
        server = POSTGRESQL
    create = SQL("CREATE DATABASE {} TEMPLATE {} ENCODING 'UTF8'")
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(create.format(Identifier(name), Identifier(template)))
    try:
        yield urlunsplit(urlsplit(server)._replace(path=f"/{name}"))
    finally:
        with psycopg.connect(server, autocommit=True) as connection:
            connection.execute(SQL("DROP DATABASE {} WITH (FORCE)").format(Identifier(name)))


@contextmanager
def empty_postgresql() -> Iterator[str]:
    """The address of a database with all tables and no row: a copy of the lane's, or else one that is migrated."""
    template = os.environ.get(TEMPLATE, "")
    with postgresql_url(template or "template0") as url:
        if not template:
            manage(("migrate", "-v0", "--skip-checks"), environment(url))
        yield url


def environment(url: str, **variables: str) -> dict[str, str]:
    """The environment of a process that works on the database."""
    kept = {name: value for name, value in os.environ.items() if name not in OWN}
    return kept | {"DATABASE_URL": url, "DEBUG": "1", "EXTRACTION_MODEL": "rules", **variables}


def ask(url: str, statement: str) -> list[tuple[Any, ...]]:
    """Rows of the database, read beside everybody."""
    if url.startswith("sqlite"):
        with closing(_file(url)) as store:
            return store.execute(statement).fetchall()
    import psycopg

    with psycopg.connect(url) as server:
        return server.execute(statement.encode()).fetchall()


def change(url: str, statement: str) -> None:
    """Write to the database beside everybody."""
    if url.startswith("sqlite"):
        with closing(_file(url)) as store, store:
            store.execute(statement)
        return
    import psycopg

    with psycopg.connect(url) as server:
        server.execute(statement.encode())


def _file(url: str) -> sqlite3.Connection:
    return sqlite3.connect(url.removeprefix("sqlite:///"), timeout=30)

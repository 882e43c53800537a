"""The databases: a SQLite file or PostgreSQL, and where PostgreSQL has replicas for reading, these too."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import environ
from django.core.exceptions import ImproperlyConfigured

SQLITE = {
    # A transaction that reads first and then writes would fail at once under a second writer.
    "transaction_mode": "IMMEDIATE",
    "timeout": 30,
    # To look up the declared type of each value costs a tenth of the reading; Django's fields read what is stored.
    "detect_types": 0,
    "init_command": " ".join(
        f"PRAGMA {pragma};"
        for pragma in (
            "journal_mode=WAL",  # readers and the one writer do not wait for each other
            "synchronous=NORMAL",  # in WAL mode a power cut costs the last commits at most, never the file
            "cache_size=-65536",  # 64 MB of pages a connection
            "mmap_size=268435456",  # pages beyond the cache are read without a copy
            "temp_store=MEMORY",  # sorts need no folder to write to
            "wal_autocheckpoint=1000",  # 4 MB: a longer log makes each read look further
            "journal_size_limit=67108864",  # what a long transaction left of the log goes back to the disk
        )
    ),
}
REPLICA = "replica"
# The primary answers for a replica that does not; so nobody waits long for one that is silent: two seconds until it
# takes a connection, five (the kernel's limit, in milliseconds) until what is sent on an open one has arrived.
IMPATIENT = {"connect_timeout": 2, "tcp_user_timeout": 5000, "keepalives_idle": 5}


def configured(env: environ.Env, folder: Path, *, prepared: bool, pooled: bool) -> dict[str, dict[str, Any]]:
    """``default``, which takes all that is written, and ``replica1``, ``replica2``, ... in the order of their URLs.

    Raises ImproperlyConfigured where a replica is no PostgreSQL, or the primary is none.
    """
    first: dict[str, Any] = env.db_url("DATABASE_URL", default=f"sqlite:///{folder / 'on-record.sqlite3'}")
    found = {"default": first}
    for number, url in enumerate(env.list("DATABASE_REPLICA_URLS", default=[]), 1):
        replica = found[f"{REPLICA}{number}"] = env.db_url_config(url)
        if not {first["ENGINE"], replica["ENGINE"]} <= {"django.db.backends.postgresql"}:
            raise ImproperlyConfigured("DATABASE_REPLICA_URLS takes replicas of a PostgreSQL in DATABASE_URL")
        replica["TEST"] = {"MIRROR": "default"}
        replica["OPTIONS"] = {**IMPATIENT, **replica.get("OPTIONS", {})}
    for one in found.values():
        # Opening a SQLite file, with its pragmas and Django's functions, takes as long as an answer, and begins with
        # no pages.
        one["CONN_MAX_AGE"] = env.int("CONN_MAX_AGE", default=60)
        if one["ENGINE"] == "django.db.backends.sqlite3":
            one["OPTIONS"] = {**SQLITE, **one.get("OPTIONS", {})}
        else:
            one["CONN_HEALTH_CHECKS"] = True
            # Without a threshold psycopg prepares nothing, not even what it is told to.
            one["OPTIONS"] = {"prepare_threshold": 5 if prepared else None, **one.get("OPTIONS", {})}
            # Behind a pooler that gives each transaction another session nothing of a session lasts.
            one["DISABLE_SERVER_SIDE_CURSORS"] = pooled
    return found

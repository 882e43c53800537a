"""When the database is away, full, locked or not to be written: no fault of what was asked, which may go well later."""

from __future__ import annotations

import sqlite3

from django.db import DatabaseError, InterfaceError, OperationalError

# Of SQLite: busy, locked, out of memory, read-only, failing disk, full disk, cannot be opened, locking protocol.
SQLITE = {5, 6, 7, 8, 10, 13, 14, 15}
# Of PostgreSQL (appendix A of its manual), by the first characters: connection, aborted by others, insufficient
# resources, locks, being shut down, failing disk, not to be written.
POSTGRESQL = ("08", "40", "53", "55P03", "57P", "58", "25006")


def is_outage(error: BaseException) -> bool:
    """Whether the database, and not the statement, is at fault. One without a cause was raised where it is."""
    if not isinstance(error, DatabaseError | InterfaceError):
        return False
    cause = error.__cause__
    if isinstance(cause, sqlite3.Error) and hasattr(cause, "sqlite_errorcode"):
        return (cause.sqlite_errorcode & 0xFF) in SQLITE
    state = getattr(cause, "sqlstate", None)
    if state is not None:
        return str(state).startswith(POSTGRESQL)
    return isinstance(error, OperationalError | InterfaceError)

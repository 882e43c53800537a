"""Sort columns are NOT NULL: a sentinel stands for "unknown", so that one index serves both databases."""

from __future__ import annotations

from datetime import UTC, datetime

# Before every date that ingest accepts, so that "newest first" puts the unknown last by the plain index.
UNKNOWN_TIME = datetime(1, 1, 2, tzinfo=UTC)
UNKNOWN_TEXT = ""


def known_or_none(value: datetime) -> datetime | None:
    """The time as clients see it: null where it is unknown."""
    return None if value <= UNKNOWN_TIME else value

"""What lists are ordered by: columns that one index serves in both directions, alike on both databases.

A time or text that may be unknown has a sentinel for that, or is null: lists read the known and the unknown one after
the other. Text is compared folded and by code points, since each database collates in its own way.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from django.db import models

from corpus.folding import MAX_KEY, name_key

# Before every date that ingest accepts, so that "newest first" puts the unknown last by the plain index.
UNKNOWN_TIME = datetime(1, 1, 2, tzinfo=UTC)
UNKNOWN_TEXT = ""
# Orders by code points on every database; the migration makes PostgreSQL know SQLite's name for it.
CODE_POINTS = "BINARY"


def known_or_none(value: datetime) -> datetime | None:
    """The time as clients see it: null where it is unknown."""
    return None if value <= UNKNOWN_TIME else value


class SortKeyField(models.CharField):
    """Another column, folded: what its rows are ordered by. Filled whenever the record is saved.

    An update() of the other column must set it too.
    """

    def __init__(self, source: str, **kwargs: Any) -> None:
        self.source = source
        kwargs |= {"max_length": MAX_KEY, "db_collation": CODE_POINTS, "editable": False, "default": UNKNOWN_TEXT}
        super().__init__(**kwargs)

    def deconstruct(self) -> Any:
        """How migrations write it."""
        name, path, args, kwargs = super().deconstruct()
        for fixed in ("max_length", "db_collation", "editable", "default"):
            del kwargs[fixed]
        return name, path, [self.source, *args], kwargs

    def pre_save(self, model_instance: models.Model, add: bool) -> str:
        """The key of what the other column holds now."""
        key = name_key(getattr(model_instance, self.source))
        setattr(model_instance, self.attname, key)
        return key

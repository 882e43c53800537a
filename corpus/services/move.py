"""Everything that one database holds, put into another one of either kind, with all keys and ids as they are.

The source is read in one snapshot; the target is written in one transaction, which ends only when every row of every
table was read back and is what it was. What is derived from the rows, the search index, is made anew.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import NamedTuple

from django.apps import apps
from django.db import DEFAULT_DB_ALIAS, DatabaseError, connections, transaction
from django.db.models import Model

from corpus.models import Change
from corpus.services.rows import (
    Tally,
    all_models,
    all_rows,
    analyse,
    applied,
    chunks,
    clear,
    index,
    insert,
    settle,
    snapshot,
    tallied,
    wanted,
)

# What migrations put into an empty database; the source's rows take their place.
SEEDED = ("auth.group_permissions", "auth.group", "auth.permission", "contenttypes.contenttype")


class MoveError(Exception):
    """Why nothing was moved; the target holds no row of the corpus."""


class Moved(NamedTuple):
    """What was checked of a table."""

    table: str
    rows: int
    checksum: str


def move(
    target: str,
    *,
    migrate: Callable[[], None],
    source: str = DEFAULT_DB_ALIAS,
    on_progress: Callable[[int, int], None] | None = None,
) -> list[Moved]:
    """Copy all rows from one alias to the other, which must be empty, and give what was checked of each table.

    ``migrate`` gives a target without tables those that it needs.
    """
    try:
        _prepare(source, target, migrate)
        with snapshot(source), transaction.atomic(using=target):
            moved = _copy_all(source, target, on_progress or (lambda done, known: None))
        analyse(target)
    except DatabaseError as error:
        raise MoveError(f"The database refused: {str(error).strip()}") from error
    return moved


def _prepare(source: str, target: str, migrate: Callable[[], None]) -> None:
    """Refuse what cannot be moved, or would be written over; give an empty target its tables."""
    there = applied(source)
    if wanted() - there:
        raise MoveError("Migrations of the source are not applied; run manage.py migrate first.")
    if not connections[target].introspection.table_names():
        migrate()
    if wanted() - applied(target) or applied(target) - there:
        raise MoveError("The migrations of the target are others than those of the source; name an empty database.")
    for model in all_models():
        if model._meta.label_lower not in SEEDED and all_rows(model, target).exists():
            raise MoveError(f"The target is not empty: there are rows in {model._meta.db_table}.")
    if {*_names("auth.Group", target)} - {*_names("auth.Group", source)}:
        raise MoveError("The target is not empty: it has groups that the source has not.")


def _names(label: str, using: str) -> list[str]:
    return list(all_rows(apps.get_model(label), using).values_list("name", flat=True))


def _copy_all(source: str, target: str, on_progress: Callable[[int, int], None]) -> list[Moved]:
    models = all_models()
    for label in SEEDED:
        clear(apps.get_model(label), target)
    # Copied, read back, and indexed.
    known = 2 * sum(all_rows(model, source).count() for model in models)
    done: Counter[str] = Counter()

    def count(rows: int) -> None:
        done["rows"] += rows
        on_progress(done["rows"], known)

    copied = {}
    for model in models:
        if model is Change:
            clear(model, target)
        copied[model] = _copy(model, source, target, count)
    settle(models, target)
    moved = []
    for model in models:
        here, tally = tallied(all_rows(model, target), model._meta.concrete_fields, count), copied[model]
        if here != tally:
            raise MoveError(f"{model._meta.db_table} differs: {tally.rows} rows in the source, {here.rows} arrived.")
        moved.append(Moved(model._meta.db_table, here.rows, here.checksum))
    if lacking := index(target, lambda now, all_: on_progress(known + now, known + all_)):
        raise MoveError(lacking)
    return moved


def _copy(model: type[Model], source: str, target: str, count: Callable[[int], None]) -> Tally:
    fields = model._meta.concrete_fields
    tally = Tally(fields)
    for rows in chunks(all_rows(model, source), fields):
        insert(model, fields, rows, target)
        for row in rows:
            tally.add(row)
        count(len(rows))
    return tally

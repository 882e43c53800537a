"""Migrations of a corpus that is large: none that is to come makes writers wait for an index."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from django.db import connection, migrations, models
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations import AddConstraint, AddIndex, CreateModel
from django.db.migrations.state import ProjectState

from corpus.indexing import AddCheckWithoutPause, AddIndexWithoutPause
from tests.conftest import ROOT

# Those up to here are told of in docs/production.md, with the locks that they take.
TOLD_OF = 20
INDEXES = {
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'index'",
    "postgresql": "SELECT indexname FROM pg_indexes",
}


def blocking(migration: migrations.Migration) -> Iterator[str]:
    """Operations that keep writers out while a table that stood before is read."""
    made = {operation.name_lower for operation in migration.operations if isinstance(operation, CreateModel)}
    for operation in migration.operations:
        if isinstance(operation, AddIndexWithoutPause | AddCheckWithoutPause):
            continue
        if not isinstance(operation, AddIndex | AddConstraint):
            continue
        if operation.model_name_lower not in made:
            yield f"{migration.name}: {operation.describe()}"


def loaded() -> dict[int, migrations.Migration]:
    found = MigrationLoader(None).disk_migrations
    ours = {name: migration for (app, name), migration in found.items() if app == "corpus"}
    # One that makes all tables of an empty database has nobody to keep waiting.
    return {int(name[:4]): migration for name, migration in ours.items() if not migration.replaces}


def test_no_later_migration_blocks() -> None:
    later = [migration for number, migration in loaded().items() if number > TOLD_OF]
    assert [line for migration in later for line in blocking(migration)] == []


def test_one_that_blocks_is_found() -> None:
    found = list(blocking(loaded()[9]))
    assert len(found) >= 10
    assert any("quo_by_update" in line for line in found)
    assert list(blocking(loaded()[20])) == []


@pytest.mark.django_db(transaction=True)
def test_an_index_is_built_and_dropped_beside_writers() -> None:
    operation = AddIndexWithoutPause("article", models.Index(fields=["dateline", "id"], name="art_by_dateline"))
    migration = migrations.Migration("0099_try", "corpus")
    migration.operations, migration.atomic = [operation], False
    assert list(blocking(migration)) == []
    before = MigrationLoader(connection).project_state()
    after = before.clone()
    operation.state_forwards("corpus", after)
    for done, there in ((operation.database_forwards, True), (operation.database_backwards, False)):
        states: tuple[ProjectState, ProjectState] = (before, after) if there else (after, before)
        with connection.schema_editor(atomic=False) as editor:
            done("corpus", editor, *states)
        with connection.cursor() as cursor:
            cursor.execute(INDEXES[connection.vendor])
            assert (("art_by_dateline",) in cursor.fetchall()) == there


def test_every_migration_is_told_of() -> None:
    text = (ROOT / "docs" / "production.md").read_text()
    table = text.partition("## Migrations and their locks")[2]
    runs = [range(int(first), int(last) + 1) for first, last in re.findall(r"(\d{4})–(\d{4})", table)]
    for number in loaded():
        assert f"{number:04}" in table or any(number in run for run in runs), f"{number:04} is missing"

"""An empty database has all tables at once, and they are those that one has which went by migration after migration."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.db import DEFAULT_DB_ALIAS, connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from corpus.services.dumped import migrations
from corpus.services.rows import applied, wanted
from tests.prepared import empty_sqlite
from tests.serving import manage
from tests.stores import ask, empty_postgresql, environment, postgresql_url

# Back by the old migrations to nothing, then forth by them: from where installations stand when they are brought up.
STEPS = """
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
def step(*words):
    call_command("migrate", *words, verbosity=0, skip_checks=True)
    print(*words, *(name for name in connection.introspection.table_names() if name == "corpus_article_search"))
step("corpus", "0002")
step("corpus", "zero")
executor = MigrationExecutor(connection)
executor.loader.replace_migrations = False
executor.loader.build_graph()
executor.migrate([("corpus", "0003_search")])
step("corpus", "0012")
step("corpus", "0027")
step()
"""
STEPPED = """corpus 0002
corpus zero
corpus 0012 corpus_article_search
corpus 0027 corpus_article_search
corpus_article_search"""
# Stopped while it is written down what was done.
CUT_SHORT = """
from django.core.management import call_command
from django.db.migrations.recorder import MigrationRecorder
record = MigrationRecorder.record_applied
def cut_short(self, app, name):
    if name == "0016_review_desk":
        raise KeyboardInterrupt
    record(self, app, name)
MigrationRecorder.record_applied = cut_short
try:
    call_command("migrate", verbosity=0, skip_checks=True)
except KeyboardInterrupt:
    print("cut short")
"""
SCHEMA = {
    "sqlite": ("SELECT type, name, tbl_name, coalesce(sql, '') FROM sqlite_master WHERE name NOT LIKE 'sqlite_stat%'",),
    "postgresql": (
        "SELECT 'column', c.relname, row_number() OVER (PARTITION BY c.oid ORDER BY a.attnum), a.attname, "
        "format_type(a.atttypid, a.atttypmod), a.attnotnull, a.attidentity, a.attstorage, l.collname, "
        "pg_get_expr(d.adbin, d.adrelid) FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid "
        "LEFT JOIN pg_collation l ON l.oid = a.attcollation "
        "LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum "
        "WHERE c.relnamespace = 'public'::regnamespace AND a.attnum > 0 AND NOT a.attisdropped",
        "SELECT 'constraint', conrelid::regclass::text, conname, convalidated, pg_get_constraintdef(oid) "
        "FROM pg_constraint WHERE connamespace = 'public'::regnamespace",
        "SELECT 'index', tablename, indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'",
        "SELECT 'trigger', tgrelid::regclass::text, tgname, pg_get_triggerdef(oid) "
        "FROM pg_trigger WHERE NOT tgisinternal",
        "SELECT 'function', proname, pg_get_functiondef(oid) FROM pg_proc WHERE pronamespace = 'public'::regnamespace",
        "SELECT 'collation', collname, collcollate FROM pg_collation WHERE collnamespace = 'public'::regnamespace",
    ),
}
ROWS = (
    "SELECT app, name FROM django_migrations",
    "SELECT app_label, model FROM django_content_type",
    "SELECT c.app_label, c.model, p.codename, p.name FROM auth_permission p "
    "JOIN django_content_type c ON c.id = p.content_type_id",
    "SELECT g.name, c.app_label, p.codename FROM auth_group g "
    "LEFT JOIN auth_group_permissions gp ON gp.group_id = g.id LEFT JOIN auth_permission p ON p.id = gp.permission_id "
    "LEFT JOIN django_content_type c ON c.id = p.content_type_id",
)


def schema(url: str) -> list[tuple[Any, ...]]:
    """All that the database says of its tables; SQLite's columns without their order, which altering changes."""
    found = [row for statement in SCHEMA[connection.vendor] for row in ask(url, statement)]
    if connection.vendor == "sqlite":
        found = [(*row, sorted(sql.removesuffix(")").split(", "))) for *row, sql in found]
    return sorted(found, key=str)


@pytest.fixture
def at_once(tmp_path: Path) -> Iterator[str]:
    """A database that was empty."""
    with made(tmp_path) as url:
        yield url


@pytest.fixture
def stepped(tmp_path: Path) -> Iterator[str]:
    """One that went by all migrations."""
    folder = tmp_path / "stepped"
    folder.mkdir()
    with made(folder) as url:
        assert manage(("shell", "-v0", "-c", STEPS), environment(url)).strip() == STEPPED
        yield url


@contextmanager
def made(folder: Path) -> Iterator[str]:
    """A database of this lane's kind with all tables."""
    if connection.vendor == "sqlite":
        yield empty_sqlite(folder)
        return
    with empty_postgresql() as url:
        yield url


@pytest.fixture
def nothing(tmp_path: Path) -> Iterator[str]:
    """A database without a table."""
    if connection.vendor == "sqlite":
        yield f"sqlite:///{tmp_path / 'nothing.sqlite3'}"
        return
    with postgresql_url() as url:
        yield url


def left(url: str) -> list[tuple[Any, ...]]:
    """What there is of the corpus: tables and what belongs to them, and migrations that are noted."""
    noted = ask(url, "SELECT name FROM django_migrations WHERE app = 'corpus'")
    return [row for row in schema(url) if "corpus_" in str(row)] + noted


@pytest.mark.slow
def test_the_tables_are_the_same_by_both_ways(at_once: str, stepped: str) -> None:
    assert len(schema(at_once)) > 300
    assert schema(at_once) == schema(stepped)
    for statement in ROWS:
        assert ask(at_once, statement)
        assert sorted(map(str, ask(at_once, statement))) == sorted(map(str, ask(stepped, statement)))


def test_cut_short_or_taken_back_nothing_is_there(nothing: str) -> None:
    assert "cut short" in manage(("shell", "-v0", "-c", CUT_SHORT), environment(nothing))
    assert left(nothing) == []
    manage(("migrate", "-v0", "--skip-checks"), environment(nothing))
    assert len(left(nothing)) > 300
    manage(("migrate", "-v0", "--skip-checks", "corpus", "zero"), environment(nothing))
    assert left(nothing) == []


@pytest.mark.parametrize("number", [0, 1, 11, 31, 32])
def test_one_that_was_begun_goes_on_as_it_was(number: int, monkeypatch: pytest.MonkeyPatch) -> None:
    found = MigrationLoader(None).disk_migrations
    ((whole, replaced),) = ((key, one.replaces) for key, one in found.items() if key[0] == "corpus" and one.replaces)
    assert [int(name[:4]) for _, name in replaced] == [*range(1, 33)]
    later = sorted(key for key in found if key[0] == "corpus" and key not in [*replaced, whole])
    there = [*(key for key in found if key[0] != "corpus"), *replaced[:number]]
    monkeypatch.setattr(MigrationRecorder, "applied_migrations", lambda self: dict.fromkeys(there))
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    to_do = [*(replaced[number:] if number else [whole]), *later]
    assert [(migration.app_label, migration.name) for migration, _ in plan] == to_do


@pytest.mark.django_db
def test_a_dump_or_a_move_does_not_ask_by_which_way() -> None:
    found = MigrationLoader(None).disk_migrations
    ((whole, replaced),) = ((key, one.replaces) for key, one in found.items() if key[0] == "corpus" and one.replaces)
    recorder = MigrationRecorder(connection)
    for there in (recorder.record_applied, recorder.record_unapplied):
        there(*whole)
        assert applied(DEFAULT_DB_ALIAS) == wanted()
        assert migrations() == sorted(name for app, name in wanted() if app == "corpus")
        assert {name for _, name in replaced} <= {*migrations()}
    recorder.record_unapplied(*replaced[-1])
    assert wanted() - applied(DEFAULT_DB_ALIAS) == {replaced[-1]}

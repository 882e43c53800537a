"""Columns, indexes and checks on tables that are large already, for migrations.

Such a migration is not atomic. Killed in the middle it is run again from its beginning, so what is there already stays.
"""

from __future__ import annotations

import re
from typing import Any

from django.contrib.postgres.operations import AddConstraintNotValid, AddIndexConcurrently
from django.db import transaction
from django.db.migrations.operations import AddConstraint, AddField, AddIndex

NAMES = {
    "sqlite": "SELECT name || ' ' || sql FROM sqlite_master WHERE tbl_name = %s AND sql IS NOT NULL",
    "postgresql": "SELECT indexname FROM pg_indexes WHERE tablename = %s UNION ALL "
    "SELECT conname FROM pg_constraint WHERE conrelid = %s::regclass",
}
CUT_SHORT = (
    "SELECT c.relname FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid "
    "WHERE i.indrelid = %s::regclass AND NOT i.indisvalid"
)


def is_made(schema_editor: Any, model: Any, name: str) -> bool:
    """Whether a table has an index or a constraint; an index whose building was cut short is taken away first."""
    connection, table = schema_editor.connection, model._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(CUT_SHORT, [table])
            for (index,) in cursor.fetchall():
                cursor.execute(f"DROP INDEX CONCURRENTLY {schema_editor.quote_name(index)}")
        sql = NAMES[connection.vendor]
        cursor.execute(sql, [table] * sql.count("%s"))
        return any(re.search(rf"\b{name}\b", told) for (told,) in cursor.fetchall())


class AddIndexWithoutPause(AddIndexConcurrently):
    """Builds the index while others write, on PostgreSQL; on SQLite as always. The migration must not be atomic."""

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        """Build it, unless it is there."""
        if is_made(schema_editor, to_state.apps.get_model(app_label, self.model_name), self.index.name):
            return
        if schema_editor.connection.vendor == "postgresql":
            super().database_forwards(app_label, schema_editor, from_state, to_state)
        else:
            AddIndex.database_forwards(self, app_label, schema_editor, from_state, to_state)

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        """Drop it."""
        if schema_editor.connection.vendor == "postgresql":
            super().database_backwards(app_label, schema_editor, from_state, to_state)
        else:
            AddIndex.database_backwards(self, app_label, schema_editor, from_state, to_state)


class AddCheckWithoutPause(AddConstraintNotValid):
    """Adds the CHECK for what is written from now on, then looks at what stands while others write, on PostgreSQL.

    On SQLite, which makes the table anew for it, in a transaction of its own. The migration must not be atomic.
    """

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        """Add it, unless it is there, and validate it."""
        connection, quote = schema_editor.connection, schema_editor.quote_name
        model = to_state.apps.get_model(app_label, self.model_name)
        there = is_made(schema_editor, model, self.constraint.name)
        if connection.vendor != "postgresql":
            if not there:
                with transaction.atomic(using=connection.alias):
                    AddConstraint.database_forwards(self, app_label, schema_editor, from_state, to_state)
            return
        if not there:
            super().database_forwards(app_label, schema_editor, from_state, to_state)
        table, name = quote(model._meta.db_table), quote(self.constraint.name)
        schema_editor.execute(f"ALTER TABLE {table} VALIDATE CONSTRAINT {name}")


class AddColumnOnce(AddField):
    """Adds the column, unless it is there: for a migration that is not atomic because of what follows it."""

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        """Add it, in a transaction of its own."""
        connection = schema_editor.connection
        model = to_state.apps.get_model(app_label, self.model_name)
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT * FROM {schema_editor.quote_name(model._meta.db_table)} LIMIT 0")  # noqa: S608
            there = {column[0] for column in cursor.description}
        if model._meta.get_field(self.name).column not in there:
            with transaction.atomic(using=connection.alias):
                super().database_forwards(app_label, schema_editor, from_state, to_state)

"""Rows that the database itself takes away with what they refer to, for migrations."""

from __future__ import annotations

from typing import Any

from django.db.migrations.operations import CreateModel

TEMPLATES = ("sql_create_inline_fk", "sql_create_fk")  # SQLite's and PostgreSQL's
REFERS, CASCADES = "(%(to_column)s)", "(%(to_column)s) ON DELETE CASCADE"


class CreateModelThatCascades(CreateModel):
    """A new table all of whose references are ``ON DELETE CASCADE``. Its model says ``DO_NOTHING``."""

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        """Create it."""
        usual = {name: getattr(schema_editor, name) for name in TEMPLATES}
        for name, template in usual.items():
            setattr(schema_editor, name, template and template.replace(REFERS, CASCADES))
        try:
            super().database_forwards(app_label, schema_editor, from_state, to_state)
        finally:
            for name, template in usual.items():
                setattr(schema_editor, name, template)

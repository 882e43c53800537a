"""All tables of the corpus as 0032 leaves them, for a database that has none."""

from django.db.migrations.operations.base import Operation


class CreateTables(Operation):
    """Tables that may refer to each other in a circle, created together.

    Django builds all classes of models anew after each change to one; here it does so once.
    """

    def __init__(self, *tables):
        self.tables = tables

    def state_forwards(self, app_label, state):
        state.__dict__.pop("apps", None)  # the classes are built when they are next asked for
        for table in self.tables:
            table.state_forwards(app_label, state)

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        for table in self.tables:
            table.database_forwards(app_label, schema_editor, from_state, to_state)
        # Indexes and references at once: with nothing put off, Django records the migration in the same transaction.
        for statement in schema_editor.deferred_sql:
            schema_editor.execute(statement, None)
        schema_editor.deferred_sql.clear()

    def database_backwards(self, app_label, schema_editor, from_state, to_state):
        for table in reversed(self.tables):
            table.database_backwards(app_label, schema_editor, from_state, to_state)

    def describe(self):
        return f"Create {len(self.tables)} models with their tables"

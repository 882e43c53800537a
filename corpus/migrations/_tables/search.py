"""The full-text tables, of the words as stems and as printed. No model stands for them: each database has its own kind."""

from django.db import NotSupportedError, migrations

KINDS = ("search", "printed")
CREATE = {
    "sqlite": [
        # Three characters are the shortest beginning that may be asked for, and stand for the most words.
        statement
        for kind in KINDS
        for statement in (
            f"CREATE VIRTUAL TABLE corpus_article_{kind} USING fts5(headline, body, tokenize='ascii', prefix='3')",
            f"CREATE VIRTUAL TABLE corpus_quotation_{kind} USING fts5(words, tokenize='ascii', prefix='3')",
        )
    ],
    "postgresql": [
        statement
        for kind in KINDS
        for statement in (
            # "running" is filled for documents beyond a tsvector's positions alone.
            f"CREATE TABLE corpus_article_{kind} (article_id bigint PRIMARY KEY, document tsvector NOT NULL, "
            "headline tsvector NOT NULL, running text NULL)",
            f"CREATE TABLE corpus_quotation_{kind} (quotation_id bigint PRIMARY KEY, document tsvector NOT NULL, "
            "running text NULL)",
            # Compressed vectors would be unpacked for each test.
            f"ALTER TABLE corpus_article_{kind} ALTER COLUMN document SET STORAGE EXTERNAL",
            # Every search reads the pending list: a shorter one costs writers nothing that could be measured.
            *(
                f"CREATE INDEX corpus_{table}_{kind}_{name} ON corpus_{table}_{kind} USING gin ({column}) "
                "WITH (gin_pending_list_limit = 1024)"
                for table, name, column in (
                    ("article", "words", "document"),
                    ("article", "headline", "headline"),
                    ("quotation", "words", "document"),
                )
            ),
        )
    ],
}


def create(apps, schema_editor):
    statements = CREATE.get(schema_editor.connection.vendor)
    if statements is None:
        raise NotSupportedError("On Record runs on SQLite and PostgreSQL.")
    for statement in statements:
        schema_editor.execute(statement)


def drop(apps, schema_editor):
    for kind in KINDS:
        for table in ("quotation", "article"):
            schema_editor.execute(f"DROP TABLE corpus_{table}_{kind}")


def create_collation(apps, schema_editor):
    # SQLite has it from the start, under the same name.
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("CREATE COLLATION IF NOT EXISTS \"BINARY\" (locale = 'C')")


def drop_collation(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute('DROP COLLATION "BINARY"')


COLLATION = [migrations.RunPython(create_collation, drop_collation)]
TABLES = [migrations.RunPython(create, drop)]

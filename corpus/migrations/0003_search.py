"""The full-text tables. No model stands for them: each database has its own kind."""

from django.db import NotSupportedError, migrations

CREATE = {
    "sqlite": [
        # Three characters are the shortest beginning that may be asked for, and stand for the most words.
        "CREATE VIRTUAL TABLE corpus_article_search USING fts5(headline, body, tokenize='ascii', prefix='3')",
        "CREATE VIRTUAL TABLE corpus_quotation_search USING fts5(words, tokenize='ascii', prefix='3')",
    ],
    "postgresql": [
        # "running" is filled for documents beyond a tsvector's positions alone.
        "CREATE TABLE corpus_article_search (article_id bigint PRIMARY KEY, document tsvector NOT NULL, "
        "headline tsvector NOT NULL, running text NULL)",
        "CREATE TABLE corpus_quotation_search (quotation_id bigint PRIMARY KEY, document tsvector NOT NULL, "
        "running text NULL)",
        # Compressed vectors would be unpacked for each test.
        "ALTER TABLE corpus_article_search ALTER COLUMN document SET STORAGE EXTERNAL",
        # Every search reads the pending list: a shorter one costs writers nothing that could be measured.
        "CREATE INDEX corpus_article_search_words ON corpus_article_search USING gin (document) "
        "WITH (gin_pending_list_limit = 1024)",
        "CREATE INDEX corpus_article_search_headline ON corpus_article_search USING gin (headline) "
        "WITH (gin_pending_list_limit = 1024)",
        "CREATE INDEX corpus_quotation_search_words ON corpus_quotation_search USING gin (document) "
        "WITH (gin_pending_list_limit = 1024)",
    ],
}
DROP = ["DROP TABLE corpus_quotation_search", "DROP TABLE corpus_article_search"]


def create(apps, schema_editor):
    statements = CREATE.get(schema_editor.connection.vendor)
    if statements is None:
        raise NotSupportedError("On Record runs on SQLite and PostgreSQL.")
    for statement in statements:
        schema_editor.execute(statement)


def drop(apps, schema_editor):
    for statement in DROP:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("corpus", "0002_groups")]
    operations = [migrations.RunPython(create, drop)]

"""Each order that a list may have gets an index, text its folded key, and printed words a full-text index."""

from django.conf import settings
from django.db import NotSupportedError, migrations, models

import corpus.models.sorting
from corpus.folding import name_key

CHUNK = 2000
CREATE = {
    "sqlite": [
        "CREATE VIRTUAL TABLE corpus_article_printed USING fts5(headline, body, tokenize='ascii', prefix='3')",
        "CREATE VIRTUAL TABLE corpus_quotation_printed USING fts5(words, tokenize='ascii', prefix='3')",
    ],
    "postgresql": [
        "CREATE TABLE corpus_article_printed (article_id bigint PRIMARY KEY, document tsvector NOT NULL, "
        "headline tsvector NOT NULL, running text NULL)",
        "CREATE TABLE corpus_quotation_printed (quotation_id bigint PRIMARY KEY, document tsvector NOT NULL, "
        "running text NULL)",
        "ALTER TABLE corpus_article_printed ALTER COLUMN document SET STORAGE EXTERNAL",
        *(
            f"CREATE INDEX corpus_{table}_printed_{name} ON corpus_{table}_printed USING gin ({column}) "
            "WITH (gin_pending_list_limit = 1024)"
            for table, name, column in (
                ("article", "words", "document"),
                ("article", "headline", "headline"),
                ("quotation", "words", "document"),
            )
        ),
    ],
}


def create_collation(apps, schema_editor):
    # SQLite has it from the start, under the same name.
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("CREATE COLLATION IF NOT EXISTS \"BINARY\" (locale = 'C')")


def drop_collation(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute('DROP COLLATION "BINARY"')


def create_tables(apps, schema_editor):
    statements = CREATE.get(schema_editor.connection.vendor)
    if statements is None:
        raise NotSupportedError("On Record runs on SQLite and PostgreSQL.")
    for statement in statements:
        schema_editor.execute(statement)


def drop_tables(apps, schema_editor):
    schema_editor.execute("DROP TABLE corpus_quotation_printed")
    schema_editor.execute("DROP TABLE corpus_article_printed")


def fill_keys(apps, schema_editor):
    connection = schema_editor.connection
    for table, source, key in (
        ("corpus_article", "headline", "headline_key"),
        ("corpus_affiliation", "title", "title_key"),
    ):
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT max(id) FROM {table}")  # noqa: S608
            last = cursor.fetchone()[0] or 0
            for at in range(0, last, CHUNK):
                cursor.execute(f"SELECT id, {source} FROM {table} WHERE id > %s AND id <= %s", [at, at + CHUNK])  # noqa: S608
                keys = [(name_key(text), pk) for pk, text in cursor.fetchall()]
                cursor.executemany(f"UPDATE {table} SET {key} = %s WHERE id = %s", keys)  # noqa: S608


class Migration(migrations.Migration):
    dependencies = [
        ("corpus", "0008_duplicate_permissions"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RunPython(create_collation, drop_collation),
        migrations.RunPython(create_tables, drop_tables),
        migrations.AddField(
            model_name="affiliation",
            name="title_key",
            field=corpus.models.sorting.SortKeyField("title"),
        ),
        migrations.AddField(
            model_name="article",
            name="headline_key",
            field=corpus.models.sorting.SortKeyField("headline"),
        ),
        migrations.AlterField(
            model_name="alias",
            name="name_key",
            field=models.CharField(
                db_collation="BINARY", editable=False, help_text="Name folded for look-ups.", max_length=300
            ),
        ),
        migrations.AlterField(
            model_name="decision",
            name="record",
            field=models.CharField(help_text="Public id of the record.", max_length=17),
        ),
        migrations.AlterField(
            model_name="entity",
            name="name_key",
            field=models.CharField(
                db_collation="BINARY", editable=False, help_text="Name folded: for look-ups and order.", max_length=300
            ),
        ),
        migrations.RunPython(fill_keys, migrations.RunPython.noop),
        migrations.AddIndex(
            model_name="affiliation",
            index=models.Index(fields=["began_at", "id"], name="aff_by_beginning"),
        ),
        migrations.AddIndex(
            model_name="affiliation",
            index=models.Index(fields=["ended_at", "id"], name="aff_by_end"),
        ),
        migrations.AddIndex(
            model_name="affiliation",
            index=models.Index(fields=["title_key", "id"], name="aff_by_title"),
        ),
        migrations.AddIndex(
            model_name="affiliation",
            index=models.Index(fields=["confidence", "id"], name="aff_by_confidence"),
        ),
        migrations.AddIndex(
            model_name="article",
            index=models.Index(fields=["headline_key", "id"], name="art_by_headline"),
        ),
        migrations.AddIndex(
            model_name="article",
            index=models.Index(fields=["word_count", "id"], name="art_by_length"),
        ),
        migrations.AddIndex(
            model_name="article",
            index=models.Index(fields=["quotation_count", "id"], name="art_by_quotations"),
        ),
        migrations.AddIndex(
            model_name="article",
            index=models.Index(fields=["created_at", "id"], name="art_by_creation"),
        ),
        migrations.AddIndex(
            model_name="article",
            index=models.Index(fields=["updated_at", "id"], name="art_by_update"),
        ),
        migrations.AddIndex(
            model_name="decision",
            index=models.Index(fields=["record", "decided_at", "id"], name="decision_by_record"),
        ),
        migrations.AddIndex(
            model_name="entity",
            index=models.Index(fields=["type", "created_at", "id"], name="ent_by_creation"),
        ),
        migrations.AddIndex(
            model_name="entity",
            index=models.Index(fields=["type", "updated_at", "id"], name="ent_by_update"),
        ),
        migrations.AddIndex(
            model_name="merge",
            index=models.Index(fields=["merged_at", "id"], name="mrg_by_time"),
        ),
        migrations.AddIndex(
            model_name="quotation",
            index=models.Index(
                models.F("status"),
                models.OrderBy(models.F("published_at"), descending=True),
                models.OrderBy(models.F("id"), descending=True),
                name="quo_by_status",
            ),
        ),
        migrations.AddIndex(
            model_name="quotation",
            index=models.Index(fields=["said_at", "id"], name="quo_by_speech"),
        ),
        migrations.AddIndex(
            model_name="quotation",
            index=models.Index(fields=["confidence", "id"], name="quo_by_confidence"),
        ),
        migrations.AddIndex(
            model_name="quotation",
            index=models.Index(fields=["created_at", "id"], name="quo_by_creation"),
        ),
        migrations.AddIndex(
            model_name="quotation",
            index=models.Index(fields=["updated_at", "id"], name="quo_by_update"),
        ),
        migrations.AddIndex(
            model_name="utterance",
            index=models.Index(fields=["first_at", "id"], name="utt_by_first"),
        ),
    ]

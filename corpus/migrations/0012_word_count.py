"""How long a quotation is, so that lists can ask and order by it."""

from django.db import migrations, models

from corpus.folding import count_words

CHUNK = 2000


def count(apps, schema_editor):
    with schema_editor.connection.cursor() as cursor:
        cursor.execute("SELECT max(id) FROM corpus_quotation")
        last = cursor.fetchone()[0] or 0
        for at in range(0, last, CHUNK):
            cursor.execute("SELECT id, words FROM corpus_quotation WHERE id > %s AND id <= %s", [at, at + CHUNK])
            counts = [(count_words(words), pk) for pk, words in cursor.fetchall()]
            cursor.executemany("UPDATE corpus_quotation SET word_count = %s WHERE id = %s", counts)


class Migration(migrations.Migration):
    dependencies = [
        ("corpus", "0011_lookups"),
    ]

    operations = [
        migrations.AddField(
            model_name="quotation",
            name="word_count",
            field=models.PositiveIntegerField(default=0, help_text="Words of the quotation."),
        ),
        migrations.RunPython(count, migrations.RunPython.noop),
        migrations.AddIndex(
            model_name="quotation",
            index=models.Index(fields=["word_count", "id"], name="quo_by_length"),
        ),
    ]

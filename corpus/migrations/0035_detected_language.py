"""Whether an article's language is told by its words. Cut short, it begins where it left off."""

from django.db import migrations, models

from corpus.indexing import AddCheckWithoutPause, AddColumnOnce
from corpus.migrations._change_triggers import DETECTED, SAYINGS, remove_on_sqlite, renewing


def without_it(apps, schema_editor):
    """Put the triggers in that know nothing of the column; on SQLite, which makes the table anew, take them out."""
    renewing(SAYINGS)(apps, schema_editor)
    remove_on_sqlite(apps, schema_editor)


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("corpus", "0034_job_worker")]

    operations = [
        migrations.RunPython(remove_on_sqlite, renewing(SAYINGS), atomic=True),
        migrations.AlterField(
            model_name="article",
            name="language",
            field=models.CharField(
                blank=True, help_text="BCP 47 tag, as the source says, else what the words are in.", max_length=35
            ),
        ),
        AddColumnOnce(
            model_name="article",
            name="language_is_detected",
            field=models.BooleanField(
                db_default=False,
                default=False,
                editable=False,
                help_text="Whether the language is told by the words, as neither the source nor an editor says it.",
            ),
        ),
        AddCheckWithoutPause(
            model_name="article",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("language_is_detected", False), models.Q(("language", ""), _negated=True), _connector="OR"
                ),
                name="art_detected_is_a_language",
            ),
        ),
        # In one transaction, so that no change goes by unnoted.
        migrations.RunPython(renewing(SAYINGS, DETECTED), without_it, atomic=True),
    ]

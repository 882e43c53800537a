"""Originals that very many articles print: found among themselves, however many these are."""

from django.db import migrations, models

from corpus.indexing import AddIndexWithoutPause


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("corpus", "0028_compared")]

    operations = [
        migrations.AddField(
            model_name="fingerprint",
            name="leads",
            field=models.BooleanField(
                db_default=False,
                default=False,
                editable=False,
                help_text="Whether the article is an original whose words too many others print to look through them all.",
            ),
        ),
        AddIndexWithoutPause(
            model_name="fingerprint",
            index=models.Index(
                condition=models.Q(("leads", True)), fields=["key", "article"], name="fingerprint_leads"
            ),
        ),
    ]

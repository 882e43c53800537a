"""Originals that very many articles print are marked: found among themselves, however many print them."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("corpus", "0030_sources_checked")]

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
    ]

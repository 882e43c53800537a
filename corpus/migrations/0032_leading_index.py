"""The index of the originals that very many articles print, made while others write."""

from django.db import migrations, models

from corpus.indexing import AddIndexWithoutPause


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("corpus", "0031_leading_fingerprints")]

    operations = [
        AddIndexWithoutPause(
            model_name="fingerprint",
            index=models.Index(
                condition=models.Q(("leads", True)), fields=["key", "article"], name="fingerprint_leads"
            ),
        ),
    ]

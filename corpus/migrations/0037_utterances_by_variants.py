"""The order of utterances by their wordings, made while others write."""

from django.db import migrations, models

from corpus.indexing import AddIndexWithoutPause


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("corpus", "0036_events_by_record")]

    operations = [
        AddIndexWithoutPause(
            model_name="utterance",
            index=models.Index(
                models.OrderBy(models.F("variant_count"), descending=True),
                models.OrderBy(models.F("id"), descending=True),
                name="utt_by_variants",
            ),
        ),
    ]

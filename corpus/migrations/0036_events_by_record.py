"""The index by which the events about a record are found, made while others write."""

from django.db import migrations, models

from corpus.indexing import AddIndexWithoutPause


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("corpus", "0035_detected_language")]

    operations = [
        AddIndexWithoutPause(
            model_name="subscriptionevent",
            index=models.Index(fields=["record", "subscription"], name="event_by_record"),
        ),
    ]

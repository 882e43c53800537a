"""How far a subscription whose query was changed has compared what its receiver knows with the new one."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("corpus", "0027_without_pause")]

    operations = [
        migrations.AddField(
            model_name="subscription",
            name="compared",
            field=models.BigIntegerField(
                blank=True,
                help_text="After a change of the query: the last known record that was compared with it.",
                null=True,
            ),
        ),
    ]

"""Who has a job, so that one who comes back late finds out and leaves it."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("corpus", "0033_hosts_asked")]

    operations = [
        migrations.AddField(
            model_name="job",
            name="worker",
            field=models.CharField(
                blank=True, db_default="", help_text="Who has it now, or had it last.", max_length=200
            ),
        ),
    ]

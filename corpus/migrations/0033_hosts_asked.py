"""Hosts that are asked, each by one watcher at a time; and how often somebody had an event sent again."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("corpus", "0032_leading_index")]

    operations = [
        migrations.CreateModel(
            name="AskedHost",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("host", models.CharField(max_length=255, unique=True)),
                (
                    "worker",
                    models.CharField(
                        blank=True,
                        help_text="Whose request is under way; empty: none is, and the pause runs.",
                        max_length=200,
                    ),
                ),
                (
                    "free_at",
                    models.DateTimeField(
                        help_text="When it may be asked again; while a request is under way, when that has ended at "
                        "the latest."
                    ),
                ),
            ],
            options={
                "ordering": ["host"],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("host", ""), _negated=True), name="asked_host_named")
                ],
            },
        ),
        migrations.AddField(
            model_name="subscriptionevent",
            name="replays",
            field=models.PositiveIntegerField(
                db_default=0, default=0, editable=False, help_text="Times that somebody had it sent again."
            ),
        ),
    ]

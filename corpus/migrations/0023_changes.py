"""The feed of changes. What stands already comes first in it, in the order of keys."""

from django.db import migrations, models

from corpus.migrations._change_triggers import backfill, installing, remove


class Migration(migrations.Migration):
    dependencies = [
        ("corpus", "0022_copies"),
    ]

    operations = [
        migrations.CreateModel(
            name="Change",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("record", models.CharField(editable=False, help_text="Public id.", max_length=17, unique=True)),
                ("first", models.BigIntegerField(help_text="Its first place, where it has moved on since.", null=True)),
                ("at", models.DateTimeField(help_text="When it changed.")),
            ],
            options={
                "ordering": ["id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("record__startswith", "art_")),
                            models.Q(("record__startswith", "quo_")),
                            models.Q(("record__startswith", "per_")),
                            models.Q(("record__startswith", "org_")),
                            models.Q(("record__startswith", "aff_")),
                            models.Q(("record__startswith", "utt_")),
                            _connector="OR",
                        ),
                        name="change_of_collection",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("first__isnull", True), ("first__lt", models.F("id")), _connector="OR"),
                        name="change_moves_on",
                    ),
                ],
            },
        ),
        migrations.RunPython(backfill, migrations.RunPython.noop),
        migrations.RunPython(installing(), remove),
    ]

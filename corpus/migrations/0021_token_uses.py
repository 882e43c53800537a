"""When tokens were last used."""

import django.db.models.deletion
from django.db import migrations, models

from corpus.cascades import CreateModelThatCascades


class Migration(migrations.Migration):
    dependencies = [
        ("corpus", "0020_months"),
        ("knox", "0009_extend_authtoken_field"),
    ]

    operations = [
        CreateModelThatCascades(
            name="TokenUse",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("used_at", models.DateTimeField()),
                (
                    "token",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.DO_NOTHING, related_name="use", to="knox.authtoken"
                    ),
                ),
            ],
            options={
                "verbose_name": "use of a token",
                "verbose_name_plural": "uses of tokens",
                "ordering": ["-used_at", "-id"],
            },
        ),
    ]

"""Tables between their preview and their import."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("corpus", "0038_withheld"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="UploadedTable",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "key",
                    models.CharField(help_text="What the page of the preview calls it by.", max_length=43, unique=True),
                ),
                ("list", models.CharField(help_text="Name of the model whose list it is for.", max_length=50)),
                ("file_name", models.CharField(max_length=200)),
                ("format", models.CharField(max_length=10)),
                ("content", models.BinaryField()),
                ("created_at", models.DateTimeField(auto_now_add=True, db_index=True)),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "ordering": ["-id"],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("key", ""), _negated=True), name="uploaded_has_key")
                ],
            },
        ),
    ]

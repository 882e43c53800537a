"""Requests that carry a key of their client's."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("corpus", "0003_search"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="AnsweredRequest",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(help_text="The client's own: Idempotency-Key.", max_length=200)),
                ("fingerprint", models.CharField(help_text="SHA-256 over the address and the body.", max_length=64)),
                (
                    "status",
                    models.PositiveSmallIntegerField(
                        blank=True, help_text="Of the answer; empty: not answered yet.", null=True
                    ),
                ),
                ("location", models.CharField(blank=True, max_length=500)),
                ("answer", models.TextField(blank=True)),
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
                    models.UniqueConstraint(fields=("account", "key"), name="answered_once"),
                    models.CheckConstraint(condition=models.Q(("key", ""), _negated=True), name="answered_has_key"),
                ],
            },
        ),
    ]

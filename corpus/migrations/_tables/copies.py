"""Which articles hold the words of others, and what these are found by."""

import django.db.models.deletion
from django.db import migrations, models

TABLES = [
    migrations.CreateModel(
        name="Fingerprint",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("key", models.BigIntegerField(help_text="Hash of the folded words.")),
            ("total", models.PositiveIntegerField(help_text="How many the article has.")),
            (
                "article",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE, related_name="fingerprints", to="corpus.article"
                ),
            ),
            (
                "leads",
                models.BooleanField(
                    db_default=False,
                    default=False,
                    editable=False,
                    help_text="Whether the article is an original whose words too many others print to look through them all.",
                ),
            ),
        ],
        options={
            "ordering": ["article", "key"],
            "indexes": [
                models.Index(condition=models.Q(("leads", True)), fields=["key", "article"], name="fingerprint_leads")
            ],
            "constraints": [
                models.UniqueConstraint(fields=("key", "article"), name="fingerprint_once"),
                models.CheckConstraint(condition=models.Q(("total__gte", 1)), name="fingerprint_counted"),
            ],
        },
    ),
    migrations.CreateModel(
        name="CopyRuling",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("ruled_at", models.DateTimeField(auto_now=True)),
            (
                "article",
                models.OneToOneField(
                    on_delete=django.db.models.deletion.CASCADE, related_name="copy_ruling", to="corpus.article"
                ),
            ),
            (
                "original",
                models.ForeignKey(
                    blank=True,
                    help_text="What it copies; null: nothing.",
                    null=True,
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="copies_ruled",
                    to="corpus.article",
                ),
            ),
        ],
        options={
            "ordering": ["id"],
            "constraints": [
                models.CheckConstraint(
                    condition=models.Q(
                        ("original__isnull", True),
                        models.Q(("original", models.F("article")), _negated=True),
                        _connector="OR",
                    ),
                    name="ruling_of_two_articles",
                )
            ],
        },
    ),
]

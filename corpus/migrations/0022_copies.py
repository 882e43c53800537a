"""Articles that hold the words of others, and what these are found by."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("corpus", "0021_token_uses"),
    ]

    operations = [
        migrations.CreateModel(
            name="CopyRuling",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("ruled_at", models.DateTimeField(auto_now=True)),
            ],
            options={
                "ordering": ["id"],
            },
        ),
        migrations.CreateModel(
            name="Fingerprint",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.BigIntegerField(help_text="Hash of the folded words.")),
                ("total", models.PositiveIntegerField(help_text="How many the article has.")),
            ],
            options={
                "ordering": ["article", "key"],
            },
        ),
        migrations.AddField(
            model_name="article",
            name="copies_count",
            field=models.PositiveIntegerField(default=0, editable=False, help_text="Articles that are copies of it."),
        ),
        migrations.AddField(
            model_name="article",
            name="copy_kept",
            field=models.FloatField(
                blank=True,
                editable=False,
                help_text="Share of the original's words that stand in it, 0 to 1.",
                null=True,
            ),
        ),
        migrations.AddField(
            model_name="article",
            name="copy_kind",
            field=models.CharField(
                blank=True,
                choices=[
                    ("same", "the same words"),
                    ("edited", "words changed here and there"),
                    ("cut", "passages left out"),
                    ("extended", "passages added"),
                    ("reworked", "passages left out and others added"),
                ],
                editable=False,
                max_length=8,
            ),
        ),
        migrations.AddField(
            model_name="article",
            name="copy_of",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                editable=False,
                help_text="The earliest article that holds most of its words; it is itself no copy.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="copies",
                to="corpus.article",
            ),
        ),
        migrations.AddField(
            model_name="article",
            name="copy_retitled",
            field=models.BooleanField(default=False, editable=False, help_text="Whether the headline is another."),
        ),
        migrations.AddField(
            model_name="article",
            name="copy_share",
            field=models.FloatField(
                blank=True,
                editable=False,
                help_text="Share of its words that stand in the original, 0 to 1.",
                null=True,
            ),
        ),
        migrations.AddField(
            model_name="copyruling",
            name="article",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.CASCADE, related_name="copy_ruling", to="corpus.article"
            ),
        ),
        migrations.AddField(
            model_name="copyruling",
            name="original",
            field=models.ForeignKey(
                blank=True,
                help_text="What it copies; null: nothing.",
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="copies_ruled",
                to="corpus.article",
            ),
        ),
        migrations.AddField(
            model_name="fingerprint",
            name="article",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="fingerprints", to="corpus.article"
            ),
        ),
        migrations.AddConstraint(
            model_name="copyruling",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("original__isnull", True),
                    models.Q(("original", models.F("article")), _negated=True),
                    _connector="OR",
                ),
                name="ruling_of_two_articles",
            ),
        ),
        migrations.AddConstraint(
            model_name="fingerprint",
            constraint=models.UniqueConstraint(fields=("key", "article"), name="fingerprint_once"),
        ),
        migrations.AddConstraint(
            model_name="fingerprint",
            constraint=models.CheckConstraint(condition=models.Q(("total__gte", 1)), name="fingerprint_counted"),
        ),
    ]

"""Articles that hold the words of others, and what these are found by."""

import django.db.models.deletion
from django.db import migrations, models

from corpus.indexing import AddCheckWithoutPause, AddIndexWithoutPause


class Migration(migrations.Migration):
    atomic = False  # indexes and checks are made while others write

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
        AddIndexWithoutPause(
            model_name="article",
            index=models.Index(fields=["copies_count", "id"], name="art_by_copies"),
        ),
        AddIndexWithoutPause(
            model_name="article",
            index=models.Index(
                condition=models.Q(("copy_of__isnull", False)), fields=["copy_of"], name="art_by_original"
            ),
        ),
        AddCheckWithoutPause(
            model_name="article",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("copy_kept__isnull", True),
                        ("copy_of__isnull", True),
                        ("copy_retitled", False),
                        ("copy_share__isnull", True),
                        ("copy_kind", ""),
                    ),
                    models.Q(
                        ("copy_kept__isnull", False),
                        ("copy_of__isnull", False),
                        ("copy_share__isnull", False),
                        ("copy_kind__in", ["same", "edited", "cut", "extended", "reworked"]),
                    ),
                    _connector="OR",
                ),
                name="art_copy_whole",
            ),
        ),
        AddCheckWithoutPause(
            model_name="article",
            constraint=models.CheckConstraint(
                condition=models.Q(("copy_share__gte", 0.0), ("copy_share__lte", 1.0)), name="art_copy_share"
            ),
        ),
        AddCheckWithoutPause(
            model_name="article",
            constraint=models.CheckConstraint(
                condition=models.Q(("copy_kept__gte", 0.0), ("copy_kept__lte", 1.0)), name="art_copy_kept"
            ),
        ),
        AddCheckWithoutPause(
            model_name="article",
            constraint=models.CheckConstraint(
                condition=models.Q(("copy_of", models.F("id")), _negated=True), name="art_copy_of_another"
            ),
        ),
        AddCheckWithoutPause(
            model_name="article",
            constraint=models.CheckConstraint(
                condition=models.Q(("copy_of__isnull", True), ("copies_count", 0), _connector="OR"),
                name="art_copy_of_original",
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

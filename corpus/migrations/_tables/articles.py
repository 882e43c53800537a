"""Articles."""

import datetime

import django.db.models.deletion
from django.db import migrations, models

import corpus.models.sorting

TABLES = [
    migrations.CreateModel(
        name="Article",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("public_id", models.CharField(editable=False, max_length=17, unique=True)),
            (
                "source_key",
                models.CharField(
                    help_text="The client's own key, else the canonical url, else publisher and hash.",
                    max_length=500,
                    unique=True,
                ),
            ),
            ("headline", models.CharField(blank=True, help_text="Headline of the newest revision.", max_length=1000)),
            (
                "byline",
                models.CharField(blank=True, help_text="As printed: 'By Ana Kerr in Port Ellis'.", max_length=500),
            ),
            ("dateline", models.CharField(blank=True, help_text="As printed: 'PORT ELLIS, June 3'.", max_length=300)),
            (
                "published_at",
                models.DateTimeField(
                    default=datetime.datetime(1, 1, 2, 0, 0, tzinfo=datetime.UTC),
                    help_text="In UTC; a date without a time is midnight UTC of that day.",
                ),
            ),
            (
                "published_precision",
                models.CharField(
                    blank=True,
                    choices=[
                        ("year", "year"),
                        ("month", "month"),
                        ("week", "week"),
                        ("day", "day"),
                        ("minute", "minute"),
                        ("second", "second"),
                    ],
                    max_length=6,
                ),
            ),
            ("published_zone", models.CharField(blank=True, help_text="UTC offset as given: '+02:00'.", max_length=10)),
            (
                "modified_at",
                models.DateTimeField(blank=True, help_text="When the publisher says it was changed.", null=True),
            ),
            ("language", models.CharField(blank=True, help_text="BCP 47 tag, as the source says.", max_length=35)),
            ("section", models.CharField(blank=True, max_length=200)),
            ("licence", models.CharField(blank=True, max_length=500)),
            (
                "source_url",
                models.URLField(blank=True, help_text="Canonical address of the published page.", max_length=2000),
            ),
            ("correction", models.TextField(blank=True, help_text="The publisher's correction note, as printed.")),
            ("revision", models.PositiveIntegerField(default=0, help_text="Number of the newest revision, from 1.")),
            ("word_count", models.PositiveIntegerField(default=0)),
            (
                "quotation_count",
                models.PositiveIntegerField(default=0, help_text="Live quotations in the newest revision."),
            ),
            (
                "content_key",
                models.CharField(
                    db_index=True,
                    editable=False,
                    help_text="Hash of publisher and words, to know duplicates by.",
                    max_length=64,
                ),
            ),
            (
                "extractor",
                models.CharField(blank=True, help_text="What read it last; empty: not read yet.", max_length=50),
            ),
            ("extracted_at", models.DateTimeField(blank=True, null=True)),
            ("version", models.PositiveIntegerField(default=1, help_text="Counts the changes of the record.")),
            ("removed_at", models.DateTimeField(blank=True, help_text="Taken down; answers 410.", null=True)),
            ("created_at", models.DateTimeField(auto_now_add=True)),
            ("updated_at", models.DateTimeField(auto_now=True)),
            (
                "current_text",
                models.OneToOneField(
                    blank=True,
                    editable=False,
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to="corpus.articletext",
                ),
            ),
            (
                "original_publisher",
                models.ForeignKey(
                    blank=True,
                    editable=False,
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to="corpus.organisation",
                ),
            ),
            (
                "publisher",
                models.ForeignKey(
                    blank=True,
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="published_articles",
                    to="corpus.organisation",
                ),
            ),
            ("headline_key", corpus.models.sorting.SortKeyField("headline")),
            (
                "edited",
                models.JSONField(
                    blank=True,
                    default=list,
                    editable=False,
                    help_text="What an editor set: names of fields that ingest leaves alone.",
                ),
            ),
            (
                "copies_count",
                models.PositiveIntegerField(default=0, editable=False, help_text="Articles that are copies of it."),
            ),
            (
                "copy_kept",
                models.FloatField(
                    blank=True,
                    editable=False,
                    help_text="Share of the original's words that stand in it, 0 to 1.",
                    null=True,
                ),
            ),
            (
                "copy_kind",
                models.CharField(
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
            (
                "copy_of",
                models.ForeignKey(
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
            (
                "copy_retitled",
                models.BooleanField(default=False, editable=False, help_text="Whether the headline is another."),
            ),
            (
                "copy_share",
                models.FloatField(
                    blank=True,
                    editable=False,
                    help_text="Share of its words that stand in the original, 0 to 1.",
                    null=True,
                ),
            ),
        ],
        options={
            "ordering": ["-published_at", "-id"],
            "indexes": [
                models.Index(
                    models.OrderBy(models.F("published_at"), descending=True),
                    models.OrderBy(models.F("id"), descending=True),
                    name="art_newest",
                ),
                models.Index(
                    models.F("publisher"),
                    models.OrderBy(models.F("published_at"), descending=True),
                    models.OrderBy(models.F("id"), descending=True),
                    name="art_by_publisher",
                ),
                models.Index(fields=["extractor", "id"], name="art_by_extractor"),
                models.Index(fields=["headline_key", "id"], name="art_by_headline"),
                models.Index(fields=["word_count", "id"], name="art_by_length"),
                models.Index(fields=["quotation_count", "id"], name="art_by_quotations"),
                models.Index(fields=["created_at", "id"], name="art_by_creation"),
                models.Index(fields=["updated_at", "id"], name="art_by_update"),
                models.Index(fields=["copies_count", "id"], name="art_by_copies"),
                models.Index(
                    condition=models.Q(("copy_of__isnull", False)), fields=["copy_of"], name="art_by_original"
                ),
            ],
            "constraints": [
                models.CheckConstraint(condition=models.Q(("public_id__startswith", "art_")), name="art_public_id"),
                models.CheckConstraint(condition=models.Q(("source_key", ""), _negated=True), name="art_source_key"),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(
                            ("published_at", datetime.datetime(1, 1, 2, 0, 0, tzinfo=datetime.UTC)),
                            ("published_precision", ""),
                        ),
                        models.Q(
                            ("published_at__gt", datetime.datetime(1, 1, 2, 0, 0, tzinfo=datetime.UTC)),
                            models.Q(("published_precision", ""), _negated=True),
                        ),
                        _connector="OR",
                    ),
                    name="art_date_has_precision",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        ("published_precision__in", ["year", "month", "week", "day", "minute", "second", ""])
                    ),
                    name="art_precision_known",
                ),
                models.CheckConstraint(
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
                models.CheckConstraint(
                    condition=models.Q(("copy_share__gte", 0.0), ("copy_share__lte", 1.0)), name="art_copy_share"
                ),
                models.CheckConstraint(
                    condition=models.Q(("copy_kept__gte", 0.0), ("copy_kept__lte", 1.0)), name="art_copy_kept"
                ),
                models.CheckConstraint(
                    condition=models.Q(("copy_of", models.F("id")), _negated=True), name="art_copy_of_another"
                ),
                models.CheckConstraint(
                    condition=models.Q(("copy_of__isnull", True), ("copies_count", 0), _connector="OR"),
                    name="art_copy_of_original",
                ),
            ],
        },
    ),
]

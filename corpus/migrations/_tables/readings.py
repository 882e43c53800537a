"""Rows of a quotation: spans, candidates, readings, what it is found by; and quotations counted by month."""

import django.db.models.deletion
from django.db import migrations, models

TABLES = [
    migrations.CreateModel(
        name="QuotationSpan",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            (
                "role",
                models.CharField(choices=[("content", "attributed content"), ("quoted", "verbatim run")], max_length=7),
            ),
            ("position", models.PositiveSmallIntegerField(help_text="Order of the spans of a role, from 0.")),
            ("start", models.PositiveIntegerField(help_text="First code point in the body.")),
            ("end", models.PositiveIntegerField(help_text="Code point after the last.")),
            (
                "quotation",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE, related_name="span_rows", to="corpus.quotation"
                ),
            ),
        ],
        options={
            "ordering": ["quotation", "role", "position"],
            "constraints": [
                models.UniqueConstraint(fields=("quotation", "role", "position"), name="span_position_once"),
                models.CheckConstraint(condition=models.Q(("role__in", ["content", "quoted"])), name="span_role_known"),
                models.CheckConstraint(
                    condition=models.Q(("start__gte", 0), ("start__lt", models.F("end"))), name="span_starts_before_end"
                ),
            ],
        },
    ),
    migrations.CreateModel(
        name="Candidate",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("position", models.PositiveSmallIntegerField(help_text="Likeliest first, from 0.")),
            ("score", models.FloatField(help_text="Between 0 and 1.")),
            (
                "entity",
                models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="corpus.entity"),
            ),
            (
                "original_entity",
                models.ForeignKey(
                    editable=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="corpus.entity"
                ),
            ),
            (
                "quotation",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE, related_name="candidates", to="corpus.quotation"
                ),
            ),
        ],
        options={
            "ordering": ["quotation", "position"],
            "constraints": [
                models.UniqueConstraint(fields=("quotation", "position"), name="candidate_position_once"),
                models.CheckConstraint(
                    condition=models.Q(("score__gte", 0.0), ("score__lte", 1.0)), name="candidate_score"
                ),
            ],
        },
    ),
    migrations.CreateModel(
        name="QuotationReading",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("words", models.TextField()),
            ("fields", models.JSONField(help_text="The reading's other fields by name; spans as [[start, end], ...].")),
            (
                "original_speaker",
                models.ForeignKey(
                    blank=True,
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to="corpus.entity",
                ),
            ),
            (
                "quotation",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE, related_name="readings", to="corpus.quotation"
                ),
            ),
            (
                "text",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="readings", to="corpus.articletext"
                ),
            ),
        ],
        options={
            "ordering": ["quotation", "text"],
            "constraints": [models.UniqueConstraint(fields=("quotation", "text"), name="reading_once")],
        },
    ),
    migrations.CreateModel(
        name="Shingle",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("key", models.BigIntegerField(help_text="Hash of the folded words.")),
            ("total", models.PositiveSmallIntegerField(help_text="How many the quotation has.")),
            (
                "quotation",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE, related_name="shingles", to="corpus.quotation"
                ),
            ),
        ],
        options={
            "ordering": ["quotation", "key"],
            "constraints": [models.UniqueConstraint(fields=("key", "quotation"), name="shingle_once")],
        },
    ),
    migrations.CreateModel(
        name="QuotationMonth",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            (
                "month",
                models.DateField(help_text="Its first day, in UTC; that of UNKNOWN_TIME where unknown.", unique=True),
            ),
            ("quotations", models.PositiveIntegerField(default=0)),
            (
                "unattributed",
                models.PositiveIntegerField(default=0, help_text="Those among them without a person or organisation."),
            ),
        ],
        options={
            "ordering": ["month"],
        },
    ),
    migrations.CreateModel(
        name="SpeakerMonth",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            (
                "month",
                models.DateField(help_text="Its first day, in UTC; that of UNKNOWN_TIME for articles without a date."),
            ),
            ("quotations", models.PositiveIntegerField(default=0)),
            (
                "speaker",
                models.ForeignKey(
                    db_index=False,
                    help_text="A person or organisation.",
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="+",
                    to="corpus.entity",
                ),
            ),
        ],
        options={
            "indexes": [
                models.Index(
                    models.F("month"),
                    models.OrderBy(models.F("quotations"), descending=True),
                    models.F("speaker"),
                    name="spm_most_quoted",
                )
            ],
            "constraints": [models.UniqueConstraint(fields=("speaker", "month"), name="spm_once")],
        },
    ),
]

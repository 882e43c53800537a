"""Who is, was or will be what, and where somebody is mentioned."""

import datetime

import django.db.models.deletion
from django.db import migrations, models

import corpus.models.sorting

TABLES = [
    migrations.CreateModel(
        name="Affiliation",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("public_id", models.CharField(editable=False, max_length=17, unique=True)),
            ("title", models.CharField(help_text="The whole phrase as printed.", max_length=500)),
            (
                "tense",
                models.CharField(
                    choices=[("current", "current"), ("former", "former"), ("future", "future")], max_length=7
                ),
            ),
            ("began_at", models.DateTimeField(blank=True, null=True)),
            (
                "began_precision",
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
            ("ended_at", models.DateTimeField(blank=True, null=True)),
            (
                "ended_precision",
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
            ("start", models.PositiveIntegerField(blank=True, help_text="First code point of the phrase.", null=True)),
            ("end", models.PositiveIntegerField(blank=True, help_text="Code point after the last.", null=True)),
            (
                "stated_at",
                models.DateTimeField(
                    default=datetime.datetime(1, 1, 2, 0, 0, tzinfo=datetime.UTC),
                    help_text="When the article was published.",
                ),
            ),
            ("confidence", models.FloatField(default=1.0)),
            (
                "status",
                models.CharField(
                    choices=[
                        ("extracted", "extracted"),
                        ("confirmed", "confirmed"),
                        ("corrected", "corrected"),
                        ("rejected", "rejected"),
                        ("withdrawn", "withdrawn"),
                    ],
                    default="extracted",
                    max_length=10,
                ),
            ),
            ("version", models.PositiveIntegerField(default=1)),
            ("created_at", models.DateTimeField(auto_now_add=True)),
            ("updated_at", models.DateTimeField(auto_now=True)),
            (
                "text",
                models.ForeignKey(
                    blank=True,
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="affiliations",
                    to="corpus.articletext",
                ),
            ),
            (
                "organisation",
                models.ForeignKey(
                    blank=True,
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="members",
                    to="corpus.organisation",
                ),
            ),
            (
                "original_organisation",
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
                "original_person",
                models.ForeignKey(
                    editable=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="corpus.person"
                ),
            ),
            (
                "person",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="affiliations", to="corpus.person"
                ),
            ),
            ("title_key", corpus.models.sorting.SortKeyField("title")),
            ("made_by_hand", models.BooleanField(default=False, help_text="An editor added it.")),
        ],
        options={
            "ordering": ["-stated_at", "-id"],
            "indexes": [
                models.Index(
                    models.OrderBy(models.F("stated_at"), descending=True),
                    models.OrderBy(models.F("id"), descending=True),
                    name="aff_newest",
                ),
                models.Index(
                    models.F("person"),
                    models.OrderBy(models.F("stated_at"), descending=True),
                    models.OrderBy(models.F("id"), descending=True),
                    name="aff_by_person",
                ),
                models.Index(
                    models.F("organisation"),
                    models.OrderBy(models.F("stated_at"), descending=True),
                    models.OrderBy(models.F("id"), descending=True),
                    name="aff_by_organisation",
                ),
                models.Index(fields=["began_at", "id"], name="aff_by_beginning"),
                models.Index(fields=["ended_at", "id"], name="aff_by_end"),
                models.Index(fields=["title_key", "id"], name="aff_by_title"),
                models.Index(fields=["confidence", "id"], name="aff_by_confidence"),
            ],
            "constraints": [
                models.CheckConstraint(condition=models.Q(("public_id__startswith", "aff_")), name="aff_public_id"),
                models.CheckConstraint(condition=models.Q(("title", ""), _negated=True), name="aff_titled"),
                models.CheckConstraint(
                    condition=models.Q(("tense__in", ["current", "former", "future"])), name="aff_tense_known"
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        ("status__in", ["extracted", "confirmed", "corrected", "rejected", "withdrawn"])
                    ),
                    name="aff_status_known",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("end__isnull", True), ("start__isnull", True)),
                        models.Q(
                            ("end__isnull", False),
                            ("start__gte", 0),
                            ("start__isnull", False),
                            ("start__lt", models.F("end")),
                        ),
                        _connector="OR",
                    ),
                    name="aff_span",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("start__isnull", False), ("text__isnull", False)),
                        models.Q(("start__isnull", True), ("text__isnull", True)),
                        _connector="OR",
                    ),
                    name="aff_span_has_text",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        ("began_at__isnull", True),
                        ("ended_at__isnull", True),
                        ("began_at__lte", models.F("ended_at")),
                        _connector="OR",
                    ),
                    name="aff_begins_before_it_ends",
                ),
                models.CheckConstraint(
                    condition=models.Q(("confidence__gte", 0.0), ("confidence__lte", 1.0)), name="aff_confidence"
                ),
            ],
        },
    ),
    migrations.CreateModel(
        name="Mention",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("public_id", models.CharField(editable=False, max_length=17, unique=True)),
            ("start", models.PositiveIntegerField(help_text="First code point in the revision's body.")),
            ("end", models.PositiveIntegerField(help_text="Code point after the last.")),
            ("words", models.CharField(help_text="What stands in the span.", max_length=500)),
            (
                "kind",
                models.CharField(
                    choices=[("name", "name"), ("nominal", "nominal"), ("pronoun", "pronoun")], max_length=8
                ),
            ),
            ("confidence", models.FloatField(default=1.0)),
            (
                "status",
                models.CharField(
                    choices=[
                        ("extracted", "extracted"),
                        ("confirmed", "confirmed"),
                        ("corrected", "corrected"),
                        ("rejected", "rejected"),
                        ("withdrawn", "withdrawn"),
                    ],
                    default="extracted",
                    max_length=10,
                ),
            ),
            (
                "entity",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="mentions", to="corpus.entity"
                ),
            ),
            (
                "original_entity",
                models.ForeignKey(
                    editable=False,
                    help_text="As resolved, before any merge.",
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to="corpus.entity",
                ),
            ),
            (
                "text",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE, related_name="mentions", to="corpus.articletext"
                ),
            ),
            ("made_by_hand", models.BooleanField(default=False, help_text="An editor added it.")),
        ],
        options={
            "ordering": ["text", "start", "id"],
            "indexes": [
                models.Index(fields=["entity", "text"], name="men_by_entity"),
                models.Index(fields=["text", "start", "id"], name="men_in_text"),
            ],
            "constraints": [
                models.UniqueConstraint(fields=("text", "start", "end", "original_entity"), name="men_once"),
                models.CheckConstraint(condition=models.Q(("public_id__startswith", "men_")), name="men_public_id"),
                models.CheckConstraint(
                    condition=models.Q(("start__gte", 0), ("start__lt", models.F("end"))), name="men_span"
                ),
                models.CheckConstraint(
                    condition=models.Q(("kind__in", ["name", "nominal", "pronoun"])), name="men_kind_known"
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        ("status__in", ["extracted", "confirmed", "corrected", "rejected", "withdrawn"])
                    ),
                    name="men_status_known",
                ),
                models.CheckConstraint(
                    condition=models.Q(("confidence__gte", 0.0), ("confidence__lte", 1.0)), name="men_confidence"
                ),
            ],
        },
    ),
]

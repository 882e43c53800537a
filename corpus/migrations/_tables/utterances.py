"""The same words across articles, and such as are given to several speakers."""

import datetime

import django.db.models.deletion
from django.db import migrations, models

TABLES = [
    migrations.CreateModel(
        name="Utterance",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("public_id", models.CharField(editable=False, max_length=17, unique=True)),
            ("key", models.CharField(editable=False, help_text="Hash of the normalised words.", max_length=64)),
            ("text", models.TextField(help_text="The words as first printed.")),
            (
                "times_printed",
                models.PositiveIntegerField(default=0, help_text="Live quotations that print it, in any wording."),
            ),
            (
                "first_at",
                models.DateTimeField(
                    default=datetime.datetime(1, 1, 2, 0, 0, tzinfo=datetime.UTC),
                    help_text="Publication date of the first that is known.",
                ),
            ),
            (
                "last_at",
                models.DateTimeField(
                    default=datetime.datetime(1, 1, 2, 0, 0, tzinfo=datetime.UTC),
                    help_text="Publication date of the last that is known.",
                ),
            ),
            (
                "speaker",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="utterances", to="corpus.entity"
                ),
            ),
            ("outlet_count", models.PositiveIntegerField(default=0, help_text="Publishers that print it.")),
            ("printings", models.PositiveIntegerField(default=0, help_text="Live quotations in this very wording.")),
            (
                "speaker_disputed",
                models.BooleanField(default=False, help_text="The same words are given to others too."),
            ),
            ("variant_count", models.PositiveIntegerField(default=0, help_text="Wordings in which it is printed.")),
            (
                "variant_of",
                models.ForeignKey(
                    blank=True,
                    editable=False,
                    help_text="The utterance that this wording is a variant of: cut, extended, or with a word changed.",
                    null=True,
                    on_delete=django.db.models.deletion.SET_NULL,
                    related_name="variants",
                    to="corpus.utterance",
                ),
            ),
            ("words_disputed", models.BooleanField(default=False, help_text="Printed between marks with other words.")),
        ],
        options={
            "ordering": ["-last_at", "-id"],
            "indexes": [
                models.Index(
                    models.OrderBy(models.F("last_at"), descending=True),
                    models.OrderBy(models.F("id"), descending=True),
                    name="utt_newest",
                ),
                models.Index(
                    models.OrderBy(models.F("times_printed"), descending=True),
                    models.OrderBy(models.F("id"), descending=True),
                    name="utt_most_printed",
                ),
                models.Index(fields=["first_at", "id"], name="utt_by_first"),
                models.Index(
                    models.OrderBy(models.F("outlet_count"), descending=True),
                    models.OrderBy(models.F("id"), descending=True),
                    name="utt_by_outlets",
                ),
                models.Index(condition=models.Q(("words_disputed", True)), fields=["id"], name="utt_words_disputed"),
                models.Index(
                    condition=models.Q(("speaker_disputed", True)), fields=["id"], name="utt_speaker_disputed"
                ),
            ],
            "constraints": [
                models.UniqueConstraint(fields=("speaker", "key"), name="utt_once"),
                models.CheckConstraint(condition=models.Q(("public_id__startswith", "utt_")), name="utt_public_id"),
                models.CheckConstraint(
                    condition=models.Q(("first_at__lte", models.F("last_at"))), name="utt_first_before_last"
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        ("variant_of__isnull", True),
                        models.Q(
                            ("outlet_count", 0),
                            ("speaker_disputed", False),
                            ("times_printed", 0),
                            ("variant_count", 0),
                            ("words_disputed", False),
                        ),
                        _connector="OR",
                    ),
                    name="utt_variant_is_not_counted",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        ("variant_of__isnull", True),
                        models.Q(("variant_of", models.F("id")), _negated=True),
                        _connector="OR",
                    ),
                    name="utt_no_variant_of_itself",
                ),
            ],
        },
    ),
    migrations.CreateModel(
        name="Dispute",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            (
                "first",
                models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="corpus.utterance"),
            ),
            (
                "second",
                models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="corpus.utterance"),
            ),
        ],
        options={
            "ordering": ["id"],
            "constraints": [
                models.UniqueConstraint(fields=("first", "second"), name="dispute_once"),
                models.CheckConstraint(condition=models.Q(("first__lt", models.F("second"))), name="dispute_in_order"),
            ],
        },
    ),
]

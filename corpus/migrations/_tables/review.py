"""What editors decide, are asked to decide, and look at."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import corpus.models.ids

TABLES = [
    migrations.CreateModel(
        name="Decision",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("record", models.CharField(help_text="Public id of the record.", max_length=17)),
            ("action", models.CharField(max_length=30)),
            ("before", models.JSONField(default=dict, help_text="The changed fields as they were.")),
            ("after", models.JSONField(default=dict, help_text="The changed fields as they are.")),
            ("reason", models.TextField(blank=True)),
            ("decided_at", models.DateTimeField(auto_now_add=True)),
            (
                "decided_by",
                models.ForeignKey(
                    blank=True,
                    null=True,
                    on_delete=django.db.models.deletion.SET_NULL,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
            (
                "aside",
                models.JSONField(
                    default=dict,
                    editable=False,
                    help_text="Columns that went along as they were, for a revert: confidences, ids.",
                ),
            ),
            (
                "public_id",
                models.CharField(default=corpus.models.ids.fresh_decision, editable=False, max_length=17, unique=True),
            ),
            (
                "reverts",
                models.ForeignKey(
                    blank=True,
                    editable=False,
                    help_text="The decision that this one takes back.",
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="reverted_by",
                    to="corpus.decision",
                ),
            ),
        ],
        options={
            "ordering": ["-id"],
            "constraints": [
                models.CheckConstraint(condition=models.Q(("record", ""), _negated=True), name="decision_has_record"),
                models.CheckConstraint(
                    condition=models.Q(
                        ("reverts__isnull", True), models.Q(("reverts", models.F("id")), _negated=True), _connector="OR"
                    ),
                    name="decision_reverts_another",
                ),
                models.CheckConstraint(
                    condition=models.Q(("public_id__startswith", "dec_")), name="decision_public_id"
                ),
            ],
            "indexes": [models.Index(fields=["record", "decided_at", "id"], name="decision_by_record")],
        },
    ),
    migrations.CreateModel(
        name="Proposal",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("public_id", models.CharField(editable=False, max_length=17, unique=True)),
            ("changes", models.JSONField(help_text="The fields that should change, as a correction names them.")),
            ("version", models.PositiveIntegerField(help_text="Version of the quotation that it was made about.")),
            ("reason", models.TextField(blank=True)),
            ("proposed_at", models.DateTimeField(auto_now_add=True)),
            (
                "state",
                models.CharField(
                    choices=[
                        ("open", "to decide"),
                        ("accepted", "accepted"),
                        ("declined", "declined"),
                        ("overtaken", "overtaken"),
                    ],
                    default="open",
                    max_length=9,
                ),
            ),
            ("decided_at", models.DateTimeField(blank=True, null=True)),
            ("decision_reason", models.TextField(blank=True, help_text="Why it was accepted or declined.")),
            (
                "decided_by",
                models.ForeignKey(
                    blank=True,
                    null=True,
                    on_delete=django.db.models.deletion.SET_NULL,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
            (
                "decision",
                models.OneToOneField(
                    blank=True,
                    editable=False,
                    help_text="The correction that accepting it made.",
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="proposal",
                    to="corpus.decision",
                ),
            ),
            (
                "proposed_by",
                models.ForeignKey(
                    blank=True,
                    null=True,
                    on_delete=django.db.models.deletion.SET_NULL,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
            (
                "quotation",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="proposals", to="corpus.quotation"
                ),
            ),
        ],
        options={
            "ordering": ["-id"],
            "indexes": [
                models.Index(
                    models.F("state"),
                    models.OrderBy(models.F("proposed_at"), descending=True),
                    models.OrderBy(models.F("id"), descending=True),
                    name="prp_by_state",
                ),
                models.Index(
                    models.F("quotation"),
                    models.OrderBy(models.F("proposed_at"), descending=True),
                    models.OrderBy(models.F("id"), descending=True),
                    name="prp_by_quotation",
                ),
                models.Index(
                    models.OrderBy(models.F("proposed_at"), descending=True),
                    models.OrderBy(models.F("id"), descending=True),
                    name="prp_newest",
                ),
            ],
            "constraints": [
                models.CheckConstraint(condition=models.Q(("public_id__startswith", "prp_")), name="prp_public_id"),
                models.CheckConstraint(
                    condition=models.Q(("state__in", ["open", "accepted", "declined", "overtaken"])),
                    name="prp_state_known",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("decided_at__isnull", True), ("state", "open")),
                        models.Q(models.Q(("state", "open"), _negated=True), ("decided_at__isnull", False)),
                        _connector="OR",
                    ),
                    name="prp_decided_when_settled",
                ),
                models.CheckConstraint(
                    condition=models.Q(("decision__isnull", True), ("state", "accepted"), _connector="OR"),
                    name="prp_decision_when_accepted",
                ),
            ],
        },
    ),
    migrations.CreateModel(
        name="ReviewSample",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            (
                "kind",
                models.CharField(
                    blank=True,
                    choices=[("direct", "direct"), ("mixed", "mixed"), ("indirect", "indirect")],
                    help_text="Drawn from this kind alone.",
                    max_length=8,
                ),
            ),
            (
                "extractor",
                models.CharField(blank=True, help_text="Drawn from what this version read alone.", max_length=50),
            ),
            ("created_at", models.DateTimeField(auto_now_add=True)),
            (
                "created_by",
                models.ForeignKey(
                    blank=True,
                    null=True,
                    on_delete=django.db.models.deletion.SET_NULL,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
            (
                "publisher",
                models.ForeignKey(
                    blank=True,
                    help_text="Drawn from the articles of this publisher alone.",
                    null=True,
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="+",
                    to="corpus.organisation",
                ),
            ),
        ],
        options={
            "ordering": ["-id"],
            "constraints": [
                models.CheckConstraint(
                    condition=models.Q(("kind__in", ["direct", "mixed", "indirect", ""])), name="sample_kind_known"
                )
            ],
        },
    ),
    migrations.CreateModel(
        name="SampledQuotation",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("position", models.PositiveIntegerField(help_text="The order of drawing, from 0.")),
            (
                "kind",
                models.CharField(
                    choices=[("direct", "direct"), ("mixed", "mixed"), ("indirect", "indirect")],
                    help_text="As the machine read it.",
                    max_length=8,
                ),
            ),
            (
                "quotation",
                models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="corpus.quotation"),
            ),
            (
                "sample",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE, related_name="drawn", to="corpus.reviewsample"
                ),
            ),
        ],
        options={
            "ordering": ["sample", "position"],
            "constraints": [
                models.UniqueConstraint(fields=("sample", "position"), name="sampled_position_once"),
                models.UniqueConstraint(fields=("sample", "quotation"), name="sampled_once"),
                models.CheckConstraint(
                    condition=models.Q(("kind__in", ["direct", "mixed", "indirect"])), name="sampled_kind_known"
                ),
                models.CheckConstraint(condition=models.Q(("position__gte", 0)), name="sampled_position"),
            ],
        },
    ),
    migrations.CreateModel(
        name="SavedFilter",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("list", models.CharField(help_text="Name of the model whose list it narrows.", max_length=50)),
            ("name", models.CharField(max_length=100)),
            ("query", models.CharField(help_text="The list's address behind the question mark.", max_length=2000)),
            (
                "user",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                ),
            ),
        ],
        options={
            "ordering": ["name", "id"],
            "constraints": [
                models.UniqueConstraint(fields=("user", "list", "name"), name="saved_once"),
                models.CheckConstraint(
                    condition=models.Q(models.Q(("name", ""), _negated=True), models.Q(("query", ""), _negated=True)),
                    name="saved_given",
                ),
            ],
        },
    ),
]

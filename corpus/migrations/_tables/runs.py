"""Runs that many workers share."""

import django.db.models.deletion
from django.db import migrations, models

TABLES = [
    migrations.CreateModel(
        name="Run",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("public_id", models.CharField(editable=False, max_length=17, unique=True)),
            ("kind", models.CharField(choices=[("ingest", "ingest"), ("extract", "extract")], max_length=10)),
            (
                "state",
                models.CharField(
                    choices=[("filling", "filling"), ("running", "running"), ("done", "done"), ("failed", "failed")],
                    default="filling",
                    max_length=10,
                ),
            ),
            ("reason", models.TextField(blank=True, help_text="Why the run failed as a whole.")),
            ("total", models.PositiveIntegerField(default=0, help_text="Documents in the run.")),
            ("to_read", models.PositiveIntegerField(default=0, help_text="Those of them that have to be read.")),
            (
                "extractor",
                models.CharField(blank=True, help_text="Who reads: workers with another one leave it.", max_length=100),
            ),
            (
                "done",
                models.PositiveIntegerField(default=0, help_text="Documents of which it is known what became of them."),
            ),
            ("writer", models.CharField(blank=True, help_text="The worker that stores.", max_length=200)),
            (
                "writer_until",
                models.DateTimeField(blank=True, help_text="When its lease ends unless it is prolonged.", null=True),
            ),
            (
                "writers_lost",
                models.PositiveSmallIntegerField(default=0, help_text="Writers that died since the last document."),
            ),
            ("store_sent_at", models.DateTimeField(blank=True, editable=False, null=True)),
            ("created_at", models.DateTimeField(auto_now_add=True)),
            ("finished_at", models.DateTimeField(blank=True, null=True)),
        ],
        options={
            "ordering": ["-id"],
            "indexes": [models.Index(fields=["state", "id"], name="run_by_state")],
            "constraints": [
                models.CheckConstraint(condition=models.Q(("public_id__startswith", "run_")), name="run_public_id"),
                models.CheckConstraint(condition=models.Q(("kind__in", ["ingest", "extract"])), name="run_kind_known"),
                models.CheckConstraint(
                    condition=models.Q(("state__in", ["filling", "running", "done", "failed"])), name="run_state_known"
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("state", "failed"), _negated=True),
                        models.Q(("reason", ""), _negated=True),
                        _connector="OR",
                    ),
                    name="run_failed_has_reason",
                ),
            ],
        },
    ),
    migrations.CreateModel(
        name="RunChunk",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("position", models.PositiveIntegerField()),
            (
                "state",
                models.CharField(
                    choices=[("waiting", "waiting"), ("leased", "leased"), ("read", "read")],
                    default="waiting",
                    max_length=10,
                ),
            ),
            ("total", models.PositiveIntegerField(help_text="Documents in the chunk.")),
            ("read", models.PositiveIntegerField(default=0, help_text="Those of them that are read.")),
            ("worker", models.CharField(blank=True, max_length=200)),
            ("leased_at", models.DateTimeField(blank=True, null=True)),
            ("leased_until", models.DateTimeField(blank=True, null=True)),
            ("attempts", models.PositiveSmallIntegerField(default=0, help_text="Workers that took it so far.")),
            ("sent_at", models.DateTimeField(blank=True, editable=False, null=True)),
            (
                "run",
                models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="chunks", to="corpus.run"),
            ),
        ],
        options={
            "ordering": ["run", "position"],
            "indexes": [models.Index(fields=["run", "state", "leased_until"], name="runchunk_by_state")],
            "constraints": [
                models.UniqueConstraint(fields=("run", "position"), name="runchunk_position_once"),
                models.CheckConstraint(
                    condition=models.Q(("state__in", ["waiting", "leased", "read"])), name="runchunk_state_known"
                ),
                models.CheckConstraint(
                    condition=models.Q(("read__lte", models.F("total"))), name="runchunk_read_within_total"
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("state", "leased"), _negated=True),
                        models.Q(models.Q(("worker", ""), _negated=True), ("leased_until__isnull", False)),
                        _connector="OR",
                    ),
                    name="runchunk_leased_to_somebody",
                ),
            ],
        },
    ),
    migrations.CreateModel(
        name="RunDocument",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("position", models.PositiveIntegerField()),
            (
                "state_before",
                models.CharField(
                    blank=True,
                    choices=[
                        ("pending", "pending"),
                        ("done", "done"),
                        ("duplicate", "duplicate"),
                        ("failed", "failed"),
                    ],
                    max_length=10,
                ),
            ),
            ("attempts_before", models.PositiveSmallIntegerField(default=0)),
            (
                "being_read",
                models.BooleanField(default=False, help_text="A worker has begun to read it and has not ended."),
            ),
            ("strikes", models.PositiveSmallIntegerField(default=0, help_text="Workers that died while they read it.")),
            ("read_at", models.DateTimeField(blank=True, null=True)),
            (
                "outcome",
                models.CharField(
                    blank=True,
                    choices=[
                        ("created", "created"),
                        ("updated", "updated"),
                        ("unchanged", "unchanged"),
                        ("duplicate", "duplicate"),
                        ("failed", "failed"),
                        ("skipped", "skipped"),
                    ],
                    help_text="Empty: still to do.",
                    max_length=10,
                ),
            ),
            ("reason", models.TextField(blank=True)),
            ("done_at", models.DateTimeField(blank=True, null=True)),
            (
                "article",
                models.ForeignKey(
                    blank=True,
                    null=True,
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="run_documents",
                    to="corpus.article",
                ),
            ),
            (
                "chunk",
                models.ForeignKey(
                    blank=True,
                    null=True,
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="documents",
                    to="corpus.runchunk",
                ),
            ),
            (
                "raw",
                models.ForeignKey(
                    blank=True,
                    null=True,
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="run_documents",
                    to="corpus.rawdocument",
                ),
            ),
            (
                "run",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE, related_name="documents", to="corpus.run"
                ),
            ),
        ],
        options={
            "ordering": ["run", "position"],
            "indexes": [
                models.Index(fields=["run", "outcome"], name="rundoc_by_outcome"),
                models.Index(fields=["read_at"], name="rundoc_by_read"),
                models.Index(fields=["done_at"], name="rundoc_by_done"),
                models.Index(condition=models.Q(("strikes__gte", 3)), fields=["id"], name="rundoc_set_aside"),
            ],
            "constraints": [
                models.UniqueConstraint(fields=("run", "position"), name="rundoc_position_once"),
                models.CheckConstraint(
                    condition=models.Q(
                        ("outcome__in", ["created", "updated", "unchanged", "duplicate", "failed", "skipped", ""])
                    ),
                    name="rundoc_outcome_known",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("article__isnull", True), ("raw__isnull", False)),
                        models.Q(("article__isnull", False), ("raw__isnull", True)),
                        _connector="OR",
                    ),
                    name="rundoc_one_source",
                ),
            ],
        },
    ),
    migrations.CreateModel(
        name="Reading",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("article", models.BinaryField(help_text="The ArticleRecord as JSON; empty where nothing could be read.")),
            (
                "extraction",
                models.BinaryField(help_text="The ExtractionRecord as JSON; empty where nothing could be read."),
            ),
            ("reason", models.TextField(blank=True, help_text="Why nothing could be read.")),
            (
                "document",
                models.OneToOneField(
                    on_delete=django.db.models.deletion.CASCADE, related_name="reading", to="corpus.rundocument"
                ),
            ),
        ],
    ),
]

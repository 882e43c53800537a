"""Jobs of several documents."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

TABLES = [
    migrations.CreateModel(
        name="Job",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("public_id", models.CharField(editable=False, max_length=17, unique=True)),
            (
                "state",
                models.CharField(
                    choices=[("waiting", "waiting"), ("running", "running"), ("done", "done"), ("failed", "failed")],
                    default="waiting",
                    max_length=10,
                ),
            ),
            ("total", models.PositiveIntegerField(default=0, help_text="Documents in the job.")),
            ("reason", models.TextField(blank=True, help_text="Why the job failed as a whole.")),
            ("leased_until", models.DateTimeField(blank=True, null=True)),
            ("attempts", models.PositiveSmallIntegerField(default=0)),
            ("created_at", models.DateTimeField(auto_now_add=True)),
            ("started_at", models.DateTimeField(blank=True, null=True)),
            ("finished_at", models.DateTimeField(blank=True, null=True)),
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
        ],
        options={
            "ordering": ["-id"],
            "indexes": [models.Index(fields=["state", "id"], name="job_by_state")],
            "constraints": [
                models.CheckConstraint(condition=models.Q(("public_id__startswith", "job_")), name="job_public_id"),
                models.CheckConstraint(
                    condition=models.Q(("state__in", ["waiting", "running", "done", "failed"])), name="job_state_known"
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("state", "failed"), _negated=True),
                        models.Q(("reason", ""), _negated=True),
                        _connector="OR",
                    ),
                    name="job_failed_has_reason",
                ),
            ],
        },
    ),
    migrations.CreateModel(
        name="JobDocument",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            (
                "position",
                models.PositiveIntegerField(help_text="Order in the request, from 1: the number of the line."),
            ),
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
            (
                "job",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE, related_name="documents", to="corpus.job"
                ),
            ),
            (
                "raw",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="job_documents", to="corpus.rawdocument"
                ),
            ),
        ],
        options={
            "ordering": ["job", "position"],
            "indexes": [models.Index(fields=["job", "outcome"], name="jobdoc_by_outcome")],
            "constraints": [
                models.UniqueConstraint(fields=("job", "position"), name="jobdoc_position_once"),
                models.CheckConstraint(
                    condition=models.Q(
                        ("outcome__in", ["created", "updated", "unchanged", "duplicate", "failed", "skipped", ""])
                    ),
                    name="jobdoc_outcome_known",
                ),
            ],
        },
    ),
]

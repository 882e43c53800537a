"""What articles were read from, their texts, and what was cut from these."""

import django.db.models.deletion
from django.db import migrations, models

TABLES = [
    migrations.CreateModel(
        name="RawContent",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            (
                "sha256",
                models.CharField(help_text="SHA-256 of the bytes, lower-case hexadecimal.", max_length=64, unique=True),
            ),
            ("content", models.BinaryField(help_text="The bytes as they came.")),
            (
                "erased_at",
                models.DateTimeField(
                    blank=True,
                    help_text="When the bytes were erased; their hash stays, so that they are refused.",
                    null=True,
                ),
            ),
        ],
    ),
    migrations.CreateModel(
        name="RawDocument",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            (
                "fingerprint",
                models.CharField(
                    help_text="SHA-256 over the bytes and all that was declared beside them.",
                    max_length=64,
                    unique=True,
                ),
            ),
            (
                "source",
                models.CharField(
                    help_text="Where it came from: a path, path:line, or the client's name.", max_length=1000
                ),
            ),
            ("media_type", models.CharField(max_length=100)),
            ("size", models.PositiveBigIntegerField(help_text="Number of bytes.")),
            ("declared_key", models.CharField(blank=True, help_text="The client's own key.", max_length=500)),
            ("declared_publisher", models.CharField(blank=True, max_length=300)),
            ("declared_published", models.CharField(blank=True, max_length=100)),
            (
                "path",
                models.CharField(blank=True, help_text="Path of the file inside the ingested folder.", max_length=1000),
            ),
            (
                "source_key",
                models.CharField(
                    blank=True,
                    db_index=True,
                    help_text="Key of the article; empty until the document is parsed.",
                    max_length=500,
                ),
            ),
            (
                "state",
                models.CharField(
                    choices=[
                        ("pending", "pending"),
                        ("done", "done"),
                        ("duplicate", "duplicate"),
                        ("failed", "failed"),
                    ],
                    default="pending",
                    max_length=10,
                ),
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
                    help_text="What the last run did.",
                    max_length=10,
                ),
            ),
            ("reason", models.TextField(blank=True, help_text="Why it failed, or of what it is a duplicate.")),
            ("attempts", models.PositiveSmallIntegerField(default=0)),
            ("received_at", models.DateTimeField(auto_now_add=True)),
            ("processed_at", models.DateTimeField(blank=True, null=True)),
            (
                "article",
                models.ForeignKey(
                    blank=True,
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="raw_documents",
                    to="corpus.article",
                ),
            ),
            (
                "content",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="documents", to="corpus.rawcontent"
                ),
            ),
        ],
        options={
            "ordering": ["-pk"],
            "indexes": [models.Index(fields=["state", "source_key", "id"], name="raw_by_state")],
            "constraints": [
                models.CheckConstraint(
                    condition=models.Q(("state__in", ["pending", "done", "duplicate", "failed"])),
                    name="raw_state_known",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("state", "failed"), _negated=True),
                        models.Q(("reason", ""), _negated=True),
                        _connector="OR",
                    ),
                    name="raw_failed_has_reason",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("state__in", ["done", "duplicate"]), _negated=True),
                        ("article__isnull", False),
                        _connector="OR",
                    ),
                    name="raw_done_has_article",
                ),
            ],
        },
    ),
    migrations.CreateModel(
        name="ArticleText",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("revision", models.PositiveIntegerField(help_text="From 1.")),
            ("headline", models.CharField(blank=True, max_length=1000)),
            (
                "body",
                models.TextField(help_text="Clean text; paragraphs separated by one empty line. Offsets count in it."),
            ),
            ("word_count", models.PositiveIntegerField(default=0)),
            ("created_at", models.DateTimeField(auto_now_add=True)),
            (
                "article",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE, related_name="texts", to="corpus.article"
                ),
            ),
            (
                "raw",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="texts", to="corpus.rawdocument"
                ),
            ),
        ],
        options={
            "ordering": ["article", "revision"],
            "constraints": [
                models.UniqueConstraint(fields=("article", "revision"), name="text_revision_once"),
                models.CheckConstraint(condition=models.Q(("revision__gte", 1)), name="text_revision_from_one"),
            ],
        },
    ),
    migrations.CreateModel(
        name="Author",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("position", models.PositiveSmallIntegerField(help_text="Order in the byline, from 0.")),
            ("name", models.CharField(max_length=300)),
            (
                "article",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE, related_name="authors", to="corpus.article"
                ),
            ),
        ],
        options={
            "ordering": ["article", "position"],
            "indexes": [models.Index(fields=["name"], name="author_by_name")],
            "constraints": [
                models.UniqueConstraint(fields=("article", "position"), name="author_position_once"),
                models.CheckConstraint(condition=models.Q(("name", ""), _negated=True), name="author_named"),
            ],
        },
    ),
    migrations.CreateModel(
        name="RemovedPassage",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("position", models.PositiveIntegerField(help_text="Order in the document, from 0.")),
            ("text", models.TextField()),
            (
                "reason",
                models.CharField(
                    choices=[
                        ("newsletter", "newsletter"),
                        ("follow_us", "follow us"),
                        ("now_watch", "now watch"),
                        ("read_more", "read more"),
                        ("share", "share"),
                        ("advertisement", "advertisement"),
                        ("copyright", "copyright"),
                        ("credit", "credit"),
                        ("site", "site"),
                    ],
                    max_length=20,
                ),
            ),
            (
                "offset",
                models.PositiveIntegerField(help_text="Code-point offset in the clean body at which it was cut out."),
            ),
            (
                "raw",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE, related_name="removed", to="corpus.rawdocument"
                ),
            ),
        ],
        options={
            "ordering": ["raw", "position"],
            "constraints": [
                models.UniqueConstraint(fields=("raw", "position"), name="removed_position_once"),
                models.CheckConstraint(
                    condition=models.Q(
                        (
                            "reason__in",
                            [
                                "newsletter",
                                "follow_us",
                                "now_watch",
                                "read_more",
                                "share",
                                "advertisement",
                                "copyright",
                                "credit",
                                "site",
                            ],
                        )
                    ),
                    name="removed_reason_known",
                ),
                models.CheckConstraint(condition=models.Q(("text", ""), _negated=True), name="removed_not_empty"),
                models.CheckConstraint(condition=models.Q(("offset__gte", 0)), name="removed_offset"),
            ],
        },
    ),
    migrations.CreateModel(
        name="RestoredPassage",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("text", models.TextField(help_text="As it was cut.")),
            ("text_key", models.CharField(editable=False, help_text="SHA-256 of the text, in UTF-8.", max_length=64)),
            (
                "reason",
                models.CharField(
                    choices=[
                        ("newsletter", "newsletter"),
                        ("follow_us", "follow us"),
                        ("now_watch", "now watch"),
                        ("read_more", "read more"),
                        ("share", "share"),
                        ("advertisement", "advertisement"),
                        ("copyright", "copyright"),
                        ("credit", "credit"),
                        ("site", "site"),
                    ],
                    help_text="Why it had been cut.",
                    max_length=20,
                ),
            ),
            ("stands", models.BooleanField(default=True, help_text="False: the editor took it back.")),
            (
                "article",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE, related_name="restored", to="corpus.article"
                ),
            ),
        ],
        options={
            "ordering": ["article", "pk"],
            "constraints": [
                models.UniqueConstraint(fields=("article", "text_key"), name="restored_once"),
                models.CheckConstraint(
                    condition=models.Q(
                        (
                            "reason__in",
                            [
                                "newsletter",
                                "follow_us",
                                "now_watch",
                                "read_more",
                                "share",
                                "advertisement",
                                "copyright",
                                "credit",
                                "site",
                            ],
                        )
                    ),
                    name="restored_reason_known",
                ),
                models.CheckConstraint(condition=models.Q(("text", ""), _negated=True), name="restored_not_empty"),
            ],
        },
    ),
]

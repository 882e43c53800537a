"""Sources that are watched, and the entries that they listed."""

import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models

TABLES = [
    migrations.CreateModel(
        name="Source",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("url", models.CharField(help_text="Address of the feed or sitemap.", max_length=2000, unique=True)),
            ("host", models.CharField(editable=False, help_text="Host of the address.", max_length=255)),
            (
                "publisher",
                models.CharField(
                    blank=True,
                    help_text="Name of the outlet, for all that comes in; empty: as the documents say.",
                    max_length=300,
                ),
            ),
            (
                "kind",
                models.CharField(
                    choices=[
                        ("unknown", "not polled yet"),
                        ("rss", "RSS"),
                        ("atom", "Atom"),
                        ("sitemap", "sitemap"),
                        ("sitemap_index", "index of sitemaps"),
                    ],
                    default="unknown",
                    help_text="What it turned out to be.",
                    max_length=20,
                ),
            ),
            (
                "state",
                models.CharField(choices=[("active", "active"), ("paused", "paused")], default="active", max_length=10),
            ),
            ("reason", models.TextField(blank=True, help_text="Why it is paused.")),
            ("interval", models.PositiveIntegerField(default=900, help_text="Seconds between two polls, 60 at least.")),
            ("etag", models.CharField(blank=True, help_text="ETag of the last answer.", max_length=500)),
            (
                "last_modified",
                models.CharField(blank=True, help_text="Last-Modified of the last answer.", max_length=100),
            ),
            (
                "next_poll_at",
                models.DateTimeField(default=django.utils.timezone.now, help_text="When it is polled next."),
            ),
            (
                "not_before",
                models.DateTimeField(
                    blank=True,
                    help_text="Nothing is asked of it before: it failed, or wants a longer pause.",
                    null=True,
                ),
            ),
            (
                "turn_at",
                models.DateTimeField(
                    editable=False, help_text="When it had its last turn; who waits longest is next.", null=True
                ),
            ),
            ("polled_at", models.DateTimeField(blank=True, help_text="When it was polled last.", null=True)),
            (
                "changed_at",
                models.DateTimeField(blank=True, help_text="When a poll last brought something new.", null=True),
            ),
            ("failures", models.PositiveIntegerField(default=0, help_text="Failures in a row.")),
            (
                "last_error",
                models.TextField(blank=True, help_text="What went wrong last; empty when the last request went well."),
            ),
            ("polls", models.PositiveBigIntegerField(default=0, help_text="Polls so far.")),
            ("unchanged_polls", models.PositiveBigIntegerField(default=0, help_text="Of these, answered with 304.")),
            ("failed_polls", models.PositiveBigIntegerField(default=0, help_text="Of these, failed.")),
            ("created", models.PositiveBigIntegerField(default=0, help_text="Articles that were new.")),
            ("updated", models.PositiveBigIntegerField(default=0, help_text="Articles that came with other words.")),
            (
                "failed",
                models.PositiveBigIntegerField(default=0, help_text="Entries that could not be fetched or read."),
            ),
            ("worker", models.CharField(blank=True, help_text="Who has it now.", max_length=200)),
            ("leased_until", models.DateTimeField(blank=True, null=True)),
            ("added_at", models.DateTimeField(auto_now_add=True)),
            ("public_id", models.CharField(editable=False, max_length=17, unique=True)),
            (
                "poll_outcome",
                models.CharField(
                    blank=True,
                    choices=[("changed", "changed"), ("unchanged", "unchanged"), ("failed", "failed")],
                    help_text="How the last poll ended.",
                    max_length=10,
                ),
            ),
            (
                "entries_found",
                models.PositiveIntegerField(default=0, help_text="New or changed entries that the last poll found."),
            ),
            (
                "version",
                models.PositiveIntegerField(default=1, help_text="Counts the changes of what people set, no polls."),
            ),
        ],
        options={
            "ordering": ["url"],
            "indexes": [models.Index(fields=["state", "turn_at"], name="source_by_turn")],
            "constraints": [
                models.CheckConstraint(condition=models.Q(("url__startswith", "http")), name="source_url_of_the_web"),
                models.CheckConstraint(condition=models.Q(("host", ""), _negated=True), name="source_has_host"),
                models.CheckConstraint(
                    condition=models.Q(("kind__in", ["unknown", "rss", "atom", "sitemap", "sitemap_index"])),
                    name="source_kind_known",
                ),
                models.CheckConstraint(
                    condition=models.Q(("state__in", ["active", "paused"])), name="source_state_known"
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("state", "paused"), _negated=True),
                        models.Q(("reason", ""), _negated=True),
                        _connector="OR",
                    ),
                    name="source_paused_has_reason",
                ),
                models.CheckConstraint(
                    condition=models.Q(("interval__gte", 60), ("interval__lte", 604800)), name="source_interval"
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        ("leased_until", None), models.Q(("worker", ""), _negated=True), _connector="OR"
                    ),
                    name="source_leased_to_somebody",
                ),
                models.CheckConstraint(condition=models.Q(("public_id__startswith", "src_")), name="source_public_id"),
                models.CheckConstraint(
                    condition=models.Q(("poll_outcome__in", ["changed", "unchanged", "failed", ""])),
                    name="source_poll_outcome_known",
                ),
                models.CheckConstraint(
                    condition=models.Q(("poll_outcome", "changed"), ("entries_found", 0), _connector="XOR"),
                    name="source_found_by_a_change",
                ),
            ],
        },
    ),
    migrations.CreateModel(
        name="SourceEntry",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            (
                "key",
                models.CharField(
                    help_text="SHA-256 of its address, or of the id that the feed gives it.", max_length=64
                ),
            ),
            (
                "url",
                models.CharField(
                    blank=True, help_text="Address of the page; empty where it has none.", max_length=2000
                ),
            ),
            ("is_list", models.BooleanField(default=False, help_text="It is another sitemap.")),
            ("stamp", models.CharField(blank=True, help_text="SHA-256 of what the source says of it.", max_length=64)),
            ("published", models.CharField(blank=True, help_text="Date as the source prints it.", max_length=100)),
            (
                "state",
                models.CharField(
                    choices=[("waiting", "waiting"), ("kept", "kept"), ("done", "done"), ("failed", "failed")],
                    default="waiting",
                    max_length=10,
                ),
            ),
            (
                "attempts",
                models.PositiveSmallIntegerField(default=0, help_text="Times that fetching it failed in a row."),
            ),
            ("try_at", models.DateTimeField(default=django.utils.timezone.now, help_text="When it is fetched.")),
            ("etag", models.CharField(blank=True, help_text="ETag of the page.", max_length=500)),
            ("last_modified", models.CharField(blank=True, help_text="Last-Modified of the page.", max_length=100)),
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
                    help_text="What became of it last.",
                    max_length=10,
                ),
            ),
            ("reason", models.TextField(blank=True, help_text="Why it failed.")),
            ("first_seen_at", models.DateTimeField(default=django.utils.timezone.now)),
            (
                "changed_at",
                models.DateTimeField(
                    default=django.utils.timezone.now, help_text="When its stamp was last found changed."
                ),
            ),
            (
                "raw",
                models.ForeignKey(
                    blank=True,
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="source_entries",
                    to="corpus.rawdocument",
                ),
            ),
            (
                "source",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE, related_name="entries", to="corpus.source"
                ),
            ),
        ],
        options={
            "verbose_name_plural": "source entries",
            "ordering": ["-id"],
            "indexes": [
                models.Index(
                    condition=models.Q(("state__in", ["waiting", "kept"])),
                    fields=["source", "try_at"],
                    name="entry_to_do",
                )
            ],
            "constraints": [
                models.UniqueConstraint(fields=("source", "key"), name="entry_once"),
                models.CheckConstraint(
                    condition=models.Q(("state__in", ["waiting", "kept", "done", "failed"])), name="entry_state_known"
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        ("outcome__in", ["created", "updated", "unchanged", "duplicate", "failed", "skipped", ""])
                    ),
                    name="entry_outcome_known",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("state", "kept"), _negated=True), ("raw__isnull", False), _connector="OR"
                    ),
                    name="entry_kept_has_document",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("state", "failed"), _negated=True),
                        models.Q(("reason", ""), _negated=True),
                        _connector="OR",
                    ),
                    name="entry_failed_has_reason",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("state", "waiting"), _negated=True),
                        models.Q(("url", ""), _negated=True),
                        _connector="OR",
                    ),
                    name="entry_waiting_has_url",
                ),
            ],
        },
    ),
]


def name_as_before(apps, schema_editor):
    # PostgreSQL names what CREATE TABLE makes unique in another way than Django does where it comes later.
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(
            "ALTER TABLE corpus_source RENAME CONSTRAINT corpus_source_public_id_key TO corpus_source_public_id_a5ebff2a_uniq"
        )


NAMES = [migrations.RunPython(name_as_before, migrations.RunPython.noop)]

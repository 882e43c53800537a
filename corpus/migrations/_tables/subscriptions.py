"""Subscriptions, what they are told, and the log of sending it."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

TABLES = [
    migrations.CreateModel(
        name="Subscription",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("public_id", models.CharField(editable=False, max_length=17, unique=True)),
            ("name", models.CharField(max_length=100)),
            (
                "collection",
                models.CharField(
                    choices=[
                        ("articles", "articles"),
                        ("quotations", "quotations"),
                        ("people", "people"),
                        ("organisations", "organisations"),
                        ("affiliations", "affiliations"),
                        ("utterances", "utterances"),
                    ],
                    max_length=20,
                ),
            ),
            (
                "query",
                models.CharField(blank=True, help_text="The list's address behind the question mark.", max_length=2000),
            ),
            ("url", models.CharField(help_text="Where events are sent.", max_length=2000)),
            ("secret", models.CharField(help_text="Signs what is sent.", max_length=100)),
            (
                "old_secret",
                models.CharField(blank=True, help_text="Signs beside it for a while after a change.", max_length=100),
            ),
            ("old_secret_until", models.DateTimeField(blank=True, null=True)),
            ("began", models.BigIntegerField(help_text="Place in the feed where it began.")),
            ("position", models.BigIntegerField(help_text="Place in the feed up to which changes were looked at.")),
            (
                "state",
                models.CharField(choices=[("active", "active"), ("paused", "paused")], default="active", max_length=10),
            ),
            ("reason", models.TextField(blank=True, help_text="Why it is paused.")),
            ("failures", models.PositiveIntegerField(default=0, help_text="Attempts in a row that failed.")),
            ("next_try_at", models.DateTimeField(blank=True, help_text="Nothing is sent before.", null=True)),
            (
                "delivered_at",
                models.DateTimeField(blank=True, help_text="When the receiver last took an event.", null=True),
            ),
            ("worker", models.CharField(blank=True, max_length=130)),
            ("leased_until", models.DateTimeField(blank=True, null=True)),
            ("turn_at", models.DateTimeField(auto_now_add=True, help_text="When it last had its turn.")),
            ("created_at", models.DateTimeField(auto_now_add=True)),
            (
                "owner",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                ),
            ),
            (
                "compared",
                models.BigIntegerField(
                    blank=True,
                    help_text="After a change of the query: the last known record that was compared with it.",
                    null=True,
                ),
            ),
        ],
        options={
            "ordering": ["-id"],
            "indexes": [models.Index(fields=["state", "turn_at"], name="subscription_by_turn")],
            "constraints": [
                models.CheckConstraint(
                    condition=models.Q(("public_id__startswith", "sub_")), name="subscription_public_id"
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        (
                            "collection__in",
                            ["articles", "quotations", "people", "organisations", "affiliations", "utterances"],
                        )
                    ),
                    name="subscription_collection_known",
                ),
                models.CheckConstraint(
                    condition=models.Q(("state__in", ["active", "paused"])), name="subscription_state"
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("state", "paused"), _negated=True),
                        models.Q(("reason", ""), _negated=True),
                        _connector="OR",
                    ),
                    name="subscription_paused_has_reason",
                ),
                models.CheckConstraint(
                    condition=models.Q(models.Q(("name", ""), _negated=True), ("url__startswith", "http")),
                    name="subscription_given",
                ),
                models.CheckConstraint(
                    condition=models.Q(("secret__startswith", "whsec_")), name="subscription_has_secret"
                ),
                models.CheckConstraint(
                    condition=models.Q(("began__lte", models.F("position"))), name="subscription_goes_on"
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        ("leased_until", None), models.Q(("worker", ""), _negated=True), _connector="OR"
                    ),
                    name="subscription_leased",
                ),
            ],
        },
    ),
    migrations.CreateModel(
        name="SubscriptionEvent",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("public_id", models.CharField(editable=False, max_length=17, unique=True)),
            (
                "kind",
                models.CharField(
                    choices=[
                        ("created", "created"),
                        ("updated", "updated"),
                        ("merged", "merged"),
                        ("removed", "removed"),
                        ("test", "test"),
                    ],
                    max_length=10,
                ),
            ),
            ("record", models.CharField(blank=True, help_text="Public id; empty of a test.", max_length=17)),
            (
                "survivor",
                models.CharField(blank=True, help_text="Of a merged record: who stands for it.", max_length=17),
            ),
            ("position", models.BigIntegerField(help_text="Place of the change in the feed.")),
            ("at", models.DateTimeField(help_text="When the record changed.")),
            (
                "state",
                models.CharField(
                    choices=[("waiting", "waiting"), ("delivered", "delivered"), ("dead", "dead")],
                    default="waiting",
                    max_length=10,
                ),
            ),
            (
                "attempts",
                models.PositiveSmallIntegerField(default=0, help_text="That failed, since it was last to be sent."),
            ),
            ("done_at", models.DateTimeField(blank=True, help_text="When it was taken, or given up.", null=True)),
            (
                "subscription",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE, related_name="events", to="corpus.subscription"
                ),
            ),
        ],
        options={
            "ordering": ["-id"],
            "indexes": [models.Index(fields=["subscription", "state", "id"], name="event_to_send")],
            "constraints": [
                models.CheckConstraint(condition=models.Q(("public_id__startswith", "evt_")), name="event_public_id"),
                models.CheckConstraint(
                    condition=models.Q(("kind__in", ["created", "updated", "merged", "removed", "test"])),
                    name="event_kind_known",
                ),
                models.CheckConstraint(
                    condition=models.Q(("state__in", ["waiting", "delivered", "dead"])), name="event_state_known"
                ),
                models.CheckConstraint(
                    condition=models.Q(("kind", "test"), models.Q(("record", ""), _negated=True), _connector="XOR"),
                    name="event_about_a_record",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("kind", "merged"), _negated=True),
                        models.Q(("survivor", ""), _negated=True),
                        _connector="OR",
                    ),
                    name="event_merged_into",
                ),
                models.CheckConstraint(
                    condition=models.Q(("state", "waiting"), ("done_at__isnull", False), _connector="XOR"),
                    name="event_done_has_time",
                ),
            ],
        },
    ),
    migrations.CreateModel(
        name="Delivery",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("attempt", models.PositiveSmallIntegerField(help_text="Counted from 1.")),
            ("at", models.DateTimeField(help_text="When it was sent.")),
            ("milliseconds", models.PositiveIntegerField(help_text="Until the answer was read, or given up.")),
            (
                "status",
                models.PositiveSmallIntegerField(
                    help_text="HTTP status of the answer; null: there was none.", null=True
                ),
            ),
            ("error", models.TextField(blank=True, help_text="Why it counts as failed; empty: it was taken.")),
            ("excerpt", models.CharField(blank=True, help_text="Beginning of the answer.", max_length=500)),
            (
                "subscription",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE, related_name="deliveries", to="corpus.subscription"
                ),
            ),
            (
                "event",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="deliveries",
                    to="corpus.subscriptionevent",
                ),
            ),
        ],
        options={
            "verbose_name_plural": "deliveries",
            "ordering": ["-id"],
            "indexes": [models.Index(fields=["subscription", "id"], name="delivery_log")],
            "constraints": [
                models.CheckConstraint(condition=models.Q(("attempt__gte", 1)), name="delivery_counted"),
                models.CheckConstraint(
                    condition=models.Q(
                        ("status__isnull", False), models.Q(("error", ""), _negated=True), _connector="OR"
                    ),
                    name="delivery_without_answer",
                ),
            ],
        },
    ),
    migrations.CreateModel(
        name="SubscriptionRecord",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("record", models.CharField(help_text="Public id.", max_length=17)),
            (
                "subscription",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE, related_name="records", to="corpus.subscription"
                ),
            ),
        ],
        options={
            "ordering": ["id"],
            "constraints": [models.UniqueConstraint(fields=("subscription", "record"), name="subscription_knows_once")],
        },
    ),
]

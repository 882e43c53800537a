"""What was answered, used, erased and changed."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from corpus.cascades import CreateModelThatCascades

TABLES = [
    migrations.CreateModel(
        name="AnsweredRequest",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("key", models.CharField(help_text="The client's own: Idempotency-Key.", max_length=200)),
            ("fingerprint", models.CharField(help_text="SHA-256 over the address and the body.", max_length=64)),
            (
                "status",
                models.PositiveSmallIntegerField(
                    blank=True, help_text="Of the answer; empty: not answered yet.", null=True
                ),
            ),
            ("location", models.CharField(blank=True, max_length=500)),
            ("answer", models.TextField(blank=True)),
            ("created_at", models.DateTimeField(auto_now_add=True, db_index=True)),
            (
                "account",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                ),
            ),
        ],
        options={
            "ordering": ["-id"],
            "constraints": [
                models.UniqueConstraint(fields=("account", "key"), name="answered_once"),
                models.CheckConstraint(condition=models.Q(("key", ""), _negated=True), name="answered_has_key"),
            ],
        },
    ),
    CreateModelThatCascades(
        name="TokenUse",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("used_at", models.DateTimeField()),
            (
                "token",
                models.OneToOneField(
                    on_delete=django.db.models.deletion.DO_NOTHING, related_name="use", to="knox.authtoken"
                ),
            ),
        ],
        options={
            "verbose_name": "use of a token",
            "verbose_name_plural": "uses of tokens",
            "ordering": ["-used_at", "-id"],
        },
    ),
    migrations.CreateModel(
        name="ErasureRequest",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("record", models.CharField(help_text="Public id of the article, person or organisation.", max_length=17)),
            (
                "depth",
                models.CharField(
                    choices=[("taken_down", "taken down"), ("put_back", "put back"), ("erased", "erased")],
                    max_length=10,
                ),
            ),
            (
                "requested_by",
                models.CharField(blank=True, help_text="Who asked: a name, or a reference to a file.", max_length=300),
            ),
            ("reason", models.TextField(help_text="On what basis. It is kept: do not repeat here what is to go.")),
            ("cleared", models.JSONField(default=dict, help_text="How many rows of each store were cleared.")),
            ("carried_out_at", models.DateTimeField(auto_now_add=True)),
            (
                "carried_out_by",
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
            "indexes": [models.Index(fields=["record", "id"], name="erasure_by_record")],
            "constraints": [
                models.CheckConstraint(
                    condition=models.Q(("depth__in", ["taken_down", "put_back", "erased"])), name="erasure_depth_known"
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("record", ""), _negated=True), models.Q(("reason", ""), _negated=True)
                    ),
                    name="erasure_says_what_and_why",
                ),
            ],
        },
    ),
    migrations.CreateModel(
        name="ErasedId",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("public_id", models.CharField(max_length=17, unique=True)),
            (
                "request",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="ids", to="corpus.erasurerequest"
                ),
            ),
        ],
        options={
            "ordering": ["id"],
            "constraints": [
                models.CheckConstraint(condition=models.Q(("public_id", ""), _negated=True), name="erased_id_given")
            ],
        },
    ),
    migrations.CreateModel(
        name="Change",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("record", models.CharField(editable=False, help_text="Public id.", max_length=17, unique=True)),
            ("first", models.BigIntegerField(help_text="Its first place, where it has moved on since.", null=True)),
            ("at", models.DateTimeField(help_text="When it changed.")),
        ],
        options={
            "ordering": ["id"],
            "constraints": [
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("record__startswith", "art_")),
                        models.Q(("record__startswith", "quo_")),
                        models.Q(("record__startswith", "per_")),
                        models.Q(("record__startswith", "org_")),
                        models.Q(("record__startswith", "aff_")),
                        models.Q(("record__startswith", "utt_")),
                        _connector="OR",
                    ),
                    name="change_of_collection",
                ),
                models.CheckConstraint(
                    condition=models.Q(("first__isnull", True), ("first__lt", models.F("id")), _connector="OR"),
                    name="change_moves_on",
                ),
            ],
        },
    ),
]

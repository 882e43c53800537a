"""People and organisations, and that two records were made one."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import corpus.records

TABLES = [
    migrations.CreateModel(
        name="Entity",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("public_id", models.CharField(editable=False, max_length=17, unique=True)),
            (
                "type",
                models.CharField(
                    choices=[("person", "person"), ("organisation", "organisation")], editable=False, max_length=12
                ),
            ),
            (
                "name",
                models.CharField(help_text="The fullest form printed, unless an editor chose another.", max_length=300),
            ),
            (
                "name_key",
                models.CharField(
                    db_collation="BINARY",
                    editable=False,
                    help_text="Name folded: for look-ups and order.",
                    max_length=300,
                ),
            ),
            (
                "name_is_chosen",
                models.BooleanField(default=False, help_text="An editor chose the name; machines keep it."),
            ),
            ("description", models.TextField(blank=True)),
            ("is_publisher", models.BooleanField(default=False, help_text="Has published articles of the corpus.")),
            ("quotation_count", models.PositiveIntegerField(default=0, help_text="Live quotations that it speaks.")),
            ("mention_count", models.PositiveIntegerField(default=0, help_text="Live mentions in newest revisions.")),
            ("version", models.PositiveIntegerField(default=1, help_text="Counts the changes of the record.")),
            ("removed_at", models.DateTimeField(blank=True, help_text="Removed; answers 410.", null=True)),
            ("created_at", models.DateTimeField(auto_now_add=True)),
            ("updated_at", models.DateTimeField(auto_now=True)),
            (
                "merged_into",
                models.ForeignKey(
                    blank=True,
                    editable=False,
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="merged",
                    to="corpus.entity",
                ),
            ),
            (
                "match_key",
                models.CharField(
                    default="",
                    editable=False,
                    help_text="What other forms of the name share: of people the skeleton of the surname and the first initial, of organisations the name without legal form, acronyms written out.",
                    max_length=300,
                ),
            ),
            (
                "to_compare",
                models.BooleanField(
                    default=True,
                    editable=False,
                    help_text="New or newly named: to be compared with records of like names.",
                ),
            ),
            (
                "body_access",
                models.CharField(
                    choices=[("everyone", "everyone"), ("tokens", "accounts alone"), ("nobody", "nobody")],
                    default="everyone",
                    help_text="Of a publisher: who may read the whole words of its articles.",
                    max_length=8,
                ),
            ),
            (
                "refused_names",
                models.JSONField(
                    blank=True,
                    default=list,
                    editable=False,
                    help_text="Names that an editor took away; machines do not learn them.",
                ),
            ),
        ],
        options={
            "verbose_name_plural": "entities",
            "ordering": ["name", "id"],
            "indexes": [
                models.Index(fields=["type", "name_key", "id"], name="ent_by_key"),
                models.Index(fields=["type", "name", "id"], name="ent_by_name"),
                models.Index(
                    models.F("type"),
                    models.OrderBy(models.F("quotation_count"), descending=True),
                    models.OrderBy(models.F("id"), descending=True),
                    name="ent_most_quoted",
                ),
                models.Index(
                    models.F("type"),
                    models.OrderBy(models.F("mention_count"), descending=True),
                    models.OrderBy(models.F("id"), descending=True),
                    name="ent_most_mentioned",
                ),
                models.Index(
                    models.F("type"),
                    models.F("match_key"),
                    models.OrderBy(models.F("mention_count"), descending=True),
                    name="ent_by_match",
                ),
                models.Index(condition=models.Q(("to_compare", True)), fields=["id"], name="ent_to_compare"),
                models.Index(fields=["type", "created_at", "id"], name="ent_by_creation"),
                models.Index(fields=["type", "updated_at", "id"], name="ent_by_update"),
            ],
            "constraints": [
                models.CheckConstraint(
                    condition=models.Q(("type__in", ["person", "organisation"])), name="ent_type_known"
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("public_id__startswith", "per_"), ("type", corpus.records.EntityType["PERSON"])),
                        models.Q(
                            ("public_id__startswith", "org_"), ("type", corpus.records.EntityType["ORGANISATION"])
                        ),
                        _connector="OR",
                    ),
                    name="ent_public_id_of_type",
                ),
                models.CheckConstraint(condition=models.Q(("name", ""), _negated=True), name="ent_named"),
                models.CheckConstraint(
                    condition=models.Q(
                        ("merged_into__isnull", True),
                        models.Q(("merged_into", models.F("id")), _negated=True),
                        _connector="OR",
                    ),
                    name="ent_no_self_merge",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        ("is_publisher", False), ("type", corpus.records.EntityType["ORGANISATION"]), _connector="OR"
                    ),
                    name="ent_publisher_is_organisation",
                ),
                models.CheckConstraint(
                    condition=models.Q(("body_access__in", ["everyone", "tokens", "nobody"])), name="ent_access_known"
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        ("body_access", "everyone"),
                        ("type", corpus.records.EntityType["ORGANISATION"]),
                        _connector="OR",
                    ),
                    name="ent_access_of_organisation",
                ),
            ],
        },
    ),
    migrations.CreateModel(
        name="Person",
        fields=[],
        options={
            "verbose_name_plural": "people",
            "ordering": ["name", "id"],
            "proxy": True,
        },
        bases=("corpus.entity",),
    ),
    migrations.CreateModel(
        name="Organisation",
        fields=[],
        options={
            "ordering": ["name", "id"],
            "proxy": True,
        },
        bases=("corpus.entity",),
    ),
    migrations.CreateModel(
        name="Merge",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("public_id", models.CharField(editable=False, max_length=17, unique=True)),
            ("reason", models.TextField(blank=True)),
            ("merged_at", models.DateTimeField(auto_now_add=True)),
            ("undone_at", models.DateTimeField(blank=True, null=True)),
            ("undo_reason", models.TextField(blank=True)),
            (
                "loser",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="merges_lost", to="corpus.entity"
                ),
            ),
            (
                "merged_by",
                models.ForeignKey(
                    blank=True,
                    null=True,
                    on_delete=django.db.models.deletion.SET_NULL,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
            (
                "survivor",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="merges_won", to="corpus.entity"
                ),
            ),
            (
                "undone_by",
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
            "indexes": [models.Index(fields=["merged_at", "id"], name="mrg_by_time")],
            "constraints": [
                models.CheckConstraint(condition=models.Q(("public_id__startswith", "mrg_")), name="mrg_public_id"),
                models.CheckConstraint(
                    condition=models.Q(("loser", models.F("survivor")), _negated=True), name="mrg_two_records"
                ),
                models.UniqueConstraint(
                    condition=models.Q(("undone_at__isnull", True)), fields=("loser",), name="mrg_lost_once"
                ),
            ],
        },
    ),
]

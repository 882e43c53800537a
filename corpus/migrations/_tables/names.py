"""What entities are found by: other names, identifiers, parts of names, and pairs that may be one."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import corpus.models.name_part

TABLES = [
    migrations.CreateModel(
        name="Alias",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("name", models.CharField(max_length=300)),
            (
                "name_key",
                models.CharField(
                    db_collation="BINARY", editable=False, help_text="Name folded for look-ups.", max_length=300
                ),
            ),
            (
                "kind",
                models.CharField(
                    choices=[
                        ("printed", "another printed form"),
                        ("acronym", "acronym"),
                        ("short", "short form"),
                        ("former", "former name"),
                        ("merged", "name of a merged record"),
                        ("editor", "given by an editor"),
                    ],
                    default="printed",
                    max_length=10,
                ),
            ),
            ("language", models.CharField(blank=True, help_text="BCP 47 tag.", max_length=35)),
            (
                "entity",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE, related_name="aliases", to="corpus.entity"
                ),
            ),
            (
                "merge",
                models.ForeignKey(
                    blank=True,
                    editable=False,
                    null=True,
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="aliases",
                    to="corpus.merge",
                ),
            ),
        ],
        options={
            "verbose_name_plural": "aliases",
            "ordering": ["entity", "name"],
            "indexes": [models.Index(fields=["name_key"], name="alias_by_key")],
            "constraints": [
                models.UniqueConstraint(fields=("entity", "name"), name="alias_once"),
                models.CheckConstraint(condition=models.Q(("name", ""), _negated=True), name="alias_named"),
            ],
        },
    ),
    migrations.CreateModel(
        name="Identifier",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("scheme", models.SlugField()),
            ("value", models.CharField(max_length=200)),
            (
                "entity",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE, related_name="identifiers", to="corpus.entity"
                ),
            ),
        ],
        options={
            "ordering": ["scheme", "value"],
            "constraints": [
                models.UniqueConstraint(fields=("scheme", "value"), name="identifier_once"),
                models.CheckConstraint(
                    condition=models.Q(models.Q(("scheme", ""), _negated=True), models.Q(("value", ""), _negated=True)),
                    name="identifier_given",
                ),
            ],
        },
    ),
    migrations.CreateModel(
        name="NamePart",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            (
                "text",
                corpus.models.name_part.PlainField(
                    help_text="Folded, from the word to the end of the name.", max_length=300
                ),
            ),
            (
                "place",
                models.PositiveSmallIntegerField(
                    choices=[
                        (0, "the name"),
                        (1, "a further word of the name"),
                        (2, "another name"),
                        (3, "a further word of another name"),
                    ]
                ),
            ),
            ("first", models.CharField(help_text="Its first character.", max_length=1)),
            ("first_two", models.CharField(help_text="Its first two characters, or all.", max_length=2)),
            ("first_three", models.CharField(help_text="Its first three characters, or all.", max_length=3)),
            (
                "weight",
                models.PositiveSmallIntegerField(
                    default=0,
                    help_text="Binary digits of how often the record speaks and is mentioned: it seldom changes.",
                ),
            ),
            (
                "shown",
                models.CharField(
                    choices=[("person", "person"), ("organisation", "organisation"), ("publisher", "publisher")],
                    max_length=12,
                ),
            ),
            (
                "entity",
                models.ForeignKey(
                    db_index=False,
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="name_parts",
                    to="corpus.entity",
                ),
            ),
        ],
        options={
            "ordering": ["entity", "place", "text"],
            "indexes": [
                models.Index(fields=["first", "place", "-weight", "entity", "shown"], name="part_by_first"),
                models.Index(fields=["first_two", "place", "-weight", "entity", "shown"], name="part_by_first_two"),
                models.Index(fields=["first_three", "place", "-weight", "entity", "shown"], name="part_by_first_three"),
                models.Index(fields=["text", "place", "-weight", "entity", "shown"], name="part_by_text"),
            ],
            "constraints": [
                models.UniqueConstraint(fields=("entity", "place", "text"), name="part_once"),
                models.CheckConstraint(condition=models.Q(("text", ""), _negated=True), name="part_not_empty"),
                models.CheckConstraint(condition=models.Q(("place__in", [0, 1, 2, 3])), name="part_place_known"),
                models.CheckConstraint(
                    condition=models.Q(("shown__in", ["person", "organisation", "publisher"])), name="part_shown_known"
                ),
            ],
        },
    ),
    migrations.CreateModel(
        name="DuplicatePair",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            (
                "score",
                models.FloatField(
                    help_text="Sum of the weights of the evidence (log-odds): from 1 on, the two are one."
                ),
            ),
            (
                "evidence",
                models.JSONField(
                    default=list, help_text="In words: the names, what speaks for one record, what speaks against it."
                ),
            ),
            (
                "state",
                models.CharField(
                    choices=[("open", "to decide"), ("merged", "one record"), ("different", "two records")],
                    default="open",
                    max_length=9,
                ),
            ),
            ("reason", models.TextField(blank=True)),
            ("decided_at", models.DateTimeField(blank=True, null=True)),
            ("found_at", models.DateTimeField(auto_now_add=True)),
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
                "first",
                models.ForeignKey(
                    help_text="The older record.",
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="+",
                    to="corpus.entity",
                ),
            ),
            (
                "second",
                models.ForeignKey(
                    help_text="The newer record.",
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="+",
                    to="corpus.entity",
                ),
            ),
            ("public_id", models.CharField(editable=False, max_length=17, unique=True)),
        ],
        options={
            "ordering": ["-score", "-id"],
            "indexes": [
                models.Index(
                    models.OrderBy(models.F("score"), descending=True),
                    models.OrderBy(models.F("id"), descending=True),
                    condition=models.Q(("state", "open")),
                    name="dup_open",
                ),
                models.Index(
                    models.OrderBy(models.F("score"), descending=True),
                    models.OrderBy(models.F("id"), descending=True),
                    name="dup_by_score",
                ),
                models.Index(fields=["found_at", "id"], name="dup_by_finding"),
            ],
            "constraints": [
                models.CheckConstraint(condition=models.Q(("first__lt", models.F("second"))), name="dup_older_first"),
                models.UniqueConstraint(fields=("first", "second"), name="dup_once"),
                models.CheckConstraint(
                    condition=models.Q(("state__in", ["open", "merged", "different"])), name="dup_state_known"
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("decided_at__isnull", True), ("state", "open")),
                        models.Q(models.Q(("state", "open"), _negated=True), ("decided_at__isnull", False)),
                        _connector="OR",
                    ),
                    name="dup_decided_when_settled",
                ),
                models.CheckConstraint(condition=models.Q(("public_id__startswith", "dup_")), name="dup_public_id"),
            ],
        },
    ),
]

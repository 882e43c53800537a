"""What editors decide further: proposals, passages put back, rows made by hand, who may read whole articles."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import corpus.records


class Migration(migrations.Migration):
    dependencies = [
        ("corpus", "0012_word_count"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
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
            ],
            options={
                "ordering": ["-id"],
            },
        ),
        migrations.CreateModel(
            name="RestoredPassage",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("text", models.TextField(help_text="As it was cut.")),
                (
                    "text_key",
                    models.CharField(editable=False, help_text="SHA-256 of the text, in UTF-8.", max_length=64),
                ),
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
            ],
            options={
                "ordering": ["article", "pk"],
            },
        ),
        migrations.AddField(
            model_name="affiliation",
            name="made_by_hand",
            field=models.BooleanField(default=False, help_text="An editor added it."),
        ),
        migrations.AddField(
            model_name="article",
            name="edited",
            field=models.JSONField(
                blank=True,
                default=list,
                editable=False,
                help_text="What an editor set: names of fields that ingest leaves alone.",
            ),
        ),
        migrations.AddField(
            model_name="decision",
            name="aside",
            field=models.JSONField(
                default=dict,
                editable=False,
                help_text="Columns that went along as they were, for a revert: confidences, ids.",
            ),
        ),
        migrations.AddField(
            model_name="decision",
            name="public_id",
            field=models.CharField(editable=False, max_length=17, null=True, unique=True),
        ),
        migrations.AddField(
            model_name="decision",
            name="reverts",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                help_text="The decision that this one takes back.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="reverted_by",
                to="corpus.decision",
            ),
        ),
        migrations.AddField(
            model_name="duplicatepair",
            name="public_id",
            field=models.CharField(editable=False, max_length=17, null=True, unique=True),
        ),
        migrations.AddField(
            model_name="entity",
            name="body_access",
            field=models.CharField(
                choices=[("everyone", "everyone"), ("tokens", "accounts alone"), ("nobody", "nobody")],
                default="everyone",
                help_text="Of a publisher: who may read the whole words of its articles.",
                max_length=8,
            ),
        ),
        migrations.AddField(
            model_name="entity",
            name="refused_names",
            field=models.JSONField(
                blank=True,
                default=list,
                editable=False,
                help_text="Names that an editor took away; machines do not learn them.",
            ),
        ),
        migrations.AddField(
            model_name="mention",
            name="made_by_hand",
            field=models.BooleanField(default=False, help_text="An editor added it."),
        ),
        migrations.AddConstraint(
            model_name="decision",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("reverts__isnull", True), models.Q(("reverts", models.F("id")), _negated=True), _connector="OR"
                ),
                name="decision_reverts_another",
            ),
        ),
        migrations.AddConstraint(
            model_name="entity",
            constraint=models.CheckConstraint(
                condition=models.Q(("body_access__in", ["everyone", "tokens", "nobody"])), name="ent_access_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="entity",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("body_access", "everyone"), ("type", corpus.records.EntityType["ORGANISATION"]), _connector="OR"
                ),
                name="ent_access_of_organisation",
            ),
        ),
        migrations.AddField(
            model_name="proposal",
            name="decided_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="proposal",
            name="decision",
            field=models.OneToOneField(
                blank=True,
                editable=False,
                help_text="The correction that accepting it made.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="proposal",
                to="corpus.decision",
            ),
        ),
        migrations.AddField(
            model_name="proposal",
            name="proposed_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="proposal",
            name="quotation",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="proposals", to="corpus.quotation"
            ),
        ),
        migrations.AddField(
            model_name="restoredpassage",
            name="article",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="restored", to="corpus.article"
            ),
        ),
        migrations.AddIndex(
            model_name="proposal",
            index=models.Index(
                models.F("state"),
                models.OrderBy(models.F("proposed_at"), descending=True),
                models.OrderBy(models.F("id"), descending=True),
                name="prp_by_state",
            ),
        ),
        migrations.AddIndex(
            model_name="proposal",
            index=models.Index(
                models.F("quotation"),
                models.OrderBy(models.F("proposed_at"), descending=True),
                models.OrderBy(models.F("id"), descending=True),
                name="prp_by_quotation",
            ),
        ),
        migrations.AddIndex(
            model_name="proposal",
            index=models.Index(
                models.OrderBy(models.F("proposed_at"), descending=True),
                models.OrderBy(models.F("id"), descending=True),
                name="prp_newest",
            ),
        ),
        migrations.AddConstraint(
            model_name="proposal",
            constraint=models.CheckConstraint(
                condition=models.Q(("public_id__startswith", "prp_")), name="prp_public_id"
            ),
        ),
        migrations.AddConstraint(
            model_name="proposal",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["open", "accepted", "declined", "overtaken"])), name="prp_state_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="proposal",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("decided_at__isnull", True), ("state", "open")),
                    models.Q(models.Q(("state", "open"), _negated=True), ("decided_at__isnull", False)),
                    _connector="OR",
                ),
                name="prp_decided_when_settled",
            ),
        ),
        migrations.AddConstraint(
            model_name="proposal",
            constraint=models.CheckConstraint(
                condition=models.Q(("decision__isnull", True), ("state", "accepted"), _connector="OR"),
                name="prp_decision_when_accepted",
            ),
        ),
        migrations.AddConstraint(
            model_name="restoredpassage",
            constraint=models.UniqueConstraint(fields=("article", "text_key"), name="restored_once"),
        ),
        migrations.AddConstraint(
            model_name="restoredpassage",
            constraint=models.CheckConstraint(
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
        ),
        migrations.AddConstraint(
            model_name="restoredpassage",
            constraint=models.CheckConstraint(
                condition=models.Q(("text", ""), _negated=True), name="restored_not_empty"
            ),
        ),
    ]

"""Quotations."""

import datetime

import django.db.models.deletion
from django.db import migrations, models

import corpus.records

TABLES = [
    migrations.CreateModel(
        name="Quotation",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("public_id", models.CharField(editable=False, max_length=17, unique=True)),
            ("words", models.TextField(help_text="What stands in the spans, joined by a space.")),
            ("words_key", models.CharField(editable=False, help_text="Hash of the normalised words.", max_length=64)),
            ("start", models.PositiveIntegerField(help_text="Start of the first span.")),
            ("end", models.PositiveIntegerField(help_text="End of the last span.")),
            (
                "prefix",
                models.CharField(blank=True, help_text="What stands before it, at most 32 code points.", max_length=64),
            ),
            (
                "suffix",
                models.CharField(blank=True, help_text="What stands after it, at most 32 code points.", max_length=64),
            ),
            (
                "kind",
                models.CharField(
                    choices=[("direct", "direct"), ("mixed", "mixed"), ("indirect", "indirect")], max_length=8
                ),
            ),
            (
                "attitude",
                models.CharField(
                    choices=[
                        ("said", "said"),
                        ("asked", "asked"),
                        ("believes", "believes"),
                        ("wants", "wants"),
                        ("promises", "promises"),
                        ("denies", "denies"),
                        ("refuses", "refuses"),
                        ("feels", "feels"),
                    ],
                    max_length=10,
                ),
            ),
            (
                "speaker_type",
                models.CharField(
                    blank=True,
                    choices=[("person", "person"), ("organisation", "organisation"), ("unnamed", "unnamed")],
                    help_text="Empty: unresolved.",
                    max_length=12,
                ),
            ),
            ("speaker_text", models.CharField(blank=True, help_text="As printed: 'he', 'Hof'.", max_length=500)),
            ("speaker_start", models.PositiveIntegerField(blank=True, null=True)),
            ("speaker_end", models.PositiveIntegerField(blank=True, null=True)),
            (
                "speaker_role",
                models.CharField(blank=True, help_text="The role given to the speaker there.", max_length=500),
            ),
            ("cue", models.CharField(blank=True, help_text="'said', 'according to'.", max_length=200)),
            ("cue_start", models.PositiveIntegerField(blank=True, null=True)),
            ("cue_end", models.PositiveIntegerField(blank=True, null=True)),
            ("addressee_text", models.CharField(blank=True, help_text="As printed.", max_length=500)),
            (
                "channel",
                models.CharField(
                    blank=True,
                    choices=[
                        ("email", "email"),
                        ("interview", "interview"),
                        ("phone", "phone"),
                        ("press_conference", "press conference"),
                        ("testimony", "testimony"),
                        ("statement", "statement"),
                        ("report", "report"),
                        ("letter", "letter"),
                        ("court_filing", "court filing"),
                        ("social_post", "social post"),
                        ("broadcast", "broadcast"),
                    ],
                    max_length=20,
                ),
            ),
            (
                "said_at",
                models.DateTimeField(blank=True, help_text="The time of speaking, where it is stated.", null=True),
            ),
            (
                "said_precision",
                models.CharField(
                    blank=True,
                    choices=[
                        ("year", "year"),
                        ("month", "month"),
                        ("week", "week"),
                        ("day", "day"),
                        ("minute", "minute"),
                        ("second", "second"),
                    ],
                    max_length=6,
                ),
            ),
            (
                "published_at",
                models.DateTimeField(
                    default=datetime.datetime(1, 1, 2, 0, 0, tzinfo=datetime.UTC),
                    help_text="The article's, so that one index serves.",
                ),
            ),
            ("confidence", models.FloatField(help_text="Span, speaker and kind all right.")),
            ("confidence_span", models.FloatField()),
            ("confidence_speaker", models.FloatField()),
            ("confidence_kind", models.FloatField()),
            (
                "status",
                models.CharField(
                    choices=[
                        ("extracted", "extracted"),
                        ("confirmed", "confirmed"),
                        ("corrected", "corrected"),
                        ("rejected", "rejected"),
                        ("withdrawn", "withdrawn"),
                    ],
                    default="extracted",
                    max_length=10,
                ),
            ),
            ("made_by_hand", models.BooleanField(default=False, help_text="An editor added it.")),
            ("extractor", models.CharField(blank=True, max_length=50)),
            ("version", models.PositiveIntegerField(default=1, help_text="Counts the changes of the record.")),
            ("created_at", models.DateTimeField(auto_now_add=True)),
            ("updated_at", models.DateTimeField(auto_now=True)),
            (
                "addressee",
                models.ForeignKey(
                    blank=True,
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="heard",
                    to="corpus.entity",
                ),
            ),
            (
                "article",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="quotations", to="corpus.article"
                ),
            ),
            (
                "original_addressee",
                models.ForeignKey(
                    blank=True,
                    editable=False,
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to="corpus.entity",
                ),
            ),
            (
                "original_speaker",
                models.ForeignKey(
                    blank=True,
                    editable=False,
                    help_text="As resolved, by machine or editor, before any merge.",
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to="corpus.entity",
                ),
            ),
            (
                "speaker",
                models.ForeignKey(
                    blank=True,
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="quotations",
                    to="corpus.entity",
                ),
            ),
            (
                "text",
                models.ForeignKey(
                    help_text="The revision it points at.",
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="quotations",
                    to="corpus.articletext",
                ),
            ),
            (
                "utterance",
                models.ForeignKey(
                    blank=True,
                    editable=False,
                    null=True,
                    on_delete=django.db.models.deletion.SET_NULL,
                    related_name="quotations",
                    to="corpus.utterance",
                ),
            ),
            ("word_count", models.PositiveIntegerField(default=0, help_text="Words of the quotation.")),
            (
                "review_priority",
                models.PositiveSmallIntegerField(
                    default=0, editable=False, help_text="How much it needs an editor's eyes, from 0 to 1000."
                ),
            ),
        ],
        options={
            "ordering": ["-published_at", "-id"],
            "indexes": [
                models.Index(
                    models.OrderBy(models.F("published_at"), descending=True),
                    models.OrderBy(models.F("id"), descending=True),
                    name="quo_newest",
                ),
                models.Index(
                    models.F("speaker"),
                    models.OrderBy(models.F("published_at"), descending=True),
                    models.OrderBy(models.F("id"), descending=True),
                    name="quo_by_speaker",
                ),
                models.Index(fields=["article", "start", "id"], name="quo_in_article"),
                models.Index(models.F("status"), models.F("confidence"), models.F("id"), name="quo_for_review"),
                models.Index(fields=["words_key"], name="quo_by_words"),
                models.Index(
                    models.F("status"),
                    models.OrderBy(models.F("published_at"), descending=True),
                    models.OrderBy(models.F("id"), descending=True),
                    name="quo_by_status",
                ),
                models.Index(fields=["said_at", "id"], name="quo_by_speech"),
                models.Index(fields=["confidence", "id"], name="quo_by_confidence"),
                models.Index(fields=["created_at", "id"], name="quo_by_creation"),
                models.Index(fields=["updated_at", "id"], name="quo_by_update"),
                models.Index(
                    fields=[
                        "article",
                        "status",
                        "speaker",
                        "published_at",
                        "kind",
                        "channel",
                        "attitude",
                        "speaker_type",
                    ],
                    name="quo_facets",
                ),
                models.Index(fields=["word_count", "id"], name="quo_by_length"),
                models.Index(
                    models.F("status"),
                    models.OrderBy(models.F("review_priority"), descending=True),
                    models.F("id"),
                    name="quo_by_need",
                ),
            ],
            "constraints": [
                models.CheckConstraint(condition=models.Q(("public_id__startswith", "quo_")), name="quo_public_id"),
                models.CheckConstraint(condition=models.Q(("words", ""), _negated=True), name="quo_not_empty"),
                models.CheckConstraint(
                    condition=models.Q(("start__gte", 0), ("start__lt", models.F("end"))), name="quo_span"
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("speaker_end__isnull", True), ("speaker_start__isnull", True)),
                        models.Q(
                            ("speaker_end__isnull", False),
                            ("speaker_start__gte", 0),
                            ("speaker_start__isnull", False),
                            ("speaker_start__lt", models.F("speaker_end")),
                        ),
                        _connector="OR",
                    ),
                    name="quo_speaker_span",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("cue_end__isnull", True), ("cue_start__isnull", True)),
                        models.Q(
                            ("cue_end__isnull", False),
                            ("cue_start__gte", 0),
                            ("cue_start__isnull", False),
                            ("cue_start__lt", models.F("cue_end")),
                        ),
                        _connector="OR",
                    ),
                    name="quo_cue_span",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(
                            ("speaker__isnull", False),
                            (
                                "speaker_type__in",
                                [corpus.records.SpeakerType["PERSON"], corpus.records.SpeakerType["ORGANISATION"]],
                            ),
                        ),
                        models.Q(
                            ("speaker__isnull", True), ("speaker_type__in", [corpus.records.SpeakerType["UNNAMED"], ""])
                        ),
                        _connector="OR",
                    ),
                    name="quo_speaker_of_type",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("original_speaker__isnull", True), ("speaker__isnull", True)),
                        models.Q(("original_speaker__isnull", False), ("speaker__isnull", False)),
                        _connector="OR",
                    ),
                    name="quo_speaker_has_original",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("speaker_type", corpus.records.SpeakerType["UNNAMED"]), _negated=True),
                        models.Q(("speaker_text", ""), _negated=True),
                        _connector="OR",
                    ),
                    name="quo_unnamed_as_printed",
                ),
                models.CheckConstraint(
                    condition=models.Q(("kind__in", ["direct", "mixed", "indirect"])), name="quo_kind_known"
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        (
                            "channel__in",
                            [
                                "email",
                                "interview",
                                "phone",
                                "press_conference",
                                "testimony",
                                "statement",
                                "report",
                                "letter",
                                "court_filing",
                                "social_post",
                                "broadcast",
                                "",
                            ],
                        )
                    ),
                    name="quo_channel_known",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        ("status__in", ["extracted", "confirmed", "corrected", "rejected", "withdrawn"])
                    ),
                    name="quo_status_known",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        ("confidence__gte", 0.0),
                        ("confidence__lte", 1.0),
                        ("confidence_span__gte", 0.0),
                        ("confidence_span__lte", 1.0),
                        ("confidence_speaker__gte", 0.0),
                        ("confidence_speaker__lte", 1.0),
                        ("confidence_kind__gte", 0.0),
                        ("confidence_kind__lte", 1.0),
                    ),
                    name="quo_confidence",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        (
                            "attitude__in",
                            ["said", "asked", "believes", "wants", "promises", "denies", "refuses", "feels"],
                        )
                    ),
                    name="quo_attitude_known",
                ),
            ],
        },
    ),
]

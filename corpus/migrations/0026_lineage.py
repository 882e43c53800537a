"""Wordings of one saying, and words that are given to several speakers. `manage.py recount` groups what stands."""

import django.db.models.deletion
from django.db import migrations, models

from corpus.migrations._change_triggers import SAYINGS, installing, remove


class Migration(migrations.Migration):
    dependencies = [
        ("corpus", "0025_subscriptions"),
    ]

    operations = [
        migrations.RunPython(remove, installing()),
        migrations.CreateModel(
            name="Dispute",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ],
            options={
                "ordering": ["id"],
            },
        ),
        migrations.AddField(
            model_name="utterance",
            name="outlet_count",
            field=models.PositiveIntegerField(default=0, help_text="Publishers that print it."),
        ),
        migrations.AddField(
            model_name="utterance",
            name="printings",
            field=models.PositiveIntegerField(default=0, help_text="Live quotations in this very wording."),
        ),
        migrations.AddField(
            model_name="utterance",
            name="speaker_disputed",
            field=models.BooleanField(default=False, help_text="The same words are given to others too."),
        ),
        migrations.AddField(
            model_name="utterance",
            name="variant_count",
            field=models.PositiveIntegerField(default=0, help_text="Wordings in which it is printed."),
        ),
        migrations.AddField(
            model_name="utterance",
            name="variant_of",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                help_text="The utterance that this wording is a variant of: cut, extended, or with a word changed.",
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="variants",
                to="corpus.utterance",
            ),
        ),
        migrations.AddField(
            model_name="utterance",
            name="words_disputed",
            field=models.BooleanField(default=False, help_text="Printed between marks with other words."),
        ),
        migrations.AlterField(
            model_name="utterance",
            name="times_printed",
            field=models.PositiveIntegerField(default=0, help_text="Live quotations that print it, in any wording."),
        ),
        migrations.AddField(
            model_name="dispute",
            name="first",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="corpus.utterance"
            ),
        ),
        migrations.AddField(
            model_name="dispute",
            name="second",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="corpus.utterance"
            ),
        ),
        migrations.AddConstraint(
            model_name="dispute",
            constraint=models.UniqueConstraint(fields=("first", "second"), name="dispute_once"),
        ),
        migrations.AddConstraint(
            model_name="dispute",
            constraint=models.CheckConstraint(
                condition=models.Q(("first__lt", models.F("second"))), name="dispute_in_order"
            ),
        ),
        migrations.RunPython(installing(SAYINGS), remove),
    ]

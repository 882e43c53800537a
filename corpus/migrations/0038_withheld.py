"""Whom articles name that were taken down, and which decisions an erasure has emptied."""

import django.db.models.deletion
from django.db import migrations, models
from django.utils import timezone

from corpus.models.ids import fresh_decision

NAMED = (
    ("mention", "text__article", ("entity", "original_entity")),
    ("quotation", "article", ("speaker", "original_speaker", "addressee", "original_addressee")),
    ("quotation", "article", ("candidates__entity", "candidates__original_entity", "readings__original_speaker")),
    ("affiliation", "text__article", ("person", "original_person", "organisation", "original_organisation")),
)


def hide_names(apps, schema_editor):
    """Of articles that are down already; what is named, and all that it was ever merged into."""
    alias = schema_editor.connection.alias
    rows = {name: apps.get_model("corpus", name).objects.using(alias) for name in ("article", "merge", "hiddenname")}
    down = rows["article"].filter(removed_at__isnull=False, current_text__isnull=False)
    for article in down.order_by("pk").values_list("pk", flat=True):
        found = set()
        for name, way, columns in NAMED:
            of_article = apps.get_model("corpus", name).objects.using(alias).filter(**{way: article}).order_by()
            for column in columns:
                found |= set(of_article.values_list(column, flat=True).distinct())
        level = found = found - {None}
        while level:
            level = set(rows["merge"].filter(loser__in=level).values_list("survivor", flat=True)) - found
            found = found | level
        made = rows["hiddenname"].model
        rows["hiddenname"].bulk_create((made(article_id=article, entity_id=pk) for pk in sorted(found)), batch_size=500)


def mark_emptied(apps, schema_editor):
    """What erasures have emptied so far; and a line about the quotations that they left without their speaker."""
    alias = schema_editor.connection.alias
    decisions = apps.get_model("corpus", "decision").objects.using(alias)
    if not apps.get_model("corpus", "erasurerequest").objects.using(alias).filter(depth="erased").exists():
        return
    # One that says nothing was emptied, or changed nothing: there is nothing to take back either way.
    decisions.filter(before={}, after={}, aside={}, reason="").update(erased_at=timezone.now())
    unnamed = apps.get_model("corpus", "quotation").objects.using(alias)
    unnamed = unnamed.filter(speaker_type="unnamed", speaker_text="erased", speaker__isnull=True, status="corrected")
    made = decisions.model
    decisions.bulk_create(
        (
            made(
                public_id=fresh_decision(),
                record=record,
                action="erase",
                after={"status": "corrected"},
                erased_at=timezone.now(),
            )
            for record in unnamed.order_by("pk").values_list("public_id", flat=True)
        ),
        batch_size=500,
    )


class Migration(migrations.Migration):
    dependencies = [("corpus", "0037_utterances_by_variants")]

    operations = [
        migrations.AddField(
            model_name="decision",
            name="erased_at",
            field=models.DateTimeField(
                editable=False,
                help_text="When an erasure emptied it, or noted it: it is not taken back, since nothing tells what "
                "was before.",
                null=True,
            ),
        ),
        migrations.CreateModel(
            name="HiddenName",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "article",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="corpus.article",
                    ),
                ),
                (
                    "entity",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="corpus.entity"
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
                "constraints": [models.UniqueConstraint(fields=("article", "entity"), name="hidden_name_once")],
            },
        ),
        migrations.RunPython(hide_names, migrations.RunPython.noop),
        migrations.RunPython(mark_emptied, migrations.RunPython.noop),
    ]

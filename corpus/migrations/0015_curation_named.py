"""Every decision and every pair has an id."""

from django.db import migrations, models

import corpus.models.ids


class Migration(migrations.Migration):
    dependencies = [("corpus", "0014_curation_ids")]

    operations = [
        migrations.AlterField(
            model_name="decision",
            name="public_id",
            field=models.CharField(
                default=corpus.models.ids.fresh_decision, editable=False, max_length=17, unique=True
            ),
        ),
        migrations.AlterField(
            model_name="duplicatepair",
            name="public_id",
            field=models.CharField(editable=False, max_length=17, unique=True),
        ),
        migrations.AddConstraint(
            model_name="decision",
            constraint=models.CheckConstraint(
                condition=models.Q(("public_id__startswith", "dec_")), name="decision_public_id"
            ),
        ),
        migrations.AddConstraint(
            model_name="duplicatepair",
            constraint=models.CheckConstraint(
                condition=models.Q(("public_id__startswith", "dup_")), name="dup_public_id"
            ),
        ),
        migrations.AddIndex(
            model_name="duplicatepair",
            index=models.Index(
                models.OrderBy(models.F("score"), descending=True),
                models.OrderBy(models.F("id"), descending=True),
                name="dup_by_score",
            ),
        ),
        migrations.AddIndex(
            model_name="duplicatepair",
            index=models.Index(fields=["found_at", "id"], name="dup_by_finding"),
        ),
    ]

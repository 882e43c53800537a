"""Checks of sources, made while others write. Cut short, it begins where it left off."""

from django.db import migrations, models

from corpus.indexing import AddCheckWithoutPause


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("corpus", "0029_sources")]

    operations = [
        AddCheckWithoutPause(
            model_name="source",
            constraint=models.CheckConstraint(
                condition=models.Q(("public_id__startswith", "src_")), name="source_public_id"
            ),
        ),
        AddCheckWithoutPause(
            model_name="source",
            constraint=models.CheckConstraint(
                condition=models.Q(("poll_outcome__in", ["changed", "unchanged", "failed", ""])),
                name="source_poll_outcome_known",
            ),
        ),
        AddCheckWithoutPause(
            model_name="source",
            constraint=models.CheckConstraint(
                condition=models.Q(("poll_outcome", "changed"), ("entries_found", 0), _connector="XOR"),
                name="source_found_by_a_change",
            ),
        ),
    ]

"""Quotations are told of when what lists find them by changes in their article, or in how often they are printed."""

from django.db import migrations

from corpus.migrations._change_triggers import DETECTED, SAYINGS, renewing


class Migration(migrations.Migration):
    dependencies = [("corpus", "0040_answered_tags")]

    operations = [migrations.RunPython(renewing(SAYINGS, DETECTED, finding=True), renewing(SAYINGS, DETECTED))]

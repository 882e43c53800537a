"""Tables between their preview and their import; and what undone merges and reopened pairs take back, named."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

TAKEN_BACK = (("undo merge", "merge", "merge"), ("decide again", "different", "different_from"))


def name_what_is_taken_back(apps, schema_editor):
    """Let each line of a merge's undoing, or of a pair that was reopened, name the line that it takes back."""
    decisions = apps.get_model("corpus", "decision").objects.using(schema_editor.connection.alias)
    for undoing, doing, field in TAKEN_BACK:
        rows = decisions.filter(action=undoing, reverts__isnull=True, erased_at__isnull=True).order_by("pk")
        for pk, record, before in list(rows.values_list("pk", "record", "before")):
            done = decisions.filter(record=record, action=doing, pk__lt=pk, **{f"after__{field}": before.get(field)})
            taken = decisions.filter(record=record, reverts__isnull=False).values("reverts")
            last = done.exclude(pk__in=taken).order_by("-pk").values_list("pk", flat=True).first()
            if last is not None:
                decisions.filter(pk=pk).update(reverts=last)


class Migration(migrations.Migration):
    dependencies = [
        ("corpus", "0038_withheld"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="UploadedTable",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "key",
                    models.CharField(help_text="What the page of the preview calls it by.", max_length=43, unique=True),
                ),
                ("list", models.CharField(help_text="Name of the model whose list it is for.", max_length=50)),
                ("file_name", models.CharField(max_length=200)),
                ("format", models.CharField(max_length=10)),
                ("content", models.BinaryField()),
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
                    models.CheckConstraint(condition=models.Q(("key", ""), _negated=True), name="uploaded_has_key")
                ],
            },
        ),
        migrations.RunPython(name_what_is_taken_back, migrations.RunPython.noop),
    ]

"""Ids of sources, how their last poll ended, and a version; who adds sources may remove them."""

from django.db import migrations, models

from corpus.models.ids import IdType, derive

CHUNK = 500
RIGHTS = {"ingestors": "delete_source"}


def name(apps, schema_editor):
    # An id follows from the address, so it is the same wherever, and however often, this runs.
    source = apps.get_model("corpus", "Source").objects.using(schema_editor.connection.alias)
    last = 0
    while rows := list(source.filter(pk__gt=last, public_id=None).order_by("pk").only("pk", "url")[:CHUNK]):
        for row in rows:
            row.public_id = derive(IdType.SOURCE, row.url)
        source.bulk_update(rows, ["public_id"])
        last = rows[-1].pk


def give(apps, schema_editor):
    # Permissions are otherwise made after all migrations, too late for the groups.
    alias = schema_editor.connection.alias
    content_type = apps.get_model("contenttypes", "ContentType").objects.using(alias)
    permission = apps.get_model("auth", "Permission").objects.using(alias)
    kind, _ = content_type.get_or_create(app_label="corpus", model="source")
    for name, codename in RIGHTS.items():
        right, _ = permission.get_or_create(
            content_type=kind, codename=codename, defaults={"name": "Can delete source"}
        )
        for group in apps.get_model("auth", "Group").objects.using(alias).filter(name=name):
            group.permissions.add(right)


def take_back(apps, schema_editor):
    alias = schema_editor.connection.alias
    rights = apps.get_model("auth", "Permission").objects.using(alias).filter(content_type__app_label="corpus")
    for name, codename in RIGHTS.items():
        for group in apps.get_model("auth", "Group").objects.using(alias).filter(name=name):
            group.permissions.remove(*rights.filter(codename=codename))


class Migration(migrations.Migration):
    dependencies = [("corpus", "0028_compared")]

    operations = [
        migrations.AddField(
            model_name="source",
            name="public_id",
            field=models.CharField(editable=False, max_length=17, null=True),
        ),
        migrations.AddField(
            model_name="source",
            name="poll_outcome",
            field=models.CharField(
                blank=True,
                choices=[("changed", "changed"), ("unchanged", "unchanged"), ("failed", "failed")],
                default="",
                help_text="How the last poll ended.",
                max_length=10,
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="source",
            name="entries_found",
            field=models.PositiveIntegerField(default=0, help_text="New or changed entries that the last poll found."),
        ),
        migrations.AddField(
            model_name="source",
            name="version",
            field=models.PositiveIntegerField(default=1, help_text="Counts the changes of what people set, no polls."),
        ),
        migrations.RunPython(name, migrations.RunPython.noop),
        migrations.AlterField(
            model_name="source",
            name="public_id",
            field=models.CharField(editable=False, max_length=17, unique=True),
        ),
        migrations.RunPython(give, take_back),
    ]

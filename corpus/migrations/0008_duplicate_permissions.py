"""Who may see the pairs of records that may be one, and who decides them."""

from django.db import migrations

RIGHTS = {"readers": ["view"], "ingestors": ["view"], "curators": ["view", "change"]}
MODEL = "duplicatepair"


def give(apps, schema_editor):
    # Permissions are otherwise made after all migrations, too late for the groups.
    content_type = apps.get_model("contenttypes", "ContentType")
    permission = apps.get_model("auth", "Permission")
    alias = schema_editor.connection.alias
    kind, _ = content_type.objects.using(alias).get_or_create(app_label="corpus", model=MODEL)
    verbose = apps.get_model("corpus", MODEL)._meta.verbose_name
    for group in apps.get_model("auth", "Group").objects.using(alias).filter(name__in=RIGHTS):
        for action in RIGHTS[group.name]:
            right, _ = permission.objects.using(alias).get_or_create(
                content_type=kind, codename=f"{action}_{MODEL}", defaults={"name": f"Can {action} {verbose}"}
            )
            group.permissions.add(right)


def take_back(apps, schema_editor):
    alias = schema_editor.connection.alias
    rights = apps.get_model("auth", "Permission").objects.using(alias)
    given = rights.filter(content_type__app_label="corpus", content_type__model=MODEL)
    for group in apps.get_model("auth", "Group").objects.using(alias).filter(name__in=RIGHTS):
        group.permissions.remove(*given)


class Migration(migrations.Migration):
    dependencies = [
        ("corpus", "0007_identity"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]
    operations = [migrations.RunPython(give, take_back)]

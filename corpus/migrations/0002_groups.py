"""The groups that permissions are given to: readers, ingestors, curators."""

from django.db import migrations

READ = ["article", "affiliation", "entity", "person", "organisation", "mention", "quotation", "utterance", "merge"]
GROUPS = {
    "readers": {"view": READ},
    "ingestors": {
        "view": [*READ, "rawdocument", "job"],
        "add": ["article", "rawdocument", "job"],
        "change": ["article"],
    },
    "curators": {
        "view": [*READ, "rawdocument", "removedpassage", "articletext", "alias", "identifier", "decision", "job"],
        "add": ["affiliation", "alias", "identifier", "mention", "merge", "person", "organisation", "quotation"],
        "change": [
            *("affiliation", "alias", "article", "entity", "identifier", "mention", "merge"),
            *("organisation", "person", "quotation"),
        ],
        "delete": ["alias", "identifier"],
    },
}


def make_groups(apps, schema_editor):
    # Permissions are otherwise made after all migrations, too late for the groups.
    content_type = apps.get_model("contenttypes", "ContentType")
    permission = apps.get_model("auth", "Permission")
    group = apps.get_model("auth", "Group")
    alias = schema_editor.connection.alias
    for name, rights in GROUPS.items():
        row, _ = group.objects.using(alias).get_or_create(name=name)
        for action, models in rights.items():
            for model in models:
                kind, _ = content_type.objects.using(alias).get_or_create(app_label="corpus", model=model)
                verbose = apps.get_model("corpus", model)._meta.verbose_name
                right, _ = permission.objects.using(alias).get_or_create(
                    content_type=kind, codename=f"{action}_{model}", defaults={"name": f"Can {action} {verbose}"}
                )
                row.permissions.add(right)


def drop_groups(apps, schema_editor):
    apps.get_model("auth", "Group").objects.filter(name__in=GROUPS).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("corpus", "0001_initial"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]
    operations = [migrations.RunPython(make_groups, drop_groups)]

"""Ids for decisions and pairs that stand already; who may propose, and who decides proposals."""

from django.db import migrations

from corpus.models.ids import IdType, derive, fresh

CHUNK = 500
READ = [
    *("article", "affiliation", "entity", "person", "organisation", "mention", "quotation", "utterance", "merge"),
    "duplicatepair",
]
RIGHTS = {
    "readers": {"view": ["proposal"]},
    "ingestors": {"view": ["proposal"]},
    "contributors": {"view": [*READ, "proposal"], "add": ["proposal"]},
    "curators": {"view": ["proposal", "restoredpassage"], "add": ["proposal"], "change": ["proposal"]},
}


def chunks(rows):
    last = 0
    while some := list(rows.filter(pk__gt=last).order_by("pk")[:CHUNK]):
        yield some
        last = some[-1].pk


def name(apps, schema_editor):
    decision, pair = apps.get_model("corpus", "Decision"), apps.get_model("corpus", "DuplicatePair")
    for rows in chunks(decision.objects.filter(public_id=None)):
        for row in rows:
            row.public_id = fresh(IdType.DECISION)
        decision.objects.bulk_update(rows, ["public_id"])
    for rows in chunks(pair.objects.filter(public_id=None).select_related("first", "second")):
        for row in rows:
            row.public_id = derive(IdType.PAIR, row.first.public_id, row.second.public_id)
        pair.objects.bulk_update(rows, ["public_id"])


def give(apps, schema_editor):
    # Permissions are otherwise made after all migrations, too late for the groups.
    content_type = apps.get_model("contenttypes", "ContentType")
    permission = apps.get_model("auth", "Permission")
    group = apps.get_model("auth", "Group")
    alias = schema_editor.connection.alias
    for name, rights in RIGHTS.items():
        row, _ = group.objects.using(alias).get_or_create(name=name)
        for action, models in rights.items():
            for model in models:
                kind, _ = content_type.objects.using(alias).get_or_create(app_label="corpus", model=model)
                verbose = apps.get_model("corpus", model)._meta.verbose_name
                right, _ = permission.objects.using(alias).get_or_create(
                    content_type=kind, codename=f"{action}_{model}", defaults={"name": f"Can {action} {verbose}"}
                )
                row.permissions.add(right)


def take_back(apps, schema_editor):
    alias = schema_editor.connection.alias
    rights = apps.get_model("auth", "Permission").objects.using(alias)
    given = rights.filter(content_type__app_label="corpus", content_type__model__in=["proposal", "restoredpassage"])
    groups = apps.get_model("auth", "Group").objects.using(alias)
    for group in groups.filter(name__in=RIGHTS):
        group.permissions.remove(*given)
    groups.filter(name="contributors").delete()


class Migration(migrations.Migration):
    dependencies = [
        ("corpus", "0013_curation"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]
    operations = [
        migrations.RunPython(name, migrations.RunPython.noop),
        migrations.RunPython(give, take_back),
    ]

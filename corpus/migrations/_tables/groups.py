"""The groups that permissions are given to: readers, ingestors, contributors, curators."""

from django.db import migrations

READ = [
    *("article", "affiliation", "entity", "person", "organisation", "mention", "quotation", "utterance", "merge"),
    *("duplicatepair", "proposal"),
]
RUNS = ["run", "runchunk", "rundocument", "source", "sourceentry", "subscription"]
GROUPS = {
    "readers": {"view": READ},
    "ingestors": {
        "view": [*READ, "rawdocument", "job", *RUNS],
        "add": ["article", "rawdocument", "job", "source", "subscription"],
        "change": ["article", "source", "subscription"],
        "delete": ["source", "subscription"],
    },
    "curators": {
        "view": [
            *(*READ, "rawdocument", "removedpassage", "restoredpassage", "articletext", "alias", "identifier"),
            *("decision", "job", *RUNS),
        ],
        "add": [
            *("affiliation", "alias", "identifier", "mention", "merge", "person", "organisation", "proposal"),
            *("quotation", "subscription"),
        ],
        "change": [
            *("affiliation", "alias", "article", "duplicatepair", "entity", "identifier", "mention", "merge"),
            *("organisation", "person", "proposal", "quotation", "subscription"),
        ],
        "delete": ["alias", "identifier", "subscription"],
    },
    "contributors": {"view": READ, "add": ["proposal"]},
}


def make(apps, schema_editor):
    # Permissions are otherwise made after all migrations, too late for the groups.
    alias = schema_editor.connection.alias
    content_type = apps.get_model("contenttypes", "ContentType").objects.using(alias)
    permission = apps.get_model("auth", "Permission").objects.using(alias)
    group = apps.get_model("auth", "Group").objects.using(alias)
    given = {(action, model) for rights in GROUPS.values() for action, models in rights.items() for model in models}
    content_type.bulk_create(
        (content_type.model(app_label="corpus", model=model) for model in sorted({model for _, model in given})),
        ignore_conflicts=True,
    )
    kinds = {kind.model: kind for kind in content_type.filter(app_label="corpus")}
    permission.bulk_create(
        (
            permission.model(
                content_type=kinds[model],
                codename=f"{action}_{model}",
                name=f"Can {action} {apps.get_model('corpus', model)._meta.verbose_name}",
            )
            for action, model in sorted(given)
        ),
        ignore_conflicts=True,
    )
    kept = {right.codename: right for right in permission.filter(content_type__app_label="corpus")}
    for name, rights in GROUPS.items():
        row, _ = group.get_or_create(name=name)
        row.permissions.add(*(kept[f"{action}_{model}"] for action, models in rights.items() for model in models))


def drop(apps, schema_editor):
    apps.get_model("auth", "Group").objects.using(schema_editor.connection.alias).filter(name__in=GROUPS).delete()


ROWS = [migrations.RunPython(make, drop)]

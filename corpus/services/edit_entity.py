"""Edit people and organisations by hand."""

from __future__ import annotations

from corpus.models import Alias, AliasKind, Entity
from corpus.services.decide import User, note
from corpus.services.errors import ServiceError, StaleVersion
from corpus.services.name_parts import index_names
from corpus.services.naming import MAX_NAME, set_name
from corpus.services.writing import one_writer


@one_writer()
def edit_entity(
    entity: Entity,
    *,
    user: User,
    name: str | None = None,
    description: str | None = None,
    reason: str = "",
    expected_version: int | None = None,
) -> Entity:
    """Choose the name or write the description. Machines keep a chosen name; the old one stays an alias."""
    row = Entity.objects.select_for_update().get(pk=entity.pk)
    if expected_version is not None and row.version != expected_version:
        raise StaleVersion(f"the record is at version {row.version}, not {expected_version}")
    before, after = {}, {}
    if name is not None and name != row.name:
        if not name.strip() or len(name) > MAX_NAME:
            raise ServiceError("name: between 1 and 300 characters", field="name")
        before["name"], after["name"] = row.name, name
        Alias.objects.get_or_create(
            entity=row, name=row.name, defaults={"name_key": row.name_key, "kind": AliasKind.FORMER}
        )
        row.aliases.filter(name=name).delete()
        set_name(row, name)
        row.name_is_chosen = True
    if description is not None and description != row.description:
        before["description"], after["description"] = row.description, description
        row.description = description
    if after:
        row.version += 1
        row.save()
        if "name" in after:
            index_names([row.pk])
        note(row.public_id, "edit", user=user, reason=reason, before=before, after=after)
    return row

"""Make a record of a person or an organisation that the corpus does not know yet."""

from __future__ import annotations

from corpus.models import Entity
from corpus.models.ids import fresh
from corpus.records import EntityType
from corpus.services.decide import User, note
from corpus.services.errors import ServiceError
from corpus.services.name_parts import index_names
from corpus.services.naming import ID_TYPES, MAX_NAME, set_name
from corpus.services.quotation_fields import chosen, text_of
from corpus.services.writing import one_writer


@one_writer()
def add_entity(type: str, name: str, *, user: User, reason: str = "") -> Entity:
    """A new record of the type, by the name that an editor gives it."""
    kind = EntityType(chosen("type", type, list(EntityType)))
    name = text_of("name", name, MAX_NAME).strip()
    if not name:
        raise ServiceError(f"name: between 1 and {MAX_NAME} characters", field="name")
    entity = Entity(public_id=fresh(ID_TYPES[kind]), type=kind, name_is_chosen=True)
    set_name(entity, name)
    entity.save(force_insert=True)
    index_names([entity.pk])
    note(entity.public_id, "create", user=user, reason=reason, before={}, after={"type": kind.value, "name": name})
    return entity

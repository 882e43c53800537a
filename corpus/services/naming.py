"""Set the name of a record, with the keys by which it is found."""

from __future__ import annotations

from corpus.folding import name_key
from corpus.identity.bodies import body_key, is_acronym
from corpus.identity.personal import block_of, parse
from corpus.models import Entity
from corpus.models.ids import IdType
from corpus.records import EntityType
from corpus.services.keep import clip

ID_TYPES = {EntityType.PERSON: IdType.PERSON, EntityType.ORGANISATION: IdType.ORGANISATION}
MAX_NAME = 300
NAME_FIELDS = ["name", "name_key", "match_key", "to_compare"]


def match_key(entity_type: str, name: str) -> str:
    """What other forms of the name share; see Entity.match_key."""
    return block_of(name) if entity_type == EntityType.PERSON else body_key(name)


def set_name(entity: Entity, name: str) -> None:
    """Name the record in memory; the caller saves NAME_FIELDS. A new name is compared with the others' anew."""
    entity.name = clip(name, MAX_NAME)
    entity.name_key = name_key(name)
    entity.match_key = match_key(entity.type, name)
    entity.to_compare = True


def likelier_to_stay(one: Entity, other: Entity) -> Entity:
    """Which of two a merge keeps: named by hand, named in full, the more mentioned, the older."""
    return max(one, other, key=_standing)


def _standing(entity: Entity) -> tuple[object, ...]:
    full = bool(parse(entity.name).given) if entity.type == EntityType.PERSON else not is_acronym(entity.name)
    return entity.name_is_chosen, full, entity.mention_count, -entity.pk

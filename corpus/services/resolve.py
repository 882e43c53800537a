"""Resolve the people and organisations of a document to records of the corpus.

First version: the name decides. An organisation may also be found by its acronym or another full form.
Merged records still answer to their names, so an editor's merge binds later documents.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.utils import timezone

from corpus.models import Alias, AliasKind, Article, Entity
from corpus.models.ids import IdType, derive
from corpus.models.names import name_key
from corpus.records import EntityRecord, EntityType, ExtractionRecord
from corpus.services.keep import clip

ID_TYPES = {EntityType.PERSON: IdType.PERSON, EntityType.ORGANISATION: IdType.ORGANISATION}
MAX_NAME = 300


@dataclass(frozen=True, slots=True)
class Resolved:
    """The record that a name led to, and the one that stands for it after all merges."""

    original: Entity
    current: Entity


def resolve_all(article: Article, extraction: ExtractionRecord) -> dict[str, Resolved]:
    """The records of all entities of a document, by the document's own keys."""
    records = [*extraction.people, *extraction.organisations]
    lookup = _Lookup(records)
    return {record.key: lookup.find_or_create(article, record) for record in records}


def resolve_organisation(article: Article, name: str) -> Resolved:
    """The record of an organisation that is known by name alone, such as the publisher."""
    record = EntityRecord(key="", type=EntityType.ORGANISATION, name=name)
    return _Lookup([record]).find_or_create(article, record)


def is_acronym(name: str) -> bool:
    """A short run of capitals: "BBC", "U.N."."""
    letters = name.replace(".", "")
    return 2 <= len(letters) <= 8 and letters.isupper() and " " not in letters


def alias_kind(entity_type: EntityType, alias: str) -> AliasKind:
    """Acronym, short form (a surname) or another full form."""
    if is_acronym(alias):
        return AliasKind.ACRONYM
    return AliasKind.SHORT if " " not in alias else AliasKind.PRINTED


def identifying_keys(record: EntityRecord) -> list[str]:
    """Keys that may find the record: the name first, then full forms and, of organisations, acronyms."""
    names = [record.name]
    for alias in record.aliases:
        kind = alias_kind(record.type, alias)
        if kind == AliasKind.PRINTED or (kind == AliasKind.ACRONYM and record.type == EntityType.ORGANISATION):
            names.append(alias)
    return list(dict.fromkeys(key for key in map(name_key, names) if key))


class _Lookup:
    """The candidates for the entities of one document, read in two queries."""

    def __init__(self, records: list[EntityRecord]) -> None:
        keys = {key for record in records for key in identifying_keys(record)}
        self.by_name: dict[tuple[str, str], list[Entity]] = {}
        self.by_alias: dict[tuple[str, str], list[Entity]] = {}
        by_key = Entity.objects.filter(name_key__in=keys, removed_at__isnull=True)
        for entity in by_key.select_related("merged_into").order_by("pk"):
            self.by_name.setdefault((entity.type, entity.name_key), []).append(entity)
        aliases = Alias.objects.filter(name_key__in=keys, entity__removed_at__isnull=True)
        identifying = [AliasKind.PRINTED, AliasKind.ACRONYM, AliasKind.FORMER, AliasKind.EDITOR]
        for alias in aliases.filter(kind__in=identifying).select_related("entity__merged_into").order_by("pk"):
            self.by_alias.setdefault((alias.entity.type, alias.name_key), []).append(alias.entity)
        self.taken: set[int] = set()

    def find_or_create(self, article: Article, record: EntityRecord) -> Resolved:
        entity = self._find(record)
        if entity is None:
            entity = self._create(article, record)
        self.taken.add(entity.pk)
        self._learn(entity, record)
        return Resolved(original=entity, current=entity.survivor)

    def _find(self, record: EntityRecord) -> Entity | None:
        for key in identifying_keys(record):
            found = [e for e in self.by_name.get((record.type, key), []) if e.pk not in self.taken]
            if found:
                return found[0]
            # An alias decides only where it leads to one record.
            found = [e for e in self.by_alias.get((record.type, key), []) if e.pk not in self.taken]
            if len({e.survivor.pk for e in found}) == 1:
                return found[0]
        return None

    def _create(self, article: Article, record: EntityRecord) -> Entity:
        key = name_key(record.name)
        occurrence = 0
        while True:
            public_id = derive(ID_TYPES[record.type], article.public_id, key, occurrence)
            if not Entity.objects.filter(public_id=public_id).exists():
                break
            occurrence += 1
        entity = Entity.objects.create(
            public_id=public_id, type=record.type, name=clip(record.name, MAX_NAME), name_key=key
        )
        self.by_name.setdefault((record.type, key), []).append(entity)
        return entity

    def _learn(self, entity: Entity, record: EntityRecord) -> None:
        """Keep the other printed forms as aliases, and the fullest form as the name."""
        forms = [record.name, *record.aliases]
        fuller = max(forms, key=lambda name: (not is_acronym(name), len(name.split()), len(name)))
        if (
            not entity.name_is_chosen
            and entity.merged_into_id is None
            and is_acronym(entity.name)
            and not is_acronym(fuller)
        ):
            forms.append(entity.name)
            entity.name, entity.name_key = clip(fuller, MAX_NAME), name_key(fuller)
            entity.version += 1
            entity.save(update_fields=["name", "name_key", "version", "updated_at"])
        others = {clip(form, MAX_NAME) for form in forms} - {entity.name}
        new = others.difference(entity.aliases.values_list("name", flat=True)) if others else set()
        if new:
            Alias.objects.bulk_create(
                Alias(entity=entity, name=form, name_key=name_key(form), kind=alias_kind(record.type, form))
                for form in sorted(new)
            )
            Entity.objects.filter(pk=entity.pk).update(updated_at=timezone.now())

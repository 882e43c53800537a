"""The records that the people and organisations of a document may be, read in few queries."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence

from django.db.models import F, QuerySet, Window, prefetch_related_objects
from django.db.models.functions import RowNumber

from corpus.folding import name_key
from corpus.identity.bodies import body_key, is_acronym, may_be_one_body
from corpus.identity.personal import Agreement, blocks_of_surname, blocks_to_search, compare, parse
from corpus.models import Alias, AliasKind, Entity
from corpus.records import EntityRecord, EntityType

MOST_OF_BLOCK = 40  # records of like names that are looked at, the most mentioned first
MOST_OF_DOCUMENT = 400  # of all names of a document together
# Other full forms lead to a record; a surname alone leads to nobody.
IDENTIFYING = (AliasKind.PRINTED, AliasKind.ACRONYM, AliasKind.FORMER, AliasKind.EDITOR)


def alias_kind(entity_type: EntityType, alias: str) -> AliasKind:
    """Acronym, short form (a surname) or another full form."""
    if is_acronym(alias):
        return AliasKind.ACRONYM
    return AliasKind.SHORT if " " not in alias else AliasKind.PRINTED


def identifying_names(record: EntityRecord) -> list[str]:
    """Names that may find the record: its name first, then full forms and, of organisations, acronyms."""
    names = [record.name]
    for alias in record.aliases:
        kind = alias_kind(record.type, alias)
        if kind == AliasKind.PRINTED or (kind == AliasKind.ACRONYM and record.type == EntityType.ORGANISATION):
            names.append(alias)
    return names


def identifying_keys(record: EntityRecord) -> list[str]:
    """The folded names that may find the record, its own first."""
    return list(dict.fromkeys(key for key in map(name_key, identifying_names(record)) if key))


class Candidates:
    """Records by name, by alias and by what like names share."""

    def __init__(self, records: Sequence[EntityRecord]) -> None:
        keys = {key for record in records for key in identifying_keys(record)}
        bodies = {
            body_key(name)
            for record in records
            if record.type == EntityType.ORGANISATION
            for name in identifying_names(record)
        }
        self.by_name: dict[tuple[str, str], list[Entity]] = defaultdict(list)
        self.by_alias: dict[tuple[str, str], list[Entity]] = defaultdict(list)
        self.by_body: dict[str, list[Entity]] = defaultdict(list)
        rows = Entity.objects.filter(removed_at__isnull=True).select_related("merged_into")
        # the type is named, as the index begins with it
        named = _some_of_each("name_key", rows.filter(type__in=list(EntityType), name_key__in=keys))
        found = {entity.pk: entity for entity in named}
        for entity in found.values():
            self.by_name[entity.type, entity.name_key].append(entity)
        alike = rows.filter(type=EntityType.ORGANISATION, match_key__in=bodies)
        for entity in _some_of_each("match_key", alike) if bodies else ():
            self.by_body[entity.match_key].append(found.setdefault(entity.pk, entity))
        prefetch_related_objects(list(found.values()), "aliases")
        self.blocks = {record.name: blocks_to_search(record.name) for record in records if self._is_new(record)}
        self.by_block: dict[str, list[Entity]] = defaultdict(list)
        for entity in _of_block({block for blocks in self.blocks.values() for block in blocks}, MOST_OF_DOCUMENT):
            self.by_block[entity.match_key].append(entity)
        aliases = Alias.objects.filter(name_key__in=keys, kind__in=IDENTIFYING, entity__removed_at__isnull=True)
        for alias in aliases.select_related("entity__merged_into").order_by("pk"):
            if alias.entity.survivor.removed_at is None:
                self.by_alias[alias.entity.type, alias.name_key].append(alias.entity)

    def add(self, entity: Entity) -> None:
        """Know a record that was made meanwhile."""
        self.by_name[entity.type, entity.name_key].append(entity)
        if entity.type == EntityType.ORGANISATION:
            self.by_body[entity.match_key].append(entity)

    def bears_name(self, record: EntityRecord) -> bool:
        """Whether a record of the corpus has the very name for its own."""
        return (record.type, name_key(record.name)) in self.by_name

    def known(self, record: EntityRecord) -> bool:
        """Whether a record of the corpus has the name or another form of it, whoever it stands for here."""
        return bool(self.named(record)) or (record.type == EntityType.ORGANISATION and bool(self.of_body(record)))

    def named(self, record: EntityRecord) -> list[tuple[Entity, bool]]:
        """The records that bear one of the record's full names, each with whether by its own name, not an alias."""
        found: dict[int, tuple[Entity, bool]] = {}
        for name in identifying_names(record):
            key = name_key(name)
            for entity in self.by_name.get((record.type, key), ()):
                found.setdefault(entity.pk, (entity, True))
            # An alias decides only where it leads to one record.
            aliased = self.by_alias.get((record.type, key), [])
            if len({entity.survivor.pk for entity in aliased}) != 1:
                continue
            # Two bodies may have one acronym: where both are written out, the words have to go together.
            if not is_acronym(name) or may_be_one_body(record.name, aliased[0].name):
                found.setdefault(aliased[0].pk, (aliased[0], False))
        return list(found.values())

    def _is_new(self, record: EntityRecord) -> bool:
        """Whether it is a person named in full whose name no record bears."""
        if record.type != EntityType.PERSON or not parse(record.name).given:
            return False
        return not any((record.type, key) in self.by_name for key in identifying_keys(record))

    def like_named(self, record: EntityRecord) -> list[tuple[Entity, Agreement]]:
        """As the function of that name; for new names of the document out of one query for all of them."""
        blocks = self.blocks.get(record.name)
        if blocks is None:
            return like_named(record.name)
        return _likely(record.name, [entity for block in sorted(blocks) for entity in self.by_block.get(block, ())])

    def of_body(self, record: EntityRecord) -> list[Entity]:
        """The organisations whose names are the record's but for legal form, spelling or word order."""
        keys = dict.fromkeys(body_key(name) for name in identifying_names(record))
        return _once(entity for key in keys for entity in self.by_body.get(key, ()))


def like_named(name: str) -> list[tuple[Entity, Agreement]]:
    """People whose names may be other forms of the name, the most mentioned first.

    One word alone finds those who bear it as surname, and those who were called so.
    """
    parsed = parse(name)
    if parsed.given:
        return _likely(name, _of_block(blocks_to_search(name)))
    found = _of_block(blocks_of_surname(parsed.surname))
    called = Alias.objects.filter(kind=AliasKind.SHORT, name_key=parsed.surname).values("entity")
    return _likely(name, [*found, *_most_mentioned(MOST_OF_BLOCK, pk__in=called)])


def _likely(name: str, entities: Iterable[Entity]) -> list[tuple[Entity, Agreement]]:
    compared = [(entity, compare(name, entity.name)) for entity in _once(entities)]
    return [(entity, agreement) for entity, agreement in compared if agreement is not Agreement.DIFFERENT]


def _of_block(blocks: Collection[str], most: int = MOST_OF_BLOCK) -> list[Entity]:
    return _most_mentioned(most, match_key__in=blocks) if blocks else []


def _most_mentioned(most: int, **named: object) -> list[Entity]:
    rows = Entity.objects.people().filter(removed_at__isnull=True, merged_into__isnull=True, **named)
    return list(rows.order_by("-mention_count", "pk")[:most])


def _some_of_each(key: str, rows: QuerySet[Entity]) -> list[Entity]:
    """At most so many with one key, the older first: of more, those that stand and are most mentioned."""
    # In no order: with one and a limit, a database would rather walk all records by their key.
    few = list(rows.order_by()[: MOST_OF_DOCUMENT + 1])
    if len(few) <= MOST_OF_DOCUMENT and not _crowded(key, few):
        return _readable(few)
    # Seldom needed, and dear to compile.
    order = [F("merged_into").asc(nulls_first=True), F("mention_count").desc(), F("pk").asc()]
    nth = Window(RowNumber(), partition_by=[F("type"), F(key)], order_by=order)
    some = rows.annotate(nth=nth).filter(nth__lte=MOST_OF_BLOCK)
    return _readable(some)


def _readable(entities: Iterable[Entity]) -> list[Entity]:
    """Those whose record was not removed, the older first."""
    return sorted((entity for entity in entities if entity.survivor.removed_at is None), key=lambda entity: entity.pk)


def _crowded(key: str, entities: list[Entity]) -> bool:
    """Whether more records have one key than are looked at."""
    found = Counter((entity.type, getattr(entity, key)) for entity in entities)
    return any(n > MOST_OF_BLOCK for n in found.values())


def _once(entities: Iterable[Entity]) -> list[Entity]:
    return list({entity.pk: entity for entity in entities}.values())

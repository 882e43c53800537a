"""Keep the beginnings by which people and organisations are found in step with their names."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from corpus.bulk import insert
from corpus.chunks import chunked
from corpus.folding import name_key
from corpus.models import Alias, Entity, NamePart, Place, Shown

MOST_WORDS = 12  # words of a name at which a part begins
MOST_ALIASES = 200  # other names of a record that are looked up
CHUNK = 200


def index_names(ids: Iterable[int]) -> None:
    """Make the parts of the entities' names, and of those that stand for them, what the names call for."""
    for some in chunked(ids, CHUNK):
        entities = list(Entity.objects.filter(pk__in=some).select_related("merged_into"))
        standing = {entity.survivor.pk: entity.survivor for entity in entities}
        _replace({*some, *standing}, {pk: entity for pk, entity in standing.items() if entity.removed_at is None})


def weigh(ids: Iterable[int]) -> None:
    """Bring along what parts hold of the entities' counters, and whether they publish."""
    for some in chunked(ids, CHUNK):
        held = {pk: known for pk, *known in NamePart.objects.filter(entity__in=some).values_list(*_HELD).distinct()}
        changed = defaultdict(list)
        for entity in Entity.objects.filter(pk__in=held):
            now = [weight_of(entity), Shown.of(entity)]
            if now != held[entity.pk]:
                changed[tuple(now)].append(entity.pk)
        for (weight, shown), pks in changed.items():
            NamePart.objects.filter(entity__in=pks).update(weight=weight, shown=shown)


_HELD = ("entity", "weight", "shown")


def weight_of(entity: Any) -> int:
    """Binary digits of how often it speaks and is mentioned."""
    return int(entity.quotation_count + entity.mention_count).bit_length()


def parts_of(key: str, aliases: Iterable[str]) -> dict[tuple[int, str], None]:
    """The parts of a name and of the other names, all folded; one that an earlier place gives is not repeated."""
    found: dict[tuple[int, str], None] = {}
    texts: set[str] = set()
    for name, whole, inner in [(key, Place.NAME, Place.WORD)] + [
        (alias, Place.ALIAS, Place.ALIAS_WORD) for alias in aliases
    ]:
        for number, text in enumerate(_beginnings(name)):
            if text not in texts:
                texts.add(text)
                found[(whole if number == 0 else inner).value, text] = None
    return found


def _beginnings(name: str) -> Iterator[str]:
    words = name.split(" ")[:MOST_WORDS]
    position = 0
    for word in words:
        if name[position:]:
            yield name[position:]
        position += len(word) + 1


def wanted_parts(entities: Iterable[Any], aliases: dict[int, list[str]], part: Any = NamePart) -> Iterator[Any]:
    """The parts that standing entities call for, given their other names, folded; ``part`` is the model."""
    for entity in entities:
        for place, text in parts_of(name_key(entity.name), aliases.get(entity.pk, [])[:MOST_ALIASES]):
            yield part(
                entity_id=entity.pk,
                place=place,
                text=text,
                first=text[:1],
                first_two=text[:2],
                first_three=text[:3],
                weight=weight_of(entity),
                shown=Shown.of(entity),
            )


def other_names(entities: Iterable[int], entity: Any = Entity, alias: Any = Alias) -> dict[int, list[str]]:
    """The other names of standing entities, folded: their aliases, and all names of what was merged into them.

    ``entity`` and ``alias`` are the models to read; a migration has its own.
    """
    leads_to = {pk: pk for pk in entities}
    found = defaultdict(list)
    level = dict(leads_to)
    while level:
        merged = list(entity.objects.filter(merged_into__in=level).order_by("pk").values_list(*_MERGED))
        level = {}
        for pk, into, key in merged:
            leads_to[pk] = level[pk] = leads_to[into]
            found[leads_to[into]].append(key)
    rows = alias.objects.filter(entity__in=leads_to).order_by("pk").values_list("entity", "name_key")
    for pk, key in rows:
        found[leads_to[pk]].append(key)
    return found


_MERGED = ("pk", "merged_into", "name_key")


def _replace(touched: set[int], standing: dict[int, Entity]) -> None:
    held = {(part.entity_id, part.place, part.text): part for part in NamePart.objects.filter(entity__in=touched)}
    wanted = {
        (part.entity_id, part.place, part.text): part for part in wanted_parts(standing.values(), other_names(standing))
    }
    stale = [part.pk for name, part in held.items() if name not in wanted]
    if stale:
        NamePart.objects.filter(pk__in=stale).delete()
    insert(part for name, part in wanted.items() if name not in held)

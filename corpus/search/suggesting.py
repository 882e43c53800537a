"""People, organisations and publishers whose name somebody begins to type."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterable, Iterator
from dataclasses import dataclass
from enum import IntEnum
from typing import Any, NamedTuple

from django.db.models import OuterRef, QuerySet, Subquery

from corpus.folding import name_key
from corpus.models import Affiliation, Alias, AliasKind, Entity, NamePart, Place, Shown
from corpus.models.name_part import NamePartQuerySet
from corpus.records import EntityType, Tense
from corpus.statements import ByKeys, Once

SHORTEST_INSIDE = 2  # characters from which a text is sought inside words too
MOST_NAMED = 5_000  # records of each type, the most mentioned ones, whose names are searched inside
MOST_COMPARED = 300  # records of which the words are compared one by one
MOST_WORDS = 8
# A record may have several parts that match, so more are read than records are wanted.
PARTS = 5


QUERIES, WEIGHED, CHOSEN, NAMES = Once(), ByKeys(), ByKeys(), ByKeys()
WEIGHTS = ["pk", "name", "quotation_count", "mention_count"]


class OtherName(NamedTuple):
    """What has to be known of another name."""

    entity_id: int
    name: str
    name_key: str
    kind: str


class Tier(IntEnum):
    """How well a name answers, the best first."""

    EXACT = 0
    EXACT_ALIAS = 1
    NAME = 2  # the name begins with it
    WORD = 3  # a further word of the name does
    ALIAS = 4  # another name does, or one of its words
    WORDS = 5  # each of its words begins a word of the names
    INSIDE = 6  # it stands inside the name


class Candidate(NamedTuple):
    """What has to be known of a record that may be meant."""

    pk: int
    public_id: str
    type: str
    name: str
    name_key: str
    is_publisher: bool
    quotation_count: int
    mention_count: int
    role_title: str | None
    role_body: str | None


@dataclass(frozen=True)
class Suggestion:
    """A record that may be meant."""

    entity: Candidate
    tier: Tier
    hint: str | None
    alias: str | None  # the other name that answers, where the name itself does not

    @property
    def shown(self) -> str:
        """What it is offered as."""
        return Shown.of(self.entity)

    @property
    def count(self) -> int:
        """Live quotations that it speaks and live mentions of it, together."""
        return self.entity.quotation_count + self.entity.mention_count


TIERS: dict[int, Tier] = {
    Place.NAME: Tier.NAME,
    Place.WORD: Tier.WORD,
    Place.ALIAS: Tier.ALIAS,
    Place.ALIAS_WORD: Tier.ALIAS,
}

ROLE = {"role_title": "title", "role_body": "organisation__name"}
EXACT: dict[int, Tier] = {Place.NAME: Tier.EXACT, Place.ALIAS: Tier.EXACT_ALIAS}


def suggest(typed: str, shown: Collection[str], size: int) -> list[Suggestion]:
    """The records that a text may mean, the best first: by tier, then by count. ``shown`` says which types; none: all.

    Where more answer than are wanted, records of like weight (see NamePart) stand for one another at the cut.
    """
    key = name_key(typed)
    parts = NamePart.objects.filter(shown__in=sorted(shown)) if shown else NamePart.objects.all()
    found: dict[int, Tier] = {}
    form, most = (tuple(sorted(shown)), size), size * PARTS
    equal = QUERIES.rows(("equal", form), lambda text: parts.equal(text).values_list("entity", "place")[:most], key)
    for pk, place in equal:
        found.setdefault(pk, EXACT.get(place, TIERS[place]))
    for pk, place in _beginning(parts, form, most, key):
        found.setdefault(pk, TIERS[place])
    if len(found) < size and " " in key:
        for pk in _by_words(parts, key):
            found.setdefault(pk, Tier.WORDS)
    if len(found) < size and len(key) >= SHORTEST_INSIDE:
        for pk in _inside(key, shown, size):
            found.setdefault(pk, Tier.INSIDE)
    return _shown(found, key, size)


def _beginning(parts: NamePartQuerySet, form: Hashable, most: int, key: str) -> Iterable[Any]:
    """Record and place of the parts that begin with the text, the best first."""
    bounds = parts.bounds(key)
    return QUERIES.rows(
        ("beginning", *bounds, form),
        lambda *texts: parts.within(dict(zip(bounds, texts, strict=True))).values_list("entity", "place")[:most],
        *bounds.values(),
    )


def _by_words(parts: Any, key: str) -> Iterator[int]:
    """Records of whose names each typed word begins a word: "ellwin m" is Mara Ellwin."""
    words = key.split(" ")[:MOST_WORDS]
    near = parts.beginning(max(words, key=len)).values_list("entity", flat=True)[:MOST_COMPARED]
    names: dict[int, set[str]] = {pk: set() for pk in near}
    for pk, text in NamePart.objects.filter(entity__in=names).values_list("entity", "text"):
        names[pk].add(text.partition(" ")[0])
    for pk, standing in names.items():
        if all(any(word.startswith(begun) for word in standing) for begun in words):
            yield pk


def _inside(key: str, shown: Collection[str], size: int) -> Iterator[int]:
    """The most mentioned records inside whose name the text stands."""
    for entity_type in EntityType:
        wanted = {Shown.PERSON} if entity_type is EntityType.PERSON else {Shown.ORGANISATION, Shown.PUBLISHER}
        asked = wanted & set(shown) if shown else wanted
        if not asked:
            continue
        rows = Entity.objects.standing().filter(type=entity_type).order_by("-mention_count", "-pk")
        # Compared here, since a database would rather read all names than these alone.
        near = [
            pk
            for pk, name, publishes in rows.values_list("pk", "name_key", "is_publisher")[:MOST_NAMED]
            if key in name and (publishes or asked != {Shown.PUBLISHER})
        ]
        yield from near[:size]


def _shown(found: dict[int, Tier], key: str, size: int) -> list[Suggestion]:
    weighed = [
        (found[pk], -(quotations + mentions), name, pk)
        for pk, name, quotations, mentions in WEIGHED.read(list(found), Entity.objects.standing, "pk", WEIGHTS)
    ]
    # Roles are looked up for those alone that are shown.
    chosen = [pk for *_, pk in sorted(weighed)[:size]]
    roles = {name: Subquery(_roles().values(path)[:1]) for name, path in ROLE.items()}
    rows = CHOSEN.read(chosen, lambda: Entity.objects.standing().annotate(**roles), "pk", list(Candidate._fields))
    by_key = {one.pk: one for one in map(Candidate._make, rows)}
    entities = [by_key[pk] for pk in chosen if pk in by_key]
    by_other = (Tier.EXACT_ALIAS, Tier.ALIAS, Tier.WORDS)
    named = [one.pk for one in entities if one.type == EntityType.ORGANISATION or found[one.pk] in by_other]
    others: dict[int, list[OtherName]] = {}
    for alias in map(
        OtherName._make, NAMES.read(named, lambda: Alias.objects.order_by("pk"), "entity", [*OtherName._fields])
    ):
        others.setdefault(alias.entity_id, []).append(alias)
    suggestions = []
    for one in entities:
        aliases = others.get(one.pk, [])
        matched = _matched(aliases, key) if found[one.pk] in by_other else None
        hint = _role(one) if one.type == EntityType.PERSON else _other_name(one, aliases, matched)
        suggestions.append(Suggestion(one, found[one.pk], hint or None, matched))
    return suggestions


def _roles() -> QuerySet[Affiliation, Any]:
    """A person's current roles, the one that was stated last first."""
    rows = Affiliation.objects.live().readable().filter(person=OuterRef("pk"), tense=Tense.CURRENT)
    return rows.order_by("-stated_at", "-pk")


def _role(entity: Candidate) -> str | None:
    """The role in a line, with the organisation where the title does not name it."""
    title, body = entity.role_title, entity.role_body
    return f"{title}, {body}" if title and body and body.casefold() not in title.casefold() else title


def _matched(aliases: list[OtherName], key: str) -> str | None:
    """The other name that begins with the text, or of which a word does."""
    begins = [alias.name for alias in aliases if alias.name_key.startswith(key)]
    holds = [alias.name for alias in aliases if f" {key}" in alias.name_key]
    return next(iter([*sorted(begins, key=len), *sorted(holds, key=len)]), None)


def _other_name(entity: Candidate, aliases: list[OtherName], matched: str | None) -> str | None:
    """What else an organisation is called: as it was typed, else its acronym, else its longest other name."""
    acronyms = [alias.name for alias in aliases if alias.kind == AliasKind.ACRONYM]
    longest = sorted((alias.name for alias in aliases if alias.name_key != entity.name_key), key=len, reverse=True)
    return matched or next(iter([*acronyms, *longest]), None)

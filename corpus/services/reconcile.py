"""Which people and organisations the names of somebody's table may mean. Writes nothing.

Candidates are found by the names, by the parts of names that are kept for look-ups, and by what names of one person or
organisation share; each is then compared by itself, so a query is answered alike in whatever company it comes.
"""

from __future__ import annotations

import math
import time
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import prefetch_related_objects

from corpus.folding import folded_words, name_key
from corpus.identity.bodies import body_key
from corpus.identity.likeness import likeness, phrase_likeness
from corpus.models import Affiliation, Alias, AliasKind, Entity, NamePart, Shown
from corpus.models.limits import TooSlow
from corpus.records import EntityType
from corpus.services.candidates import like_named

MOST_COMPARED = 60  # records that one way to find them brings
MOST_ROLES = 500  # roles of a candidate that are compared
WORDS, SHORTEST = 4, 4  # words of a name that are sought by themselves, and how many characters of each
SURE = 90.0  # from this score on the best candidate is taken for a match,
APART = 5.0  # where no other comes closer to it than this
BY_SHORT_NAME = 0.7  # what a surname or first word by itself counts, beside other names
UNKNOWN = 50.0  # how far a record agrees of which the property is not known
BY_PROPERTIES = 0.3  # the share of the score that the properties decide, where there are any
# What candidates can be compared by, under the names that `describe` gives them.
ROLE, ORGANISATION, IDENTIFIER, NAME, PUBLISHES = "roles", "organisations", "identifiers", "aliases", "is_publisher"
COMPARABLE = (ROLE, ORGANISATION, IDENTIFIER, NAME, PUBLISHES)


@dataclass(frozen=True)
class Wanted:
    """A property that a candidate should have: one of the values."""

    property: str
    values: tuple[str, ...]


@dataclass(frozen=True)
class Sought:
    """A name, what it may be the name of, and what else is known."""

    name: str = ""
    shown: frozenset[str] = frozenset()  # types of `Shown`; none: all
    properties: tuple[Wanted, ...] = ()
    limit: int = 10


@dataclass
class Candidate:
    """A record that may be meant. ``agreement`` says of each property how far it agrees, from 0 to 100."""

    entity: Entity
    own_name: float  # how alike it is to what is sought, from 0 to 100
    other_name: float  # the same of the likest of its other names
    agreement: dict[str, float] = field(default_factory=dict)
    named: bool = True  # whether a name was sought
    by_id: bool = False  # an id of the record was given
    match: bool = False

    @property
    def score(self) -> float:
        """From 0 to 100: the likeness of the names, of which the properties decide a part."""
        if self.by_id:
            return 100.0
        agreed = sum(self.agreement.values()) / len(self.agreement) / 100 if self.agreement else 1.0
        if not self.named:
            return round(100 * agreed, 1)
        return round(max(self.own_name, self.other_name) * (1 - BY_PROPERTIES * (1 - agreed)), 1)


def reconcile_all(queries: Mapping[str, Sought], seconds: float) -> dict[str, list[Candidate]]:
    """The candidates of each query. Raises TooSlow where comparing them takes more time of the processor than that."""
    until = time.thread_time() + seconds
    return {name: reconcile(sought, until) for name, sought in queries.items()}


def reconcile(sought: Sought, until: float = math.inf) -> list[Candidate]:
    """The candidates, the best first: at most ``limit``. One that nothing comes close to is a match.

    Raises TooSlow where the processor is at it beyond ``until``, by the clock of the thread.
    """
    referred = [*([sought.name] if is_reference(sought.name) else []), *identifiers(sought.properties)]
    by_id = {one.pk for one in Entity.objects.resolve_all(referred).values()} if referred else set()
    found = _compared(sought, by_id | set(_near(sought, until)), by_id, until)
    if sought.name and not any(one.score >= SURE for one in found):
        seen = {one.entity.pk for one in found}
        found += _compared(sought, set(_by_words(sought)) - seen, by_id, until)
    found.sort(key=lambda one: (-one.score, -one.entity.mention_count, one.entity.pk))
    if found and found[0].score >= SURE and (len(found) == 1 or found[1].score <= found[0].score - APART):
        found[0].match = True
    return found[: sought.limit]


def is_reference(text: str) -> bool:
    """Whether the text looks like an id of a record, or like one in another register: "wikidata:Q42"."""
    scheme, colon, value = text.partition(":")
    if colon:
        return scheme.isascii() and scheme.replace("-", "").replace("_", "").isalnum() and value == value.strip() != ""
    return text.startswith(("per_", "org_"))


def identifiers(properties: Iterable[Wanted]) -> list[str]:
    """The ids in registers that the properties give."""
    return [value for one in properties if one.property == IDENTIFIER for value in one.values if is_reference(value)]


def _near(sought: Sought, until: float) -> Iterator[int]:
    """Records by the name and its beginnings, by what like names share, and by properties that name somebody."""
    names = [sought.name] if sought.name else []
    names += [value for one in sought.properties if one.property == NAME for value in one.values]
    for name in names:
        _check(until)
        key = name_key(name)
        parts = _parts(sought.shown)
        for rows in (parts.equal(key), parts.beginning(key)):
            yield from rows.values_list("entity", flat=True)[:MOST_COMPARED]
        if not sought.shown or Shown.PERSON in sought.shown:
            yield from (entity.pk for entity, _ in like_named(name))
        if not sought.shown or sought.shown - {Shown.PERSON}:
            alike = Entity.objects.organisations().standing().filter(match_key=body_key(name))
            yield from alike.order_by("-mention_count", "pk").values_list("pk", flat=True)[:MOST_COMPARED]
    if not names:
        yield from _members(sought, until)


def _members(sought: Sought, until: float) -> Iterator[int]:
    """Who has a role at an organisation, where no name is known: the most mentioned ones."""
    bodies = Shown.ORGANISATION, Shown.PUBLISHER
    for wanted in sought.properties:
        if wanted.property == ORGANISATION:
            for value in wanted.values[:WORDS]:
                best = [one.entity for one in reconcile(Sought(value, frozenset(bodies), limit=1), until) if one.match]
                roles = Affiliation.objects.live().readable().filter(organisation__in=[one.pk for one in best])
                people = Entity.objects.standing().filter(pk__in=roles.values("person"))
                yield from people.order_by("-mention_count", "pk").values_list("pk", flat=True)[:MOST_COMPARED]


def _by_words(sought: Sought) -> Iterator[int]:
    """Records of whose names a word begins like one of the words sought: some of them are misspelt."""
    words = sorted(folded_words(sought.name), key=len, reverse=True)
    for word in words[:WORDS]:
        if len(word) >= SHORTEST:
            for begun in dict.fromkeys((word, word[:SHORTEST])):
                rows = _parts(sought.shown).beginning(begun)
                yield from rows.values_list("entity", flat=True)[:MOST_COMPARED]


def _parts(shown: Collection[str]) -> Any:
    return NamePart.objects.filter(shown__in=sorted(shown)) if shown else NamePart.objects.all()


def _check(until: float) -> None:
    if time.thread_time() > until:
        raise TooSlow("Comparing the candidates takes the processor too long.")


def _compared(sought: Sought, keys: Collection[int], by_id: Collection[int], until: float) -> list[Candidate]:
    """The records of these keys that are of the type sought and have something in common with it."""
    rows = list(Entity.objects.standing().filter(pk__in=keys)) if keys else []
    rows = [row for row in rows if not sought.shown or Shown.of(row) in sought.shown]
    prefetch_related_objects(rows, "aliases", "identifiers")
    roles = _roles(rows) if any(one.property in (ROLE, ORGANISATION) for one in sought.properties) else {}
    found = []
    for row in rows:
        _check(until)
        own, other = likest(sought.name, row) if sought.name else (0.0, 0.0)
        agreement = {one.property: _agreement(one, row, roles.get(row.pk, ())) for one in sought.properties}
        one = Candidate(row, own, other, agreement, named=bool(sought.name), by_id=row.pk in by_id)
        if one.score > 0:
            found.append(one)
    return found


def likest(name: str, entity: Entity) -> tuple[float, float]:
    """How alike the name and the record's own name are, and the name and the likest of its other names."""
    of_person = entity.type == EntityType.PERSON
    others = [
        likeness(name, one.name, of_person=of_person) * (BY_SHORT_NAME if one.kind == AliasKind.SHORT else 1.0)
        for one in entity.aliases.all()
    ]
    return round(likeness(name, entity.name, of_person=of_person), 1), round(max(others, default=0.0), 1)


@dataclass(frozen=True)
class Role:
    """A role of a candidate."""

    title: str
    organisation: str  # its name
    public_id: str
    keys: frozenset[str]  # what the organisation's names share with other ways to write them


def _roles(people: Sequence[Entity]) -> dict[int, list[Role]]:
    """The roles of the people among the candidates, each once."""
    rows = Affiliation.objects.live().readable().filter(person__in=[one.pk for one in people])
    columns = ("person", "title", "organisation", "organisation__name", "organisation__public_id")
    found = list(rows.order_by("person").values_list(*columns).distinct()[: MOST_ROLES * max(1, len(people))])
    aliases: dict[int, set[str]] = defaultdict(set)
    bodies = {pk for _, _, pk, _, _ in found if pk is not None}
    for pk, name in Alias.objects.filter(entity__in=bodies).values_list("entity", "name"):
        aliases[pk].add(body_key(name))
    roles: dict[int, list[Role]] = defaultdict(list)
    for person, title, body, name, public_id in found:
        if len(roles[person]) < MOST_ROLES:
            keys = frozenset({body_key(name), *aliases[body]}) if name else frozenset()
            roles[person].append(Role(title, name or "", public_id or "", keys))
    return roles


def _agreement(wanted: Wanted, entity: Entity, roles: Collection[Role]) -> float:
    """How far the record has one of the values, from 0 to 100."""
    return max((_has(wanted.property, value, entity, roles) for value in wanted.values), default=0.0)


def _has(name: str, value: str, entity: Entity, roles: Collection[Role]) -> float:
    if name == IDENTIFIER:
        return _identified(value, entity)
    if name == PUBLISHES:
        return 100.0 if entity.is_publisher is (value == "true") else 0.0
    if name == NAME:
        return max(likest(value, entity))
    if not roles:
        return UNKNOWN
    return max(phrase_likeness(value, role.title) if name == ROLE else _at(value, role) for role in roles)


def _identified(value: str, entity: Entity) -> float:
    """Whether the record has the id; a record without one in that register may have it all the same."""
    held = {f"{one.scheme}:{one.value}" for one in entity.identifiers.all()}
    if value == entity.public_id or value in held or value in {one.partition(":")[2] for one in held}:
        return 100.0
    schemes = {one.partition(":")[0] for one in held}
    return 0.0 if value.partition(":")[0] in schemes else UNKNOWN


def _at(value: str, role: Role) -> float:
    """How far a role is one at the organisation: it may be named in the title alone, "mayor of Tolmouth"."""
    if value == role.public_id or (role.keys and body_key(value) in role.keys):
        return 100.0
    named = likeness(value, role.organisation, of_person=False) if role.organisation else 0.0
    titled = phrase_likeness(value, role.title)
    return max(named, 80.0 if titled == 100.0 else 0.0)

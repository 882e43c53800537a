"""What is known of people and organisations, property by property, for tables that others extend by it.

Writes nothing. All records are read together: a few statements a property, however many there are.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from django.db.models import F, Max, Min, Window
from django.db.models.functions import RowNumber

from corpus.models import Affiliation, Alias, Entity, Identifier, Quotation
from corpus.models.sorting import UNKNOWN_TIME
from corpus.records import EntityType, Tense

MOST_ROLES = 500  # of one record


class Reference(NamedTuple):
    """A record as a value."""

    public_id: str
    name: str


Value = str | int | datetime | Reference
Values = dict[int, list[Value]]
Read = Callable[[Sequence[Entity]], Values]


def describe(entities: Iterable[Entity], names: Iterable[str]) -> dict[str, Mapping[int, list[Value]]]:
    """The values of the properties by the key of the record; `PROPERTIES` holds the names there are."""
    rows = list({one.pk: one for one in entities}.values())
    return {name: PROPERTIES[name](rows) for name in names}


def of_each(get: Callable[[Entity], Value | None]) -> Read:
    """A property that the record itself holds; an empty one has no value."""

    def read(rows: Sequence[Entity]) -> Values:
        found = {row.pk: get(row) for row in rows}
        return {pk: [] if value in (None, "") else [value] for pk, value in found.items()}

    return read


def aliases(rows: Sequence[Entity]) -> Values:
    """Other names, in the order of the alphabet."""
    found = Alias.objects.filter(entity__in=_keys(rows)).order_by("name", "pk")
    return _grouped((alias.entity_id, alias.name) for alias in found)


def identifiers(rows: Sequence[Entity]) -> Values:
    """Ids in other registers, as ``scheme:value``."""
    found = Identifier.objects.filter(entity__in=_keys(rows)).order_by("scheme", "value")
    return _grouped((one.entity_id, f"{one.scheme}:{one.value}") for one in found)


def roles(rows: Sequence[Entity]) -> Values:
    """Titles of people's roles, the newest first."""
    return _grouped((role.person_id, role.title) for role in _roles("person", rows))


def current_roles(rows: Sequence[Entity]) -> Values:
    """Titles that were said to be held at the time of the article."""
    found = _roles("person", rows)
    return _grouped((role.person_id, role.title) for role in found if role.tense == Tense.CURRENT)


def organisations(rows: Sequence[Entity]) -> Values:
    """Where people have, had or will have a role, the newest first."""
    return _grouped(
        (role.person_id, Reference(role.organisation.public_id, role.organisation.name))
        for role in _roles("person", rows)
        if role.organisation is not None
    )


def people(rows: Sequence[Entity]) -> Values:
    """Who has, had or will have a role at organisations, the newest first."""
    return _grouped(
        (role.organisation_id, Reference(role.person.public_id, role.person.name))
        for role in _roles("organisation", rows)
        if role.organisation_id is not None
    )


def _roles(side: str, rows: Sequence[Entity]) -> list[Affiliation]:
    """The newest roles of each record."""
    newest = [F("stated_at").desc(), F("pk").desc()]
    found = Affiliation.objects.live().readable().filter(**{f"{side}__in": _keys(rows)})
    found = found.annotate(nth=Window(RowNumber(), partition_by=[F(side)], order_by=newest)).filter(nth__lte=MOST_ROLES)
    return list(found.select_related("person", "organisation").order_by("-stated_at", "-pk"))


def publishes(row: Entity) -> str | None:
    """Whether an organisation has published articles here; of people nothing."""
    if row.type == EntityType.PERSON:
        return None
    return "true" if row.is_publisher else "false"


def first_quoted(rows: Sequence[Entity]) -> Values:
    """When the first article was published that quotes them."""
    return _quoted(rows, Min("published_at"))


def last_quoted(rows: Sequence[Entity]) -> Values:
    """When the last one was."""
    return _quoted(rows, Max("published_at"))


def _quoted(rows: Sequence[Entity], when: Min | Max) -> Values:
    live = Quotation.objects.live().readable().filter(speaker__in=_keys(rows), published_at__gt=UNKNOWN_TIME)
    times = live.order_by().values("speaker").annotate(when=when).values_list("speaker", "when")
    return _grouped(times)


def _keys(rows: Sequence[Entity]) -> list[int]:
    return [row.pk for row in rows]


def _grouped(found: Iterable[tuple[int | None, Value]]) -> Values:
    """The values of each record, each once."""
    values: dict[int, dict[Value, None]] = defaultdict(dict)
    for pk, value in found:
        if pk is not None:
            values[pk].setdefault(value)
    return {pk: list(each) for pk, each in values.items()}


PROPERTIES: dict[str, Read] = {
    "name": of_each(lambda row: row.name),
    "description": of_each(lambda row: row.description),
    "aliases": aliases,
    "identifiers": identifiers,
    "roles": roles,
    "current_roles": current_roles,
    "organisations": organisations,
    "people": people,
    "is_publisher": of_each(publishes),
    "quotation_count": of_each(lambda row: row.quotation_count),
    "mention_count": of_each(lambda row: row.mention_count),
    "first_quoted": first_quoted,
    "last_quoted": last_quoted,
}

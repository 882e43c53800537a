"""Filters of people and of organisations."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.db.models import Exists, OuterRef, Q

from api.v1.filters import references, values
from api.v1.filters.base import Family, StrictFilterSet
from api.v1.filters.families import Flag, Moment, Number, Only, Text, exact, one
from corpus.folding import name_key
from corpus.models import Affiliation, Alias, Entity, Identifier, Organisation, Person
from corpus.records import EntityType


def called(references: list[str]) -> Q:
    """The records that the ids and identifiers lead to, through all merges."""
    found = [Entity.objects.resolve(reference) for reference in references]
    return Q(pk__in=[entity.pk for entity in found if entity is not None])


def known_as(keys: list[str]) -> Q:
    """An alias, or the name itself, folds to one of the keys."""
    return Q(name_key__in=keys) | Q(Exists(Alias.objects.filter(entity=OuterRef("pk"), name_key__in=keys)))


def known_as_part(lookup: str, text: str) -> Q:
    """The name or an alias holds the words."""
    key = name_key(text)
    if not key:
        return Q(pk__in=[])
    aliases = Alias.objects.filter(entity=OuterRef("pk"), **{f"name_key__{lookup}": key})
    return Q(**{f"name_key__{lookup}": key}) | Q(Exists(aliases))


def identified(pairs: list[tuple[str, str]]) -> Q:
    """It has one of the identifiers."""
    wanted = Q()
    for scheme, value in pairs:
        wanted |= Q(scheme=scheme, value=value)
    return Q(Exists(Identifier.objects.filter(wanted, entity=OuterRef("pk"))))


def identifier(text: str) -> tuple[str, str]:
    """``scheme:value``."""
    scheme, colon, value = text.partition(":")
    if not (scheme and colon and value):
        raise values.refuse("malformed", f"{values.shown(text)} is no identifier like wikidata:Q42.")
    return scheme, value


def has_role_at(keys: list[int]) -> Q:
    """It has a role at one of the organisations."""
    return Q(Exists(Affiliation.objects.live().filter(person=OuterRef("pk"), organisation__in=keys)))


def employs(keys: list[int]) -> Q:
    """One of the people has a role there."""
    return Q(Exists(Affiliation.objects.live().filter(organisation=OuterRef("pk"), person__in=keys)))


def of_entities(what: str) -> tuple[Family, ...]:
    """What people and organisations are filtered by alike."""
    string: dict[str, Any] = {"type": "string"}
    return (
        Only(
            lambda: exact(
                "id",
                partial(values.reference, what=what),
                called,
                "Public id of the record, or of one that was merged into it, or an identifier: `wikidata:Q42`.",
                string,
            )
        ),
        Text("name", "The name", folded="name_key"),
        Only(
            lambda: {
                **exact(
                    "alias",
                    name_key,
                    known_as,
                    "Name or another name of it, whatever the case and accents.",
                    string,
                ),
                "alias__icontains": one(
                    values.any_text,
                    partial(known_as_part, "contains"),
                    "Name or another name contains this, whatever the case and accents.",
                    string,
                ),
                "alias__istartswith": one(
                    values.any_text,
                    partial(known_as_part, "startswith"),
                    "Name or another name starts with this, whatever the case and accents.",
                    string,
                ),
                **exact("identifier", identifier, identified, "Id in another register: `wikidata:Q42`.", string),
            }
        ),
        Text("description", "The description", exactly=False, nullable=True),
        Number("quotation_count", "Live quotations that it speaks."),
        Number("mention_count", "Live mentions of it."),
        Moment("created_at", "When it was first stored."),
        Moment("updated_at", "When the record was last changed."),
    )


class PersonFilterSet(StrictFilterSet):
    """People by name, identifier, role and how often they are quoted."""

    families = (
        *of_entities("a person"),
        references.entities(
            "affiliation__organisation",
            "Id of an organisation that the person has a role at.",
            has_role_at,
            EntityType.ORGANISATION,
        ),
    )

    class Meta:
        model = Person
        fields: list[str] = []


class OrganisationFilterSet(StrictFilterSet):
    """Organisations by name, identifier, people and how often they are quoted."""

    families = (
        *of_entities("an organisation"),
        Flag("is_publisher", "Whether it has published articles.", lambda wanted: Q(is_publisher=wanted)),
        references.entities("affiliation__person", "Id of a person who has a role there.", employs, EntityType.PERSON),
    )

    class Meta:
        model = Organisation
        fields: list[str] = []

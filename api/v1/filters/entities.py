"""Filters of people and of organisations."""

from __future__ import annotations

from functools import partial

from django.db.models import Q

from api.v1.filters import related, values
from api.v1.filters.base import Family, StrictFilterSet
from api.v1.filters.families import STRING, Flag, Moment, Number, Only, Text, exact
from api.v1.filters.names import Names
from corpus.models import Entity, Organisation, Person


def called(references: list[str]) -> Q:
    """The records that the ids and identifiers lead to, through all merges."""
    return Q(pk__in=[entity.pk for entity in Entity.objects.resolve_all(references).values()])


def of_entities(what: str) -> tuple[Family, ...]:
    """What people and organisations are filtered by alike."""
    return (
        Only(
            lambda: exact(
                "id",
                partial(values.reference, what=what),
                called,
                "Public id of the record, or of one that was merged into it, or an identifier: `wikidata:Q42`.",
                STRING,
            )
        ),
        Text("name", "The name", folded="name_key"),
        Names(),
        Text("description", "The description", exactly=False, nullable=True),
        Number("quotation_count", "Live quotations that it speaks."),
        Number("mention_count", "Live mentions of it."),
        related.spoken("speaker", "pk", *related.printed(), every=("article", "publisher")),
        related.named(),
        Moment("created_at", "When it was first stored."),
        Moment("updated_at", "When the record was last changed."),
    )


class PersonFilterSet(StrictFilterSet):
    """People by name, identifier, role and how often they are quoted."""

    families = (
        *of_entities("a person"),
        related.roles("of the person", "person", "pk"),
    )

    class Meta:
        model = Person
        fields: list[str] = []


class OrganisationFilterSet(StrictFilterSet):
    """Organisations by name, identifier, people and how often they are quoted."""

    families = (
        *of_entities("an organisation"),
        Flag("is_publisher", "Whether it has published articles.", lambda wanted: Q(is_publisher=wanted)),
        related.roles("at the organisation", "organisation", "pk"),
    )

    class Meta:
        model = Organisation
        fields: list[str] = []

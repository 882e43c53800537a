"""What the reconciliation service answers, as the Reconciliation Service API 0.2 has it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, NamedTuple

from django.conf import settings

from api.v1.problems import Problem
from api.v1.reconciling import MOST_OF_PROPERTY, MOST_QUERIES, SETTINGS_LIMIT, TYPES, Extension
from api.v1.serializers.fields import iso
from corpus.models import Entity, Shown
from corpus.models.limits import TooSlow
from corpus.services.describe import Reference, Value, describe
from corpus.services.reconcile import COMPARABLE, Candidate, Sought, reconcile_all

VERSIONS = ("0.1", "0.2")
SECONDS = 20.0  # of the processor, for a batch
PREVIEW = {"width": 420, "height": 260}  # pixels


class Property(NamedTuple):
    """A property as people choose it."""

    name: str
    holds: str
    types: tuple[Shown, ...] = (Shown.PERSON, Shown.ORGANISATION, Shown.PUBLISHER)
    value: Shown | None = None  # the type of the records that are its values


PEOPLE, BODIES = (Shown.PERSON,), (Shown.ORGANISATION, Shown.PUBLISHER)
PROPERTIES = {
    "name": Property("Name", "The name of the record."),
    "description": Property("Description", "What an editor says of it."),
    "aliases": Property("Other names", "Names that articles give it, too."),
    "identifiers": Property("Identifiers", "Ids in other registers, as scheme:value."),
    "roles": Property("Roles", "Titles as printed, the newest first.", PEOPLE),
    "current_roles": Property("Current roles", "Titles that an article says are held, the newest first.", PEOPLE),
    "organisations": Property("Organisations", "Where it has, had or will have a role.", PEOPLE, Shown.ORGANISATION),
    "people": Property("People", "Who has, had or will have a role there.", BODIES, Shown.PERSON),
    "is_publisher": Property("Publishes", "Whether it has published articles here: true or false.", BODIES),
    "quotation_count": Property("Quotations", "How many live quotations it speaks."),
    "mention_count": Property("Mentions", "How many live mentions of it there are."),
    "first_quoted": Property("First quoted", "When the first article that quotes it was published."),
    "last_quoted": Property("Last quoted", "When the last one was."),
}


def manifest(root: str) -> dict[str, Any]:
    """What the service does and where."""
    base = f"{root}api/v1/reconcile/"

    def service(path: str) -> dict[str, str]:
        return {"service_url": base, "service_path": path}

    found = {
        "versions": list(VERSIONS),
        "name": "On Record: people and organisations",
        "identifierSpace": f"{base}entities/",
        "schemaSpace": f"{root}api/v1/schema/",
        "documentation": f"{root}api/v1/guide/",
        "serviceVersion": settings.SPECTACULAR_SETTINGS["VERSION"],
        "defaultTypes": [type_of(shown) for shown in TYPES],
        "view": {"url": f"{base}entities/{{{{id}}}}/"},
        "preview": {"url": f"{base}entities/{{{{id}}}}/preview/", **PREVIEW},
        "suggest": {name: service(f"suggest/{name}/") for name in ("entity", "property", "type")},
        "extend": {
            "propose_properties": service("properties/"),
            "property_settings": [
                {
                    "name": "limit",
                    "label": "Limit",
                    "type": "number",
                    "default": SETTINGS_LIMIT,
                    "help_text": f"How many values a record has at most, up to {MOST_OF_PROPERTY}.",
                }
            ],
        },
        "batchSize": MOST_QUERIES,
    }
    if not settings.PUBLIC_READ:
        found["authentication"] = {"type": "apiKey", "name": "Authorization", "in": "header"}
    return found


def type_of(shown: str) -> dict[str, Any]:
    """A type with its name, and the wider one where there is one."""
    found: dict[str, Any] = {"id": str(shown), "name": TYPES[Shown(shown)]}
    if shown == Shown.PUBLISHER:
        found["broader"] = [{"id": str(Shown.ORGANISATION), "name": TYPES[Shown.ORGANISATION]}]
    return found


def types_of(entity: Any) -> list[dict[str, Any]]:
    """The types of a record, the narrowest first: clients show that one."""
    shown = Shown.of(entity)
    return [type_of(one) for one in ((shown, Shown.ORGANISATION) if shown == Shown.PUBLISHER else (shown,))]


def property_of(name: str) -> dict[str, Any]:
    """A property with what people need to choose it."""
    found = PROPERTIES[name]
    compared = " Queries may give it." if name in COMPARABLE else ""
    return {"id": name, "name": found.name, "description": f"{found.holds}{compared}"}


def properties_of(shown: str) -> list[str]:
    """The properties of a type; of no type all."""
    return [name for name, one in PROPERTIES.items() if not shown or shown in one.types]


def results(queries: Mapping[str, Sought]) -> dict[str, Any]:
    """The candidates of each query; a 400 problem where comparing them takes too long."""
    try:
        found = reconcile_all(queries, SECONDS)
    except TooSlow:
        detail = f"Comparing the candidates takes longer than {SECONDS:g} seconds; send fewer queries, or values."
        raise Problem(400, "too_costly", detail) from None
    told = descriptions(one.entity for candidates in found.values() for one in candidates)
    return {
        name: {"result": [candidate(one, told.get(one.entity.pk)) for one in candidates]}
        for name, candidates in found.items()
    }


def descriptions(entities: Iterable[Entity]) -> dict[int, str]:
    """A line about each record: what an editor says of it, else the role that was told last."""
    rows = {one.pk: one for one in entities}
    roles = describe(rows.values(), ["current_roles"])["current_roles"]
    lines = {pk: row.description or next((str(role) for role in roles.get(pk, ())), "") for pk, row in rows.items()}
    return {pk: line for pk, line in lines.items() if line}


def candidate(found: Candidate, description: str | None) -> dict[str, Any]:
    """A candidate with what its score is made of."""
    features: dict[str, float] = {"name": found.own_name, "other_name": found.other_name}
    features |= {f"property:{name}": round(value, 1) for name, value in found.agreement.items()}
    features["mentions"] = found.entity.mention_count
    return {
        "id": found.entity.public_id,
        "name": found.entity.name,
        **({"description": description} if description else {}),
        "type": types_of(found.entity),
        "score": found.score,
        "features": [{"id": name, "value": value} for name, value in features.items()],
        "match": found.match,
    }


def extended(asked: Extension) -> dict[str, Any]:
    """The properties of the records; an id that nothing has gets a row without values."""
    entities = {ref: one for ref, one in Entity.objects.resolve_all(asked.ids).items() if one.removed_at is None}
    values = describe(entities.values(), [one.name for one in asked.properties])
    rows = {}
    for ref in asked.ids:
        pk = entities[ref].pk if ref in entities else None
        rows[ref] = {
            one.name: [written(value) for value in values[one.name].get(pk, ())[: one.limit]] if pk is not None else []
            for one in asked.properties
        }
    return {"meta": [column(one.name) for one in asked.properties], "rows": rows}


def column(name: str) -> dict[str, Any]:
    """What a column of the extension holds."""
    found = PROPERTIES[name]
    return {"id": name, "name": found.name, **({"type": type_of(found.value)} if found.value else {})}


def written(value: Value) -> dict[str, Any]:
    """A value of a property."""
    if isinstance(value, Reference):
        return {"id": value.public_id, "name": value.name}
    if isinstance(value, datetime):
        return {"date": iso(value)}
    return {"int": value} if isinstance(value, int) else {"str": value}

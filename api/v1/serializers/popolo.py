"""People, organisations and their roles in Popolo (https://www.popoloproject.com/), for open data."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from api.v1.dates import date
from api.v1.serializers.affiliations import AffiliationSerializer
from api.v1.serializers.base import AnyField
from api.v1.serializers.entities import OrganisationSerializer, PersonSerializer
from corpus.records import EntityType


def known(members: dict[str, Any]) -> dict[str, Any]:
    """What is known of the members."""
    return {name: value for name, value in members.items() if value not in (None, "", [])}


def entity(record: dict[str, Any]) -> dict[str, Any]:
    """A Person or an Organization, with its memberships where the record holds them."""
    person = record["type"] == EntityType.PERSON
    return known(
        {
            "id": record["id"],
            "name": record["name"],
            "other_names": [
                known({"name": one["name"], "note": one["kind"], "lang": one["language"]}) for one in record["aliases"]
            ],
            "identifiers": [{"scheme": one["scheme"], "identifier": one["value"]} for one in record["identifiers"]],
            "summary" if person else "abstract": record["description"],
            "memberships": [membership(one) for one in record.get("affiliations", ())],
            "sources": [{"url": record["url"]}],
            "created_at": record["created_at"],
            "updated_at": record["updated_at"],
        }
    )


def membership(record: dict[str, Any]) -> dict[str, Any]:
    """A Membership: dates are as exact as they are known, and the source is the article that says so."""
    article, body = record["article"], record["organisation"]
    source = {"url": article["url"], "note": article["headline"]} if article else {"url": record["url"]}
    return known(
        {
            "id": record["id"],
            "label": record["title"],
            "role": record["title"],
            "person_id": record["person"]["id"],
            "organization_id": body["id"] if body else None,
            "start_date": date(record["began_at"], record["began_precision"] or "day"),
            "end_date": date(record["ended_at"], record["ended_precision"] or "day"),
            "sources": [known(source)],
        }
    )


class PopoloMembershipSerializer(AffiliationSerializer):
    """A Membership."""

    collection = "memberships"

    def to_representation(self, instance: Any) -> dict[str, Any]:
        """Made of what the role's own serializer writes."""
        return membership(super().to_representation(instance))


class PopoloPersonSerializer(PersonSerializer):
    """A Person."""

    collection = "persons"

    def to_representation(self, instance: Any) -> dict[str, Any]:
        """Made of what the record's own serializer writes."""
        return entity(super().to_representation(instance))


class PopoloOrganisationSerializer(OrganisationSerializer):
    """An Organization."""

    collection = "organizations"

    def to_representation(self, instance: Any) -> dict[str, Any]:
        """Made of what the record's own serializer writes."""
        return entity(super().to_representation(instance))


class PopoloPersonDetailSerializer(PopoloPersonSerializer):
    """A Person with memberships, the newest of them."""

    def get_fields(self) -> dict[str, AnyField]:
        """With the roles, which the plain record holds only where it is asked for them."""
        return {**super().get_fields(), "affiliations": self.expandable["affiliations"]()}


def members(name: str, pattern: str) -> dict[str, Any]:
    """The schema of a list of the document."""
    told = {"title": f"Popolo{name}", "type": "object", "description": f"Popolo's {name}.", "required": ["id"]}
    return {
        "type": "array",
        "items": {
            **told,
            "properties": {"id": {"type": "string", "pattern": pattern, "description": "Public id."}},
            "additionalProperties": True,
        },
    }


@extend_schema_field(members("Membership", "^aff_"))
class MembershipsField(serializers.ListField):
    """Memberships."""


@extend_schema_field(members("Person", "^per_"))
class PersonsField(serializers.ListField):
    """Persons."""


@extend_schema_field(members("Organization", "^org_"))
class OrganizationsField(serializers.ListField):
    """Organizations."""


class PopoloDocumentSerializer(serializers.Serializer[Any]):
    """Memberships with the people and organisations that they name."""

    memberships = MembershipsField(help_text="Roles, as articles state them.")
    persons = PersonsField(help_text="People; `memberships[].person_id` names them.")
    organizations = OrganizationsField(help_text="Organisations; `memberships[].organization_id` names them.")

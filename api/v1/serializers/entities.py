"""People and organisations, in full and in brief."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar

from rest_framework import serializers

from api.v1.compiled import At
from api.v1.serializers.base import AnyField, Related, ShapedSerializer
from api.v1.serializers.fields import Choice, Count, Instant, PublicId, RecordUrl, Text, TextOrNull
from api.v1.shape import MOST_EXPANDED
from corpus.models import Affiliation, Alias, AliasKind, Identifier
from corpus.models.choices import ENTITY_TYPES, SPEAKER_TYPES, BodyAccess
from corpus.records import SpeakerType

TYPE_HELP = "Whether it is a human being or a body."


class BriefEntitySerializer(ShapedSerializer):
    """A person or an organisation, in brief."""

    id = PublicId()
    type = Choice(ENTITY_TYPES, help_text=TYPE_HELP)
    name = Text(help_text="The fullest form printed, unless an editor chose another.")
    url = RecordUrl()


class BriefOrganisationSerializer(ShapedSerializer):
    """An organisation, in brief."""

    id = PublicId()
    url = RecordUrl()
    name = Text(help_text="The fullest form printed, unless an editor chose another.")


class BriefPersonSerializer(BriefOrganisationSerializer):
    """A person, in brief."""


class AliasSerializer(ShapedSerializer):
    """Another name of a person or an organisation."""

    name = Text(help_text="The other name.")
    kind = Choice(AliasKind.choices, help_text="Why it stands for the name.")
    language = TextOrNull(help_text="BCP 47 tag; null where unknown.")


class IdentifierSerializer(ShapedSerializer):
    """The id in another register."""

    scheme = Text(help_text="The register: 'wikidata'.")
    value = Text(help_text="The id there: 'Q42'.")


class EntitySerializer(ShapedSerializer):
    """A person or an organisation."""

    id = PublicId()
    type = Choice(ENTITY_TYPES, help_text=TYPE_HELP)
    url = RecordUrl()
    name = Text(help_text="The fullest form printed, unless an editor chose another.")
    description = TextOrNull(help_text="What an editor says of it; null where nothing is.")
    aliases = AliasSerializer(many=True, source="alias_list", read_only=True, help_text="Its other names.")
    identifiers = IdentifierSerializer(
        many=True, source="identifier_list", read_only=True, help_text="Its ids in other registers."
    )
    quotation_count = Count(help_text="Live quotations that it speaks.")
    mention_count = Count(help_text="Live mentions of it in the newest revisions.")
    version = Count(help_text="Counts the changes of the record; If-Match compares it.")
    created_at = Instant(help_text="When it was first stored.")
    updated_at = Instant(help_text="When it was last changed.")

    related: ClassVar = {
        "aliases": Related("aliases", lambda: Alias.objects.order_by("name", "pk"), "alias_list"),
        "identifiers": Related(
            "identifiers", lambda: Identifier.objects.order_by("scheme", "value"), "identifier_list"
        ),
    }


class OrganisationSerializer(EntitySerializer):
    """A body that acts and speaks."""

    is_publisher = serializers.BooleanField(read_only=True, help_text="Whether it has published articles here.")
    body_access = Choice(
        BodyAccess.choices,
        help_text="Who may read the body of its articles: everyone; tokens: any account; nobody: those alone who may "
        "change articles.",
    )


def standing_affiliations() -> Any:
    """Affiliations that lists show, newest first."""
    return Affiliation.objects.live().filter(text__article__removed_at__isnull=True).order_by("-stated_at", "-pk")


ROLES: dict[str, Callable[[], AnyField]] = {
    "affiliations": lambda: lazily("affiliations", "AffiliationSerializer")(
        many=True, source="affiliation_list", read_only=True, help_text="Its roles, newest first."
    )
}
WITH_ROLES = {
    **EntitySerializer.related,
    "affiliations": Related("affiliations", standing_affiliations, "affiliation_list", most=MOST_EXPANDED),
}


class PersonSerializer(EntitySerializer):
    """A human being."""

    expandable: ClassVar = ROLES
    related: ClassVar = WITH_ROLES


def lazily(module: str, name: str) -> Any:
    """A serializer of a module that imports this one."""
    from importlib import import_module

    return getattr(import_module(f"api.v1.serializers.{module}"), name)


class SpeakerMixin:
    """Who speaks: an entity; an unnamed speaker, kept as printed; or null."""

    outer_reads: ClassVar[tuple[str, ...]] = ("speaker_type", "speaker_text")

    def get_attribute(self, instance: Any) -> Any:
        """The quotation itself, which says more than its foreign key; of a match the quotation that it found."""
        return getattr(instance, "quotation", instance)

    def to_representation(self, instance: Any) -> Any:
        """The entity, the printed words of an unnamed speaker, or null."""
        if instance.speaker_id is not None:
            return super().to_representation(instance.speaker)  # type: ignore[misc]
        if instance.speaker_type != SpeakerType.UNNAMED:
            return None
        unnamed = {"id": None, "type": SpeakerType.UNNAMED.value, "name": instance.speaker_text, "url": None}
        fields: dict[str, Any] = self.fields  # type: ignore[attr-defined]
        lists = {name for name, field in fields.items() if isinstance(field, serializers.ListSerializer)}
        return {name: unnamed.get(name, [] if name in lists else None) for name in fields}

    def absent(self, at: At) -> str:
        """The same without the entity, of the columns of the quotation."""
        words = at.column("speaker_text")
        unnamed = {"id": "None", "type": repr(SpeakerType.UNNAMED.value), "name": words, "url": "None"}
        fields: dict[str, Any] = self.fields  # type: ignore[attr-defined]
        lists = {name for name, field in fields.items() if isinstance(field, serializers.ListSerializer)}
        members = (f"{name!r}: {unnamed.get(name, '[]' if name in lists else 'None')}" for name in fields)
        printed = f"{at.column('speaker_type')} == {SpeakerType.UNNAMED.value!r}"
        return f"{{{', '.join(members)}}} if {printed} else None"


class BriefSpeakerSerializer(SpeakerMixin, ShapedSerializer):
    """Who speaks, in brief. An unnamed speaker has neither id nor url, and the printed words as its name."""

    id = PublicId(allow_null=True)
    type = Choice(SPEAKER_TYPES, help_text="A person, an organisation, or somebody unnamed.")
    name = Text(help_text="The name; of an unnamed speaker the printed words.")
    url = RecordUrl(allow_null=True)


class SpeakerSerializer(SpeakerMixin, EntitySerializer):
    """Who speaks, in full. Of an unnamed speaker only type and name are known."""

    expandable: ClassVar = ROLES
    related: ClassVar = WITH_ROLES

    def get_fields(self) -> dict[str, AnyField]:
        """Those of the entity, which an unnamed speaker has none of."""
        fields = super().get_fields()
        if "type" in fields:
            fields["type"] = Choice(SPEAKER_TYPES, help_text="A person, an organisation, or somebody unnamed.")
        for name, field in fields.items():
            field.allow_null = name not in ("type", "name") and not isinstance(field, serializers.ListSerializer)
        return fields

"""People and organisations. One table with a type; Person and Organisation are its two faces.

A speaker is one row of it, so it cannot be a person and an organisation at once.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Q

from corpus.models.choices import ENTITY_TYPES, BodyAccess, within
from corpus.models.ids import MAX_LENGTH
from corpus.models.sorting import CODE_POINTS
from corpus.records import EntityType


class EntityQuerySet(models.QuerySet["Entity"]):
    """Reads of people and organisations."""

    def standing(self) -> Self:
        """Neither merged away nor removed."""
        return self.filter(merged_into__isnull=True, removed_at__isnull=True)

    def people(self) -> Self:
        """People alone."""
        return self.filter(type=EntityType.PERSON)

    def organisations(self) -> Self:
        """Organisations alone."""
        return self.filter(type=EntityType.ORGANISATION)

    def leading_to(self, entity: Entity) -> list[int]:
        """Keys of the entity and of all that were merged into it, through all merges."""
        found, level = [entity.pk], [entity.pk]
        while level := list(self.filter(merged_into__in=level).values_list("pk", flat=True)):
            found += level
        return found

    def resolve(self, reference: str) -> Entity | None:
        """The standing entity that a public id or an identifier ("wikidata:Q42") leads to, through all merges.

        None where nothing has it. The entity may be removed; see ``removed_at``.
        """
        scheme, colon, value = reference.partition(":")
        named = Q(identifiers__scheme=scheme, identifiers__value=value) if colon else Q(public_id=reference)
        entity = self.filter(named).first()
        return entity.survivor if entity else None

    def resolve_all(self, references: Iterable[str]) -> dict[str, Entity]:
        """The standing entities that public ids and identifiers lead to, by what names them; unknown ones are left out.

        One query for each kind of reference, and one for each step of the longest chain of merges.
        """
        wanted = set(references)
        ids = {reference for reference in wanted if ":" not in reference}
        found: dict[str, Entity] = {row.public_id: row for row in self.filter(public_id__in=ids)} if ids else {}
        if wanted - ids:
            named = Q()
            for reference in wanted - ids:
                scheme, _, value = reference.partition(":")
                named |= Q(scheme=scheme, value=value)
            for one in Identifier.objects.filter(named).select_related("entity"):
                found[f"{one.scheme}:{one.value}"] = one.entity
        while merged := {row.merged_into_id for row in found.values() if row.merged_into_id is not None}:
            survivors = self.in_bulk(merged)
            found = {name: survivors.get(row.merged_into_id, row) for name, row in found.items()}
        return found


class TypedManager(models.Manager.from_queryset(EntityQuerySet)):  # type: ignore[misc]
    """Rows of one type."""

    def __init__(self, entity_type: EntityType) -> None:
        super().__init__()
        self.entity_type = entity_type

    def get_queryset(self) -> EntityQuerySet:
        """Rows of the type alone."""
        return super().get_queryset().filter(type=self.entity_type)


class Entity(models.Model):
    """Somebody or something of the real world that acts and speaks."""

    public_id = models.CharField(max_length=MAX_LENGTH, unique=True, editable=False)
    type = models.CharField(max_length=12, choices=ENTITY_TYPES, editable=False)
    name = models.CharField(max_length=300, help_text="The fullest form printed, unless an editor chose another.")
    name_key = models.CharField(
        max_length=300, editable=False, db_collation=CODE_POINTS, help_text="Name folded: for look-ups and order."
    )
    match_key = models.CharField(
        max_length=300,
        default="",
        editable=False,
        help_text="What other forms of the name share: of people the skeleton of the surname and the first initial, "
        "of organisations the name without legal form, acronyms written out.",
    )
    to_compare = models.BooleanField(
        default=True, editable=False, help_text="New or newly named: to be compared with records of like names."
    )
    name_is_chosen = models.BooleanField(default=False, help_text="An editor chose the name; machines keep it.")
    refused_names = models.JSONField(
        default=list,
        blank=True,
        editable=False,
        help_text="Names that an editor took away; machines do not learn them.",
    )
    description = models.TextField(blank=True)
    is_publisher = models.BooleanField(default=False, help_text="Has published articles of the corpus.")
    body_access = models.CharField(
        max_length=8,
        choices=BodyAccess.choices,
        default=BodyAccess.EVERYONE,
        help_text="Of a publisher: who may read the whole words of its articles.",
    )
    merged_into = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="merged", editable=False
    )
    quotation_count = models.PositiveIntegerField(default=0, help_text="Live quotations that it speaks.")
    mention_count = models.PositiveIntegerField(default=0, help_text="Live mentions in newest revisions.")
    version = models.PositiveIntegerField(default=1, help_text="Counts the changes of the record.")
    removed_at = models.DateTimeField(null=True, blank=True, help_text="Removed; answers 410.")
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects: ClassVar = EntityQuerySet.as_manager()

    class Meta:
        ordering = ["name", "id"]
        verbose_name_plural = "entities"
        indexes = [
            models.Index(fields=["type", "name_key", "id"], name="ent_by_key"),
            models.Index(fields=["type", "name", "id"], name="ent_by_name"),
            models.Index("type", "match_key", F("mention_count").desc(), name="ent_by_match"),
            models.Index(fields=["id"], condition=Q(to_compare=True), name="ent_to_compare"),
            models.Index("type", F("quotation_count").desc(), F("id").desc(), name="ent_most_quoted"),
            models.Index("type", F("mention_count").desc(), F("id").desc(), name="ent_most_mentioned"),
            models.Index(fields=["type", "created_at", "id"], name="ent_by_creation"),
            models.Index(fields=["type", "updated_at", "id"], name="ent_by_update"),
        ]
        constraints = [
            models.CheckConstraint(condition=within("type", ENTITY_TYPES), name="ent_type_known"),
            models.CheckConstraint(
                condition=Q(type=EntityType.PERSON, public_id__startswith="per_")
                | Q(type=EntityType.ORGANISATION, public_id__startswith="org_"),
                name="ent_public_id_of_type",
            ),
            models.CheckConstraint(condition=~Q(name=""), name="ent_named"),
            models.CheckConstraint(
                condition=Q(merged_into__isnull=True) | ~Q(merged_into=F("id")), name="ent_no_self_merge"
            ),
            models.CheckConstraint(
                condition=Q(is_publisher=False) | Q(type=EntityType.ORGANISATION), name="ent_publisher_is_organisation"
            ),
            models.CheckConstraint(condition=within("body_access", BodyAccess.choices), name="ent_access_known"),
            models.CheckConstraint(
                condition=Q(body_access=BodyAccess.EVERYONE) | Q(type=EntityType.ORGANISATION),
                name="ent_access_of_organisation",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def stands(self) -> bool:
        """Neither merged away nor removed."""
        return self.merged_into_id is None and self.removed_at is None

    @property
    def survivor(self) -> Entity:
        """The entity that this one stands for now: itself, or the end of its chain of merges."""
        entity = self
        while entity.merged_into is not None:
            entity = entity.merged_into
        return entity


class Person(Entity):
    """A human being."""

    objects: ClassVar = TypedManager(EntityType.PERSON)

    class Meta:
        proxy = True
        verbose_name_plural = "people"
        ordering = ["name", "id"]


class Organisation(Entity):
    """A body that acts and speaks: company, ministry, party, club, newspaper."""

    objects: ClassVar = TypedManager(EntityType.ORGANISATION)

    class Meta:
        proxy = True
        ordering = ["name", "id"]


class AliasKind(models.TextChoices):
    """Why an alias stands for the name."""

    PRINTED = "printed", "another printed form"
    ACRONYM = "acronym", "acronym"
    SHORT = "short", "short form"
    FORMER = "former", "former name"
    MERGED = "merged", "name of a merged record"
    EDITOR = "editor", "given by an editor"


class Alias(models.Model):
    """Another name of an entity."""

    entity = models.ForeignKey(Entity, on_delete=models.CASCADE, related_name="aliases")
    name = models.CharField(max_length=300)
    name_key = models.CharField(
        max_length=300, editable=False, db_collation=CODE_POINTS, help_text="Name folded for look-ups."
    )
    kind = models.CharField(max_length=10, choices=AliasKind.choices, default=AliasKind.PRINTED)
    language = models.CharField(max_length=35, blank=True, help_text="BCP 47 tag.")
    merge = models.ForeignKey(
        "corpus.Merge", null=True, blank=True, on_delete=models.CASCADE, related_name="aliases", editable=False
    )

    class Meta:
        ordering = ["entity", "name"]
        verbose_name_plural = "aliases"
        indexes = [models.Index(fields=["name_key"], name="alias_by_key")]
        constraints = [
            models.UniqueConstraint(fields=["entity", "name"], name="alias_once"),
            models.CheckConstraint(condition=~Q(name=""), name="alias_named"),
        ]

    def __str__(self) -> str:
        return self.name


class Identifier(models.Model):
    """The entity's id in another register: scheme "wikidata", value "Q42"."""

    entity = models.ForeignKey(Entity, on_delete=models.CASCADE, related_name="identifiers")
    scheme = models.SlugField(max_length=50)
    value = models.CharField(max_length=200)

    class Meta:
        ordering = ["scheme", "value"]
        constraints = [
            models.UniqueConstraint(fields=["scheme", "value"], name="identifier_once"),
            models.CheckConstraint(condition=~Q(scheme="") & ~Q(value=""), name="identifier_given"),
        ]

    def __str__(self) -> str:
        return f"{self.scheme}:{self.value}"

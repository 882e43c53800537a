"""Beginnings by which people and organisations are found while their name is being typed."""

from __future__ import annotations

from typing import Any, ClassVar, Self

from django.db import models

from corpus.models.choices import within
from corpus.records import EntityType

LAST = chr(0x10FFFF)  # stands after every other character
HEADS = ("first", "first_two", "first_three")


class PlainField(models.CharField):
    """Text that every database compares by code points, whatever its own collation."""

    def db_parameters(self, connection: Any) -> Any:
        """Those of the column; SQLite compares so by itself."""
        collation = {"collation": "C"} if connection.vendor == "postgresql" else {}
        return {**super().db_parameters(connection), **collation}


class Place(models.IntegerChoices):
    """Where in a name a part begins, the best first."""

    NAME = 0, "the name"
    WORD = 1, "a further word of the name"
    ALIAS = 2, "another name"
    ALIAS_WORD = 3, "a further word of another name"


class Shown(models.TextChoices):
    """What a record is offered as."""

    PERSON = "person", "person"
    ORGANISATION = "organisation", "organisation"
    PUBLISHER = "publisher", "publisher"

    @classmethod
    def of(cls, entity: Any) -> str:
        """What the entity is offered as."""
        if entity.type == EntityType.PERSON:
            return cls.PERSON.value
        return (cls.PUBLISHER if entity.is_publisher else cls.ORGANISATION).value


class NamePartQuerySet(models.QuerySet["NamePart"]):
    """Reads of parts."""

    def beginning(self, key: str) -> Self:
        """Parts that begin with a folded text, the best first; an index gives them in that order, or all in a range."""
        return self.within(self.bounds(key))

    @staticmethod
    def bounds(key: str) -> dict[str, str]:
        """The conditions of the parts that begin with a folded text."""
        if len(key) <= len(HEADS):
            return {HEADS[len(key) - 1]: key}
        return {"text__gte": key, "text__lt": key + LAST}

    def within(self, bounds: dict[str, str]) -> Self:
        """The parts that meet the conditions, the best first."""
        return self.filter(**bounds).order_by("place", "-weight", "entity")

    def equal(self, key: str) -> Self:
        """Parts that are the folded text, the best first."""
        return self.filter(text=key).order_by("place", "-weight", "entity")


class NamePart(models.Model):
    """What stands from a word of a name, or of an alias, to its end. Standing records alone have parts."""

    entity = models.ForeignKey("corpus.Entity", on_delete=models.CASCADE, related_name="name_parts", db_index=False)
    text = PlainField(max_length=300, help_text="Folded, from the word to the end of the name.")
    place = models.PositiveSmallIntegerField(choices=Place.choices)
    first = models.CharField(max_length=1, help_text="Its first character.")
    first_two = models.CharField(max_length=2, help_text="Its first two characters, or all.")
    first_three = models.CharField(max_length=3, help_text="Its first three characters, or all.")
    weight = models.PositiveSmallIntegerField(
        default=0, help_text="Binary digits of how often the record speaks and is mentioned: it seldom changes."
    )
    shown = models.CharField(max_length=12, choices=Shown.choices)

    objects: ClassVar = NamePartQuerySet.as_manager()

    class Meta:
        ordering = ["entity", "place", "text"]
        indexes = [
            models.Index(fields=[head, "place", "-weight", "entity", "shown"], name=f"part_by_{head}") for head in HEADS
        ] + [models.Index(fields=["text", "place", "-weight", "entity", "shown"], name="part_by_text")]
        constraints = [
            models.UniqueConstraint(fields=["entity", "place", "text"], name="part_once"),
            models.CheckConstraint(condition=~models.Q(text=""), name="part_not_empty"),
            models.CheckConstraint(condition=models.Q(place__in=Place.values), name="part_place_known"),
            models.CheckConstraint(condition=within("shown", Shown.choices), name="part_shown_known"),
        ]

    def __str__(self) -> str:
        return self.text

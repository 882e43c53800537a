"""Affiliations: the roles of people, as articles state them (Popolo's Membership)."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Count, Exists, F, OuterRef, Q, Subquery

from corpus.models.choices import PRECISIONS, TENSES, Status, live, probability, span_or_none, within
from corpus.models.entity import Entity, Person
from corpus.models.ids import MAX_LENGTH
from corpus.models.sorting import UNKNOWN_TIME, SortKeyField


class AffiliationQuerySet(models.QuerySet["Affiliation"]):
    """Reads of affiliations."""

    def live(self) -> AffiliationQuerySet:
        """Neither rejected nor withdrawn."""
        return self.filter(live())

    def readable(self) -> AffiliationQuerySet:
        """Of articles that are not taken down, and those that an editor added."""
        return self.filter(text__article__removed_at__isnull=True)

    def newest_of_each_person(self) -> AffiliationQuerySet:
        """What these rows say last of each person; ``times_stated``: how many of them tell of the person."""
        same = self.filter(person=OuterRef("person")).order_by()
        newer = Q(stated_at__gt=OuterRef("stated_at")) | Q(stated_at=OuterRef("stated_at"), pk__gt=OuterRef("pk"))
        times = Subquery(same.values("person").annotate(times=Count("pk")).values("times"))
        return self.filter(~Exists(same.filter(newer))).annotate(times_stated=times)

    def complete(self) -> AffiliationQuerySet:
        """All that a serializer shows, in one query."""
        return self.select_related("person", "organisation", "text__article")


class Affiliation(models.Model):
    """A person's role at an organisation, and the words that say so."""

    public_id = models.CharField(max_length=MAX_LENGTH, unique=True, editable=False)
    person = models.ForeignKey("corpus.Person", on_delete=models.PROTECT, related_name="affiliations")
    original_person = models.ForeignKey("corpus.Person", on_delete=models.PROTECT, related_name="+", editable=False)
    organisation = models.ForeignKey(
        "corpus.Organisation", null=True, blank=True, on_delete=models.PROTECT, related_name="members"
    )
    original_organisation = models.ForeignKey(
        "corpus.Organisation", null=True, blank=True, on_delete=models.PROTECT, related_name="+", editable=False
    )
    title = models.CharField(max_length=500, help_text="The whole phrase as printed.")
    title_key = SortKeyField("title")
    tense = models.CharField(max_length=7, choices=TENSES)
    began_at = models.DateTimeField(null=True, blank=True)
    began_precision = models.CharField(max_length=6, choices=PRECISIONS, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_precision = models.CharField(max_length=6, choices=PRECISIONS, blank=True)
    text = models.ForeignKey(
        "corpus.ArticleText", null=True, blank=True, on_delete=models.PROTECT, related_name="affiliations"
    )
    start = models.PositiveIntegerField(null=True, blank=True, help_text="First code point of the phrase.")
    end = models.PositiveIntegerField(null=True, blank=True, help_text="Code point after the last.")
    stated_at = models.DateTimeField(default=UNKNOWN_TIME, help_text="When the article was published.")
    confidence = models.FloatField(default=1.0)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.EXTRACTED)
    made_by_hand = models.BooleanField(default=False, help_text="An editor added it.")
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects: ClassVar = AffiliationQuerySet.as_manager()

    class Meta:
        ordering = ["-stated_at", "-id"]
        indexes = [
            models.Index(F("stated_at").desc(), F("id").desc(), name="aff_newest"),
            models.Index("person", F("stated_at").desc(), F("id").desc(), name="aff_by_person"),
            models.Index("organisation", F("stated_at").desc(), F("id").desc(), name="aff_by_organisation"),
            models.Index(fields=["began_at", "id"], name="aff_by_beginning"),
            models.Index(fields=["ended_at", "id"], name="aff_by_end"),
            models.Index(fields=["title_key", "id"], name="aff_by_title"),
            models.Index(fields=["confidence", "id"], name="aff_by_confidence"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(public_id__startswith="aff_"), name="aff_public_id"),
            models.CheckConstraint(condition=~Q(title=""), name="aff_titled"),
            models.CheckConstraint(condition=within("tense", TENSES), name="aff_tense_known"),
            models.CheckConstraint(condition=within("status", Status.choices), name="aff_status_known"),
            models.CheckConstraint(condition=span_or_none("start", "end"), name="aff_span"),
            models.CheckConstraint(
                condition=Q(text__isnull=False, start__isnull=False) | Q(text__isnull=True, start__isnull=True),
                name="aff_span_has_text",
            ),
            models.CheckConstraint(
                condition=Q(began_at__isnull=True) | Q(ended_at__isnull=True) | Q(began_at__lte=F("ended_at")),
                name="aff_begins_before_it_ends",
            ),
            models.CheckConstraint(condition=probability("confidence"), name="aff_confidence"),
        ]

    def __str__(self) -> str:
        return self.title


# A speaker is read as an entity, whichever of its two faces it has.
Entity.affiliations = Person.affiliations

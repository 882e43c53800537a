"""Utterances: the same words by the same speaker across articles."""

from __future__ import annotations

from collections.abc import Iterable
from functools import reduce
from operator import or_
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from corpus.models.entity import Entity
from corpus.models.ids import MAX_LENGTH
from corpus.models.sorting import UNKNOWN_TIME

# What may be disputed of an utterance, and the column that says so.
DISPUTED = {"words": "words_disputed", "speaker": "speaker_disputed"}


class UtteranceQuerySet(models.QuerySet["Utterance"]):
    """Reads of utterances."""

    def printed(self) -> UtteranceQuerySet:
        """Utterances that at least one live quotation prints."""
        return self.filter(times_printed__gt=0)

    def standing_for(self, key: int) -> Utterance | None:
        """What an utterance that is not printed itself leads to (`led_on`). None where that is not printed either."""
        public_id = self.values_list("public_id", flat=True).get(pk=key)
        other = self.get(pk=self.led_on([public_id])[public_id])
        return other if other.pk != key and other.times_printed else None

    def led_on(self, ids: Iterable[str]) -> dict[str, int]:
        """Keys of what the utterances of public ids lead to; unknown ones are left out.

        What one is a variant of, or the same words by who stands for its speaker now; where there is neither, itself.
        """
        found, left = {}, {}
        for row in self.filter(public_id__in=set(ids)).select_related("speaker"):
            found[row.public_id] = row.known_by_id
            if row.variant_of_id is None and not row.times_printed and row.speaker.merged_into_id is not None:
                left[row.public_id] = row
        if left:
            speakers = Entity.objects.resolve_all(row.speaker.public_id for row in left.values())
            wanted = {public_id: (speakers[row.speaker.public_id].pk, row.key) for public_id, row in left.items()}
            same = self.filter(
                speaker__in={pk for pk, _ in wanted.values()}, key__in={key for _, key in wanted.values()}
            )
            heads = {(row.speaker_id, row.key): row.known_by_id for row in same}
            found |= {public_id: heads[one] for public_id, one in wanted.items() if one in heads}
        return found

    def are_counted(self) -> bool:
        """Whether their wordings are counted: those of an older version are to be gathered by `recount`."""
        return not self.printed().filter(variant_count=0).exists()


class Utterance(models.Model):
    """What one speaker said once, however often and in whatever wording it is printed.

    Each wording has a row. Those of one saying point at the row that it is known by, which quotations point at and
    which alone is counted; how they belong together follows from the words alone (corpus.identity.sayings).
    """

    public_id = models.CharField(max_length=MAX_LENGTH, unique=True, editable=False)
    speaker = models.ForeignKey("corpus.Entity", on_delete=models.PROTECT, related_name="utterances")
    key = models.CharField(max_length=64, editable=False, help_text="Hash of the normalised words.")
    text = models.TextField(help_text="The words as first printed.")
    variant_of = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="variants",
        editable=False,
        help_text="The utterance that this wording is a variant of: cut, extended, or with a word changed.",
    )
    printings = models.PositiveIntegerField(default=0, help_text="Live quotations in this very wording.")
    times_printed = models.PositiveIntegerField(default=0, help_text="Live quotations that print it, in any wording.")
    outlet_count = models.PositiveIntegerField(default=0, help_text="Publishers that print it.")
    variant_count = models.PositiveIntegerField(default=0, help_text="Wordings in which it is printed.")
    words_disputed = models.BooleanField(default=False, help_text="Printed between marks with other words.")
    speaker_disputed = models.BooleanField(default=False, help_text="The same words are given to others too.")
    first_at = models.DateTimeField(default=UNKNOWN_TIME, help_text="Publication date of the first that is known.")
    last_at = models.DateTimeField(default=UNKNOWN_TIME, help_text="Publication date of the last that is known.")

    objects: ClassVar = UtteranceQuerySet.as_manager()

    class Meta:
        ordering = ["-last_at", "-id"]
        indexes = [
            models.Index(F("last_at").desc(), F("id").desc(), name="utt_newest"),
            models.Index(F("times_printed").desc(), F("id").desc(), name="utt_most_printed"),
            models.Index(fields=["first_at", "id"], name="utt_by_first"),
            models.Index(F("outlet_count").desc(), F("id").desc(), name="utt_by_outlets"),
            models.Index(F("variant_count").desc(), F("id").desc(), name="utt_by_variants"),
            models.Index(fields=["id"], condition=Q(words_disputed=True), name="utt_words_disputed"),
            models.Index(fields=["id"], condition=Q(speaker_disputed=True), name="utt_speaker_disputed"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["speaker", "key"], name="utt_once"),
            models.CheckConstraint(condition=Q(public_id__startswith="utt_"), name="utt_public_id"),
            models.CheckConstraint(
                condition=Q(variant_of__isnull=True)
                | Q(times_printed=0, outlet_count=0, variant_count=0, words_disputed=False, speaker_disputed=False),
                name="utt_variant_is_not_counted",
            ),
            models.CheckConstraint(
                condition=Q(variant_of__isnull=True) | ~Q(variant_of=F("id")), name="utt_no_variant_of_itself"
            ),
            models.CheckConstraint(condition=Q(first_at__lte=F("last_at")), name="utt_first_before_last"),
        ]

    def __str__(self) -> str:
        return self.text[:80]

    @property
    def known_by(self) -> Utterance:
        """The utterance that this wording belongs to: itself where it is no variant."""
        return self.variant_of or self

    @property
    def known_by_id(self) -> int:
        """Its key, without reading it."""
        return self.variant_of_id or self.pk


class DisputeQuerySet(models.QuerySet["Dispute"]):
    """Reads of disputes."""

    def standing(self) -> DisputeQuerySet:
        """Those of which both wordings are printed now, and still given to two speakers."""
        return self.filter(first__printings__gt=0, second__printings__gt=0).exclude(first__speaker=F("second__speaker"))

    def of(self, utterances: Iterable[int]) -> DisputeQuerySet:
        """Those of the utterances, in any of their wordings."""
        keys = list(utterances)
        sides = (Q(**{f"{side}__in": keys}) | Q(**{f"{side}__variant_of__in": keys}) for side in ("first", "second"))
        return self.filter(reduce(or_, sides))


class Dispute(models.Model):
    """Two wordings with the same words that are given to different speakers. ``first`` has the lower key."""

    first = models.ForeignKey(Utterance, on_delete=models.CASCADE, related_name="+")
    second = models.ForeignKey(Utterance, on_delete=models.CASCADE, related_name="+")

    objects: ClassVar = DisputeQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="dispute_once"),
            models.CheckConstraint(condition=Q(first__lt=F("second")), name="dispute_in_order"),
        ]

    def __str__(self) -> str:
        return f"{self.first} / {self.second}"

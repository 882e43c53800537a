"""Pairs of records that may be one, for an editor to decide; and those of which an editor said that they are two."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from corpus.models.choices import within
from corpus.models.entity import Entity
from corpus.models.ids import MAX_LENGTH, IdType, derive


class PairState(models.TextChoices):
    """Where a pair stands."""

    OPEN = "open", "to decide"
    MERGED = "merged", "one record"
    DIFFERENT = "different", "two records"


def _stands(side: str) -> Exists:
    # No join: with one, SQLite walks all standing records instead of the few pairs that are open, in their order.
    return Exists(Entity.objects.standing().filter(pk=OuterRef(side)))


def standing_pair() -> Q:
    """The condition that a pair waits for an editor, both records standing."""
    return Q(_stands("first"), _stands("second"), state=PairState.OPEN)


class DuplicateQuerySet(models.QuerySet["DuplicatePair"]):
    """Reads of pairs."""

    def open(self) -> DuplicateQuerySet:
        """Those that wait for an editor, both records standing."""
        return self.filter(standing_pair())

    def overtaken(self) -> DuplicateQuerySet:
        """Undecided, but one of the records was merged away or removed since: nothing is left to decide."""
        return self.filter(~_stands("first") | ~_stands("second"), state=PairState.OPEN)

    def of(self, entity: Entity) -> DuplicateQuerySet:
        """Those that the record is one of."""
        return self.filter(Q(first=entity.pk) | Q(second=entity.pk))

    def between(self, inside: list[int]) -> DuplicateQuerySet:
        """Those with one record among these, and the other not."""
        first, second = Q(first__in=inside), Q(second__in=inside)
        return self.filter((first & ~second) | (second & ~first))

    def next_after(self, pair: DuplicatePair) -> DuplicatePair | None:
        """The pair that an editor looks at next: the one behind this in the queue, else the first of the others."""
        waiting = self.open().exclude(pk=pair.pk)
        behind = Q(score__lt=pair.score) | Q(score=pair.score, pk__lt=pair.pk)
        return waiting.filter(behind).first() or waiting.first()

    def different(self) -> DuplicateQuerySet:
        """Those of which an editor said that they are two."""
        return self.filter(state=PairState.DIFFERENT)


class DuplicatePair(models.Model):
    """Two records with like names. What an editor says of them binds every later run."""

    public_id = models.CharField(max_length=MAX_LENGTH, unique=True, editable=False)
    first = models.ForeignKey(
        "corpus.Entity", on_delete=models.CASCADE, related_name="+", help_text="The older record."
    )
    second = models.ForeignKey(
        "corpus.Entity", on_delete=models.CASCADE, related_name="+", help_text="The newer record."
    )
    score = models.FloatField(help_text="Sum of the weights of the evidence (log-odds): from 1 on, the two are one.")
    evidence = models.JSONField(
        default=list, help_text="In words: the names, what speaks for one record, what speaks against it."
    )
    state = models.CharField(max_length=9, choices=PairState.choices, default=PairState.OPEN)
    reason = models.TextField(blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    found_at = models.DateTimeField(auto_now_add=True)

    objects: ClassVar = DuplicateQuerySet.as_manager()

    class Meta:
        ordering = ["-score", "-id"]
        indexes = [
            models.Index(F("score").desc(), F("id").desc(), condition=Q(state="open"), name="dup_open"),
            models.Index(F("score").desc(), F("id").desc(), name="dup_by_score"),
            models.Index(fields=["found_at", "id"], name="dup_by_finding"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(public_id__startswith="dup_"), name="dup_public_id"),
            models.CheckConstraint(condition=Q(first__lt=F("second")), name="dup_older_first"),
            models.UniqueConstraint(fields=["first", "second"], name="dup_once"),
            models.CheckConstraint(condition=within("state", PairState.choices), name="dup_state_known"),
            models.CheckConstraint(
                condition=Q(state="open", decided_at__isnull=True) | (~Q(state="open") & Q(decided_at__isnull=False)),
                name="dup_decided_when_settled",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.first} and {self.second}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Its id follows from the two."""
        self.public_id = self.public_id or derive(IdType.PAIR, self.first.public_id, self.second.public_id)
        super().save(*args, **kwargs)

    @property
    def both_stand(self) -> bool:
        """Whether neither record was merged away or removed."""
        return self.first.stands and self.second.stands

    @property
    def is_overtaken(self) -> bool:
        """Whether a record of an undecided pair was merged away or removed since."""
        return self.state == PairState.OPEN and not self.both_stand

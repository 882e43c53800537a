"""Merges of entities, each of which can be undone, and the editors' decisions."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from corpus.models.ids import MAX_LENGTH, fresh_decision


class MergeQuerySet(models.QuerySet["Merge"]):
    """Reads of merges."""

    def standing(self) -> MergeQuerySet:
        """Not undone."""
        return self.filter(undone_at__isnull=True)


class Merge(models.Model):
    """That two records are one, decided by an editor or by the machine. The loser's id leads to the survivor."""

    public_id = models.CharField(max_length=MAX_LENGTH, unique=True, editable=False)
    loser = models.ForeignKey("corpus.Entity", on_delete=models.PROTECT, related_name="merges_lost")
    survivor = models.ForeignKey("corpus.Entity", on_delete=models.PROTECT, related_name="merges_won")
    reason = models.TextField(blank=True)
    merged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    merged_at = models.DateTimeField(auto_now_add=True)
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    undo_reason = models.TextField(blank=True)

    objects: ClassVar = MergeQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["merged_at", "id"], name="mrg_by_time")]
        constraints = [
            models.CheckConstraint(condition=Q(public_id__startswith="mrg_"), name="mrg_public_id"),
            models.CheckConstraint(condition=~Q(loser=F("survivor")), name="mrg_two_records"),
            models.UniqueConstraint(fields=["loser"], condition=Q(undone_at__isnull=True), name="mrg_lost_once"),
        ]

    def __str__(self) -> str:
        return f"{self.loser} into {self.survivor}"


class Decision(models.Model):
    """What a person decided about a record: who, when, why, before and after."""

    public_id = models.CharField(max_length=MAX_LENGTH, unique=True, editable=False, default=fresh_decision)
    record = models.CharField(max_length=MAX_LENGTH, help_text="Public id of the record.")
    action = models.CharField(max_length=30)
    before = models.JSONField(default=dict, help_text="The changed fields as they were.")
    after = models.JSONField(default=dict, help_text="The changed fields as they are.")
    aside = models.JSONField(
        default=dict, editable=False, help_text="Columns that went along as they were, for a revert: confidences, ids."
    )
    reverts = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="reverted_by",
        editable=False,
        help_text="The decision that this one takes back.",
    )
    reason = models.TextField(blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    decided_at = models.DateTimeField(auto_now_add=True)
    erased_at = models.DateTimeField(
        null=True,
        editable=False,
        help_text="When an erasure emptied it, or noted it: it is not taken back, since nothing tells what was before.",
    )

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["record", "decided_at", "id"], name="decision_by_record")]
        constraints = [
            models.CheckConstraint(condition=Q(public_id__startswith="dec_"), name="decision_public_id"),
            models.CheckConstraint(condition=~Q(record=""), name="decision_has_record"),
            models.CheckConstraint(
                condition=Q(reverts__isnull=True) | ~Q(reverts=F("id")), name="decision_reverts_another"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.action} {self.record}"

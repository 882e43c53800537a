"""Requests to take down or to erase, and the ids that stay taken afterwards."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from corpus.models.choices import within
from corpus.models.ids import MAX_LENGTH


class ErasureDepth(models.TextChoices):
    """What was done about a request."""

    TAKEN_DOWN = "taken_down", "taken down"
    PUT_BACK = "put_back", "put back"
    ERASED = "erased", "erased"


class ErasureRequestQuerySet(models.QuerySet["ErasureRequest"]):
    """Reads of requests."""

    def newest(self) -> int:
        """The key of the last; 0 where there is none. They are carried out one after the other, so a larger key tells
        that one was carried out since."""
        return self.order_by("-pk").values_list("pk", flat=True).first() or 0


class ErasureRequest(models.Model):
    """That a record was taken down, put back or erased: who asked, why, who did it, what went."""

    record = models.CharField(max_length=MAX_LENGTH, help_text="Public id of the article, person or organisation.")
    depth = models.CharField(max_length=10, choices=ErasureDepth.choices)
    requested_by = models.CharField(
        max_length=300, blank=True, help_text="Who asked: a name, or a reference to a file."
    )
    reason = models.TextField(help_text="On what basis. It is kept: do not repeat here what is to go.")
    cleared = models.JSONField(default=dict, help_text="How many rows of each store were cleared.")
    carried_out_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    carried_out_at = models.DateTimeField(auto_now_add=True)

    objects: ClassVar = ErasureRequestQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["record", "id"], name="erasure_by_record")]
        constraints = [
            models.CheckConstraint(condition=within("depth", ErasureDepth.choices), name="erasure_depth_known"),
            models.CheckConstraint(condition=~Q(record="") & ~Q(reason=""), name="erasure_says_what_and_why"),
        ]

    def __str__(self) -> str:
        return f"{self.record} {self.get_depth_display()}"


class ErasedId(models.Model):
    """The id of a row that was deleted: it answers 410 and says nothing else."""

    public_id = models.CharField(max_length=MAX_LENGTH, unique=True)
    request = models.ForeignKey(ErasureRequest, on_delete=models.PROTECT, related_name="ids")

    objects: ClassVar = models.Manager()

    class Meta:
        ordering = ["id"]
        constraints = [models.CheckConstraint(condition=~Q(public_id=""), name="erased_id_given")]

    def __str__(self) -> str:
        return self.public_id

"""Proposals: corrections by those who may not decide, for editors to accept or decline."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from corpus.models.choices import within
from corpus.models.ids import MAX_LENGTH


class ProposalState(models.TextChoices):
    """Where a proposal stands."""

    OPEN = "open", "to decide"
    ACCEPTED = "accepted", "accepted"
    DECLINED = "declined", "declined"
    OVERTAKEN = "overtaken", "overtaken"


class ProposalQuerySet(models.QuerySet["Proposal"]):
    """Reads of proposals."""

    def open(self) -> ProposalQuerySet:
        """Those that wait for an editor."""
        return self.filter(state=ProposalState.OPEN)

    def readable(self) -> ProposalQuerySet:
        """About quotations of articles that are not taken down."""
        return self.filter(quotation__article__removed_at__isnull=True)

    def complete(self) -> ProposalQuerySet:
        """With what a page of them shows, in one query."""
        return self.select_related("quotation__article", "quotation__speaker", "proposed_by", "decided_by")


class Proposal(models.Model):
    """How a quotation should read, in the opinion of somebody who may not correct it."""

    public_id = models.CharField(max_length=MAX_LENGTH, unique=True, editable=False)
    quotation = models.ForeignKey("corpus.Quotation", on_delete=models.PROTECT, related_name="proposals")
    changes = models.JSONField(help_text="The fields that should change, as a correction names them.")
    version = models.PositiveIntegerField(help_text="Version of the quotation that it was made about.")
    reason = models.TextField(blank=True)
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    proposed_at = models.DateTimeField(auto_now_add=True)
    state = models.CharField(max_length=9, choices=ProposalState.choices, default=ProposalState.OPEN)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    decision_reason = models.TextField(blank=True, help_text="Why it was accepted or declined.")
    decision = models.OneToOneField(
        "corpus.Decision",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="proposal",
        editable=False,
        help_text="The correction that accepting it made.",
    )

    objects: ClassVar = ProposalQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        indexes = [
            models.Index("state", F("proposed_at").desc(), F("id").desc(), name="prp_by_state"),
            models.Index("quotation", F("proposed_at").desc(), F("id").desc(), name="prp_by_quotation"),
            models.Index(F("proposed_at").desc(), F("id").desc(), name="prp_newest"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(public_id__startswith="prp_"), name="prp_public_id"),
            models.CheckConstraint(condition=within("state", ProposalState.choices), name="prp_state_known"),
            models.CheckConstraint(
                condition=Q(state="open", decided_at__isnull=True) | (~Q(state="open") & Q(decided_at__isnull=False)),
                name="prp_decided_when_settled",
            ),
            models.CheckConstraint(
                condition=Q(decision__isnull=True) | Q(state="accepted"), name="prp_decision_when_accepted"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.public_id} about {self.quotation_id}"

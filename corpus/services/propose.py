"""Propose a correction, and decide what was proposed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils import timezone

from corpus.models import Entity, Proposal, ProposalState, Quotation
from corpus.models.choices import Status
from corpus.models.ids import IdType, fresh
from corpus.services.decide import User, known, plain
from corpus.services.errors import Conflict, ServiceError
from corpus.services.quotation_fields import corrected_fields, decide_quotation
from corpus.services.writing import one_writer

STATUSES: dict[str, str] = {"confirm": Status.CONFIRMED, "reject": Status.REJECTED}
ENTITIES = ("speaker", "addressee")
MOST_OPEN = 100  # proposals about one quotation that wait


@one_writer()
def propose(quotation: Quotation, changes: Mapping[str, Any], *, user: User, reason: str = "") -> Proposal:
    """Propose what an editor could write: the fields of a correction, or ``status`` "confirmed" or "rejected" alone.

    Refused like the correction itself where that could not be written. Raises Conflict where the same is proposed
    already.
    """
    row = Quotation.objects.select_related("article", "text", "speaker", "addressee").get(pk=quotation.pk)
    if row.article.removed_at is not None:
        raise ServiceError("the article was taken down")
    _fields(row, changes)
    told = {name: plain(value) for name, value in changes.items()}
    waiting = Proposal.objects.open().filter(quotation=row)
    if waiting.count() >= MOST_OPEN:
        raise Conflict("too many proposals about the quotation wait for an editor")
    if any(other.changes == told for other in waiting):
        raise Conflict("the same is proposed already")
    return Proposal.objects.create(
        public_id=fresh(IdType.PROPOSAL),
        quotation=row,
        changes=told,
        version=row.version,
        reason=reason,
        proposed_by=known(user),
    )


@one_writer()
def accept(proposal: Proposal, *, user: User, reason: str = "") -> Proposal:
    """Write what was proposed, as the editor's decision; other proposals for the same fields are overtaken.

    Raises Conflict where it is decided already, ServiceError where it can no longer be written.
    """
    row = _waiting(proposal)
    changes = _read(row.changes)
    action, fields = _fields(row.quotation, changes)
    why = reason or row.reason
    _settle(row, ProposalState.ACCEPTED, user, reason)  # first: what is open for the fields now is overtaken
    _, decision = decide_quotation(row.quotation, action, fields, user=user, reason=why)
    row.decision = decision
    row.save(update_fields=["decision"])
    return row


@one_writer()
def decline(proposal: Proposal, *, user: User, reason: str = "") -> Proposal:
    """Leave the quotation as it is. Raises Conflict where the proposal is decided already."""
    row = _waiting(proposal)
    _settle(row, ProposalState.DECLINED, user, reason)
    return row


def _waiting(proposal: Proposal) -> Proposal:
    row: Proposal = Proposal.objects.select_for_update(of=("self",)).complete().get(pk=proposal.pk)
    if row.state != ProposalState.OPEN:
        raise Conflict(f"the proposal is {row.state} already")
    return row


def _settle(row: Proposal, state: ProposalState, user: User, reason: str) -> None:
    row.state, row.decision_reason = state, reason
    row.decided_by, row.decided_at = known(user), timezone.now()
    row.save(update_fields=["state", "decision_reason", "decided_by", "decided_at"])


def _fields(quotation: Quotation, changes: Mapping[str, Any]) -> tuple[str, dict[str, Any]]:
    """The action and the columns that the changes call for."""
    if "status" not in changes:
        return "correct", {"status": Status.CORRECTED, **corrected_fields(quotation, changes)}
    if len(changes) > 1:
        raise ServiceError("status: it is proposed alone, or else with no status", field="status")
    for action, status in STATUSES.items():
        if changes["status"] == status:
            return action, {"status": status}
    raise ServiceError(f"status: one of {', '.join(STATUSES.values())}", field="status")


def _read(changes: Mapping[str, Any]) -> dict[str, Any]:
    """The changes with the records that they name."""

    def entity(public_id: str) -> Entity:
        found = Entity.objects.filter(public_id=public_id).first()
        if found is None:
            raise ServiceError(f"{public_id} is gone")
        return found

    named = {name for name in ENTITIES if changes.get(name) is not None}
    return {name: entity(value) if name in named else value for name, value in changes.items()}

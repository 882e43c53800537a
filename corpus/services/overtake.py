"""Close the proposals that an editor's decision leaves nothing to decide about."""

from __future__ import annotations

from collections.abc import Collection

from django.utils import timezone

from corpus.models import Proposal, ProposalState
from corpus.services.decide import User, known

WHOLE = ("confirm", "reject")  # what is said of the whole reading


def overtake(quotation: int, action: str, fields: Collection[str], *, user: User) -> None:
    """Mark the open proposals for the same fields; all of them where the reading as a whole was decided.

    A status that was proposed is overtaken by any decision.
    """
    for row in Proposal.objects.open().filter(quotation=quotation):
        if action in WHOLE or "status" in row.changes or row.changes.keys() & set(fields):
            Proposal.objects.filter(pk=row.pk).update(
                state=ProposalState.OVERTAKEN,
                decided_by=known(user),
                decided_at=timezone.now(),
                decision_reason=f"overtaken by another decision ({action})",
            )

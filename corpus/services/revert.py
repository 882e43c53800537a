"""Take a decision back: the fields that it set are what they were. A revert is a decision too, and can be reverted."""

from __future__ import annotations

from collections.abc import Callable

from corpus.models import Decision, Merge
from corpus.models.ids import IdType
from corpus.services import merge as merging
from corpus.services.decide import ERASE, User
from corpus.services.errors import Conflict, ServiceError
from corpus.services.put_back import (
    affiliation_back,
    article_back,
    entity_back,
    mention_back,
    quotation_back,
)
from corpus.services.restore_passage import withhold_again
from corpus.services.rule_copy import MARK, ruling_back
from corpus.services.standing import refuse_overtaken, standing_decisions
from corpus.services.writing import one_writer

Back = Callable[..., Decision]
BY_PREFIX: dict[str, Back] = {
    IdType.QUOTATION: quotation_back,
    IdType.MENTION: mention_back,
    IdType.AFFILIATION: affiliation_back,
    IdType.PERSON: entity_back,
    IdType.ORGANISATION: entity_back,
    IdType.ARTICLE: article_back,
}
# What is taken back by a service of its own, which keeps all records that it concerns in step.
OTHERWISE = {
    "create": "merge the record into another",
    "undo merge": "merge the two records again",
    "split": "merge the two records, or split again what went to the wrong one",
    "different": "decide the pair again",
    "decide again": "decide the pair",
    ERASE: "what was erased is gone for good",
}


@one_writer()
def revert(decision: Decision, *, user: User, reason: str = "") -> Decision:
    """Put the fields back to what they were before the decision; gives the decision that says so.

    Raises Conflict where it was taken back already, a later decision set the same fields or an erasure has emptied it,
    ServiceError where the record is gone or the decision is undone in another way.
    """
    row = Decision.objects.select_for_update().get(pk=decision.pk)
    if row.action in OTHERWISE:
        raise ServiceError(f"{row.action} is not reverted: {OTHERWISE[row.action]}")
    if row.erased_at is not None:
        raise Conflict(f"{row.public_id} was emptied by an erasure: nothing tells what to put back")
    refuse_overtaken(row)
    if row.action == "merge":
        return _merge_back(row, user=user, reason=reason)
    if "passage_key" in row.aside:
        return withhold_again(row, user=user, reason=reason)
    if MARK in row.aside:
        return ruling_back(row, user=user, reason=reason)
    back = BY_PREFIX.get(row.record.partition("_")[0])
    if back is None:
        raise ServiceError(f"decisions about {row.record} cannot be reverted")
    return back(row, user=user, reason=reason)


def revert_last(record: str, *, user: User, reason: str = "") -> Decision:
    """Take back the last decision about the record that stands. Raises Conflict where there is none."""
    rows = standing_decisions(record)
    if not rows:
        raise Conflict("nothing is decided about the record")
    return revert(rows[0], user=user, reason=reason)


def _merge_back(decision: Decision, *, user: User, reason: str) -> Decision:
    row = Merge.objects.get(public_id=decision.after["merge"])
    merging.undo(row, user=user, reason=reason)
    undone = Decision.objects.filter(record=decision.record, action="undo merge").first()
    assert undone is not None  # noqa: S101 - undoing notes it
    return undone

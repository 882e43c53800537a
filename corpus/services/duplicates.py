"""Pairs of records that may be one: proposed by the machine, decided by editors."""

from __future__ import annotations

from django.utils import timezone

from corpus.identity.decision import Judgement
from corpus.models import DuplicatePair, Entity, PairState
from corpus.services.decide import User, note
from corpus.services.errors import Conflict, ServiceError
from corpus.services.standing import standing_one
from corpus.services.writing import one_writer


def pair_of(one: Entity, other: Entity) -> tuple[Entity, Entity]:
    """The two in the order in which a pair keeps them, the older first."""
    return (one, other) if one.pk < other.pk else (other, one)


def propose(one: Entity, other: Entity, judgement: Judgement) -> None:
    """Keep a doubtful pair for an editor, or bring its evidence up to date; a decided pair stays as it is."""
    first, second = pair_of(one.survivor, other.survivor)
    if first.pk == second.pk:
        return
    told = {"score": judgement.score, "evidence": list(judgement.reasons)}
    row, created = DuplicatePair.objects.get_or_create(first=first, second=second, defaults=told)
    if not created and row.state == PairState.OPEN:
        DuplicatePair.objects.filter(pk=row.pk).update(**told)


def told_apart(entity: Entity) -> list[tuple[int, DuplicatePair]]:
    """The standing records of which somebody said that they are not this one, each with the pair of which it was said.

    It may have been said of any two that were merged into them since.
    """
    members = Entity.objects.leading_to(entity)
    rows = DuplicatePair.objects.different().between(members).select_related("first", "second")
    return [((row.second if row.first_id in members else row.first).survivor.pk, row) for row in rows]


@one_writer()
def mark_different(one: Entity, other: Entity, *, user: User, reason: str = "") -> DuplicatePair:
    """Two records are two: they are not proposed again, and no run merges them.

    Raises ServiceError where they are of two types or one record already.
    """
    if one.type != other.type:
        raise ServiceError("a person and an organisation are never one record")
    rows = Entity.objects.select_related("merged_into").in_bulk([one.pk, other.pk])
    first, second = pair_of(rows[one.pk], rows[other.pk])
    if first.survivor.pk == second.survivor.pk:
        raise ServiceError("the two are one record; undo the merge first")
    row = settle(first, second, PairState.DIFFERENT, user=user, reason=reason)
    for entity, twin in ((first, second), (second, first)):
        told = {"different_from": twin.public_id}
        note(entity.public_id, "different", user=user, reason=reason, before={}, after=told)
    return row


@one_writer()
def reopen(pair: DuplicatePair, *, user: User, reason: str = "") -> DuplicatePair:
    """Take back that two records are two: the pair waits for an editor again, if both stand.

    Raises ServiceError where nobody said so. A merge is taken back by its own undo.
    """
    row = _locked(pair)
    if row.state != PairState.DIFFERENT:
        raise Conflict("nobody said that the two are two records")
    row.state, row.reason, row.decided_by, row.decided_at = PairState.OPEN, "", None, None
    row.save(update_fields=["state", "reason", "decided_by", "decided_at"])
    for entity, twin in ((row.first, row.second), (row.second, row.first)):
        told = {"different_from": twin.public_id}
        # What an undone merge or a split said of the two stands in no line of its own.
        taken_back = standing_one(entity.public_id, "different", "different_from", twin.public_id)
        note(entity.public_id, "decide again", user=user, reason=reason, before=told, after={}, reverts=taken_back)
    return row


def undecided(pair: DuplicatePair) -> DuplicatePair:
    """The pair as it stands now, for its one writer. Raises Conflict where there is nothing left to decide."""
    row = _locked(pair)
    if row.state != PairState.OPEN:
        raise Conflict(f"the pair was decided meanwhile: {row.get_state_display()}")
    if row.is_overtaken:
        raise Conflict("a record of the pair was merged away or removed meanwhile")
    return row


def settle(one: Entity, other: Entity, state: PairState, *, user: User, reason: str = "") -> DuplicatePair:
    """Note what was decided about a pair, which may be nobody's proposal."""
    first, second = pair_of(one, other)
    decided = {
        "state": state,
        "reason": reason,
        "decided_by": user if user is not None and user.is_authenticated else None,
        "decided_at": timezone.now(),
    }
    row, _ = DuplicatePair.objects.update_or_create(
        first=first, second=second, defaults=decided, create_defaults=decided | {"score": 0.0}
    )
    return row


def _locked(pair: DuplicatePair) -> DuplicatePair:
    return DuplicatePair.objects.select_for_update(of=("self",)).select_related("first", "second").get(pk=pair.pk)

"""Pairs of records that may be one: proposed by the machine, decided by editors."""

from __future__ import annotations

from django.db.models import Q
from django.utils import timezone

from corpus.identity.decision import Judgement
from corpus.models import DuplicatePair, Entity, PairState
from corpus.services.decide import User, note
from corpus.services.errors import ServiceError
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


def told_apart(entity: Entity) -> set[int]:
    """The records of which an editor said that they are not this one."""
    rows = DuplicatePair.objects.different().filter(Q(first=entity) | Q(second=entity))
    return {pk for pair in rows.values_list("first", "second") for pk in pair} - {entity.pk}


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

"""Decide a pair of records that may be one, as long as it still waits."""

from __future__ import annotations

from corpus.models import DuplicatePair, Entity, Merge
from corpus.services.decide import User
from corpus.services.duplicates import mark_different, undecided
from corpus.services.errors import ServiceError
from corpus.services.merge import merge
from corpus.services.writing import one_writer


@one_writer()
def make_one(pair: DuplicatePair, stays: Entity, *, user: User, reason: str = "") -> Merge:
    """The two are one record, ``stays``, which is one of them. Raises ServiceError where the pair no longer waits."""
    row = undecided(pair)
    if stays.pk not in (row.first_id, row.second_id):
        raise ServiceError("the record that stays is one of the two", field="into")
    loser = row.second if stays.pk == row.first_id else row.first
    return merge(loser, stays, user=user, reason=reason)


@one_writer()
def keep_two(pair: DuplicatePair, *, user: User, reason: str = "") -> DuplicatePair:
    """The two are two records. Raises ServiceError where the pair no longer waits."""
    row = undecided(pair)
    return mark_different(row.first, row.second, user=user, reason=reason)

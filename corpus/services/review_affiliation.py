"""Review affiliations: confirm, correct, reject, reopen. What is decided here outlives every extraction."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from corpus.models import Affiliation
from corpus.models.choices import Status
from corpus.services.affiliation_fields import corrected_fields, decide_affiliation
from corpus.services.decide import User, check_version
from corpus.services.revert import revert_last
from corpus.services.writing import one_writer


def confirm_affiliation(
    affiliation: Affiliation, *, user: User, reason: str = "", expected_version: int | None = None
) -> Affiliation:
    """The reading is right as it stands."""
    fields = {"status": Status.CONFIRMED}
    return decide_affiliation(
        affiliation, "confirm", fields, user=user, reason=reason, expected_version=expected_version
    )[0]


def reject_affiliation(
    affiliation: Affiliation, *, user: User, reason: str = "", expected_version: int | None = None
) -> Affiliation:
    """Nobody has this role; it does not come back."""
    fields = {"status": Status.REJECTED}
    return decide_affiliation(
        affiliation, "reject", fields, user=user, reason=reason, expected_version=expected_version
    )[0]


def correct_affiliation(
    affiliation: Affiliation,
    changes: Mapping[str, Any],
    *,
    user: User,
    reason: str = "",
    expected_version: int | None = None,
) -> Affiliation:
    """Set what the machine misread: ``person`` and ``organisation`` (an Entity; the latter may be None), ``tense``,
    ``began`` and ``ended`` (a Moment or None). Raises ServiceError for anything else, StaleVersion where it moved on.
    """
    fields = {"status": Status.CORRECTED, **corrected_fields(affiliation, changes)}
    return decide_affiliation(
        affiliation, "correct", fields, user=user, reason=reason, expected_version=expected_version
    )[0]


@one_writer()
def reopen_affiliation(
    affiliation: Affiliation, *, user: User, reason: str = "", expected_version: int | None = None
) -> Affiliation:
    """Take back the last decision that stands. Raises Conflict where nothing is decided."""
    check_version(Affiliation.objects.get(pk=affiliation.pk), expected_version)
    revert_last(affiliation.public_id, user=user, reason=reason)
    return Affiliation.objects.get(pk=affiliation.pk)

"""Review quotations: confirm, correct, reject, reopen. What is decided here outlives every extraction."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from corpus.models import Quotation
from corpus.models.choices import Status
from corpus.services.decide import User, check_version
from corpus.services.quotation_fields import CORRECTABLE, corrected_fields, decide_quotation
from corpus.services.revert import revert_last
from corpus.services.writing import one_writer

__all__ = ["CORRECTABLE", "confirm_quotation", "correct_quotation", "reject_quotation", "reopen_quotation"]


def confirm_quotation(
    quotation: Quotation, *, user: User, reason: str = "", expected_version: int | None = None
) -> Quotation:
    """The reading is right as it stands."""
    return _decide(quotation, "confirm", {"status": Status.CONFIRMED}, user, reason, expected_version)


def reject_quotation(
    quotation: Quotation, *, user: User, reason: str = "", expected_version: int | None = None
) -> Quotation:
    """This is no quotation; it does not come back."""
    return _decide(quotation, "reject", {"status": Status.REJECTED}, user, reason, expected_version)


def correct_quotation(
    quotation: Quotation,
    changes: Mapping[str, Any],
    *,
    user: User,
    reason: str = "",
    expected_version: int | None = None,
) -> Quotation:
    """Set what the machine misread: ``speaker`` and ``addressee`` (an Entity or None), ``speaker_role``, ``kind``,
    ``attitude``, ``channel``. Raises ServiceError for anything else, StaleVersion where the record has moved on.
    """
    fields = {"status": Status.CORRECTED, **corrected_fields(quotation, changes)}
    return _decide(quotation, "correct", fields, user, reason, expected_version)


@one_writer()
def reopen_quotation(
    quotation: Quotation, *, user: User, reason: str = "", expected_version: int | None = None
) -> Quotation:
    """Take back the last decision that stands. Raises Conflict where nothing is decided."""
    check_version(Quotation.objects.get(pk=quotation.pk), expected_version)
    revert_last(quotation.public_id, user=user, reason=reason)
    return Quotation.objects.get(pk=quotation.pk)


def _decide(
    quotation: Quotation, action: str, fields: dict[str, Any], user: User, reason: str, expected_version: int | None
) -> Quotation:
    row, _ = decide_quotation(quotation, action, fields, user=user, reason=reason, expected_version=expected_version)
    return row

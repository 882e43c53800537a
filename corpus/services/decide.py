"""Note what a person decided: who, when, why, before and after."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from corpus.models import Decision

User = Any  # django.contrib.auth's user model, whichever is set


def note(
    record: str, action: str, *, user: User, reason: str = "", before: Mapping[str, Any], after: Mapping[str, Any]
) -> Decision:
    """Write one line of the log. ``before`` and ``after`` hold the changed fields, ready for JSON."""
    return Decision.objects.create(
        record=record,
        action=action,
        before=dict(before),
        after=dict(after),
        reason=reason,
        decided_by=user if user is not None and user.is_authenticated else None,
    )

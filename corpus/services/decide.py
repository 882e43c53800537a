"""Note what a person decided: who, when, why, before and after."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from corpus.models import Article, Decision, Entity
from corpus.services.errors import ServiceError, StaleVersion

User = Any  # django.contrib.auth's user model, whichever is set
ERASE = "erase"  # the action of the line that an erasure leaves about a record that stands


def note(
    record: str,
    action: str,
    *,
    user: User,
    reason: str = "",
    before: Mapping[str, Any],
    after: Mapping[str, Any],
    aside: Mapping[str, Any] | None = None,
    reverts: Decision | None = None,
) -> Decision:
    """Write one line of the log. ``before`` and ``after`` hold the changed fields, ready for JSON.

    ``aside`` holds, as they were, the columns that went along and that nobody reads; ``reverts`` is what it takes back.
    """
    return Decision.objects.create(
        record=record,
        action=action,
        before=dict(before),
        after=dict(after),
        aside=dict(aside or {}),
        reverts=reverts,
        reason=reason,
        decided_by=known(user),
    )


def known(user: User) -> User | None:
    """The account; None for the machine and for nobody."""
    return user if user is not None and user.is_authenticated else None


def check_version(row: Any, expected: int | None) -> None:
    """Raise StaleVersion where the record has moved on since it was read."""
    if expected is not None and row.version != expected:
        raise StaleVersion(f"the record is at version {row.version}, not {expected}")


def check_shown(article: Article) -> None:
    """Raise ServiceError where the article is taken down: counts leave out what was read from it, and stay so."""
    if article.removed_at is not None:
        raise ServiceError(f"the article {article.public_id} was taken down")


def plain(value: Any) -> Any:
    """A value as the log keeps it."""
    if isinstance(value, Entity):
        return value.public_id
    return value.isoformat() if hasattr(value, "isoformat") else value

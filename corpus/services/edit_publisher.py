"""Say who may read the whole words of a publisher's articles."""

from __future__ import annotations

from corpus.models import Entity
from corpus.services.decide import User
from corpus.services.edit_entity import edit_entity


def edit_publisher(
    publisher: Entity, *, body_access: str, user: User, reason: str = "", expected_version: int | None = None
) -> Entity:
    """Let ``everyone`` read them, accounts alone (``tokens``), or ``nobody`` but those who may change articles.

    Quotations with their surroundings, and short excerpts of what a search found, stay open.
    """
    return edit_entity(publisher, user=user, body_access=body_access, reason=reason, expected_version=expected_version)

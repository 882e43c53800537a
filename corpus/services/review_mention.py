"""Review mentions: confirm, reject, point at somebody else, reopen. It holds for the words in that place.

``expected`` is what `mention_fields.seen` told of the mention: StaleVersion is raised where it is otherwise now.
"""

from __future__ import annotations

from corpus.models import Entity, Mention
from corpus.models.choices import Status
from corpus.services.decide import User
from corpus.services.errors import ServiceError
from corpus.services.mention_fields import check_seen, decide_mention
from corpus.services.quotation_fields import standing
from corpus.services.revert import revert_last
from corpus.services.writing import one_writer


def confirm_mention(mention: Mention, *, user: User, reason: str = "", expected: str | None = None) -> Mention:
    """The words mean whom they are said to mean."""
    return decide_mention(
        mention, "confirm", {"status": Status.CONFIRMED}, user=user, reason=reason, expected=expected
    )[0]


def reject_mention(mention: Mention, *, user: User, reason: str = "", expected: str | None = None) -> Mention:
    """The words mean nobody; they are not read so again."""
    return decide_mention(mention, "reject", {"status": Status.REJECTED}, user=user, reason=reason, expected=expected)[
        0
    ]


def repoint_mention(
    mention: Mention, entity: Entity, *, user: User, reason: str = "", expected: str | None = None
) -> Mention:
    """The words mean somebody else, of either type."""
    current = standing(entity, "entity")
    if current.pk == mention.entity_id:
        raise ServiceError(f"the words mean {current.public_id} already", field="entity")
    fields = {"status": Status.CORRECTED, "entity": current, "original_entity": current}
    return decide_mention(mention, "repoint", fields, user=user, reason=reason, expected=expected)[0]


@one_writer()
def reopen_mention(mention: Mention, *, user: User, reason: str = "", expected: str | None = None) -> Mention:
    """Take back the last decision that stands. Raises Conflict where nothing is decided."""
    check_seen(Mention.objects.get(pk=mention.pk), expected)
    revert_last(mention.public_id, user=user, reason=reason)
    return Mention.objects.get(pk=mention.pk)

"""Add a mention that the machine overlooked."""

from __future__ import annotations

from typing import Any

from corpus.models import Article, Entity, Mention
from corpus.models.choices import LIVE, Status
from corpus.models.ids import IdType, derive
from corpus.records import MentionKind
from corpus.services.add_entity import add_entity
from corpus.services.decide import User, note
from corpus.services.errors import Conflict, ServiceError
from corpus.services.keep import clip
from corpus.services.place import taken_by
from corpus.services.quotation_fields import chosen, standing
from corpus.services.spans import checked_span, newest_text
from corpus.services.store_reading import apply_difference, entity_counts
from corpus.services.writing import one_writer


@one_writer()
def add_mention(
    article: Article,
    span: Any,
    *,
    entity: Entity | None = None,
    name: str = "",
    type: str = "",
    kind: str = MentionKind.NAME,
    user: User,
    reason: str = "",
) -> Mention:
    """Say whom the words of the span mean: a record, or a new one by ``name`` and ``type``.

    Offsets are code points of the newest revision. Raises ServiceError for what the text does not bear out, Conflict
    where a mention stands there already.
    """
    row = Article.objects.select_for_update(of=("self",)).select_related("current_text").get(pk=article.pk)
    text = newest_text(row)
    start, end = checked_span(span, text.body, "span")
    chosen("kind", kind, list(MentionKind))
    if (entity is None) == (not name.strip()):
        raise ServiceError("either a record or the name and type of a new one", field="entity")
    rows = list(text.mentions.filter(start__lt=end, end__gt=start))
    for other in rows:
        if other.status in LIVE and taken_by((start, end), [(other.start, other.end)]):
            detail = f"{other.public_id} stands there: point it at somebody else, or reject it first"
            raise Conflict(detail, field="span")
    whom = standing(entity, "entity") if entity else add_entity(type, name, user=user, reason=reason)
    counts = entity_counts(row)
    fields = {
        "entity": whom,
        "original_entity": whom,
        "kind": kind,
        "confidence": 1.0,
        "status": Status.CONFIRMED,
        "made_by_hand": True,
    }
    before: dict[str, Any] = {}
    mention = next((other for other in rows if (other.start, other.end) == (start, end)), None)
    if mention is None:
        public_id = derive(IdType.MENTION, row.public_id, text.revision, start, end)
        words = clip(text.body[start:end], 500)
        mention = Mention(public_id=public_id, text=text, start=start, end=end, words=words)
    else:  # one that was withdrawn or rejected
        names = ("entity", "kind", "status", "made_by_hand")
        before = {name: _told(getattr(mention, name)) for name in names}
    for field, value in fields.items():
        setattr(mention, field, value)
    mention.save()
    apply_difference(counts, entity_counts(row))
    after = {"span": [start, end], "entity": whom.public_id, "kind": kind, "status": "confirmed", "made_by_hand": True}
    note(mention.public_id, "add", user=user, reason=reason, before=before, after=after)
    return mention


def _told(value: Any) -> Any:
    return value.public_id if isinstance(value, Entity) else value

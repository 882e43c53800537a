"""Put the fields of a record back to what they were before a decision."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from corpus.models import Affiliation, Article, Decision, Entity, Mention, Quotation
from corpus.models.choices import Status
from corpus.services.affiliation_fields import decide_affiliation
from corpus.services.decide import User
from corpus.services.edit_article import put_article_back
from corpus.services.edit_entity import put_entity_back
from corpus.services.errors import ServiceError
from corpus.services.mention_fields import decide_mention
from corpus.services.quotation_fields import decide_quotation
from corpus.services.standing import status_after

TIMES = ("began_at", "ended_at")
NOT_PUT_BACK = ("status",)  # it follows from the decisions that stand


def quotation_back(decision: Decision, *, user: User, reason: str) -> Decision:
    """Of a quotation."""
    row = Quotation.objects.select_related("article").filter(public_id=decision.record).first()
    if row is None or row.article.removed_at is not None:
        raise gone(decision)
    fields = _columns(decision, ("speaker", "addressee"))
    fields["status"] = _status(decision, newest=row.text_id == row.article.current_text_id)
    return decide_quotation(row, "revert", fields, user=user, reason=reason, reverts=decision)[1]


def mention_back(decision: Decision, *, user: User, reason: str) -> Decision:
    """Of a mention."""
    row = Mention.objects.select_related("text__article").filter(public_id=decision.record).first()
    if row is None or row.text.article.removed_at is not None:
        raise gone(decision)
    fields = _columns(decision, ("entity",))
    fields["status"] = _status(decision)
    return decide_mention(row, "revert", fields, user=user, reason=reason, reverts=decision)[1]


def affiliation_back(decision: Decision, *, user: User, reason: str) -> Decision:
    """Of an affiliation."""
    row = Affiliation.objects.select_related("text__article").filter(public_id=decision.record).first()
    if row is None or (row.text is not None and row.text.article.removed_at is not None):
        raise gone(decision)
    fields = _columns(decision, ("person", "organisation"))
    newest = row.text is None or row.text_id == row.text.article.current_text_id
    fields["status"] = _status(decision, newest=newest)
    return decide_affiliation(row, "revert", fields, user=user, reason=reason, reverts=decision)[1]


def entity_back(decision: Decision, *, user: User, reason: str) -> Decision:
    """Of a person or an organisation."""
    row = Entity.objects.filter(public_id=decision.record).first()
    if row is None or row.removed_at is not None:
        raise gone(decision)
    return put_entity_back(row, decision, user=user, reason=reason)


def article_back(decision: Decision, *, user: User, reason: str) -> Decision:
    """Of an article's metadata."""
    row = Article.objects.filter(public_id=decision.record).first()
    if row is None or row.removed_at is not None:
        raise gone(decision)
    return put_article_back(row, decision, user=user, reason=reason)


def gone(decision: Decision) -> ServiceError:
    """The refusal where there is nothing to put back."""
    return ServiceError(f"{decision.record} is gone: there is nothing to put back")


def _columns(decision: Decision, entities: tuple[str, ...]) -> dict[str, Any]:
    """The columns as they were; those of an entity with whom it was resolved to."""
    told = dict(decision.before)
    if decision.action == "add" and not told:
        told["made_by_hand"] = False
    aside = {name: value for name, value in decision.aside.items() if not name.startswith("original_")}
    fields: dict[str, Any] = {name: value for name, value in (told | aside).items() if name not in NOT_PUT_BACK}
    for name in entities:
        if name in fields:
            original = _entity(decision.aside.get(f"original_{name}", fields[name]), name)
            fields |= {name: original.survivor if original else None, f"original_{name}": original}
    for name in TIMES:
        if isinstance(fields.get(name), str):
            fields[name] = datetime.fromisoformat(fields[name])
    return fields


def _entity(public_id: str | None, field: str) -> Entity | None:
    if public_id is None:
        return None
    entity = Entity.objects.filter(public_id=public_id).first()
    if entity is None or entity.survivor.removed_at is not None:
        raise ServiceError(f"{public_id} was removed: it cannot be put back", field=field)
    return entity


def _status(decision: Decision, *, newest: bool = True) -> str:
    """What the decisions that then stand make of it; what no editor holds in an older revision is withdrawn there."""
    status = status_after(decision)
    return Status.WITHDRAWN if status == Status.EXTRACTED and not newest else status

"""Review quotations: confirm, correct, reject. What is decided here outlives every extraction."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from corpus import search
from corpus.models import Article, Entity, Quotation
from corpus.models.choices import Status
from corpus.records import Attitude, Channel, QuotationKind
from corpus.services.decide import User, note
from corpus.services.errors import ServiceError, StaleVersion
from corpus.services.store_reading import apply_difference, entity_counts
from corpus.services.utterances import link_utterances
from corpus.services.writing import one_writer

CORRECTABLE = ("speaker", "addressee", "speaker_role", "kind", "attitude", "channel")


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
    fields: dict[str, Any] = {"status": Status.CORRECTED}
    if "speaker" in changes and changes["speaker"] != quotation.speaker:
        fields["speaker_role"] = ""  # it was read as the other speaker's
    for name, value in changes.items():
        if name not in CORRECTABLE:
            raise ServiceError(f"{name} cannot be corrected; there are {', '.join(CORRECTABLE)}", field=name)
        fields |= SETTERS.get(name, _plain(name))(value)
    if len(fields) == 1:
        raise ServiceError("nothing to correct was given")
    if "kind" in changes:
        _check_kind(quotation, changes["kind"])
    return _decide(quotation, "correct", fields, user, reason, expected_version)


def _check_kind(quotation: Quotation, kind: str) -> None:
    """Refuse a kind that the verbatim runs contradict: they are evidence, and no correction moves them."""
    quoted = quotation.quoted
    if kind == QuotationKind.INDIRECT and quoted:
        raise ServiceError("kind: an indirect quotation holds no verbatim words, and this one does", field="kind")
    if kind != QuotationKind.INDIRECT and not quoted:
        raise ServiceError(f"kind: a {kind} quotation holds verbatim words, and this one does not", field="kind")
    if kind == QuotationKind.DIRECT and _outside(quotation.text.body, quotation.spans, quoted):
        raise ServiceError("kind: of a direct quotation every word is verbatim, and of this one not", field="kind")


def _outside(body: str, spans: list[list[int]], quoted: list[list[int]]) -> bool:
    """Whether a word of the spans stands outside the verbatim runs."""
    verbatim = {at for start, end in quoted for at in range(start, end)}
    return any(body[at].isalnum() and at not in verbatim for start, end in spans for at in range(start, end))


def _speaker(entity: Entity | None) -> dict[str, Any]:
    if entity is None:
        return {"speaker": None, "original_speaker": None, "speaker_type": ""}
    current = _standing(entity, "speaker")
    return {"speaker": current, "original_speaker": current, "speaker_type": current.type}


def _addressee(entity: Entity | None) -> dict[str, Any]:
    current = None if entity is None else _standing(entity, "addressee")
    return {"addressee": current, "original_addressee": current}


def _standing(entity: Entity, field: str) -> Entity:
    current = entity.survivor
    if current.removed_at is not None:
        raise ServiceError(f"{entity.public_id} was removed", field=field)
    return current


def _choice(name: str, allowed: list[str]) -> Callable[[Any], dict[str, Any]]:
    def check(value: Any) -> dict[str, Any]:
        if value not in allowed:
            raise ServiceError(f"{name}: one of {', '.join(filter(None, allowed))}", field=name)
        return {name: value}

    return check


def _plain(name: str) -> Callable[[Any], dict[str, Any]]:
    def check(value: Any) -> dict[str, Any]:
        if not isinstance(value, str) or len(value) > 500:
            raise ServiceError(f"{name}: text of at most 500 characters", field=name)
        return {name: value}

    return check


SETTERS: dict[str, Callable[[Any], dict[str, Any]]] = {
    "speaker": _speaker,
    "addressee": _addressee,
    "kind": _choice("kind", list(QuotationKind)),
    "attitude": _choice("attitude", list(Attitude)),
    "channel": _choice("channel", ["", *Channel]),
}


@one_writer()
def _decide(
    quotation: Quotation, action: str, fields: dict[str, Any], user: User, reason: str, expected_version: int | None
) -> Quotation:
    article = Article.objects.select_for_update().get(pk=quotation.article_id)
    row = Quotation.objects.select_related("speaker", "addressee").get(pk=quotation.pk)
    if expected_version is not None and row.version != expected_version:
        raise StaleVersion(f"the record is at version {row.version}, not {expected_version}")
    counts = entity_counts(article)
    changed = {name: value for name, value in fields.items() if getattr(row, name) != value}
    told = [name for name in changed if not name.startswith("original_")]
    before = {name: _plainly(getattr(row, name)) for name in told}
    for name, value in changed.items():
        setattr(row, name, value)
    if "speaker" in changed:
        row.confidence_speaker = 1.0
        row.confidence = round(row.confidence_span * row.confidence_kind, 4)
    row.version += 1
    row.save()
    link_utterances(Quotation.objects.filter(pk=row.pk))
    apply_difference(counts, entity_counts(article))
    article.quotation_count = article.quotations.live().filter(text=article.current_text_id).count()
    article.save(update_fields=["quotation_count", "updated_at"])
    search.index_quotations([row.pk])
    after = {name: _plainly(changed[name]) for name in told}
    note(row.public_id, action, user=user, reason=reason, before=before, after=after)
    row.refresh_from_db()
    return row


def _plainly(value: Any) -> Any:
    return value.public_id if isinstance(value, Entity) else value

"""The fields of a quotation that people decide, and the one way in which they are written."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from corpus import search
from corpus.models import Article, Decision, Entity, Quotation
from corpus.records import Attitude, Channel, QuotationKind
from corpus.services.decide import User, check_shown, check_version, note, plain
from corpus.services.errors import ServiceError
from corpus.services.overtake import overtake
from corpus.services.store_reading import apply_difference, entity_counts
from corpus.services.utterances import link_utterances
from corpus.services.writing import one_writer

CORRECTABLE = ("speaker", "addressee", "speaker_role", "kind", "attitude", "channel")
# What goes along with them and is kept for a revert alone.
ASIDE = ("original_speaker", "original_addressee", "confidence", "confidence_speaker")


def corrected_fields(quotation: Quotation, changes: Mapping[str, Any]) -> dict[str, Any]:
    """The columns that a correction sets. Raises ServiceError for what cannot be corrected so."""
    fields: dict[str, Any] = {}
    if "speaker" in changes and changes["speaker"] != quotation.speaker:
        fields["speaker_role"] = ""  # it was read as the other speaker's
    for name, value in changes.items():
        if name not in CORRECTABLE:
            raise ServiceError(f"{name} cannot be corrected; there are {', '.join(CORRECTABLE)}", field=name)
        fields |= SETTERS.get(name, _plain(name))(value)
    if not fields:
        raise ServiceError("nothing to correct was given")
    if "kind" in changes:
        check_kind(changes["kind"], quotation.text.body, quotation.spans, quotation.quoted)
    return fields


def check_kind(kind: str, body: str, spans: list[list[int]], quoted: list[list[int]]) -> None:
    """Refuse a kind that the verbatim runs contradict: they are evidence, and no correction moves them."""
    if kind == QuotationKind.INDIRECT and quoted:
        raise ServiceError("kind: an indirect quotation holds no verbatim words, and this one does", field="kind")
    if kind != QuotationKind.INDIRECT and not quoted:
        raise ServiceError(f"kind: a {kind} quotation holds verbatim words, and this one does not", field="kind")
    if kind == QuotationKind.DIRECT and words_outside(body, spans, quoted):
        raise ServiceError("kind: of a direct quotation every word is verbatim, and of this one not", field="kind")


def words_outside(body: str, spans: list[list[int]], quoted: list[list[int]]) -> bool:
    """Whether a word of the spans stands outside the verbatim runs."""
    verbatim = {at for start, end in quoted for at in range(start, end)}
    return any(body[at].isalnum() and at not in verbatim for start, end in spans for at in range(start, end))


def speaker_fields(entity: Entity | None) -> dict[str, Any]:
    """The columns that tell who speaks."""
    if entity is None:
        return {"speaker": None, "original_speaker": None, "speaker_type": ""}
    current = standing(entity, "speaker")
    return {"speaker": current, "original_speaker": current, "speaker_type": current.type}


def addressee_fields(entity: Entity | None) -> dict[str, Any]:
    """The columns that tell who is spoken to."""
    current = None if entity is None else standing(entity, "addressee")
    return {"addressee": current, "original_addressee": current}


def standing(entity: Entity, field: str) -> Entity:
    """Who stands for the entity now; ServiceError where it was removed."""
    current = entity.survivor
    if current.removed_at is not None:
        raise ServiceError(f"{entity.public_id} was removed", field=field)
    return current


def chosen(name: str, value: Any, allowed: list[str]) -> Any:
    """The value, which is one of those allowed."""
    if value not in allowed:
        raise ServiceError(f"{name}: one of {', '.join(filter(None, allowed))}", field=name)
    return value


def text_of(name: str, value: Any, most: int = 500) -> str:
    """The value, which is a text that its column holds."""
    if not isinstance(value, str) or len(value) > most or "\0" in value:
        raise ServiceError(f"{name}: text of at most {most} characters", field=name)
    return value


def _choice(name: str, allowed: list[str]) -> Callable[[Any], dict[str, Any]]:
    return lambda value: {name: chosen(name, value, allowed)}


def _plain(name: str) -> Callable[[Any], dict[str, Any]]:
    return lambda value: {name: text_of(name, value)}


ATTITUDE_NAMES: list[str] = [*Attitude]
CHANNEL_NAMES: list[str] = ["", *Channel]
SETTERS: dict[str, Callable[[Any], dict[str, Any]]] = {
    "speaker": speaker_fields,
    "addressee": addressee_fields,
    "kind": _choice("kind", list(QuotationKind)),
    "attitude": _choice("attitude", ATTITUDE_NAMES),
    "channel": _choice("channel", CHANNEL_NAMES),
}


@one_writer()
def decide_quotation(
    quotation: Quotation,
    action: str,
    fields: Mapping[str, Any],
    *,
    user: User,
    reason: str = "",
    expected_version: int | None = None,
    reverts: Decision | None = None,
) -> tuple[Quotation, Decision]:
    """Write the fields and all that hangs on them, and note it. Raises ServiceError where the article is down."""
    article = Article.objects.select_for_update().get(pk=quotation.article_id)
    row = Quotation.objects.select_related(*ENTITIES).get(pk=quotation.pk)
    check_version(row, expected_version)
    check_shown(article)
    counts = entity_counts(article)
    changed = {name: value for name, value in fields.items() if getattr(row, name) != value}
    if "speaker" in changed and reverts is None:
        sure = {"confidence_speaker": 1.0, "confidence": round(row.confidence_span * row.confidence_kind, 4)}
        changed |= {name: value for name, value in sure.items() if getattr(row, name) != value}
    told = [name for name in changed if name not in ASIDE]
    before = {name: plain(getattr(row, name)) for name in told}
    aside = {name: plain(getattr(row, name)) for name in changed if name in ASIDE}
    for name, value in changed.items():
        setattr(row, name, value)
    row.version += 1
    row.save()
    search.index_quotations([row.pk])
    link_utterances(Quotation.objects.filter(pk=row.pk))
    apply_difference(counts, entity_counts(article))
    article.quotation_count = article.quotations.live().filter(text=article.current_text_id).count()
    article.save(update_fields=["quotation_count", "updated_at"])
    after = {name: plain(changed[name]) for name in told}
    decision = note(
        row.public_id, action, user=user, reason=reason, before=before, after=after, aside=aside, reverts=reverts
    )
    overtake(row.pk, action, told, user=user)
    row.refresh_from_db()
    return row, decision


ENTITIES = ("speaker", "original_speaker", "addressee", "original_addressee")

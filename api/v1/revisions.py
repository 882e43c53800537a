"""Older revisions of an article: its words, and the quotations as they read then."""

from __future__ import annotations

import copy
from typing import Any

from django.db.models import Q
from django.utils.dateparse import parse_datetime

from api.v1.serializers.base import Plan, ShapedSerializer
from api.v1.serializers.quotations import QuotationSerializer
from corpus.models import ArticleText, Entity, Quotation, QuotationReading, QuotationSpan, SpanRole
from corpus.models.choices import Status

# Fields of a reading that are no columns of the quotation.
SPECIAL = {"spans", "quoted", "said_at", "addressee"}


def turn_back(article: Any, text: ArticleText, serializer: ShapedSerializer) -> None:
    """Let the article in memory read as it did in an older revision."""
    article.current_text = text
    article.revision, article.headline, article.word_count = text.revision, text.headline, text.word_count
    quotations: Any = serializer.fields.get("quotations")
    shown = readings(text, quotations.child if quotations is not None else QuotationSerializer())
    article.quotation_count = len(shown)
    article.quotation_list = shown


def readings(text: ArticleText, serializer: ShapedSerializer) -> list[Quotation]:
    """The quotations of the revision: those that moved on, as they read then, and those that end there.

    What an editor rejected is no quotation in any revision.
    """
    archived = {
        reading.quotation_id: reading
        for reading in QuotationReading.objects.filter(text=text).select_related("original_speaker")
    }
    rows = Quotation.objects.filter(Q(pk__in=list(archived)) | Q(text=text)).exclude(status=Status.REJECTED)
    plan = serializer.plan(into=Plan(dated=True))
    plan.read(["start"])
    plan.date(Quotation)
    entities = Entities()
    shown = []
    for row in plan.apply(rows):
        reading = archived.get(row.pk) if row.text_id != text.pk else None
        shown.append(row if reading is None else as_read(row, reading, text, entities))
    return sorted(shown, key=lambda row: (row.start, row.pk))


def as_read(row: Quotation, reading: QuotationReading, text: ArticleText, entities: Entities) -> Any:
    """The quotation with the fields of the reading laid over it."""
    past: Any = copy.copy(row)
    past._state = copy.copy(row._state)
    past._state.fields_cache = dict(row._state.fields_cache)
    for name, value in reading.fields.items():
        if name not in SPECIAL:
            setattr(past, name, value)
    said = reading.fields.get("said_at")
    past.said_at = parse_datetime(said) if said else None
    past.words, past.text = reading.words, text
    past.speaker = entities.standing(reading.original_speaker_id)
    past.addressee = entities.standing(reading.fields.get("addressee"))
    if past.addressee is None and reading.fields.get("addressee") is not None:
        past.addressee_text = ""  # who was erased is named by nothing
    past.span_list = [
        QuotationSpan(role=role, position=number, start=start, end=end)
        for role, name in ((SpanRole.CONTENT, "spans"), (SpanRole.QUOTED, "quoted"))
        for number, (start, end) in enumerate(reading.fields.get(name, []))
    ]
    past.candidate_list = []
    return past


class Entities:
    """People and organisations by key, as they stand now; each is read once."""

    def __init__(self) -> None:
        self.known: dict[int, Entity | None] = {}

    def standing(self, key: int | None) -> Entity | None:
        """The entity, or the one that it was merged into; None where that was erased."""
        if key is None:
            return None
        if key not in self.known:
            found: Any = (
                Entity.objects.select_related("merged_into").prefetch_related("aliases", "identifiers").get(pk=key)
            ).survivor
            found.alias_list, found.identifier_list = list(found.aliases.all()), list(found.identifiers.all())
            self.known[key] = None if found.removed_at is not None else found
        return self.known[key]

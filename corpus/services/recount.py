"""Counters of entities from the rows themselves."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import F

from corpus.models import Entity, Mention, Quotation
from corpus.services.months import recount_speakers
from corpus.services.name_parts import weigh


def true_counts(pk: int) -> tuple[int, int]:
    """Live quotations that the entity speaks, and live mentions of it in newest revisions."""
    quotations = Quotation.objects.live().readable().filter(speaker=pk).count()
    standing = Mention.objects.live().filter(text__article__removed_at__isnull=True)
    mentions = standing.filter(entity=pk, text=F("text__article__current_text")).count()
    return quotations, mentions


def recount_entities(ids: Iterable[int]) -> None:
    """Set the counters of the entities to what is true."""
    ids = sorted(set(ids))
    for pk in ids:
        quotations, mentions = true_counts(pk)
        Entity.objects.filter(pk=pk).update(quotation_count=quotations, mention_count=mentions)
    recount_speakers(ids)
    weigh(ids)

"""Link quotations of the same words by the same speaker to one utterance."""

from __future__ import annotations

from django.db.models import Count, Max, Min, Q, QuerySet

from corpus.models import Quotation, Utterance
from corpus.models.choices import LIVE
from corpus.models.ids import IdType, derive
from corpus.models.names import normalise
from corpus.models.sorting import UNKNOWN_TIME

MIN_WORDS = 4  # fewer words are said alike by chance


def link_utterances(quotations: QuerySet[Quotation]) -> None:
    """Give each quotation the utterance that its speaker and words call for, and bring the counters up to date."""
    touched: set[int] = set()
    for quotation in quotations.select_related("speaker").order_by("pk"):
        if quotation.utterance_id:
            touched.add(quotation.utterance_id)
        wanted = _utterance_of(quotation)
        wanted_id = wanted.pk if wanted else None
        if wanted_id:
            touched.add(wanted_id)
        if quotation.utterance_id != wanted_id:
            Quotation.objects.filter(pk=quotation.pk).update(utterance=wanted)
    recount_utterances(touched)


def _utterance_of(quotation: Quotation) -> Utterance | None:
    if quotation.status not in LIVE or quotation.speaker is None:
        return None
    if len(normalise(quotation.words).split()) < MIN_WORDS:
        return None
    utterance, _ = Utterance.objects.get_or_create(
        speaker=quotation.speaker,
        key=quotation.words_key,
        defaults={
            "public_id": derive(IdType.UTTERANCE, quotation.speaker.public_id, quotation.words_key),
            "text": quotation.words,
        },
    )
    return utterance


def recount_utterances(ids: set[int]) -> None:
    """Times printed, first and last date of the utterances, from their live quotations."""
    live = Q(quotations__status__in=LIVE)
    dated = live & Q(quotations__published_at__gt=UNKNOWN_TIME)
    rows = Utterance.objects.filter(pk__in=ids).annotate(
        n=Count("quotations", filter=live),
        first=Min("quotations__published_at", filter=dated),
        last=Max("quotations__published_at", filter=dated),
    )
    changed = []
    for row in rows:
        now = (row.n, row.first or UNKNOWN_TIME, row.last or UNKNOWN_TIME)
        if now != (row.times_printed, row.first_at, row.last_at):
            row.times_printed, row.first_at, row.last_at = now
            changed.append(row)
    Utterance.objects.bulk_update(changed, ["times_printed", "first_at", "last_at"])

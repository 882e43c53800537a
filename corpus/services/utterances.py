"""Link quotations of the same words by the same speaker to one utterance."""

from __future__ import annotations

from django.db.models import Count, Max, Min, Q, QuerySet

from corpus.models import Quotation, Utterance
from corpus.models.choices import LIVE
from corpus.models.ids import IdType, derive
from corpus.models.names import normalise
from corpus.models.sorting import UNKNOWN_TIME

Key = tuple[int, str]  # speaker, hash of the words
MIN_WORDS = 4  # fewer words are said alike by chance


def link_utterances(quotations: QuerySet[Quotation]) -> None:
    """Give each quotation the utterance that its speaker and words call for, and bring the counters up to date."""
    rows = list(quotations.select_related("speaker").order_by("pk"))
    wanted = {row.pk: _key(row) for row in rows}
    standing = _standing(set(filter(None, wanted.values())))
    missing: dict[Key, Utterance] = {}
    for row in rows:
        key = wanted[row.pk]
        if key and row.speaker and key not in standing and key not in missing:
            public_id = derive(IdType.UTTERANCE, row.speaker.public_id, row.words_key)
            missing[key] = Utterance(public_id=public_id, speaker=row.speaker, key=row.words_key, text=row.words)
    Utterance.objects.bulk_create(missing.values(), ignore_conflicts=True)
    standing |= _standing(set(missing))
    touched = {row.utterance_id for row in rows if row.utterance_id}
    changed = []
    for row in rows:
        now = standing.get(wanted[row.pk])
        if row.utterance_id != now:
            row.utterance_id = now
            changed.append(row)
    Quotation.objects.bulk_update(changed, ["utterance"], batch_size=500)
    recount_utterances(touched | {row.utterance_id for row in rows if row.utterance_id})


def _key(quotation: Quotation) -> Key | None:
    if quotation.status not in LIVE or quotation.speaker_id is None:
        return None
    if len(normalise(quotation.words).split()) < MIN_WORDS:
        return None
    return quotation.speaker_id, quotation.words_key


def _standing(keys: set[Key]) -> dict[Key | None, int]:
    rows = Utterance.objects.filter(key__in={key for _, key in keys}, speaker__in={pk for pk, _ in keys})
    return {(speaker, key): pk for pk, speaker, key in rows.values_list("pk", "speaker", "key")}


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

"""Link quotations of the same words by the same speaker to one utterance."""

from __future__ import annotations

from django.db.models import Count, DateTimeField, Max, Min, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from corpus.chunks import chunked
from corpus.folding import normalise
from corpus.models import Quotation, Utterance
from corpus.models.choices import LIVE
from corpus.models.ids import IdType, derive
from corpus.models.sorting import UNKNOWN_TIME
from corpus.services.priority import MOST_PRINTINGS, prioritise

Key = tuple[int, str]  # speaker, hash of the words
CHUNK = 500
MIN_WORDS = 4  # fewer words are said alike by chance


def link_utterances(quotations: QuerySet[Quotation]) -> None:
    """Give each quotation the utterance that its speaker and words call for, and bring the counters up to date.

    So many at a time: a database takes no statement of any length.
    """
    for some in chunked(quotations.order_by().values_list("pk", flat=True), CHUNK):
        _link(Quotation.objects.filter(pk__in=some))


def _link(quotations: QuerySet[Quotation]) -> None:
    rows = list(quotations.prefetch_related("speaker").order_by("pk"))
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
    changed = [row for row in rows if row.utterance_id != standing.get(wanted[row.pk])]
    same = Utterance.objects.filter(speaker=OuterRef("speaker"), key=OuterRef("words_key")).values("pk")
    linked = [row.pk for row in changed if wanted[row.pk]]
    Quotation.objects.filter(pk__in=linked).update(utterance=Subquery(same))
    Quotation.objects.filter(pk__in=[row.pk for row in changed if not wanted[row.pk]]).update(utterance=None)
    old_and_new = {row.utterance_id for row in rows} | {standing.get(key) for key in wanted.values()}
    touched = {pk for pk in old_and_new if pk is not None}
    recount_utterances(touched)
    # The other printings of words that were printed once more. Of much printed ones one more changes nothing.
    beside = Quotation.objects.filter(utterance__in=touched, utterance__times_printed__lte=MOST_PRINTINGS)
    prioritise([*wanted, *beside.values_list("pk", flat=True)])


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
    readable = Quotation.objects.readable().filter(utterance=OuterRef("pk"), status__in=LIVE)
    printed = readable.order_by().values("utterance")
    dated = printed.filter(published_at__gt=UNKNOWN_TIME)
    unknown = Value(UNKNOWN_TIME, DateTimeField())
    for some in chunked(ids, CHUNK):
        Utterance.objects.filter(pk__in=some).update(
            times_printed=Coalesce(Subquery(printed.annotate(n=Count("pk")).values("n")), 0),
            first_at=Coalesce(Subquery(dated.annotate(at=Min("published_at")).values("at")), unknown),
            last_at=Coalesce(Subquery(dated.annotate(at=Max("published_at")).values("at")), unknown),
        )

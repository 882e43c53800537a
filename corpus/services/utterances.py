"""Link quotations of the same words by the same speaker to one utterance.

Each wording that a speaker is quoted in has a row of its own, found by the hash of its words. The rows of one saying
point at the one that it is known by, and so do the quotations (corpus.services.sayings).
"""

from __future__ import annotations

from django.db.models import Count, DateTimeField, Max, Min, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from corpus.chunks import chunked
from corpus.folding import normalise
from corpus.models import Article, Quotation, Utterance
from corpus.models.choices import LIVE
from corpus.models.ids import IdType, derive
from corpus.models.sorting import UNKNOWN_TIME
from corpus.services.disputes import note_disputes, recount_disputes
from corpus.services.priority import MOST_PRINTINGS, prioritise
from corpus.services.sayings import Key, like, regroup

CHUNK = 500
MIN_WORDS = 4  # fewer words are said alike by chance


def link_utterances(quotations: QuerySet[Quotation]) -> None:
    """Give each quotation the utterance that its speaker and words call for, and bring the counters up to date.

    Their words have to be indexed already. So many at a time: a database takes no statement of any length.
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
    called_for = {row.pk: standing.get(wanted[row.pk]) for row in rows}
    changed = [row for row in rows if row.utterance_id != _known_by(called_for[row.pk])]
    wording = Utterance.objects.filter(speaker=OuterRef("speaker"), key=OuterRef("words_key"))
    known_by = wording.annotate(stands_for=Coalesce("variant_of", "pk")).values("stands_for")
    linked = [row.pk for row in changed if wanted[row.pk]]
    Quotation.objects.filter(pk__in=linked).update(utterance=Subquery(known_by))
    Quotation.objects.filter(pk__in=[row.pk for row in changed if not wanted[row.pk]]).update(utterance=None)
    left = {row.utterance_id for row in changed if row.utterance_id is not None}
    mine = {one.pk: one for one in called_for.values() if one is not None}
    alike = like(mine.values(), left)
    note_disputes(alike.others)
    touched = regroup({*left, *filter(None, map(_known_by, mine.values())), *alike.same}, near=alike.same)
    touched |= {pk for row in rows if (pk := row.utterance_id) is not None} | set(mine)
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


def _standing(keys: set[Key]) -> dict[Key | None, Utterance]:
    rows = Utterance.objects.filter(key__in={key for _, key in keys}, speaker__in={pk for pk, _ in keys})
    return {(row.speaker_id, row.key): row for row in rows}


def _known_by(wording: Utterance | None) -> int | None:
    return None if wording is None else wording.variant_of_id or wording.pk


def recount_outlets(articles: QuerySet[Article]) -> None:
    """Bring up to date by how many publishers things are printed, where articles have another one now."""
    printed = Quotation.objects.filter(article__in=articles.order_by(), utterance__isnull=False).order_by()
    recount_utterances(set(printed.values_list("utterance", flat=True).distinct()))


def recount_utterances(ids: set[int]) -> None:
    """Printings, outlets, wordings, first and last date of the utterances, from their live quotations."""
    readable = Quotation.objects.readable().filter(status__in=LIVE).order_by()
    printed = readable.filter(utterance=OuterRef("pk")).values("utterance")
    alone = readable.filter(speaker=OuterRef("speaker"), words_key=OuterRef("key")).values("words_key")
    dated = printed.filter(published_at__gt=UNKNOWN_TIME)
    unknown = Value(UNKNOWN_TIME, DateTimeField())
    for some in chunked(ids, CHUNK):
        Utterance.objects.filter(pk__in=some).update(
            printings=Coalesce(Subquery(alone.annotate(n=Count("pk")).values("n")), 0),
            times_printed=Coalesce(Subquery(printed.annotate(n=Count("pk")).values("n")), 0),
            outlet_count=Coalesce(
                Subquery(printed.annotate(n=Count("article__publisher", distinct=True)).values("n")), 0
            ),
            variant_count=Coalesce(Subquery(printed.annotate(n=Count("words_key", distinct=True)).values("n")), 0),
            first_at=Coalesce(Subquery(dated.annotate(at=Min("published_at")).values("at")), unknown),
            last_at=Coalesce(Subquery(dated.annotate(at=Max("published_at")).values("at")), unknown),
        )
        recount_disputes(some)

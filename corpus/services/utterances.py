"""Link quotations of the same words by the same speaker to one utterance.

Each wording that a speaker is quoted in has a row of its own, found by the hash of its words. The rows of one saying
point at the one that it is known by, and so do the quotations (corpus.services.sayings).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from django.db import connection
from django.db.models import Count, DateTimeField, Max, Min, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from corpus.chunks import chunked
from corpus.folding import normalise
from corpus.models import Article, Quotation, Utterance
from corpus.models.choices import LIVE
from corpus.models.ids import IdType, derive
from corpus.models.sorting import UNKNOWN_TIME
from corpus.services.disputes import note_disputes, recount_disputes
from corpus.services.priority import MOST_PRINTINGS, Doubts, prioritise, weigh_doubts
from corpus.services.sayings import Key, like, regroup

CHUNK = 500
MIN_WORDS = 4  # fewer words are said alike by chance


class Printed(NamedTuple):
    """A quotation, as far as its saying is concerned."""

    pk: int
    status: str
    speaker: int | None
    speaker_public_id: str | None
    words: str
    words_key: str
    utterance: int | None
    published_at: datetime
    publisher: int | None
    removed_at: datetime | None
    confidence: float
    speaker_type: str
    review_priority: int

    @property
    def wording(self) -> Key | None:
        """The wording that it calls for; None where it is not live, has no speaker or too few words."""
        if self.status not in LIVE or self.speaker is None or len(normalise(self.words).split()) < MIN_WORDS:
            return None
        return self.speaker, self.words_key


COLUMNS = (
    *("pk", "status", "speaker", "speaker__public_id", "words", "words_key", "utterance", "published_at"),
    *("article__publisher", "article__removed_at", "confidence", "speaker_type", "review_priority"),
)


def link_utterances(quotations: QuerySet[Quotation]) -> None:
    """Give each quotation the utterance that its speaker and words call for, and bring the counters up to date.

    Their words have to be indexed already.
    """
    link_quotations(quotations.order_by().values_list("pk", flat=True))


def link_quotations(keys: Iterable[int]) -> None:
    """The same of quotations by their keys. So many at a time: a database takes no statement of any length."""
    for some in chunked(keys, CHUNK):
        found = Quotation.objects.filter(pk__in=some).order_by("pk").values_list(*COLUMNS)
        _link([Printed(*row) for row in found])


def _link(rows: list[Printed]) -> None:
    wanted = {row.pk: row.wording for row in rows}
    standing = _standing(set(filter(None, wanted.values())))
    created = _create(rows, wanted, standing)
    standing |= created
    utterances = {row.pk: standing[key] if (key := wanted[row.pk]) else None for row in rows}
    changed = [row for row in rows if row.utterance != _known_by(utterances[row.pk])]
    left = {row.utterance for row in changed if row.utterance is not None}
    mine = {one.pk: one for one in utterances.values() if one is not None}
    alike = like(mine.values(), left, printed=wanted)
    # Of words that nobody printed before, in no other wording either, all is known and counted.
    new = set() if alike.same or alike.others else {one.pk for one in created.values()}
    _write(changed, utterances)
    weighed = _weigh([row for row in rows if (one := utterances[row.pk]) is None or one.pk in new], utterances)
    note_disputes(alike.others)
    known_by = {_known_by(one) for pk, one in mine.items() if pk not in new}
    touched = regroup({*left, *filter(None, known_by)}, near=alike.same)
    touched |= {row.utterance for row in rows if row.utterance is not None} | (mine.keys() - new)
    if not touched:
        return  # and so all of them were weighed
    recount_utterances(touched)
    # The other printings of words that were printed once more. Of much printed ones one more changes nothing.
    beside = Quotation.objects.filter(utterance__in=touched, utterance__times_printed__lte=MOST_PRINTINGS).order_by()
    prioritise({*wanted, *beside.values_list("pk", flat=True)} - weighed)


def _create(rows: list[Printed], wanted: dict[int, Key | None], standing: dict[Key, Utterance]) -> dict[Key, Utterance]:
    """Utterances for the wordings that have none, counted: whatever prints them is among the rows."""
    printed: defaultdict[Key, list[Printed]] = defaultdict(list)
    for row in rows:
        if (key := wanted[row.pk]) is not None and key not in standing:
            printed[key].append(row)
    made = Utterance.objects.bulk_create(_counted(key, some) for key, some in printed.items())
    return {(one.speaker_id, one.key): one for one in made}


def _counted(key: Key, printed: list[Printed]) -> Utterance:
    """The utterance of quotations of the same words by the same speaker."""
    (speaker, words_key), first = key, printed[0]
    readable = [row for row in printed if row.removed_at is None]
    dates = [row.published_at for row in readable if row.published_at > UNKNOWN_TIME] or [UNKNOWN_TIME]
    return Utterance(
        public_id=derive(IdType.UTTERANCE, first.speaker_public_id or "", words_key),
        speaker_id=speaker,
        key=words_key,
        text=first.words,
        printings=len(readable),
        times_printed=len(readable),
        outlet_count=len({row.publisher for row in readable} - {None}),
        variant_count=1 if readable else 0,
        first_at=min(dates),
        last_at=max(dates),
    )


def _standing(keys: set[Key]) -> dict[Key, Utterance]:
    if not keys:
        return {}
    rows = Utterance.objects.filter(key__in={key for _, key in keys}, speaker__in={pk for pk, _ in keys}).order_by()
    return {(row.speaker_id, row.key): row for row in rows}


def _known_by(wording: Utterance | None) -> int | None:
    return None if wording is None else wording.known_by_id


def _weigh(rows: list[Printed], utterances: dict[int, Utterance | None]) -> set[int]:
    """Say how much editors are needed for quotations whose utterances are counted; gives their keys."""
    printed = {row.pk: one.times_printed if (one := utterances[row.pk]) else None for row in rows}
    weigh_doubts(
        [Doubts(row.pk, row.confidence, row.speaker_type, printed[row.pk], row.review_priority) for row in rows]
    )
    return set(printed)


def _write(changed: list[Printed], utterances: dict[int, Utterance | None]) -> None:
    """Point quotations at their utterances: by one statement, as an update of each costs more to put together."""
    if not changed:
        return
    with connection.cursor() as cursor:
        statement = f"UPDATE {Quotation._meta.db_table} SET utterance_id = %s WHERE id = %s"  # noqa: S608
        cursor.executemany(statement, [(_known_by(utterances[row.pk]), row.pk) for row in changed])


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

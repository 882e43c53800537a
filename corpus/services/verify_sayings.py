"""Check that quotations point at the utterances that their words call for, and that those are counted right."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from django.db.models import Count, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from corpus.chunks import chunked
from corpus.models import Dispute, Quotation, Utterance
from corpus.models.choices import LIVE
from corpus.services.sayings import MOST_WORDINGS, printings_of, told_by, wordings_of

CHUNK = 500
STALE_WORDS = "whether outlets print it with other words is stale"


def stray_sayings() -> Iterator[str]:
    """One line for each quotation with another utterance than its words', and for each utterance that is told wrongly.

    Its counts, whether it is disputed, and by which of its wordings it is known.
    """
    printed = Quotation.objects.readable().filter(status__in=LIVE, utterance__isnull=False).order_by()
    wording = Utterance.objects.filter(speaker=OuterRef("speaker"), key=OuterRef("words_key"))
    called_for = Subquery(wording.annotate(stands_for=Coalesce("variant_of", "pk")).values("stands_for"))
    stray = printed.annotate(called_for=called_for).exclude(utterance=F("called_for"))
    for public_id in stray.order_by("pk").values_list("public_id", flat=True):
        yield f"{public_id}: its utterance is not that of its words"
    marks, counts = ("speaker_disputed", "words_disputed"), ("times_printed", "outlet_count", "variant_count")
    told = {"n": Count("pk"), "o": Count("article__publisher", distinct=True), "v": Count("words_key", distinct=True)}
    true = {row[0]: row[1:] for row in printed.values_list("utterance").annotate(**told)}
    given_to_others, several = _given_to_others(), {pk for pk, (*_, wordings) in true.items() if wordings > 1}
    rows = Utterance.objects.order_by("pk").values_list("pk", "public_id", *marks, *counts)
    for pk, public_id, by_others, in_words, *counted in rows.iterator():
        if tuple(counted) != true.get(pk, (0, 0, 0)):
            yield f"{public_id}: its counts are stale"
        if by_others != (pk in given_to_others):
            yield f"{public_id}: whether its words are given to others too is stale"
        if in_words and pk not in several:
            yield f"{public_id}: {STALE_WORDS}"
    for some in chunked(several, CHUNK):
        yield from _known_otherwise(some)


def _given_to_others() -> set[int]:
    """The utterances of which a dispute stands."""
    sides = (Coalesce(f"{side}__variant_of", f"{side}_id") for side in ("first", "second"))
    return {pk for pair in Dispute.objects.standing().order_by().values_list(*sides) for pk in pair}


def _known_otherwise(sayings: list[int]) -> Iterator[str]:
    """Of utterances with several wordings: those that follow otherwise from how these are printed."""
    printed, members = printings_of(sayings), defaultdict(list)
    for row in Utterance.objects.filter(Q(pk__in=sayings) | Q(variant_of__in=sayings)).order_by("pk"):
        members[row.known_by_id].append(row)
    for rows in members.values():
        wordings = wordings_of(rows, printed)
        if not 1 < len(wordings) <= MOST_WORDINGS:  # of more, some were not compared
            continue
        head = next((row for row in rows if row.variant_of_id is None), rows[0])
        first, changed = told_by(wordings, head.speaker_id, printed)
        if head.key != first:
            yield f"{head.public_id}: it is known by another wording than its first"
        if head.words_disputed != changed:
            yield f"{head.public_id}: {STALE_WORDS}"

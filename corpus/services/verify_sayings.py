"""Check that quotations point at the utterances that their words call for, and that those are counted right."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Count, F, OuterRef, Subquery
from django.db.models.functions import Coalesce

from corpus.models import Quotation, Utterance
from corpus.models.choices import LIVE


def stray_sayings() -> Iterator[str]:
    """One line for each quotation with another utterance than its words', and for each utterance with wrong counts."""
    printed = Quotation.objects.readable().filter(status__in=LIVE, utterance__isnull=False).order_by()
    wording = Utterance.objects.filter(speaker=OuterRef("speaker"), key=OuterRef("words_key"))
    called_for = Subquery(wording.annotate(stands_for=Coalesce("variant_of", "pk")).values("stands_for"))
    stray = printed.annotate(called_for=called_for).exclude(utterance=F("called_for"))
    for public_id in stray.order_by("pk").values_list("public_id", flat=True):
        yield f"{public_id}: its utterance is not that of its words"
    counts = ("times_printed", "outlet_count", "variant_count")
    told = {"n": Count("pk"), "o": Count("article__publisher", distinct=True), "v": Count("words_key", distinct=True)}
    true = {row[0]: row[1:] for row in printed.values_list("utterance").annotate(**told)}
    rows = Utterance.objects.order_by("pk").values_list("pk", "public_id", *counts)
    for pk, public_id, *counted in rows.iterator():
        if tuple(counted) != true.get(pk, (0, 0, 0)):
            yield f"{public_id}: its counts are stale"

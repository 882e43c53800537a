"""Check what editors decided against the database: for ``manage.py verify``."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from django.db.models import F

from corpus.models import Affiliation, Article, Decision, Mention, Proposal, ProposalState, Quotation, RestoredPassage
from corpus.models.article import EDITED_COLUMNS
from corpus.models.choices import LIVE, Status
from corpus.services.passages import take_out
from corpus.services.place import shares

CHUNK = 500


def decided() -> Iterator[str]:
    """One line for each broken promise."""
    yield from _by_hand()
    yield from _doubled()
    yield from _articles()
    yield from _restored()
    yield from _log()


def _by_hand() -> Iterator[str]:
    """What an editor added is nothing that a machine may withdraw."""
    for model in (Quotation, Mention, Affiliation):
        rows = model._default_manager.filter(made_by_hand=True, status__in=[Status.EXTRACTED, Status.WITHDRAWN])
        for public_id in rows.values_list("public_id", flat=True):
            yield f"{public_id}: made by hand, and its status is a machine's"


def _doubled() -> Iterator[str]:
    """No machine reads again what an editor added there."""
    texts = Quotation.objects.filter(made_by_hand=True, status__in=LIVE).values("text")
    rows = (
        Quotation.objects.filter(text__in=texts, status__in=LIVE).prefetch_related("span_rows").order_by("text", "pk")
    )
    for _, some in groupby(rows.iterator(CHUNK), key=lambda row: row.text_id):
        group = list(some)
        added = {row.pk: [(start, end) for start, end in row.spans] for row in group if row.made_by_hand}
        for row in group:
            spans = [(start, end) for start, end in row.spans]
            if row.status == Status.EXTRACTED and shares(spans, added.values()):
                yield f"{row.public_id}: reads what an editor added there"


def _articles() -> Iterator[str]:
    rows = Article.objects.exclude(edited=[]).values_list("public_id", "edited", "language_is_detected")
    for public_id, edited, is_detected in rows.iterator(CHUNK):
        if unknown := sorted(set(edited) - EDITED_COLUMNS.keys()):
            yield f"{public_id}: said to be edited in {', '.join(unknown)}, which cannot be"
        if is_detected and "language" in edited:
            yield f"{public_id}: its language is said to be told by its words, and an editor set it"


def _restored() -> Iterator[str]:
    """What an editor put back is not cut."""
    rows = RestoredPassage.objects.filter(stands=True, article__current_text__raw__removed__text=F("text"))
    for row in rows.select_related("article__current_text").distinct().iterator(CHUNK):
        text = row.article.current_text
        if text is not None and take_out(text.body, row.text) is None:
            yield f"{row.article.public_id}: a passage that was put back is cut again"


def _log() -> Iterator[str]:
    for row in Decision.objects.filter(reverts__isnull=False).exclude(record=F("reverts__record")).iterator(CHUNK):
        yield f"{row.public_id}: takes back a decision about another record"
    rows = Proposal.objects.filter(state=ProposalState.ACCEPTED, decision__isnull=True)
    for public_id in rows.values_list("public_id", flat=True):
        yield f"{public_id}: accepted, and no decision says so"
    decided = Proposal.objects.filter(decision__isnull=False).select_related("decision", "quotation")
    for made in decided.iterator(CHUNK):
        if made.decision is not None and made.decision.record != made.quotation.public_id:
            yield f"{made.public_id}: accepted by a decision about another record"

"""What the article page shows: one revision's words with all that was read from them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch

from corpus.admin.display import list_link, page_of, shortened
from corpus.admin.evidence import affiliation_mark, mention_mark, quotation_marks, reading_marks, speaker_name
from corpus.admin.marking import Mark, mark_up
from corpus.admin.missed import cut_passages
from corpus.models import (
    Affiliation,
    Article,
    ArticleText,
    Mention,
    Quotation,
    QuotationReading,
    QuotationSpan,
    RemovedPassage,
)
from corpus.models.access import access_to, may_read
from corpus.models.choices import LIVE, Status

# A page is for reading: past these sizes it says so and links to the lists.
SHOWN_CHARACTERS = 200_000
SHOWN_ROWS = 1_000
LEGEND = [
    ("content", "attributed content"),
    ("quoted", "verbatim run"),
    ("speaker", "speaker"),
    ("cue", "cue"),
    ("person", "person"),
    ("organisation", "organisation"),
    ("affiliation", "role"),
]


@dataclass(frozen=True, slots=True)
class Listed:
    """A quotation in the list beside the text."""

    start: int
    anchor: str
    url: str
    words: str
    speaker: str
    kind: str
    confidence: float | None
    status: str
    marked: bool


def panel(article: Article, revision: str, user: Any) -> dict[str, Any]:
    """Context of the article page. ``revision`` is what the address asks for, "" for the newest.

    What the user may not see elsewhere is not shown here: words that are closed, what was cut, raw documents.
    """
    if not may_read(user, access_to(article)):
        return {"closed": True}
    texts = list(article.texts.order_by("-revision").values("pk", "revision", "created_at")[:SHOWN_ROWS])
    chosen = next((row for row in texts if str(row["revision"]) == revision), None)
    missing = bool(revision) and chosen is None
    chosen = chosen or (texts[0] if texts else None)
    if chosen is None:
        return {"revisions": [], "legend": LEGEND, "missing_revision": missing}
    text = ArticleText.objects.select_related("raw").get(pk=chosen["pk"])
    quotations = list(_quotations(text))
    readings = list(
        QuotationReading.objects.filter(text=text).select_related("quotation", "original_speaker")[:SHOWN_ROWS]
    )
    # In an older revision a quotation stands that the newest no longer has.
    shown = LIVE if chosen is texts[0] else (*LIVE, Status.WITHDRAWN)
    marks = [mark for row in quotations if row.status in shown for mark in quotation_marks(row)]
    marks += [mark for row in readings if row.fields.get("status") in shown for mark in reading_marks(row)]
    marks += _other_marks(text)
    sees_removed = user.has_perm("corpus.view_removedpassage")
    removed = list(RemovedPassage.objects.filter(raw=text.raw_id)[:SHOWN_ROWS]) if sees_removed else []
    newest = chosen is texts[0] and article.removed_at is None
    # Offsets of what was cut count in the newest words.
    may_restore = newest and sees_removed and user.has_perm("corpus.change_article")
    sees_raw = user.has_perm("corpus.view_rawdocument")
    between = cut_passages(removed, may_restore) if newest else {}
    return {
        "text": text,
        "missing_revision": missing,
        "is_newest": chosen is texts[0],
        "revisions": texts,
        "legend": LEGEND,
        "marked_body": mark_up(text.body[:SHOWN_CHARACTERS], marks, between=between),
        "cut_short": max(0, len(text.body) - SHOWN_CHARACTERS),
        "quotations": sorted(
            [_listed(row, row.status in shown) for row in quotations]
            + [_listed_reading(row, row.fields.get("status") in shown) for row in readings],
            key=lambda listed: listed.start,
        ),
        "all_quotations": list_link("quotation", "All quotations of the article", article=article.pk),
        "sees_removed": sees_removed,
        "removed": removed,
        "may_restore": may_restore,
        "sees_raw": sees_raw,
        "raw_documents": list(article.raw_documents.order_by("-pk")[:20]) if sees_raw else [],
    }


def _quotations(text: ArticleText) -> Iterator[Quotation]:
    spans = Prefetch("span_rows", QuotationSpan.objects.order_by("quotation", "role", "position"))
    rows = Quotation.objects.filter(text=text).select_related("speaker").prefetch_related(spans)
    yield from rows.order_by("start", "id")[:SHOWN_ROWS]


def _other_marks(text: ArticleText) -> Iterator[Mark]:
    for mention in Mention.objects.live().filter(text=text).select_related("entity")[: 5 * SHOWN_ROWS]:
        yield mention_mark(mention)
    stated = Affiliation.objects.live().filter(text=text, start__isnull=False).select_related("person")
    for affiliation in stated[:SHOWN_ROWS]:
        yield affiliation_mark(affiliation)


def _listed(row: Quotation, marked: bool) -> Listed:
    return Listed(
        start=row.start,
        anchor=row.public_id,
        url=page_of(row),
        words=shortened(row.words, 160),
        speaker=speaker_name(row),
        kind=row.get_kind_display(),
        confidence=row.confidence,
        status=row.status,
        marked=marked,
    )


def _listed_reading(row: QuotationReading, marked: bool) -> Listed:
    kept = row.fields
    return Listed(
        start=kept.get("start", 0),
        anchor=row.quotation.public_id,
        url=page_of(row.quotation),
        words=shortened(row.words, 160),
        speaker=row.original_speaker.name if row.original_speaker else kept.get("speaker_text") or "nobody yet",
        kind=kept.get("kind", ""),
        confidence=kept.get("confidence"),
        status=kept.get("status", ""),
        marked=marked,
    )

"""The marks of quotations, mentions and affiliations, and the panel of words around a record."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from corpus.admin.display import page_of
from corpus.admin.marking import Mark, mark_up
from corpus.models import Affiliation, Article, ArticleText, Mention, Quotation, QuotationReading, SpanRole
from corpus.models.access import access_to, may_read
from corpus.services.quotation_rows import CONTEXT

AROUND = 400  # code points shown before and after a record's words
PARAGRAPH = "\n\n"
LONGEST_AROUND = 1_500  # code points of whole paragraphs before and after


def speaker_name(quotation: Quotation) -> str:
    """Whom the words are attributed to, for people."""
    if quotation.speaker is not None:
        return quotation.speaker.name
    return f"{quotation.speaker_text} (unnamed)" if quotation.speaker_type else "nobody yet"


def quotation_marks(quotation: Quotation) -> Iterator[Mark]:
    """Content, verbatim runs, speaker and cue of a quotation whose ``span_rows`` are loaded."""
    url, said = page_of(quotation), f"{quotation.kind} quotation of {speaker_name(quotation)}"
    for row in quotation.span_rows.all():
        content = row.role == SpanRole.CONTENT
        anchor = quotation.public_id if content and row.position == 0 else ""
        label = said if content else "verbatim"
        yield Mark(row.start, row.end, row.role, label, url, anchor, quotation.public_id)
    beside = [
        ("speaker", quotation.speaker_start, quotation.speaker_end, f"speaker: {speaker_name(quotation)}"),
        ("cue", quotation.cue_start, quotation.cue_end, f"cue of a quotation of {speaker_name(quotation)}"),
    ]
    for role, start, end, label in beside:
        if start is not None and end is not None:
            yield Mark(start, end, role, label, url, record=quotation.public_id)


def reading_marks(reading: QuotationReading) -> Iterator[Mark]:
    """The same of how a quotation read in an older revision."""
    url, kept = page_of(reading.quotation), reading.fields
    who = reading.original_speaker.name if reading.original_speaker else kept.get("speaker_text") or "nobody yet"
    label = f"{kept.get('kind', '')} quotation of {who}, as it read then".strip()
    for role in (SpanRole.CONTENT, SpanRole.QUOTED):
        spans = kept.get("spans" if role == SpanRole.CONTENT else "quoted") or []
        for position, (start, end) in enumerate(spans):
            anchor = reading.quotation.public_id if role == SpanRole.CONTENT and position == 0 else ""
            yield Mark(start, end, role, label if role == SpanRole.CONTENT else "verbatim", url, anchor)
    for name in ("speaker", "cue"):
        start, end = kept.get(f"{name}_start"), kept.get(f"{name}_end")
        if start is not None and end is not None:
            yield Mark(start, end, name, f"{name} of a quotation of {who}", url)


def mention_mark(mention: Mention) -> Mark:
    """A mention, by the type of what it refers to; ``entity`` is loaded."""
    label = f"{mention.kind} mention of {mention.entity.name}"
    return Mark(mention.start, mention.end, mention.entity.type, label, page_of(mention), record=mention.public_id)


def affiliation_mark(affiliation: Affiliation) -> Mark:
    """The phrase that states a role; ``person`` is loaded. The row has a span."""
    label = f"{affiliation.tense} role of {affiliation.person.name}"
    start, end = affiliation.start or 0, affiliation.end or 0
    return Mark(start, end, "affiliation", label, page_of(affiliation), record=affiliation.public_id)


def reach(user: Any, article: Article, usual: int = AROUND) -> int:
    """How far around a record's words the account may read: where the body is closed to it, as far as in the API."""
    return usual if may_read(user, access_to(article)) else min(usual, CONTEXT)


def in_context(text: ArticleText, start: int, end: int, marks: Iterable[Mark], *, around: int = CONTEXT) -> SafeString:
    """The words at ``[start, end)`` of a revision, marked, with what stands around them."""
    return format_html('<div class="or-text or-text--part">{}</div>', pieces(text.body, [(start, end)], marks, around))


def quotation_in_context(quotation: Quotation, around: int = CONTEXT) -> SafeString:
    """The words of a quotation where they stand; ``span_rows`` are loaded."""
    marks = list(quotation_marks(quotation))
    shown = pieces(quotation.text.body, spans_of(quotation, around), marks, around)
    return format_html('<div class="or-text or-text--part">{}</div>', shown)


def spans_of(quotation: Quotation, around: int) -> list[tuple[int, int]]:
    """All from its first word to its last; its own words alone where no more than the API's context is shown."""
    whole = (quotation.start, quotation.end)
    if around > CONTEXT:
        return [whole]
    return [(row.start, row.end) for row in quotation.span_rows.all() if row.role == SpanRole.CONTENT] or [whole]


def pieces(body: str, spans: Iterable[tuple[int, int]], marks: Iterable[Mark], around: int) -> SafeString:
    """The spans of a body with so much around each, marked."""
    marks, windows = list(marks), list[tuple[int, int]]()
    for left, right in sorted(_widened(body, start, end, around) for start, end in spans):
        if windows and left <= windows[-1][1]:
            windows[-1] = (windows[-1][0], max(right, windows[-1][1]))
        else:
            windows.append((left, right))
    shown = format_html_join(" … ", "{}", ((mark_up(body[left:right], marks, origin=left),) for left, right in windows))
    return format_html(
        "{}{}{}",
        "… " if windows and windows[0][0] > 0 else "",
        shown,
        " …" if windows and windows[-1][1] < len(body) else "",
    )


def _widened(body: str, start: int, end: int, around: int) -> tuple[int, int]:
    left, right = max(0, start - around), min(len(body), end + around)
    # Whole words, where there are spaces to cut at.
    if left:
        left = max(left, body.find(" ", left, start) + 1)
    if right < len(body):
        right = max(end, body.rfind(" ", end, right)) if " " in body[end:right] else right
    return left, right


def around(body: str, start: int, end: int) -> tuple[int, int]:
    """Where the passage begins and ends that holds ``[start, end)`` and one whole paragraph before and after it."""
    before, after = start, end
    for step in range(2):
        before = body.rfind(PARAGRAPH, 0, max(0, before))
        after = body.find(PARAGRAPH, after + step * len(PARAGRAPH)) if after >= 0 else after
    left = before + len(PARAGRAPH) if before >= 0 else 0
    right = after if after >= 0 else len(body)
    return max(left, start - LONGEST_AROUND), min(right, end + LONGEST_AROUND)

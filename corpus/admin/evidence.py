"""The marks of quotations, mentions and affiliations, and the panel of words around a record."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.utils.html import format_html
from django.utils.safestring import SafeString

from corpus.admin.display import page_of
from corpus.admin.marking import Mark, mark_up
from corpus.models import Affiliation, ArticleText, Mention, Quotation, QuotationReading, SpanRole

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


def in_context(text: ArticleText, start: int, end: int, marks: Iterable[Mark], *, around: int = AROUND) -> SafeString:
    """The words at ``[start, end)`` of a revision, marked, with what stands around them."""
    left, right = max(0, start - around), min(len(text.body), end + around)
    # Whole words, where there are spaces to cut at.
    if left:
        left = max(left, text.body.find(" ", left, start) + 1)
    if right < len(text.body):
        right = max(end, text.body.rfind(" ", end, right)) if " " in text.body[end:right] else right
    return format_html(
        '<div class="or-text or-text--part">{}{}{}</div>',
        "… " if left else "",
        mark_up(text.body[left:right], marks, origin=left),
        " …" if right < len(text.body) else "",
    )


def around(body: str, start: int, end: int) -> tuple[int, int]:
    """Where the passage begins and ends that holds ``[start, end)`` and one whole paragraph before and after it."""
    before, after = start, end
    for step in range(2):
        before = body.rfind(PARAGRAPH, 0, max(0, before))
        after = body.find(PARAGRAPH, after + step * len(PARAGRAPH)) if after >= 0 else after
    left = before + len(PARAGRAPH) if before >= 0 else 0
    right = after if after >= 0 else len(body)
    return max(left, start - LONGEST_AROUND), min(right, end + LONGEST_AROUND)

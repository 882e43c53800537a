"""The rows of a quotation: written, moved to a new revision, kept as they read in an old one."""

from __future__ import annotations

from collections.abc import Iterator

from corpus.models import Article, Quotation, QuotationReading, QuotationSpan, SpanRole
from corpus.services.match import Spans
from corpus.services.place import place_again

CONTEXT = 32  # code points kept before and after, as in the W3C Web Annotation TextQuoteSelector
FARTHEST = 40  # code points that a printed speaker may have moved against the words
ARCHIVED_FIELDS = [
    *["start", "end", "prefix", "suffix", "kind", "attitude", "speaker_type", "speaker_text", "speaker_start"],
    *["speaker_end", "speaker_role", "cue", "cue_start", "cue_end", "addressee_text", "channel", "said_precision"],
    *["confidence", "confidence_span", "confidence_speaker", "confidence_kind", "status", "extractor"],
]


def write_reading(
    row: Quotation, fields: dict[str, object], spans: Spans, quoted: Spans, *, others: bool = False
) -> bool:
    """Bring the row up to date; one that does not change keeps its version and its time. True where it changed.

    ``others`` says that its other candidates changed already.
    """
    changed = [name for name, value in fields.items() if getattr(row, name) != value]
    spans_changed = row.spans != [list(span) for span in spans] or row.quoted != [list(span) for span in quoted]
    if spans_changed:
        row.span_rows.all().delete()
        QuotationSpan.objects.bulk_create(span_rows(row, spans, quoted))
    if changed or spans_changed or others:
        for name in changed:
            setattr(row, name, fields[name])
        row.version += 1
        row.save()
    return bool(changed) or spans_changed or others


def span_rows(row: Quotation, spans: Spans, quoted: Spans) -> Iterator[QuotationSpan]:
    """The rows of its spans."""
    for role, runs in ((SpanRole.CONTENT, spans), (SpanRole.QUOTED, quoted)):
        for i, (start, end) in enumerate(runs):
            yield QuotationSpan(quotation=row, role=role, position=i, start=start, end=end)


def moved_along(article: Article, row: Quotation) -> bool:
    """Let the row stand in the newest revision, where that prints its words; else it stays readable in its own."""
    text = article.current_text
    assert text is not None  # noqa: S101 - the caller stored it
    if row.text_id == text.pk:
        return False
    spans = place_again(row.text.body, row.spans, text.body)
    if spans is None:
        return False
    shift = {start: new - start for (start, _), (new, _) in zip(row.spans, spans, strict=True)}
    moved = [_moved(run, row.spans, shift) for run in row.quoted]
    beside = _printed_beside(row, text.body, spans[0][0])
    archive(row)
    start, end = spans[0][0], spans[-1][1]
    fields = {
        **beside,
        "text_id": text.pk,
        "start": start,
        "end": end,
        "prefix": text.body[max(0, start - CONTEXT) : start],
        "suffix": text.body[end : end + CONTEXT],
        "published_at": article.published_at,
    }
    changed = write_reading(row, fields, spans, moved)
    # the rows of the old spans were read before
    row._prefetched_objects_cache = {}  # type: ignore[attr-defined]
    row.text = text
    return changed


def _printed_beside(row: Quotation, body: str, at: int) -> dict[str, object]:
    """Where the printed speaker and the cue stand beside the words, which begin at ``at`` now, if they do."""
    found: dict[str, object] = {}
    for name in ("speaker", "cue"):
        start, end = getattr(row, f"{name}_start"), getattr(row, f"{name}_end")
        again = place_again(row.text.body, [(start, end)], body) if start is not None else None
        near = again is not None and abs((again[0][0] - at) - (start - row.start)) <= FARTHEST
        found[f"{name}_start"], found[f"{name}_end"] = again[0] if again and near else (None, None)
    return found


def _moved(run: list[int], spans: list[list[int]], shift: dict[int, int]) -> tuple[int, int]:
    """A verbatim run, moved along with the span that holds it."""
    holder = next(start for start, end in spans if start <= run[0] and run[1] <= end)
    return run[0] + shift[holder], run[1] + shift[holder]


def archive(row: Quotation) -> None:
    """Keep how the row reads in the revision that it leaves."""
    fields = {name: getattr(row, name) for name in ARCHIVED_FIELDS}
    fields |= {
        "spans": row.spans,
        "quoted": row.quoted,
        "said_at": row.said_at.isoformat() if row.said_at else None,
        "addressee": row.original_addressee_id,
    }
    QuotationReading.objects.update_or_create(
        quotation=row,
        text_id=row.text_id,
        defaults={"words": row.words, "fields": fields, "original_speaker_id": row.original_speaker_id},
    )

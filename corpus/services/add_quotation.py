"""Add a quotation that the machine overlooked."""

from __future__ import annotations

from typing import Any

from corpus import search
from corpus.folding import count_words, words_key
from corpus.models import Article, Entity, Quotation, QuotationSpan
from corpus.models.choices import LIVE, Status
from corpus.records import Attitude, SpeakerType
from corpus.services.decide import User, note
from corpus.services.errors import Conflict
from corpus.services.match import length, overlap
from corpus.services.place import shares
from corpus.services.quotation_fields import (
    ATTITUDE_NAMES,
    CHANNEL_NAMES,
    addressee_fields,
    check_kind,
    chosen,
    speaker_fields,
    text_of,
)
from corpus.services.quotation_ids import QuotationIds
from corpus.services.quotation_rows import CONTEXT, archive, span_rows, write_reading
from corpus.services.spans import (
    Spans,
    checked_quoted,
    checked_span,
    checked_spans,
    kind_of,
    newest_text,
    quoted_inside,
    runs_of,
    without_marks,
)
from corpus.services.store_reading import apply_difference, entity_counts
from corpus.services.utterances import link_utterances
from corpus.services.writing import one_writer

SURE = {"confidence": 1.0, "confidence_span": 1.0, "confidence_speaker": 1.0, "confidence_kind": 1.0}


@one_writer()
def add_quotation(
    article: Article,
    spans: Any,
    *,
    quoted: Any = None,
    speaker: Entity | None = None,
    speaker_span: Any = None,
    speaker_role: str = "",
    cue_span: Any = None,
    addressee: Entity | None = None,
    kind: str | None = None,
    attitude: str = Attitude.SAID,
    channel: str = "",
    user: User,
    reason: str = "",
) -> Quotation:
    """Say that the words of the spans are a quotation; offsets are code points of the newest revision.

    Quotation marks around the words are no part of them. ``quoted`` are the verbatim runs inside the spans, by default
    what stands between marks; ``kind`` follows from them. A speaker's span without a speaker is somebody unnamed.
    Raises ServiceError for what the text does not bear out, Conflict where a quotation stands there already.
    """
    row = Article.objects.select_for_update(of=("self",)).select_related("current_text").get(pk=article.pk)
    text = newest_text(row)
    body = text.body
    runs = runs_of(body)
    content = without_marks(checked_spans(spans, body), runs)
    verbatim = quoted_inside(content, runs, body) if quoted is None else checked_quoted(quoted, content, body)
    if kind is not None:
        check_kind(chosen("kind", kind, ["direct", "mixed", "indirect"]), body, content, verbatim)
    words = " ".join(body[start:end] for start, end in content)
    start, end = content[0][0], content[-1][1]
    fields: dict[str, Any] = {
        "text_id": text.pk,
        "words": words,
        "words_key": words_key(words),
        "word_count": count_words(words),
        "start": start,
        "end": end,
        "prefix": body[max(0, start - CONTEXT) : start],
        "suffix": body[end : end + CONTEXT],
        "kind": kind or kind_of(body, content, verbatim),
        "attitude": chosen("attitude", attitude, ATTITUDE_NAMES),
        "channel": chosen("channel", channel, CHANNEL_NAMES),
        "speaker_role": text_of("speaker_role", speaker_role),
        **speaker_fields(speaker),
        **addressee_fields(addressee),
        **_printed("speaker_text", "speaker", speaker_span, body, 500),
        **_printed("cue", "cue", cue_span, body, 200),
        "published_at": row.published_at,
        **SURE,
        "status": Status.CONFIRMED,
        "made_by_hand": True,
        "extractor": "",
    }
    if speaker is None and speaker_span is not None:
        fields["speaker_type"] = SpeakerType.UNNAMED
    counts = entity_counts(row)
    quotation, before = _write(row, fields, content, verbatim)
    search.index_quotations([quotation.pk])
    link_utterances(Quotation.objects.filter(pk=quotation.pk))
    apply_difference(counts, entity_counts(row))
    row.quotation_count = row.quotations.live().filter(text=text).count()
    row.save(update_fields=["quotation_count", "updated_at"])
    note(quotation.public_id, "add", user=user, reason=reason, before=before, after=_told(fields, content))
    return Quotation.objects.get(pk=quotation.pk)


def _printed(text: str, name: str, span: Any, body: str, most: int) -> dict[str, Any]:
    """The columns of what is printed beside the words."""
    if span is None:
        return {text: "", f"{name}_start": None, f"{name}_end": None}
    start, end = checked_span(span, body, f"{name}_span")
    return {text: text_of(f"{name}_span", body[start:end], most), f"{name}_start": start, f"{name}_end": end}


def _write(article: Article, fields: dict[str, Any], spans: Spans, quoted: Spans) -> tuple[Quotation, dict[str, Any]]:
    """The row: one that was withdrawn of the same words, or a new one; and what of it was otherwise before."""
    here = [(start, end) for start, end in spans]
    standing = list(article.quotations.select_related("text").prefetch_related("span_rows", "candidates"))
    withdrawn = None
    for row in standing:
        same_text = row.text_id == fields["text_id"]
        theirs = [(start, end) for start, end in row.spans]
        if same_text and row.status in LIVE and shares(here, [theirs]):
            raise Conflict(f"{row.public_id} stands there: correct it, or reject it first", field="spans")
        if same_text and row.status == Status.REJECTED and overlap(here, theirs) == length(here) == length(theirs):
            raise Conflict(f"{row.public_id} was rejected: take that decision back", field="spans")
        if row.status == Status.WITHDRAWN and (theirs == here if same_text else row.words == fields["words"]):
            withdrawn = row
    runs = [(start, end) for start, end in quoted]
    if withdrawn is not None:
        if withdrawn.text_id != fields["text_id"]:
            archive(withdrawn)
        before = {"status": withdrawn.status, "made_by_hand": withdrawn.made_by_hand}
        write_reading(withdrawn, fields, here, runs)
        withdrawn.candidates.all().delete()
        return withdrawn, before
    used = {row.public_id for row in standing}
    public_id = QuotationIds(article, newest_text(article).body, used).give(str(fields["words"]), here)
    made = Quotation(public_id=public_id, article=article, **fields)
    made.save(force_insert=True)
    QuotationSpan.objects.bulk_create(span_rows(made, here, runs))
    return made, {}


def _told(fields: dict[str, Any], spans: Spans) -> dict[str, Any]:
    """What the log tells of it."""
    names = ("kind", "attitude", "channel", "speaker_type", "speaker_role", "status", "made_by_hand")
    entities = {name: fields[name].public_id if fields[name] else None for name in ("speaker", "addressee")}
    return {"spans": spans, **{name: fields[name] for name in names}, **entities}

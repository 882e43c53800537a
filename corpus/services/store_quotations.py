"""Store the quotations of an article, matched to those that stand, which keep their ids."""

from __future__ import annotations

from collections.abc import Iterator

from corpus.folding import count_words, normalise, words_key
from corpus.models import Article, Candidate, Quotation, QuotationReading, QuotationSpan, SpanRole
from corpus.models.choices import DECIDED, Status
from corpus.models.ids import IdType, derive
from corpus.records import ExtractionRecord, QuotationRecord, SpeakerType
from corpus.services.errors import ServiceError
from corpus.services.keep import clip
from corpus.services.match import Reading, Spans, find_again, match_spans, match_words
from corpus.services.resolve import Resolved

CONTEXT = 32  # code points kept before and after, as in the W3C Web Annotation TextQuoteSelector
# What a later revision may move on a row that a person decided about: where it stands, not what it says.
ANCHOR_FIELDS = ["text_id", "words", "words_key", "word_count", "start", "end", "prefix", "suffix", "published_at"]
PRINTED_FIELDS = ["speaker_text", "speaker_start", "speaker_end", "cue", "cue_start", "cue_end"]
ARCHIVED_FIELDS = [
    *["start", "end", "prefix", "suffix", "kind", "attitude", "speaker_type", "speaker_text", "speaker_start"],
    *["speaker_end", "speaker_role", "cue", "cue_start", "cue_end", "addressee_text", "channel", "said_precision"],
    *["confidence", "confidence_span", "confidence_speaker", "confidence_kind", "status", "extractor"],
]


def store_quotations(article: Article, extraction: ExtractionRecord, resolved: dict[str, Resolved]) -> list[int]:
    """Write the quotations of the newest revision. Gives the keys of the rows that are new or changed.

    Rows that a person touched keep what the person decided. What is no longer found is withdrawn.
    """
    text = article.current_text
    assert text is not None  # noqa: S101 - the caller stored it
    records = sorted(extraction.quotations, key=lambda q: (q.start, q.end))
    for record in records:
        check_spans(record, text.body)
    standing = list(article.quotations.prefetch_related("span_rows", "candidates").order_by("start", "pk"))
    here = [row for row in standing if row.text_id == text.pk]
    elsewhere = [row for row in standing if row.text_id != text.pk]
    rows = _match(here, elsewhere, records, text.body)
    used_ids = {row.public_id for row in standing}
    created: list[tuple[Quotation, QuotationRecord]] = []
    touched = set()
    for record, row in zip(records, rows, strict=True):
        fields = reading_fields(article, record, extraction.extractor, resolved)
        if row is None:
            created.append((_new(article, record, fields, used_ids), record))
            continue
        moved, others = row.text_id != text.pk, False
        if row.status not in DECIDED and not row.made_by_hand:
            others = _set_candidates(row, record, resolved)
        elif moved:
            fields = {name: fields[name] for name in ANCHOR_FIELDS + PRINTED_FIELDS}
        else:
            continue
        if moved:
            _archive(row)
        if _write(row, fields, record.spans, record.quoted, others=others):
            touched.add(row.pk)
    kept = {row.pk for row in rows if row is not None}
    touched |= {row.pk for row in standing if row.pk not in kept and _not_found(article, row)}
    touched |= _create(created, resolved)
    return sorted(touched)


def check_spans(record: QuotationRecord, body: str) -> None:
    """Refuse a reading whose spans are not evidence: empty, out of order, outside the text or without words."""
    for name, spans in (("spans", record.spans), ("quoted", record.quoted)):
        position = 0
        for start, end in spans:
            if not position <= start < end <= len(body):
                raise ServiceError(f"{name} {list(map(list, spans))} do not fit a text of {len(body)} characters")
            position = end
    if not record.spans or not record.text(body).strip():
        raise ServiceError("a quotation without words")


def _match(
    here: list[Quotation], elsewhere: list[Quotation], records: list[QuotationRecord], body: str
) -> list[Quotation | None]:
    """The standing row of each record: by spans in this revision, by words in older ones."""
    new = [Reading(normalise(record.text(body)), record.spans) for record in records]
    rows: list[Quotation | None] = [None] * len(records)
    for j, i in match_spans([_as_reading(row) for row in here], new).items():
        rows[j] = here[i]
    open_ = [j for j, row in enumerate(rows) if row is None]
    for k, i in match_words([_as_reading(row) for row in elsewhere], [new[j] for j in open_]).items():
        rows[open_[k]] = elsewhere[i]
    return rows


def _as_reading(row: Quotation) -> Reading:
    return Reading(normalise(row.words), [(start, end) for start, end in row.spans])


def reading_fields(
    article: Article, record: QuotationRecord, extractor: str, resolved: dict[str, Resolved]
) -> dict[str, object]:
    """The columns of a quotation as the machine reads it."""
    text = article.current_text
    assert text is not None  # noqa: S101 - the caller stored it
    words = record.text(text.body)
    speaker, cue, addressee, said = record.speaker, record.cue, record.addressee, record.said
    entity = resolved.get(speaker.entity) if speaker and speaker.type != SpeakerType.UNNAMED else None
    heard = resolved.get(addressee.entity) if addressee else None
    # A pronoun that stands for nobody in reach has no name: the speaker is unresolved.
    unnamed = speaker is not None and speaker.type == SpeakerType.UNNAMED and speaker.text and speaker.name
    return {
        "text_id": text.pk,
        "words": words,
        "words_key": words_key(words),
        "word_count": count_words(words),
        "start": record.start,
        "end": record.end,
        "prefix": text.body[max(0, record.start - CONTEXT) : record.start],
        "suffix": text.body[record.end : record.end + CONTEXT],
        "kind": record.kind.value,
        "attitude": record.attitude.value,
        "speaker_id": entity.current.pk if entity else None,
        "original_speaker_id": entity.original.pk if entity else None,
        "speaker_type": entity.current.type if entity else (SpeakerType.UNNAMED.value if unnamed else ""),
        "speaker_text": clip(speaker.text, 500) if speaker else "",
        "speaker_start": speaker.start if speaker else None,
        "speaker_end": speaker.end if speaker else None,
        "speaker_role": clip(record.speaker_role, 500),
        "cue": clip(cue.text, 200) if cue else "",
        "cue_start": cue.start if cue else None,
        "cue_end": cue.end if cue else None,
        "addressee_id": heard.current.pk if heard else None,
        "original_addressee_id": heard.original.pk if heard else None,
        "addressee_text": clip(addressee.text, 500) if addressee else "",
        "channel": record.channel.value if record.channel else "",
        "said_at": said.value if said else None,
        "said_precision": said.precision.value if said else "",
        "published_at": article.published_at,
        "confidence": record.confidence.overall,
        "confidence_span": record.confidence.span,
        "confidence_speaker": record.confidence.speaker,
        "confidence_kind": record.confidence.kind,
        "status": Status.EXTRACTED.value,
        "extractor": extractor,
    }


def _new(article: Article, record: QuotationRecord, fields: dict[str, object], used_ids: set[str]) -> Quotation:
    assert article.current_text is not None  # noqa: S101 - the caller stored it
    occurrence = article.current_text.body.count(record.spans[0].of(article.current_text.body), 0, record.start)
    while True:
        public_id = derive(IdType.QUOTATION, article.public_id, normalise(str(fields["words"])), occurrence)
        if public_id not in used_ids:
            break
        occurrence += 1
    used_ids.add(public_id)
    return Quotation(public_id=public_id, article=article, **fields)


def _create(created: list[tuple[Quotation, QuotationRecord]], resolved: dict[str, Resolved]) -> set[int]:
    rows = Quotation.objects.bulk_create(row for row, _ in created)
    records = [record for _, record in created]
    pairs = list(zip(rows, records, strict=True))
    QuotationSpan.objects.bulk_create(
        span for row, record in pairs for span in _span_rows(row, record.spans, record.quoted)
    )
    Candidate.objects.bulk_create(
        candidate for row, record in pairs for candidate in _candidates(row, record, resolved)
    )
    return {row.pk for row in rows}


def _write(row: Quotation, fields: dict[str, object], spans: Spans, quoted: Spans, *, others: bool = False) -> bool:
    """Bring the row up to date; one that does not change keeps its version and its time. True where it changed.

    ``others`` says that its other candidates changed already.
    """
    changed = [name for name, value in fields.items() if getattr(row, name) != value]
    spans_changed = row.spans != [list(span) for span in spans] or row.quoted != [list(span) for span in quoted]
    if spans_changed:
        row.span_rows.all().delete()
        QuotationSpan.objects.bulk_create(_span_rows(row, spans, quoted))
    if changed or spans_changed or others:
        for name in changed:
            setattr(row, name, fields[name])
        row.version += 1
        row.save()
    return bool(changed) or spans_changed or others


def _span_rows(row: Quotation, spans: Spans, quoted: Spans) -> Iterator[QuotationSpan]:
    for role, runs in ((SpanRole.CONTENT, spans), (SpanRole.QUOTED, quoted)):
        for i, (start, end) in enumerate(runs):
            yield QuotationSpan(quotation=row, role=role, position=i, start=start, end=end)


def _set_candidates(row: Quotation, record: QuotationRecord, resolved: dict[str, Resolved]) -> bool:
    """Set who may have spoken it; true where that changed."""
    wanted = list(_candidates(row, record, resolved))
    standing = [(c.original_entity_id, c.score) for c in row.candidates.all()]
    changed = [(c.original_entity_id, c.score) for c in wanted] != standing
    if changed:
        row.candidates.all().delete()
        Candidate.objects.bulk_create(wanted)
    return changed


def _candidates(row: Quotation, record: QuotationRecord, resolved: dict[str, Resolved]) -> Iterator[Candidate]:
    known = [(resolved[c.entity], c.score) for c in record.candidates if c.entity in resolved]
    for i, (entity, score) in enumerate(known):
        yield Candidate(
            quotation=row,
            position=i,
            original_entity_id=entity.original.pk,
            entity_id=entity.current.pk,
            score=score,
        )


def _not_found(article: Article, row: Quotation) -> bool:
    """Withdraw what the machine alone had found; move what a person decided to the same words of a new revision.

    True where the row changed.
    """
    text = article.current_text
    assert text is not None  # noqa: S101 - the caller stored it
    if row.status in DECIDED or row.made_by_hand:
        if row.text_id == text.pk:
            return False
        old, quoted = row.text.body, row.quoted
        spans = find_again([old[start:end] for start, end in row.spans], text.body)
        if spans is None:
            return False  # stays readable in its own revision
        shift = {start: new - start for (start, _), (new, _) in zip(row.spans, spans, strict=True)}
        moved = [_moved(run, row.spans, shift) for run in quoted]
        _archive(row)
        start, end = spans[0][0], spans[-1][1]
        fields = dict.fromkeys(["speaker_start", "speaker_end", "cue_start", "cue_end"])
        fields |= {
            "text_id": text.pk,
            "start": start,
            "end": end,
            "prefix": text.body[max(0, start - CONTEXT) : start],
            "suffix": text.body[end : end + CONTEXT],
            "published_at": article.published_at,
        }
        return _write(row, fields, spans, moved)
    if row.status != Status.EXTRACTED:
        return False
    row.status = Status.WITHDRAWN
    row.version += 1
    row.save()
    return True


def _moved(run: list[int], spans: list[list[int]], shift: dict[int, int]) -> tuple[int, int]:
    """A verbatim run, moved along with the span that holds it."""
    holder = next(start for start, end in spans if start <= run[0] and run[1] <= end)
    return run[0] + shift[holder], run[1] + shift[holder]


def _archive(row: Quotation) -> None:
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

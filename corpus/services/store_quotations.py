"""Store the quotations of an article, matched to those that stand, which keep their ids."""

from __future__ import annotations

from collections.abc import Iterator

from corpus.bulk import insert
from corpus.folding import count_words, normalise, words_key
from corpus.models import Article, Candidate, Quotation
from corpus.models.choices import DECIDED, LIVE, Status
from corpus.records import ExtractionRecord, QuotationRecord, SpeakerType
from corpus.services.errors import ServiceError
from corpus.services.keep import clip
from corpus.services.match import Reading, match_spans, match_words
from corpus.services.place import shares
from corpus.services.quotation_ids import QuotationIds
from corpus.services.quotation_rows import CONTEXT, archive, moved_along, span_rows, write_reading
from corpus.services.resolve import Resolved

# What a later revision may move on a row that a person decided about: where it stands, not what it says.
ANCHOR_FIELDS = ["text_id", "words", "words_key", "word_count", "start", "end", "prefix", "suffix", "published_at"]
PRINTED_FIELDS = ["speaker_text", "speaker_start", "speaker_end", "cue", "cue_start", "cue_end"]


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
    touched = {row.pk for row in standing if row.made_by_hand and moved_along(article, row)}
    here = [row for row in standing if row.text_id == text.pk]
    # what an editor added there is what the machine reads there
    added = [[(a, b) for a, b in row.spans] for row in here if row.made_by_hand and row.status in LIVE]
    records = [record for record in records if not added or not shares(record.spans, added)]
    elsewhere = [row for row in standing if row.text_id != text.pk]
    rows = _match(here, elsewhere, records, text.body)
    ids = QuotationIds(article, text.body, {row.public_id for row in standing})
    created: list[tuple[Quotation, QuotationRecord]] = []
    for record, row in zip(records, rows, strict=True):
        fields = reading_fields(article, record, extraction.extractor, resolved)
        if row is None:
            public_id = ids.give(str(fields["words"]), record.spans)
            created.append((Quotation(public_id=public_id, article=article, **fields), record))
            continue
        moved, others = row.text_id != text.pk, False
        if row.status not in DECIDED and not row.made_by_hand:
            others = _set_candidates(row, record, resolved)
        elif moved:
            fields = {name: fields[name] for name in ANCHOR_FIELDS + PRINTED_FIELDS}
        else:
            continue
        if moved:
            archive(row)
        if write_reading(row, fields, record.spans, record.quoted, others=others):
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


def _create(created: list[tuple[Quotation, QuotationRecord]], resolved: dict[str, Resolved]) -> set[int]:
    rows = Quotation.objects.bulk_create(row for row, _ in created)
    records = [record for _, record in created]
    pairs = list(zip(rows, records, strict=True))
    insert(span for row, record in pairs for span in span_rows(row, record.spans, record.quoted))
    insert(candidate for row, record in pairs for candidate in _candidates(row, record, resolved))
    return {row.pk for row in rows}


def _set_candidates(row: Quotation, record: QuotationRecord, resolved: dict[str, Resolved]) -> bool:
    """Set who may have spoken it; true where that changed."""
    wanted = list(_candidates(row, record, resolved))
    standing = [(c.original_entity_id, c.score) for c in row.candidates.all()]
    changed = [(c.original_entity_id, c.score) for c in wanted] != standing
    if changed:
        row.candidates.all().delete()
        insert(wanted)
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
        return not row.made_by_hand and moved_along(article, row)
    if row.status != Status.EXTRACTED:
        return False
    row.status = Status.WITHDRAWN
    row.version += 1
    row.save()
    return True

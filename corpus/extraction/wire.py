"""The JSON object that stands for an extraction outside Python: one line of ``python -m corpus.extraction``."""

from __future__ import annotations

import json
import re
from typing import Any

from corpus.records import (
    AffiliationRecord,
    ArticleRecord,
    EntityRecord,
    ExtractionRecord,
    Moment,
    Precision,
    QuotationRecord,
)

from .moments import read_moment

_LONE_SURROGATE = re.compile("[\ud800-\udfff]")


def is_unicode(text: str) -> bool:
    """Whether UTF-8 can say the text: JSON can escape half of a surrogate pair, which is no character."""
    return _LONE_SURROGATE.search(text) is None


def as_json(record: ExtractionRecord, article: ArticleRecord) -> dict[str, Any]:
    """The plain object of one extraction; ``id`` is the article's source key, offsets count code points of the body."""
    names = {entity.key: entity.name for entity in (*record.people, *record.organisations)}
    return {
        "id": article.source_key,
        "people": [_entity(entity) for entity in record.people],
        "organisations": [_entity(entity) for entity in record.organisations],
        "affiliations": [_affiliation(affiliation, names) for affiliation in record.affiliations],
        "quotations": [_quotation(quotation, article.body, names) for quotation in record.quotations],
        "extractor": record.extractor,
    }


def _entity(entity: EntityRecord) -> dict[str, Any]:
    return {
        "name": entity.name,
        "aliases": list(entity.aliases),
        "mentions": [[mention.start, mention.end, mention.kind.value] for mention in entity.mentions],
    }


def _affiliation(affiliation: AffiliationRecord, names: dict[str, str]) -> dict[str, Any]:
    return {
        "person": names[affiliation.person],
        "organisation": names.get(affiliation.organisation),
        "title": affiliation.title,
        "start": affiliation.start,
        "end": affiliation.end,
        "tense": affiliation.tense.value,
        "began": moment_text(affiliation.began),
        "ended": moment_text(affiliation.ended),
    }


def _quotation(quotation: QuotationRecord, body: str, names: dict[str, str]) -> dict[str, Any]:
    speaker, cue, addressee = quotation.speaker, quotation.cue, quotation.addressee
    return {
        "spans": [list(span) for span in quotation.spans],
        "quoted": [list(span) for span in quotation.quoted],
        "start": quotation.start,
        "end": quotation.end,
        "text": quotation.text(body),
        "kind": quotation.kind.value,
        "attitude": quotation.attitude.value,
        "speaker": speaker
        and {
            "text": speaker.text,
            "start": speaker.start,
            "end": speaker.end,
            "name": speaker.name or None,
            "type": speaker.type.value,
        },
        "speaker_role": quotation.speaker_role,
        "cue": cue and {"text": cue.text, "start": cue.start, "end": cue.end},
        "addressee": addressee and {"text": addressee.text, "name": addressee.name},
        "channel": quotation.channel and quotation.channel.value,
        "said_at": moment_text(quotation.said),
        "candidates": [{"name": names[c.entity], "score": c.score} for c in quotation.candidates],
        "confidence": {
            "span": quotation.confidence.span,
            "speaker": quotation.confidence.speaker,
            "kind": quotation.confidence.kind,
        },
    }


_CUT = {Precision.YEAR: 4, Precision.MONTH: 7, Precision.DAY: 10, Precision.MINUTE: 16, Precision.SECOND: 19}


def moment_text(moment: Moment | None) -> str | None:
    """ISO 8601 as far as the moment is known: "2014", "2014-05", "2014-W18", "2014-05-03"; None for None."""
    if moment is None:
        return None
    if moment.precision is Precision.WEEK:
        year, week, _ = moment.value.isocalendar()
        return f"{year:04}-W{week:02}"
    text = moment.value.isoformat()[: _CUT[moment.precision]]
    return text + "Z" if moment.precision in (Precision.MINUTE, Precision.SECOND) else text


def article_from_line(line: str) -> ArticleRecord:
    """One line of input, ``{"id", "text", "headline"?, "language"?, "published"?}``; ValueError says what is wrong."""
    try:
        data = json.loads(line)
    except (json.JSONDecodeError, RecursionError) as error:
        raise ValueError(f"not JSON: {error}") from None
    return article_from_json(data)


def article_from_json(data: object) -> ArticleRecord:
    """The article that a decoded input object describes; ValueError says what is wrong with it."""
    if not isinstance(data, dict):
        raise ValueError("not an object")
    text = data.get("text")
    if not isinstance(text, str):
        raise ValueError('"text" is missing or no string')
    if not text.strip():
        raise ValueError('"text" is empty')
    optional = {}
    for name in ("headline", "language", "published"):
        value = data.get(name)
        if value is not None and not isinstance(value, str):
            raise ValueError(f'"{name}" is no string')
        optional[name] = value or ""
    key = data.get("id")
    if key is not None and not isinstance(key, str | int):
        raise ValueError('"id" is no string or number')
    for name, value in {"id": key, "text": text, **optional}.items():
        if isinstance(value, str) and not is_unicode(value):
            raise ValueError(f'"{name}" holds half of a surrogate pair, which is no character')
    return ArticleRecord(
        source_key="" if key is None else str(key),
        headline=optional["headline"],
        body=text,
        language=optional["language"],
        published=read_moment(optional["published"]) if optional["published"] else None,
    )

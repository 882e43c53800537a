"""The records of the API, from rows read by hand."""

from __future__ import annotations

from typing import Any

from tests.bench.driver.database import Reader, iso, sql

Record = dict[str, Any]
LIVE = "('extracted', 'confirmed', 'corrected')"

ARTICLE_COLUMNS = """a.id, a.public_id, a.headline, p.public_id, p.name, a.byline, a.dateline, a.published_at,
  a.published_precision, a.published_zone, a.modified_at, a.language, a.section, a.licence, a.source_url, a.source_key,
  a.correction, a.revision, a.word_count, a.quotation_count, a.extractor, a.extracted_at, a.version, a.created_at,
  a.updated_at, p.body_access, a.copies_count, o.public_id, o.headline, o.published_at, r.public_id, r.name,
  a.language_is_detected"""
ARTICLES = """FROM corpus_article a LEFT JOIN corpus_entity p ON p.id = a.publisher_id
  LEFT JOIN corpus_article o ON o.id = a.copy_of_id LEFT JOIN corpus_entity r ON r.id = o.publisher_id"""
QUOTATION_COLUMNS = """q.id, q.public_id, q.words, q.kind, q.attitude, q.prefix, q.suffix, s.public_id, s.type, s.name,
  q.speaker_type, q.speaker_text, q.speaker_start, q.speaker_end, q.speaker_role, q.cue, q.cue_start, q.cue_end,
  d.public_id, d.type, d.name, q.addressee_text, q.channel, q.said_at, q.said_precision, q.confidence,
  q.confidence_span, q.confidence_speaker, q.confidence_kind, q.status, q.extractor, a.public_id, a.headline,
  a.published_at, p.public_id, p.name, t.revision, u.public_id, q.version, q.word_count"""
QUOTATIONS = """FROM corpus_quotation q JOIN corpus_article a ON a.id = q.article_id
  JOIN corpus_articletext t ON t.id = q.text_id LEFT JOIN corpus_entity p ON p.id = a.publisher_id
  LEFT JOIN corpus_entity s ON s.id = q.speaker_id LEFT JOIN corpus_entity d ON d.id = q.addressee_id
  LEFT JOIN corpus_utterance u ON u.id = q.utterance_id"""
SPANS = 'SELECT quotation_id, role, start, "end" FROM corpus_quotationspan WHERE quotation_id IN {} ORDER BY position'
CANDIDATES = """SELECT c.quotation_id, e.name, e.public_id, c.score FROM corpus_candidate c
  JOIN corpus_entity e ON e.id = c.entity_id WHERE c.quotation_id IN {} ORDER BY c.position"""
AUTHORS = "SELECT article_id, name FROM corpus_author WHERE article_id IN {} ORDER BY position"


def brief(root: str, public_id: str | None, name: str, kind: str | None = None) -> Record | None:
    """A person or an organisation, in brief."""
    if public_id is None:
        return None
    folder = "people" if public_id.startswith("per_") else "organisations"
    record: Record = {"id": public_id, "url": f"{root}api/v1/{folder}/{public_id}/", "name": name}
    if kind is not None:
        record["type"] = kind
    return record


def articles(reader: Reader, root: str, rows: list[tuple[Any, ...]]) -> list[Record]:
    """Articles without their words, from rows of ARTICLE_COLUMNS; a column more is left to the caller."""
    names: dict[int, list[str]] = {row[0]: [] for row in rows}
    for key, name in reader.execute(sql(AUTHORS.format(_marks(rows))), list(names)).fetchall() if rows else ():
        names[key].append(name)
    return [
        {
            "id": row[1],
            "url": f"{root}api/v1/articles/{row[1]}/",
            "headline": row[2],
            "publisher": brief(root, row[3], row[4]),
            "authors": names[row[0]],
            "byline": row[5],
            "dateline": row[6],
            "published_at": iso(row[7]),
            "published_precision": row[8] or None,
            "published_zone": row[9] or None,
            "modified_at": iso(row[10]),
            "language": row[11] or None,
            "language_is_detected": bool(row[32]),
            "section": row[12],
            "licence": row[13],
            "source_url": row[14] or None,
            "body_access": row[25] or "everyone",
            "source_key": row[15],
            "correction": row[16] or None,
            "revision": row[17],
            "word_count": row[18],
            "quotation_count": row[19],
            "copy_of": row[27]
            and {
                "id": row[27],
                "url": f"{root}api/v1/articles/{row[27]}/",
                "headline": row[28] or None,
                "published_at": iso(row[29]),
                "publisher": brief(root, row[30], row[31]),
            },
            "copies_count": row[26],
            "extractor": row[20] or None,
            "extracted_at": iso(row[21]),
            "version": row[22],
            "created_at": iso(row[23]),
            "updated_at": iso(row[24]),
        }
        for row in rows
    ]


def quotations(reader: Reader, root: str, rows: list[tuple[Any, ...]]) -> list[Record]:
    """Quotations, from rows of QUOTATION_COLUMNS."""
    keys = [row[0] for row in rows]
    spans: dict[tuple[int, str], list[list[int]]] = {}
    candidates: dict[int, list[Record]] = {key: [] for key in keys}
    if keys:
        marks = _marks(rows)
        for key, role, start, end in reader.execute(sql(SPANS.format(marks)), keys).fetchall():
            spans.setdefault((key, role), []).append([start, end])
        for key, name, public_id, score in reader.execute(sql(CANDIDATES.format(marks)), keys).fetchall():
            candidates[key].append({"name": name, "id": public_id, "score": score})
    return [_quotation(root, row, spans, candidates[row[0]]) for row in rows]


def _quotation(
    root: str, row: tuple[Any, ...], spans: dict[tuple[int, str], list[list[int]]], candidates: list[Record]
) -> Record:
    unnamed = {"id": None, "type": "unnamed", "name": row[11], "url": None} if row[10] == "unnamed" else None
    return {
        "id": row[1],
        "url": f"{root}api/v1/quotations/{row[1]}/",
        "text": row[2],
        "word_count": row[39],
        "kind": row[3],
        "attitude": row[4],
        "spans": spans.get((row[0], "content"), []),
        "quoted": spans.get((row[0], "quoted"), []),
        "prefix": row[5],
        "suffix": row[6],
        "speaker": brief(root, row[7], row[9], row[8]) or unnamed,
        "speaker_text": row[11],
        "speaker_span": None if row[12] is None else [row[12], row[13]],
        "speaker_role": row[14],
        "cue": row[15],
        "cue_span": None if row[16] is None else [row[16], row[17]],
        "addressee": brief(root, row[18], row[20], row[19]),
        "addressee_text": row[21],
        "channel": row[22] or None,
        "said_at": iso(row[23]),
        "said_precision": row[24] or None,
        "confidence": row[25],
        "confidences": {"span": row[26], "speaker": row[27], "kind": row[28]},
        "status": row[29],
        "candidates": candidates,
        "extractor": row[30],
        "article": {
            "id": row[31],
            "url": f"{root}api/v1/articles/{row[31]}/",
            "headline": row[32],
            "published_at": iso(row[33]),
            "publisher": brief(root, row[34], row[35]),
        },
        "revision": row[36],
        "utterance": row[37],
        "version": row[38],
    }


def _marks(rows: list[tuple[Any, ...]]) -> str:
    return f"({', '.join(['%s'] * len(rows))})"

"""Datasette on the same SQLite file: what it is told, and the addresses that ask it for the same."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from urllib.parse import parse_qsl, urlencode, urlsplit

NAME = "corpus"
ARTICLE = """
SELECT a.public_id, a.headline, p.name AS publisher, a.published_at, a.language, a.section, a.source_url, a.revision,
  a.word_count, t.body, (SELECT json_group_array(name) FROM corpus_author WHERE article_id = a.id) AS authors,
  (SELECT json_group_array(json_object('id', q.public_id, 'text', q.words, 'kind', q.kind, 'cue', q.cue,
    'prefix', q.prefix, 'suffix', q.suffix, 'speaker', s.name, 'speaker_id', s.public_id, 'confidence', q.confidence,
    'spans', (SELECT json_group_array(json_array(x.role, x.start, x."end")) FROM corpus_quotationspan x
      WHERE x.quotation_id = q.id),
    'candidates', (SELECT json_group_array(json_array(e.name, e.public_id, c.score)) FROM corpus_candidate c
      JOIN corpus_entity e ON e.id = c.entity_id WHERE c.quotation_id = q.id)))
   FROM corpus_quotation q LEFT JOIN corpus_entity s ON s.id = q.speaker_id
   WHERE q.article_id = a.id AND q.text_id = a.current_text_id) AS quotations
FROM corpus_article a JOIN corpus_articletext t ON t.id = a.current_text_id
LEFT JOIN corpus_entity p ON p.id = a.publisher_id WHERE a.public_id = :id AND a.removed_at IS NULL
"""
COLUMNS = """q.public_id, q.words, q.kind, q.attitude, q.prefix, q.suffix, q.speaker_text, q.speaker_role, q.cue,
  q.channel, q.confidence, q.status, q.published_at, s.public_id AS speaker_id, s.name AS speaker,
  a.public_id AS article_id, a.headline, p.name AS publisher"""
SPEAKER = f"""
SELECT {COLUMNS},
  (SELECT json_group_array(json_array(x.role, x.start, x."end")) FROM corpus_quotationspan x
    WHERE x.quotation_id = q.id) AS spans,
  (SELECT json_group_array(json_array(e.name, e.public_id, c.score)) FROM corpus_candidate c
    JOIN corpus_entity e ON e.id = c.entity_id WHERE c.quotation_id = q.id) AS candidates
FROM corpus_quotation q JOIN corpus_article a ON a.id = q.article_id JOIN corpus_entity s ON s.id = q.speaker_id
LEFT JOIN corpus_entity p ON p.id = a.publisher_id
WHERE q.speaker_id = (SELECT id FROM corpus_entity WHERE public_id = :speaker)
  AND q.published_at >= :since AND q.published_at < :until AND a.removed_at IS NULL
ORDER BY q.published_at DESC, q.id DESC LIMIT 50
"""  # noqa: S608
EXPORTED = 100_000  # rows of an export that are read
# The columns of a quotation, without what is nested in lists. It would go on for minutes after its reader has left, and
# answer nobody else meanwhile.
EXPORT = f"""
SELECT {COLUMNS}
FROM corpus_quotation q JOIN corpus_article a ON a.id = q.article_id LEFT JOIN corpus_entity s ON s.id = q.speaker_id
LEFT JOIN corpus_entity p ON p.id = a.publisher_id LIMIT {EXPORTED}
"""  # noqa: S608
STREAM = f"/{NAME}/export.csv?_stream=on"


def command(database: Path, folder: Path, port: int) -> list[str]:
    """What starts it."""
    queries = {
        "article": {"sql": ARTICLE},
        "speaker": {"sql": SPEAKER},
        "export": {"sql": EXPORT},
    }
    metadata = folder / "datasette.json"
    metadata.write_text(json.dumps({"databases": {NAME: {"queries": queries}}}))
    link = folder / f"{NAME}.db"
    link.unlink(missing_ok=True)
    link.symlink_to(database)
    limits = {"sql_time_limit_ms": 600_000, "max_returned_rows": 10_000_000, "max_csv_mb": 0}
    settings = [part for name, value in limits.items() for part in ("--setting", name, str(value))]
    run = [sys.executable, "-m", "datasette", "serve", str(link), "--metadata", str(metadata), "--port", str(port)]
    return [*run, "--host", "127.0.0.1", *settings]


def address(path: str) -> str:
    """The address that asks it for what the product answers at a path."""
    parts = urlsplit(path)
    if parts.path.startswith("/api/v1/articles/"):
        query = urlencode({"id": parts.path.split("/")[4], "_shape": "array"})
        return f"/{NAME}/article.json?{query}"
    given = dict(parse_qsl(parts.query))
    times = [given[f"published_at__{edge}"].replace("T", " ").removesuffix("Z") for edge in ("gte", "lt")]
    query = urlencode({"speaker": given["speaker"], "since": times[0], "until": times[1], "_shape": "array"})
    return f"/{NAME}/speaker.json?{query}"

"""The application: three addresses, no checks, and a page is read by one statement and one each for what is nested."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

import orjson

from tests.bench.driver.database import moment, reader, sql
from tests.bench.driver.records import (
    ARTICLE_COLUMNS,
    ARTICLES,
    LIVE,
    QUOTATION_COLUMNS,
    QUOTATIONS,
    Record,
    articles,
    quotations,
)

# What the product's analyser makes of each query: it is the SQL that is compared, not the reading of the query.
SEARCHES: dict[str, dict[str, Any]] = json.loads(Path(os.environ["BENCH_SEARCHES"]).read_text())
ARTICLE = f"""
SELECT {ARTICLE_COLUMNS}, t.body {ARTICLES} LEFT JOIN corpus_articletext t ON t.id = a.current_text_id
WHERE a.public_id = %s AND a.removed_at IS NULL
"""
IN_ARTICLE = f"""
SELECT {QUOTATION_COLUMNS} {QUOTATIONS}
WHERE q.article_id = %s AND q.status IN {LIVE} AND q.text_id = a.current_text_id ORDER BY q.start, q.id
"""
BY_SPEAKER = f"""
WHERE q.speaker_id = %s AND q.published_at >= %s AND q.published_at < %s AND q.status IN {LIVE}
AND a.removed_at IS NULL
"""
PAGE = f"SELECT {QUOTATION_COLUMNS} {QUOTATIONS} {BY_SPEAKER} ORDER BY q.published_at DESC, q.id DESC LIMIT %s"
COUNT = f"SELECT COUNT(*) FROM corpus_quotation q JOIN corpus_article a ON a.id = q.article_id {BY_SPEAKER}"  # noqa: S608
# Of a condition on the article alone SQLite makes a Bloom filter, for which it reads all articles.
ALL = f"""
SELECT {QUOTATION_COLUMNS} {QUOTATIONS} WHERE q.status IN {LIVE} AND q.id > %s
AND CASE WHEN q.id > 0 THEN a.removed_at END IS NULL ORDER BY q.id LIMIT 500
"""
# By the key itself SQLite reads the index of speakers, and all over the file, for three times as long.
FACET = f"""
SELECT q.speaker_id, COUNT(*) AS n FROM corpus_quotation q JOIN corpus_article a ON a.id = q.article_id
WHERE q.status IN {LIVE} AND a.removed_at IS NULL AND q.published_at >= %s AND q.published_at < %s
GROUP BY +q.speaker_id, q.speaker_id ORDER BY n DESC LIMIT 20
"""  # noqa: S608
NAMES = "SELECT id, public_id, name FROM corpus_entity WHERE id IN ({})"
NAMED = """
SELECT DISTINCT e.public_id, e.type, e.name, e.quotation_count + e.mention_count
FROM corpus_namepart n JOIN corpus_entity e ON e.id = n.entity_id WHERE n.text >= %s AND n.text < %s
ORDER BY 4 DESC LIMIT 10
"""
OPTIONS = orjson.OPT_UTC_Z


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """WSGI."""
    path = environ["PATH_INFO"]
    root = f"http://{environ['HTTP_HOST']}/"
    given = dict(parse_qsl(environ["QUERY_STRING"]))
    record: Record | None
    if path == "/api/v1/quotations/" and given.get("format") == "ndjson":
        start_response("200 OK", [("Content-Type", "application/x-ndjson")])
        return export(root)
    if path == "/api/v1/quotations/":
        record = by_speaker(root, given)
    elif path == "/api/v1/quotations/facets/":
        record = facet(given)
    elif path == "/api/v1/autocomplete/":
        record = autocomplete(given["q"].lower())
    elif path == "/api/v1/articles/":
        record = search(root, given)
    elif path.startswith("/api/v1/articles/"):
        record = article(root, path.split("/")[4])
    else:
        record = {"status": "ok"}
    body = orjson.dumps(record, option=OPTIONS)
    headers = [("Content-Type", "application/json"), ("Content-Length", str(len(body)))]
    start_response("200 OK" if record is not None else "404 Not Found", headers)
    return [body]


def article(root: str, public_id: str) -> Record | None:
    """An article with its words and its quotations."""
    rows = reader().execute(sql(ARTICLE), (public_id,)).fetchall()
    if not rows:
        return None
    [record] = articles(reader(), root, rows)
    record["body"] = rows[0][-1]
    record["quotations"] = quotations(reader(), root, reader().execute(sql(IN_ARTICLE), (rows[0][0],)).fetchall())
    return record


def by_speaker(root: str, given: dict[str, str]) -> Record:
    """A page of a speaker's quotations in a range of dates, newest first."""
    find = "SELECT id FROM corpus_entity WHERE public_id = %s"
    [(speaker,)] = reader().execute(sql(find), (given["speaker"],)).fetchall()
    size = int(given.get("page_size", 50))
    condition = (speaker, moment(given["published_at__gte"]), moment(given["published_at__lt"]))
    count = reader().execute(sql(COUNT), condition).fetchall()[0][0] if given.get("count") == "true" else None
    rows = reader().execute(sql(PAGE), (*condition, size + 1)).fetchall()
    return page(rows, size, count, quotations(reader(), root, rows[:size]))


def search(root: str, given: dict[str, str]) -> Record:
    """A page of the articles that hold the word, those with it in the headline first."""
    statements = SEARCHES[given["q"]]
    anywhere, headline = statements["anywhere"], statements["headline"]
    size = int(given.get("page_size", 50))
    query = (
        f"SELECT {ARTICLE_COLUMNS} {ARTICLES} WHERE a.removed_at IS NULL AND a.id IN ({anywhere['sql']}) "
        f"ORDER BY CASE WHEN a.id IN ({headline['sql']}) THEN 0 ELSE 3 END, a.published_at DESC, a.id DESC LIMIT %s"
    )
    rows = reader().execute(sql(query), (*anywhere["params"], *headline["params"], size + 1)).fetchall()
    return page(rows, size, None, articles(reader(), root, rows[:size]))


def facet(given: dict[str, str]) -> Record:
    """The speakers quoted most often in a range of dates."""
    edges = (moment(given["published_at__gte"]), moment(given["published_at__lt"]))
    counts = dict(reader().execute(sql(FACET), edges).fetchall())
    known = [key for key in counts if key is not None]
    rows = reader().execute(sql(NAMES.format(", ".join(["%s"] * len(known)))), known).fetchall() if known else []
    names = {key: (public_id, name) for key, public_id, name in rows}
    buckets = [{"key": names[key][0], "label": names[key][1], "count": counts[key]} for key in known]
    return {"facets": {"speaker": {"buckets": buckets}}}


def autocomplete(typed: str) -> Record:
    """The ten names with such a beginning that are mentioned most."""
    rows = reader().execute(sql(NAMED), (typed, f"{typed}\U0010ffff")).fetchall()
    return {"results": [{"id": row[0], "type": row[1], "name": row[2], "count": row[3]} for row in rows]}


def export(root: str) -> Iterable[bytes]:
    """All quotations, a line each, some at a time."""
    last = 0
    while rows := reader().execute(sql(ALL), (last,)).fetchall():
        last = rows[-1][0]
        yield b"".join(orjson.dumps(one, option=OPTIONS) + b"\n" for one in quotations(reader(), root, rows))


def page(rows: list[tuple[Any, ...]], size: int, count: int | None, results: list[Record]) -> Record:
    """The envelope of a page; the place to go on from stands in clear."""
    onward = str(rows[size - 1][0]) if len(rows) > size else None
    return {"next": onward, "previous": None, "count": count, "results": results}

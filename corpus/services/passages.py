"""Where passages that were cut from a text stand in it, when an editor puts them back."""

from __future__ import annotations

import hashlib
from dataclasses import replace

from corpus.models import Article
from corpus.records import ArticleRecord, RemovedPassage

BREAK = "\n\n"


def passage_key(text: str) -> str:
    """What a passage is known by."""
    return hashlib.sha256(text.encode()).hexdigest()


def put_in(body: str, passage: str, offset: int) -> tuple[str, int]:
    """The body with the passage as a paragraph of its own, at or before the offset; and by how much the rest moved."""
    if not body:
        return passage, len(passage)
    if offset >= len(body):
        return f"{body}{BREAK}{passage}", len(BREAK) + len(passage)
    at = body.rfind(BREAK, 0, offset)
    at = 0 if at < 0 else at + len(BREAK)
    return f"{body[:at]}{passage}{BREAK}{body[at:]}", len(passage) + len(BREAK)


def next_to(offset: int, body: str) -> int:
    """Where a cut stands once a paragraph follows at the end of the body."""
    return offset if offset < len(body) else len(body) + len(BREAK)


def take_out(body: str, passage: str) -> tuple[str, int] | None:
    """The body without the paragraphs of the passage, and where they began; None where they are not there."""
    around = f"{BREAK}{body}{BREAK}"
    at = around.find(f"{BREAK}{passage}{BREAK}")
    if at < 0:
        return None
    rest = around[:at] + around[at + len(BREAK) + len(passage) :]
    return rest[len(BREAK) : -len(BREAK)], at


def with_restored(article: Article, record: ArticleRecord) -> ArticleRecord:
    """The record with the passages that an editor put back into the article; the record itself where there are none."""
    if article.pk is None or not record.removed:
        return record
    keys = set(article.restored.filter(stands=True).values_list("text_key", flat=True))
    if not keys:
        return record
    body, moved = record.body, 0
    removed: list[RemovedPassage] = []
    for passage in record.removed:
        offset = passage.offset + moved
        if passage_key(passage.text) in keys:
            if offset >= len(body):  # what was cut at the end before it stands before a paragraph now
                removed = [replace(one, offset=next_to(one.offset, body)) for one in removed]
            body, by = put_in(body, passage.text, offset)
            moved += by
        else:
            removed.append(replace(passage, offset=offset))
    return record if body == record.body else replace(record, body=body, removed=tuple(removed))

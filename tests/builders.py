"""Stored articles for tests: through the real services and the real extraction."""

from __future__ import annotations

import itertools

from corpus.models import Article
from corpus.services.ingest import ingest_fields

NUMBER = itertools.count(1)


def store(body: str = "", *, headline: str = "Council meets", key: str = "", **fields: object) -> Article:
    """Ingest one article and give its row."""
    given = {
        "key": key or f"test-{next(NUMBER)}",
        "headline": headline,
        "body": body or "The council met on Monday. “We have begun,” said Mara Ellwin, the mayor of Tolmouth.",
        "publisher": "The Tolmouth Gazette",
        "published": "2024-03-05",
        **fields,
    }
    stored = ingest_fields({name: value for name, value in given.items() if value is not None}, source="test")
    assert stored.article is not None
    return stored.article

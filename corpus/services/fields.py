"""The fields of an article as clients may name them, and how long each may be."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from django.db import models

from corpus import ingest
from corpus.ingest.bylines import split_names
from corpus.ingest.dates import parse_date
from corpus.models import Article, Author, Entity
from corpus.records import Moment


def article_field_names() -> dict[str, tuple[str, ...]]:
    """Our names of the fields, each with the other names that are read as well."""
    return {item.name: item.aliases for item in ingest.article_fields()}


@cache
def article_field_limits() -> dict[str, int]:
    """How many characters the store keeps of each short field; an address finds its limit when it is read."""
    columns: list[tuple[str, type[models.Model], str]] = [
        *((name, Article, name) for name in ("headline", "byline", "dateline", "language", "section", "licence")),
        ("publisher", Entity, "name"),
        ("authors", Author, "name"),
    ]
    return {name: getattr(model._meta.get_field(column), "max_length") for name, model, column in columns}  # noqa: B009


def moment_of(text: str) -> Moment | None:
    """The moment that an ISO 8601 date or date-time names, as exactly as it does; None where it names none."""
    if not ISO.fullmatch(text):
        return None
    try:
        return parse_date(text)
    except ingest.IngestError:
        return None


ISO = re.compile(r"\d{4}(-\d{2}(-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})?)?)?)?")


def overlong(field: str, value: object) -> Iterator[tuple[tuple[str, ...], int]]:
    """Where below the field a text stands that the store would have to cut, and how long it is."""
    limit = article_field_limits().get(field)
    if limit is None:
        return
    for path, text in texts(value):
        parts = split_names(text) if field == "authors" and isinstance(value, str) else [text]
        length = max((len(" ".join(part.split())) for part in parts), default=0)
        if length > limit:
            yield path, length


def texts(value: object) -> Iterator[tuple[tuple[str, ...], str]]:
    """The texts of a field with where they stand: itself, the name of an object, or those of a list."""
    if isinstance(value, str):
        yield (), value
    elif isinstance(value, dict):
        yield from ((("name", *path), text) for path, text in texts(value.get("name")))
    elif isinstance(value, list):
        yield from (((str(n), *path), text) for n, item in enumerate(value) for path, text in texts(item))

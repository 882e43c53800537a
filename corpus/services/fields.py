"""The fields of an article as clients may name them."""

from __future__ import annotations

from corpus import ingest


def article_field_names() -> dict[str, tuple[str, ...]]:
    """Our names of the fields, each with the other names that are read as well."""
    return {item.name: item.aliases for item in ingest.article_fields()}

"""The limits of what is read, from the settings."""

from __future__ import annotations

from django.conf import settings

from corpus.ingest import DEFAULT, IngestConfig

BYTES_A_CHARACTER = 4  # at most, in UTF-8: a body that is allowed must not be refused for its bytes


def ingest_config() -> IngestConfig:
    """What the settings allow, for the readers, which know no settings."""
    characters = settings.MAX_BODY_CHARACTERS
    return IngestConfig(
        max_body_chars=characters,
        max_document_bytes=max(DEFAULT.max_document_bytes, BYTES_A_CHARACTER * characters),
    )

"""What the settings say, for the stages that know no settings."""

from __future__ import annotations

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from corpus.extraction import ExtractionConfig, ModelError, extractor, model_folder
from corpus.ingest import DEFAULT, IngestConfig
from corpus.services.bounds import Bounds

BYTES_A_CHARACTER = 4  # at most, in UTF-8: a body that is allowed must not be refused for its bytes


def ingest_config() -> IngestConfig:
    """What may be read of a document."""
    characters = settings.MAX_BODY_CHARACTERS
    return IngestConfig(
        max_body_chars=characters,
        max_document_bytes=max(DEFAULT.max_document_bytes, BYTES_A_CHARACTER * characters),
    )


def document_bounds() -> Bounds:
    """What reading one document may take."""
    return Bounds(seconds=settings.MAX_DOCUMENT_SECONDS, megabytes=settings.MAX_DOCUMENT_MEMORY_MB)


def preview_bounds() -> Bounds:
    """What reading a text may take that is not stored."""
    return Bounds(seconds=settings.MAX_EXTRACT_SECONDS, megabytes=settings.MAX_DOCUMENT_MEMORY_MB)


def extraction_config() -> ExtractionConfig:
    """Who reads the articles; ImproperlyConfigured where the setting names no reader."""
    try:
        config = ExtractionConfig(model=model_folder(settings.EXTRACTION_MODEL, "EXTRACTION_MODEL"))
        extractor(config)  # a folder that is no model must stop a run, not fail every article of it
    except (ValueError, ModelError) as error:
        raise ImproperlyConfigured(str(error)) from error
    return config

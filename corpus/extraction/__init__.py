"""From an article's text to its structure: people, organisations, roles and quotations. No Django, no database."""

from .batch import extract_many
from .config import DEFAULT, ExtractionConfig, ModelError
from .pipeline import EXTRACTOR, extract

__all__ = ["DEFAULT", "EXTRACTOR", "ExtractionConfig", "ModelError", "extract", "extract_many"]

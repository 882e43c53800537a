"""From an article's text to its structure: people, organisations, roles and quotations. No Django, no database."""

from .batch import extract_many
from .config import DEFAULT, ExtractionConfig
from .pipeline import EXTRACTOR, extract
from .tagger import ModelError

__all__ = ["DEFAULT", "EXTRACTOR", "ExtractionConfig", "ModelError", "extract", "extract_many"]

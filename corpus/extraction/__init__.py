"""From an article's text to its structure: people, organisations, roles and quotations. No Django, no database."""

from .batch import HARMLESS, extract_many
from .config import DEFAULT, ExtractionConfig, ModelError, model_folder
from .pipeline import extract, extractor

__all__ = [
    "DEFAULT",
    "HARMLESS",
    "ExtractionConfig",
    "ModelError",
    "extract",
    "extract_many",
    "extractor",
    "model_folder",
]

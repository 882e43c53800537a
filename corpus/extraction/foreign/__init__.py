"""Speakers of texts in languages besides English: one small reader, one list of words a language."""

from .detection import ENGLISH, detected, language_of
from .reading import ForeignReading, read_foreign

__all__ = ["ENGLISH", "ForeignReading", "detected", "language_of", "read_foreign"]

"""Pronouns and nominals resolved to the people and organisations of their document."""

from .found import Reference, References, speaker_of
from .quoted import resolve_quoted
from .resolver import resolve
from .unnamed import printed_nominal

__all__ = ["Reference", "References", "printed_nominal", "resolve", "resolve_quoted", "speaker_of"]

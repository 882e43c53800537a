"""Speech that the layout shows without quotation marks, or without words that name the speaker.

Dialogue behind dashes, transcripts with a speaker's label, interviews in questions and answers.
"""

from .found import Turn, TurnKind
from .layout import find_turns

__all__ = ["Turn", "TurnKind", "find_turns"]

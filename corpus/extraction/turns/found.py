"""What the search for turns of speech gives."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import NamedTuple

from corpus.records import Span


class TurnKind(Enum):
    """How the layout shows a turn of speech."""

    DASH = "dash"  # "– No, says Kerr."
    LABEL = "label"  # "KERR: No."
    ANSWER = "answer"  # of an interview whose questions and answers bear no names
    QUESTION = "question"  # of such an interview: no quotation


class Piece(NamedTuple):
    """Spoken words ``[start, end)`` of one turn; ``outer`` is where what marks them (a dash) begins."""

    outer: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Draft:
    """A turn before its words have become runs. No pieces: its words stand between marks already, or do not count."""

    paragraph: int
    kind: TurnKind
    pieces: tuple[Piece, ...] = ()
    label: Span | None = None


@dataclass(frozen=True, slots=True)
class Turn:
    """A turn of speech: a paragraph, the runs that hold its words, and the label that names its speaker."""

    paragraph: int
    kind: TurnKind
    runs: tuple[int, ...]
    label: Span | None = None

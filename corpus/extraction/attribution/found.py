"""What attribution finds, in tokens of the document; whom a source stands for is settled later."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from typing import NamedTuple

from corpus.records import Attitude, Channel

from ..entities import Entity
from ..tokens import Token


class SourceKind(Enum):
    """How the source is printed."""

    NAME = "name"
    PRONOUN = "pronoun"
    NOMINAL = "nominal"


@dataclass(frozen=True, slots=True)
class Source:
    """The words printed as the source, tokens ``[first, last)``; ``outer`` is where titles before it begin."""

    first: int
    last: int
    kind: SourceKind
    entity: Entity | None = None
    head: int = -1
    outer: int = -1
    plural: bool = False


@dataclass(slots=True)
class Extras:
    """What stands between a cue and its content: the hearer, the channel, the time."""

    addressee: tuple[int, int] | None = None
    channel: Channel | None = None
    time: tuple[int, int] | None = None
    receiver: tuple[int, int] | None = None  # whom a letter went to: the hearer where it is somebody the article names


@dataclass(slots=True)
class Attribution:
    """One attributed content. ``ranges`` are token ranges of the content, ``runs`` the quoted runs inside."""

    ranges: list[tuple[int, int]]
    runs: list[int]
    sentence: int
    cue: tuple[int, int] | None = None
    lemma: str = ""
    attitude: Attitude = Attitude.SAID
    source: Source | None = None
    extras: Extras = field(default_factory=Extras)
    rivals: list[tuple[Source, float]] = field(default_factory=list)  # who else may have spoken, with the source itself
    span_score: float = 0.9
    speaker_score: float = 0.9
    cut: bool = False  # its ranges are parts of a run, with a cue between them
    settled: bool = False  # the layout shows it: no other reading of the same words counts


class Unit(NamedTuple):
    """A token outside quotation marks, or a whole quoted run, seen as one piece of the sentence around it."""

    first: int
    last: int
    run: int  # -1 for a plain token
    token: Token

    @property
    def word(self) -> str:
        """The token in lower case, "" for a run."""
        return "" if self.run >= 0 else self.token.lower

"""Who or what is in mind while a text is read: named lately, often, as the subject, as a speaker."""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass

from ..document import Document
from ..entities import Entity

RECENT = 8  # kept in mind at once
FADES = 14  # sentences after which having been named often counts half
FORGET = 14  # sentences after which somebody not named again is out of reach


@dataclass(slots=True)
class Salient:
    """An entity in mind; ``sentence`` is where it was mentioned last."""

    entity: Entity
    sentence: int
    count: int = 0
    subject: bool = False
    spoke: int = -100


class InMind:
    """The entities mentioned lately, the latest last."""

    def __init__(self, document: Document, speaking: Container[int]) -> None:
        self.document = document
        self.speaking = speaking  # first tokens of sources
        self.recent: list[Salient] = []

    def see(self, entity: Entity, index: int, subject: bool) -> None:
        """Take note of a mention that begins at token ``index``."""
        sentence = self.document.sentence_of[index]
        for at, salient in enumerate(self.recent):
            if salient.entity is entity:
                self.recent.append(self.recent.pop(at))
                salient.subject = subject if salient.sentence != sentence else salient.subject or subject
                salient.sentence = sentence
                break
        else:
            self.recent.append(Salient(entity, sentence, subject=subject))
            del self.recent[:-RECENT]
        self.recent[-1].count += 1
        if index in self.speaking:
            self.recent[-1].spoke = sentence

    def ranked(self, index: int, gender: str, reach: int = FORGET) -> list[tuple[float, Entity]]:
        """Whom token ``index`` may mean, the most salient first; ``gender`` is "m", "f" or "" for any."""
        sentence = self.document.sentence_of[index]
        scored: list[tuple[float, Entity]] = []
        for order, salient in enumerate(self.recent):
            if gender and salient.entity.gender not in {"", gender}:
                continue
            distance = sentence - salient.sentence
            if distance > reach:
                continue
            score = 1.0 / (1 + distance) + 0.02 * order + min(salient.count, 6) * 0.06 * (FADES / (FADES + distance))
            score += 0.25 if salient.subject else 0.0
            score += 0.2 if sentence - salient.spoke <= 2 else 0.0
            score += 0.25 if gender and salient.entity.gender == gender else 0.0
            scored.append((score, salient.entity))
        scored.sort(key=lambda pair: -pair[0])
        return scored

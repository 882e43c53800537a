"""What the search for names gives."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from corpus.records import EntityType

MOST_ALIASES = 30  # other names kept an entity


class NameSpan(NamedTuple):
    """A printed name: tokens ``[first, last)`` without honorific, role or possessive."""

    first: int
    last: int


@dataclass(slots=True)
class Entity:
    """A person or organisation while the document is read."""

    key: str
    type: EntityType
    name: str
    words: tuple[str, ...]  # of the fullest name, as printed
    aliases: list[str] = field(default_factory=list)
    gender: str = ""  # "m", "f" or "" where nothing shows it
    names: list[NameSpan] = field(default_factory=list)


@dataclass(slots=True)
class Entities:
    """All entities of a document and, a token, the entity whose name it is part of."""

    people: list[Entity] = field(default_factory=list)
    organisations: list[Entity] = field(default_factory=list)
    at: dict[int, tuple[Entity, NameSpan]] = field(default_factory=dict)  # token -> whose name stands there
    others: dict[int, NameSpan] = field(default_factory=dict)  # tokens of places and other names

    def starting(self, token: int) -> tuple[Entity, NameSpan] | None:
        """The entity whose name begins at ``token``."""
        found = self.at.get(token)
        return found if found and found[1].first == token else None

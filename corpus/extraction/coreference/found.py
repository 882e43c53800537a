"""What the resolution of references gives, and whom the words printed as a source stand for by it."""

from __future__ import annotations

from dataclasses import dataclass, field

from corpus.records import MentionKind

from ..attribution import Source, SourceKind
from ..entities import Entity


@dataclass(frozen=True, slots=True)
class Reference:
    """A pronoun or nominal, tokens ``[first, last)``, resolved."""

    first: int
    last: int
    entity: Entity
    kind: MentionKind
    score: float
    candidates: tuple[tuple[Entity, float], ...] = ()
    settled: bool = False  # the words leave no choice


@dataclass(slots=True)
class References:
    """All resolved references, by their first token."""

    by_token: dict[int, Reference] = field(default_factory=dict)
    authors: dict[int, Reference] = field(default_factory=dict)  # sources that are documents -> whose words they hold
    unnamed: list[tuple[int, Entity]] = field(default_factory=list)  # first token -> a speaker without a name
    known_at: dict[int, tuple[Entity, ...]] = field(default_factory=dict)  # run -> people in mind where it begins


def speaker_of(source: Source, references: References) -> tuple[Entity | None, float, tuple[tuple[Entity, float], ...]]:
    """The entity a source stands for, how sure that is, and the candidates; no entity for an unnamed source."""
    if source.entity is not None and source.kind is SourceKind.NAME:
        return source.entity, 1.0, ((source.entity, 1.0),)
    author = references.authors.get(source.first)
    if author is not None:
        return author.entity, author.score, ((author.entity, author.score),)
    if source.plural:
        return None, 0.9, ()
    reference = references.by_token.get(source.first)
    if reference is None:
        return None, 0.8 if source.kind is SourceKind.NOMINAL else 0.3, ()
    if source.kind is SourceKind.NOMINAL and (source.last > reference.last + 6 or source.head >= reference.last):
        return None, 0.7, ()  # "the ministry's report" is not the ministry
    return reference.entity, reference.score, reference.candidates or ((reference.entity, reference.score),)

"""A role that the text gives a person: Popolo's Membership."""

from __future__ import annotations

from dataclasses import dataclass

from corpus.records import Moment, Tense

from ..entities import Entity


@dataclass(frozen=True, slots=True)
class Role:
    """A role, tokens ``[first, last)``, given to a person."""

    person: Entity
    first: int
    last: int
    head: str  # the role word, of several holders the word for one: "ambassador", "fisherman"
    words: frozenset[str]
    organisation: Entity | None
    tense: Tense
    began: Moment | None = None
    ended: Moment | None = None

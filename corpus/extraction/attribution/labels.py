"""Whom the labels of a transcript name: "HOF: No." is said by the Fred Hof of the text."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from corpus.records import EntityType, Span

from ..document import Document
from ..entities import Entities, Entity, NameSpan
from .found import Source, SourceKind


class Labels:
    """Reads the labels of one document."""

    def __init__(self, document: Document, entities: Entities, starts: Sequence[int]) -> None:
        self.document = document
        self.entities = entities
        self.starts = starts
        self.by_family: dict[str, Entity] = {}
        self.by_initials: dict[str, Entity] = {}
        for person in entities.people:
            if len(person.words) > 1:
                self.by_family.setdefault(person.words[-1].lower(), person)
                self.by_initials.setdefault("".join(word[0] for word in person.words).lower(), person)
        self.renamed: list[tuple[NameSpan, Entity]] = []

    def source(self, label: Span) -> Source:
        """The source that a label is; one in capitals or initials names the person printed elsewhere."""
        first, last = bisect_left(self.starts, label.start), bisect_left(self.starts, label.end)
        word = self.document.tokens[last - 1].lower.strip("().")
        letters = label.of(self.document.body).replace(".", "").lower()
        named = self.entities.at.get(last - 1)
        person = named[0] if named and named[0].type is EntityType.PERSON else None
        if person is None or len(person.words) < 2:
            person = self.by_family.get(word) or self.by_initials.get(letters) or person
        if person is None:
            return Source(first, last, SourceKind.NOMINAL, None, last - 1, first)
        if named is None or named[0] is not person:
            self.renamed.append((NameSpan(first, last), person))
        return Source(first, last, SourceKind.NAME, person, last - 1, first)

    def rename(self) -> None:
        """Make the labels names of their people, whatever they were taken for."""
        if not self.renamed:
            return
        at, dropped = self.entities.at, set[NameSpan]()
        for name, person in self.renamed:
            for token in range(name.first, name.last):
                if token in at:
                    dropped.add(at[token][1])
                at[token] = (person, name)
        for entity in [*self.entities.people, *self.entities.organisations]:
            entity.names = [name for name in entity.names if name not in dropped]
        for name, person in self.renamed:
            person.names.append(name)
        self.entities.people = [person for person in self.entities.people if person.names]
        self.entities.organisations = [body for body in self.entities.organisations if body.names]
        for person in self.entities.people:
            person.names.sort()

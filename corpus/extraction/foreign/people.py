"""The people who speak in a text of a listed language: their names, and the pronouns and nouns that mean them."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import replace

from corpus.records import MentionKind

from ..attribution.found import Attribution, Source, SourceKind
from ..coreference import Reference, References
from ..document import Document
from ..entities import Entities, Entity, NameSpan
from ..entities.candidate import Candidate
from ..entities.people import add_people, surname
from ..lexicon.languages import Language
from .names import Names, Printed
from .subjects import Subjects

BACK = 40  # names before a pronoun that are looked at


class People:
    """Settles who the sources of a document are."""

    def __init__(self, document: Document, language: Language, names: Names, subjects: Subjects) -> None:
        self.document = document
        self.language = language
        self.names = names
        self.named = subjects.named
        self.mentions: list[tuple[NameSpan, Entity]] = []  # names outside quoted words, in the order of the text

    def settle(self, attributions: list[Attribution]) -> tuple[Entities, References]:
        """The people of the document; the sources of ``attributions`` become theirs, the others stay as printed."""
        everybody = self._people({first for first, one in self.named.items() if one.full or one.candidate.titled})
        self.mentions = self._mentions(everybody)
        references = References()
        sources: dict[int, Source | None] = {}
        for attribution in attributions:
            source = attribution.source
            if source is None:
                if attribution.cue is not None and self.language.prodrop:
                    attribution.source = self._latest(attribution.cue[0])
                continue
            if source.first not in sources:
                sources[source.first] = self._settled(source, everybody, references)
            attribution.source = sources[source.first]
            attribution.speaker_score = attribution.speaker_score if attribution.source else 0.3
        spoke = {a.source.entity.key for a in attributions if a.source is not None and a.source.entity is not None}
        spoke |= {reference.entity.key for reference in references.by_token.values()}
        # in a dialogue or an interview who speaks is settled later, from everybody
        return everybody if self.document.turns else self._kept(everybody, spoke), references

    # --- names ----------------------------------------------------------------------------

    def _people(self, sources: set[int]) -> Entities:
        """Everybody who may be a person: full names that speak or bear a role or given name, and their surnames."""
        full = [p for p in self.names.printed if p.full and (p.candidate.first in sources or p.likely)]
        keys = {one.candidate.key for one in full}
        families = {surname(one.candidate.words) for one in full}
        printed: list[Candidate] = []
        for one in self.names.printed:
            candidate = one.candidate
            if len(candidate.words) > 1:
                wanted = candidate.key in keys and not one.body
            else:
                known = surname(candidate.words) in families and not self._common(one)
                wanted = known or (candidate.titled and not one.body and candidate.first in sources)
            if wanted:
                printed.append(candidate)
        entities = Entities()
        add_people(entities, self.document, printed, [])
        return entities

    def _common(self, printed: Printed) -> bool:
        """Whether a single capitalised word may be a common noun: "der Fischer"."""
        before = self.document.tokens[printed.outer - 1].lower if printed.outer else ""
        return self.language.nouns_have_capitals and before in self.language.determiners

    def _mentions(self, entities: Entities) -> list[tuple[NameSpan, Entity]]:
        found = [(name, person) for person in entities.people for name in person.names]
        outside = [one for one in found if self.document.run_of[one[0].first] < 0]
        return sorted(outside, key=lambda one: one[0])

    def _kept(self, entities: Entities, keys: set[str]) -> Entities:
        kept = Entities(people=[person for person in entities.people if person.key in keys])
        kept.at = {token: named for token, named in entities.at.items() if named[0].key in keys}
        return kept

    # --- sources --------------------------------------------------------------------------

    def _settled(self, source: Source, entities: Entities, references: References) -> Source | None:
        if source.kind is SourceKind.NAME:
            named = entities.at.get(source.first)
            if named is not None:
                return replace(source, entity=named[0])
            return replace(source, kind=SourceKind.NOMINAL)
        person = self._meant(source)
        if person is not None:
            pronoun = source.kind is SourceKind.PRONOUN
            kind = MentionKind.PRONOUN if pronoun else MentionKind.NOMINAL
            score = 0.75 if pronoun else 0.7
            references.by_token[source.first] = Reference(source.first, source.last, person, kind, score)
            return source
        return source if source.kind is SourceKind.NOMINAL else None

    def _meant(self, source: Source) -> Entity | None:
        """The latest person before a pronoun whose gender fits; for a noun, the latest of whom it was said."""
        if source.plural:
            return None
        word = self.document.tokens[source.head if source.head >= 0 else source.first].lower.rpartition("'")[2]
        pronoun = source.kind is SourceKind.PRONOUN
        gender = "m" if word in self.language.he else "f"
        at = bisect_left(self.mentions, source.first, key=lambda one: one[0].first)
        for name, person in reversed(self.mentions[max(0, at - BACK) : at]):
            if pronoun and person.gender in {"", gender}:
                person.gender = gender
                return person
            if not pronoun and word in self._roles_at(name.first):
                return person
        return None

    def _roles_at(self, token: int) -> set[str]:
        place = bisect_left(self.names.printed, token, key=lambda one: one.candidate.first)
        return self.names.printed[place].roles if place < len(self.names.printed) else set()

    def _latest(self, token: int) -> Source | None:
        """The person named last, for a verb that needs no pronoun."""
        at = bisect_left(self.mentions, token, key=lambda one: one[0].first)
        if not at:
            return None
        name, person = self.mentions[at - 1]
        return Source(name.first, name.last, SourceKind.NAME, person, name.last - 1, name.first)

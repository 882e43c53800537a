"""Pronouns and nominals to people and organisations: "he", "the former ambassador", "the committee"."""

from __future__ import annotations

from collections.abc import Sequence

from corpus.records import EntityType, MentionKind

from ..affiliations import Role
from ..attribution import Attribution
from ..document import Document
from ..entities import Entities, Entity
from ..lexicon.words import FEMALE, MALE, PREPOSITIONS, PRONOUN_SUBJECTS
from ..tokens import Shape
from .authors import Authors
from .found import Reference, References, speaker_of
from .nominals import Nominals
from .salience import RECENT, InMind
from .trail import TITLES
from .unnamed import body_by_trade, only_first_name, unnamed_person

OPENERS = PREPOSITIONS | frozenset({"when", "while", "once", "although", "though", "because", "if"})
OPENING = 16  # tokens within which the comma behind an opening phrase stands
OPENS_WITHIN = 30  # tokens of the sentence before its pronoun
NAMED_AHEAD = 0.8  # how sure the name behind the comma is, and a body that goes on speaking
STILL_SPEAKS, NAMED_LATELY = 3, 2  # sentences since a body was quoted, named
AUTHOR = 0.8  # how sure the author of a document is, where its speaker is


def resolve(
    document: Document, entities: Entities, roles: Sequence[Role], attributions: Sequence[Attribution]
) -> References:
    """Resolve the pronouns and nominals of the text outside quoted words, from left to right."""
    return _Resolver(document, entities, roles, attributions).run()


class _Resolver:
    def __init__(
        self, document: Document, entities: Entities, roles: Sequence[Role], attributions: Sequence[Attribution]
    ) -> None:
        self.document = document
        self.entities = entities
        self.found = References()
        self.waiting = list(roles)
        self.latest_body: Entity | None = None
        self.latest_sentence = 0
        self.latest_nominal: tuple[int, Entity | None] = (-1, None)  # "the company" as a subject, and whom it means
        self.speaking = {a.source.first: a.source for a in attributions if a.source is not None}
        self.quoting = {a.source.first for a in attributions if a.source is not None and a.runs}
        self.people = InMind(document, self.speaking)
        self.bodies = InMind(document, self.speaking)
        self.nominals = Nominals(document, entities, self.people, self.bodies)
        self.authors = Authors(document, attributions)
        self.named_bodies: list[Entity] = []  # the latest first

    def run(self) -> References:
        tokens = self.document.tokens
        next_role = 0
        index = 0
        while index < len(tokens):
            while next_role < len(self.waiting) and self.waiting[next_role].first <= index:
                role = self.waiting[next_role]
                self.nominals.take_role(role)
                next_role += 1
            named = self.entities.at.get(index)
            if named is not None and named[1].first == index:
                self._name(named[0], index)
                index = named[1].last
                continue
            run = self.document.run_of[index]
            if run >= 0:
                if run not in self.found.known_at:
                    self.found.known_at[run] = tuple(salient.entity for salient in self.people.recent)
            else:
                word = tokens[index].lower
                if word in MALE or word in FEMALE:
                    self._pronoun(index, "m" if word in MALE else "f")
                elif word in {"the", "this", "that"}:
                    after = self._nominal(index)
                    self._unnamed(index)
                    index = after
                    continue
                elif word == "its":
                    body = self._named_ahead(index, EntityType.ORGANISATION, "") or self._called(index)
                    if body is not None:
                        self._settle(index, body)
                elif word == "it" and index in self.speaking:
                    self._speaking_body(index)
                else:
                    self._unnamed(index)
            index += 1
        return self.found

    def _name(self, entity: Entity, index: int) -> None:
        if entity.type is EntityType.ORGANISATION:
            name = self.entities.at[index][1]
            self.nominals.take_body(entity, name.first, name.last)
            self.bodies.see(entity, index, subject=self._subject(index))
            self.latest_body, self.latest_sentence = entity, self.document.sentence_of[index]
            self.named_bodies = [entity, *(body for body in self.named_bodies[:RECENT] if body is not entity)]
            return
        if self.document.run_of[index] < 0:
            self.people.see(entity, index, self._subject(index))

    def _subject(self, index: int) -> bool:
        before = self.document.tokens[index - 1].lower if index else ""
        return before not in PREPOSITIONS and before != "and"

    def _named_ahead(self, index: int, kind: EntityType, gender: str) -> Entity | None:
        """Who is named behind the comma of an opening phrase with a possessive: "On her website, Kerr wrote"."""
        tokens, sentence = self.document.tokens, self.document.sentences[self.document.sentence_of[index]]
        if index - sentence.first > OPENS_WITHIN:
            return None
        openers = {tokens[sentence.first].lower, tokens[index - 1].lower}
        if OPENERS.isdisjoint(openers) or any(
            at in self.entities.at or tokens[at].lower in PRONOUN_SUBJECTS for at in range(sentence.first, index)
        ):
            return None
        comma = next((at for at in range(index, min(index + OPENING, sentence.last)) if tokens[at].text == ","), -1)
        at = comma + 1
        if comma < 0 or any(between in self.entities.at for between in range(index, comma)):
            return None
        while at < sentence.last and at not in self.entities.at and tokens[at].lower in TITLES:
            at += 1
        named = self.entities.starting(at)
        if named is None or named[0].type is not kind or self.document.run_of[at] >= 0:
            return None
        follower = tokens[named[1].last].lower if named[1].last < sentence.last else ""
        return named[0] if named[0].gender in {"", gender} and follower not in {"'s", ",", "and"} else None

    def _called(self, index: int) -> Entity | None:
        """The body that "the company" before in the sentence means, where none has been named since."""
        token, body = self.latest_nominal
        first = self.document.sentences[self.document.sentence_of[index]].first
        if token < max(first, index - OPENING):
            return None
        named = any((other := self.entities.starting(at)) and other[0] is not body for at in range(token, index))
        return None if named else body

    def _pronoun(self, index: int, gender: str) -> None:
        ahead = self._named_ahead(index, EntityType.PERSON, gender) if self._possessive(index) else None
        if ahead is not None:
            self._settle(index, ahead)
            return
        scored = self.people.ranked(index, gender)
        if not scored:
            return
        total = sum(score for score, _ in scored)
        best_score, best = scored[0]
        share = best_score / total
        if len(scored) == 1 and not best.gender:
            best.gender = gender
        candidates = tuple((entity, round(score / total, 3)) for score, entity in scored)
        confidence = round(min(0.95, 0.6 + 0.4 * share), 3)
        self.found.by_token[index] = Reference(index, index + 1, best, MentionKind.PRONOUN, confidence, candidates)
        self.people.see(best, index, subject=self.document.tokens[index].lower in {"he", "she"})

    def _possessive(self, index: int) -> bool:
        """Whether the pronoun owns what the next word says."""
        tokens = self.document.tokens
        after = tokens[index + 1] if index + 1 < len(tokens) else tokens[index]
        owns = after.shape is Shape.LOWER and after.lower not in PREPOSITIONS
        return owns and tokens[index].lower in {"his", "her"}

    def _settle(self, index: int, entity: Entity) -> None:
        self.found.by_token[index] = Reference(index, index + 1, entity, MentionKind.PRONOUN, NAMED_AHEAD, settled=True)

    def _nominal(self, index: int) -> int:
        """A definite phrase; the token to read on from."""
        reference = self.nominals.resolve(index, index in self.speaking)
        if reference is None:
            return index + 1
        self.found.by_token[index] = reference
        if reference.entity.type is EntityType.PERSON:
            self.people.see(reference.entity, index, subject=True)
        elif self._subject(index):
            self.latest_nominal = index, reference.entity
        return reference.last

    def _unnamed(self, index: int) -> None:
        """A source that begins here and names nobody: a document's author, a body's people, somebody without a name."""
        source = self.speaking.get(index)
        if source is None or index in self.found.by_token:
            return
        behind = self.authors.source_behind(source)
        if behind is not None:
            entity, sure, _ = speaker_of(behind, self.found)
        elif self.authors.is_ruling(source):
            entity, sure = next((body for body in self.named_bodies if "court" in body.name.lower()), None), 1.0
        else:
            entity, sure = body_by_trade(self.document.tokens[source.head].lower, self.named_bodies), 1.0
        if entity is not None and entity.key:
            kind, score = MentionKind.NOMINAL, round(AUTHOR * sure, 3)
            self.found.authors[index] = Reference(index, source.last, entity, kind, score)
            return
        named = only_first_name(self.document, self.entities, source)
        person = named or unnamed_person(self.document, source)
        if named is not None:
            self.found.authors[index] = Reference(index, source.last, named, MentionKind.NOMINAL, AUTHOR)
        if person is not None:
            self.people.see(person, index, subject=True)
            if not person.key:
                self.found.unnamed.append((index, person))

    def _speaking_body(self, index: int) -> None:
        """The body behind "it said": the one whose words were quoted just before, else the one named last."""
        sentence = self.document.sentence_of[index]
        last = max(self.bodies.recent, key=lambda body: body.spoke, default=None)
        if last is not None and sentence - last.spoke <= STILL_SPEAKS and index in self.quoting:
            self._settle(index, last.entity)
        elif self.latest_body is not None and sentence - self.latest_sentence <= NAMED_LATELY:
            self.found.by_token[index] = Reference(index, index + 1, self.latest_body, MentionKind.PRONOUN, 0.6)

"""Pronouns and nominals to people and organisations: "he", "the former ambassador", "the committee"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from corpus.records import EntityType, MentionKind

from ..affiliations import Role
from ..attribution import Attribution
from ..document import Document
from ..entities import Entities, Entity
from ..lexicon.roles import BODIES, ROLE_MODIFIERS, ROLES
from ..lexicon.words import FEMALE, MALE, PREPOSITIONS
from ..tokens import Shape
from .authors import Authors
from .found import Reference, References, speaker_of
from .unnamed import body_by_trade, only_first_name, unnamed_person

RECENT = 8  # people kept in mind at once
AUTHOR = 0.8  # how sure the author of a document is, where its speaker is
FADES = 14  # sentences after which having been named often counts half
FORGET = 14  # sentences after which somebody not named again is out of reach of a pronoun

# stand for whatever body was named last
ANY_BODY = frozenset({"company", "firm", "group", "agency", "organisation", "organization"})


@dataclass(slots=True)
class _Salient:
    entity: Entity
    sentence: int
    count: int = 0
    subject: bool = False
    spoke: int = -100


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
        self.recent: list[_Salient] = []
        self.roles: dict[str, list[Role]] = {}
        self.waiting = list(roles)
        self.bodies: dict[str, Entity] = {}
        self.latest_body: Entity | None = None
        self.latest_sentence = 0
        self.speaking = {a.source.first: a.source for a in attributions if a.source is not None}
        self.authors = Authors(document, attributions)
        self.named_bodies: list[Entity] = []  # the latest first

    def run(self) -> References:
        tokens = self.document.tokens
        next_role = 0
        index = 0
        while index < len(tokens):
            while next_role < len(self.waiting) and self.waiting[next_role].first <= index:
                role = self.waiting[next_role]
                self.roles.setdefault(role.head, []).append(role)
                next_role += 1
            named = self.entities.at.get(index)
            if named is not None and named[1].first == index:
                self._name(named[0], index)
                index = named[1].last
                continue
            run = self.document.run_of[index]
            if run >= 0:
                if run not in self.found.known_at:
                    self.found.known_at[run] = tuple(salient.entity for salient in self.recent)
            else:
                word = tokens[index].lower
                if word in MALE or word in FEMALE:
                    self._pronoun(index, "m" if word in MALE else "f")
                elif word in {"the", "this", "that"}:
                    after = self._nominal(index)
                    self._unnamed(index)
                    index = after
                    continue
                elif word == "it" and index in self.speaking and self.latest_body is not None:
                    self._body(index, index, self.latest_body, MentionKind.PRONOUN, 0.6)
                else:
                    self._unnamed(index)
            index += 1
        return self.found

    def _name(self, entity: Entity, index: int) -> None:
        if entity.type is EntityType.ORGANISATION:
            for word in (entity.words[0].lower(), entity.words[-1].lower()):
                if word in BODIES:
                    self.bodies[word] = entity
            self.latest_body, self.latest_sentence = entity, self.document.sentence_of[index]
            self.named_bodies = [entity, *(body for body in self.named_bodies[:RECENT] if body is not entity)]
            return
        if self.document.run_of[index] < 0:
            before = self.document.tokens[index - 1].lower if index else ""
            self._seen(entity, index, subject=before not in PREPOSITIONS and before != "and")

    def _seen(self, entity: Entity, index: int, subject: bool) -> None:
        sentence = self.document.sentence_of[index]
        for at, salient in enumerate(self.recent):
            if salient.entity is entity:
                self.recent.append(self.recent.pop(at))
                salient.subject = subject if salient.sentence != sentence else salient.subject or subject
                salient.sentence = sentence
                break
        else:
            self.recent.append(_Salient(entity, sentence, subject=subject))
            del self.recent[:-RECENT]
        self.recent[-1].count += 1
        if index in self.speaking:
            self.recent[-1].spoke = sentence

    def _pronoun(self, index: int, gender: str) -> None:
        sentence = self.document.sentence_of[index]
        scored: list[tuple[float, Entity]] = []
        for order, salient in enumerate(self.recent):
            if salient.entity.gender not in {"", gender}:
                continue
            distance = sentence - salient.sentence
            if distance > FORGET:
                continue
            near = 1.0 / (1 + distance)
            score = near + 0.02 * order + min(salient.count, 6) * 0.06 * (FADES / (FADES + distance))
            score += 0.25 if salient.subject else 0.0
            score += 0.2 if sentence - salient.spoke <= 2 else 0.0
            score += 0.25 if salient.entity.gender == gender else 0.0
            scored.append((score, salient.entity))
        if not scored:
            return
        scored.sort(key=lambda pair: -pair[0])
        total = sum(score for score, _ in scored)
        best_score, best = scored[0]
        share = best_score / total
        if len(scored) == 1 and not best.gender:
            best.gender = gender
        candidates = tuple((entity, round(score / total, 3)) for score, entity in scored)
        confidence = round(min(0.95, 0.6 + 0.4 * share), 3)
        self.found.by_token[index] = Reference(index, index + 1, best, MentionKind.PRONOUN, confidence, candidates)
        self._seen(best, index, subject=self.document.tokens[index].lower in {"he", "she"})

    def _nominal(self, index: int) -> int:
        """A definite phrase with a role word or the head word of an organisation; the token to read on from."""
        tokens = self.document.tokens
        at = index + 1
        head = -1
        while at < len(tokens) and at - index < 6 and self.document.run_of[at] < 0:
            token = tokens[at]
            if token.shape is Shape.PUNCTUATION or (at in self.entities.at and token.lower not in ROLES):
                break
            if token.lower in ROLES or token.lower in BODIES:
                head = at
                at += 1
                continue
            if head >= 0 or not (
                token.lower in ROLE_MODIFIERS
                or token.shape is Shape.TITLE
                or token.lower.endswith(("al", "an", "ish", "ese"))
            ):
                break
            at += 1
        if head < 0:
            return index + 1
        after = self.entities.at.get(head + 1)
        word = tokens[head].lower
        if after is not None and head + 1 < len(tokens) and tokens[head + 1].start - tokens[head].end <= 1:
            return index + 1  # "the ambassador Robert Ford": the name says it
        reference = self._by_role(index, head, word) or self._by_head(index, head, word)
        if reference is None and index in self.speaking and word in ROLES:
            reference = self._by_nearness(index, head)
        if reference is None:
            return index + 1
        self.found.by_token[index] = reference
        if reference.entity.type is EntityType.PERSON:
            self._seen(reference.entity, index, subject=True)
        return head + 1

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
            self._seen(person, index, subject=True)

    def _by_role(self, first: int, head: int, word: str) -> Reference | None:
        given = self.roles.get(word, [])[-12:]
        if not given:
            return None
        modifiers = {self.document.tokens[at].lower for at in range(first + 1, head)}
        best, best_score = None, -1.0
        for order, role in enumerate(given):
            if role.last > first:
                continue
            score = len(modifiers & role.words) - 0.6 * len(modifiers - role.words) + 0.05 * order
            if score > best_score:
                best, best_score = role, score
        if best is None or best_score < -0.4:
            return None
        people = {role.person.key for role in given}
        score = 0.85 if len(people) == 1 else 0.65
        return Reference(first, head + 1, best.person, MentionKind.NOMINAL, score)

    def _by_nearness(self, first: int, head: int) -> Reference | None:
        """A role that the text gives nobody ("Kerr laughed. “No,” the mayor said"): who was the subject just before."""
        if not self.recent:
            return None
        latest = self.recent[-1]
        near = self.document.sentence_of[first] - latest.sentence <= 1 and latest.subject
        return Reference(first, head + 1, latest.entity, MentionKind.NOMINAL, 0.45) if near else None

    def _by_head(self, first: int, head: int, word: str) -> Reference | None:
        if word not in BODIES or head > first + 1:
            return None
        body = self.bodies.get(word)
        if body is not None:
            return Reference(first, head + 1, body, MentionKind.NOMINAL, 0.7)
        near = self.document.sentence_of[first] - self.latest_sentence <= 3
        if word in ANY_BODY and self.latest_body is not None and near:
            return Reference(first, head + 1, self.latest_body, MentionKind.NOMINAL, 0.5)
        return None

    def _body(self, first: int, head: int, body: Entity, kind: MentionKind, score: float) -> None:
        if self.document.sentence_of[first] - self.latest_sentence <= 2:
            self.found.by_token[first] = Reference(first, head + 1, body, kind, score)

"""The mentions of a document in the order of the text, and what stands around and between them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import cache
from itertools import accumulate

from corpus.records import MentionKind

from ..document import Document
from ..entities import Entities, Entity
from ..entities.gender import FEMALE_NOUNS, MALE_NOUNS
from ..lexicon.cues import Form, cue_forms
from ..lexicon.roles import BODIES, HONORIFICS, ROLE_MODIFIERS, ROLES, SHORT_TITLES
from ..lexicon.wordlists import word_set
from ..lexicon.words import ARTICLES, AUXILIARIES, CONJUNCTIONS, DETERMINERS, IRREGULAR_PASTS, PREPOSITIONS
from ..tokens import Shape, Token
from .found import References

LINKS = word_set("and or & ,")
CLAUSES = word_set(
    "and but or that who which whose whom because although though while whereas if when as after before since until "
    "where unless so ; : — – -- ("
)
TITLES = ROLES | ROLE_MODIFIERS | frozenset(HONORIFICS) | SHORT_TITLES | ARTICLES


class Neighbour(IntEnum):
    """What the word before or behind a mention is."""

    EDGE = 0  # of the sentence
    PREPOSITION = 1
    COMMA = 2
    AND = 3
    CONJUNCTION = 4
    AUXILIARY = 5
    VERB = 6  # by its form or by the list of cues
    POSSESSIVE = 7
    SMALL = 8  # another word without a capital
    OTHER = 9


@dataclass(slots=True)
class Mention:
    """A mention, tokens ``[first, last)``, of somebody who may have no name (an entity without a key)."""

    first: int
    last: int
    entity: Entity
    kind: MentionKind
    before: Neighbour
    after: Neighbour


@cache
def _classes() -> dict[str, Neighbour]:
    """The class of the words whose spelling alone decides it."""
    found: dict[str, Neighbour] = dict.fromkeys(IRREGULAR_PASTS, Neighbour.VERB)
    for word, verb in cue_forms().items():
        if verb.form in (Form.PAST, Form.PRESENT):
            found[word] = Neighbour.VERB
    for words, group in (
        (CONJUNCTIONS, Neighbour.CONJUNCTION),
        (PREPOSITIONS, Neighbour.PREPOSITION),
        (AUXILIARIES, Neighbour.AUXILIARY),
        (LINKS, Neighbour.AND),
    ):
        found.update(dict.fromkeys(words, group))
    return found | {",": Neighbour.COMMA, "'s": Neighbour.POSSESSIVE, "'": Neighbour.POSSESSIVE}


def neighbour(token: Token) -> Neighbour:
    """What a word is to the mention beside it."""
    found = _classes().get(token.lower)
    if found is not None:
        return found
    if token.shape is Shape.LOWER:
        return Neighbour.VERB if token.lower.endswith("ed") else Neighbour.SMALL
    return Neighbour.OTHER


class Trail:
    """Mentions of a document with the words beside them, and counts of what stands before each token."""

    def __init__(self, document: Document, entities: Entities, references: References) -> None:
        self.document = document
        self.entities = entities
        tokens = document.tokens
        self.classes = [neighbour(token) for token in tokens]
        words = [token.lower for token in tokens]
        self.words = words
        self.clauses = _before(word in CLAUSES for word in words)
        self.commas = _before(word == "," for word in words)
        self.verbs = _before(at in (Neighbour.VERB, Neighbour.AUXILIARY) for at in self.classes)
        small = [token.shape is Shape.LOWER for token in tokens]
        follows = [*small[1:], False]
        self.phrases = _before(
            word in DETERMINERS and lower for word, lower in zip(words, follows, strict=True)
        )  # common nouns that "it" may mean
        self.women = _before(word in FEMALE_NOUNS for word in words)
        self.men = _before(word in MALE_NOUNS for word in words)
        self.places = _before(at in entities.others for at in range(len(tokens)))
        self.roles = _before(lower and word in ROLES for word, lower in zip(words, small, strict=True))
        self.mentions = self._mentions(references)

    def between(self, counts: Sequence[int], first: int, last: int) -> int:
        """How many of what ``counts`` counts stand in tokens ``[first, last)``."""
        return counts[last] - counts[first] if last > first else 0

    def before(self, token: int) -> Neighbour:
        """What stands before a mention that begins at ``token``; titles are part of it."""
        start = self.document.sentences[self.document.sentence_of[token]].first
        at = token - 1
        while at >= start and self.words[at] in TITLES:
            at -= 1
        return self.classes[at] if at >= start else Neighbour.EDGE

    def after(self, token: int) -> Neighbour:
        """What stands behind a mention that ends before ``token``; "party" of "the Labour party" is part of it."""
        if token < len(self.words) and self.words[token] in BODIES:
            token += 1
        if token >= len(self.words) or self.document.sentence_of[token] != self.document.sentence_of[token - 1]:
            return Neighbour.EDGE
        return self.classes[token]

    def _mentions(self, references: References) -> list[Mention]:
        found = []
        for entity in (*self.entities.people, *self.entities.organisations):
            for name in entity.names:
                found.append((name.first, name.last, entity, MentionKind.NAME))
        for reference in references.by_token.values():
            found.append((reference.first, reference.last, reference.entity, reference.kind))
        for token, person in references.unnamed:
            found.append((token, token + 1, person, MentionKind.NOMINAL))
        found.sort(key=lambda mention: mention[:2])
        return [
            Mention(first, last, entity, kind, self.before(first), self.after(last))
            for first, last, entity, kind in found
        ]


def _before(flags: Iterable[bool]) -> list[int]:
    """How many of the flags are set before each place, and in all."""
    return [0, *accumulate(flags)]

"""A document as the readers of roles ask for it: whose name stands where, which words name a role."""

from __future__ import annotations

import re

from corpus.records import EntityType, Moment

from ..document import Document
from ..entities import Entities, Entity
from ..lexicon.cues import Form, Frame, cue_forms
from ..lexicon.roles import FUTURE_WORDS, PAST_WORDS, ROLE_MODIFIERS, ROLES, SHORT_TITLES, TRADES, VERBS_TOO
from ..lexicon.wordlists import entries
from ..lexicon.words import MODALS
from ..tokens import Shape
from .words import COMPOUNDS, FIELDS, NO_TRADES, TRADE_ENDINGS

OFFICE = re.compile(r"-(?:in-(?:chief|residence)|at-large)$")  # "playwright-in-residence"


class RoleText:
    """The tokens of a document with the questions that the readers of roles put to them."""

    def __init__(self, document: Document, entities: Entities, published: Moment | None) -> None:
        self.document = document
        self.entities = entities
        self.tokens = document.tokens
        self.published = published
        self.forms = cue_forms()
        self.title_cased: dict[int, bool] = {}

    def word(self, index: int) -> str:
        """The token in small letters; "" outside the text."""
        return self.tokens[index].lower if 0 <= index < len(self.tokens) else ""

    def joined(self, one: int, other: int) -> bool:
        """Whether two tokens stand in one sentence, both inside the same quoted words or both outside."""
        document = self.document
        return (
            min(one, other) >= 0
            and max(one, other) < len(self.tokens)
            and document.sentence_of[one] == document.sentence_of[other]
            and document.run_of[one] == document.run_of[other]
        )

    def name_at(self, index: int) -> tuple[Entity, int, int] | None:
        """The person or organisation whose name covers the token, with the tokens of the name."""
        named = self.entities.at.get(index)
        return (named[0], named[1].first, named[1].last) if named else None

    def person_at(self, index: int) -> bool:
        """Whether the token is part of a person's name."""
        named = self.entities.at.get(index)
        return named is not None and named[0].type is EntityType.PERSON

    def organisation_at(self, index: int) -> Entity | None:
        """The organisation whose name covers the token."""
        named = self.entities.at.get(index)
        return named[0] if named is not None and named[0].type is EntityType.ORGANISATION else None

    def owns(self, index: int) -> bool:
        """Whether the token makes an owner of the word before it: "'s", or the mark of "Rovers'"."""
        token = self.tokens[index]
        if token.lower == "'s":
            return True
        return token.text in {"'", "’"} and index > 0 and self.tokens[index - 1].text.endswith("s")

    def links(self, at: int) -> bool:
        """Whether a mark links words into one: "Harl & Dane", "actor/director"."""
        token = self.tokens[at]
        return token.text == "&" or (token.text in {"-", "/"} and self.tokens[at - 1].end == token.start)

    def is_verb(self, at: int) -> bool:
        """Whether the word is a finite verb of saying: a phrase ends there."""
        verb = self.forms.get(self.tokens[at].lower)
        return (
            verb is not None
            and self.tokens[at].shape is Shape.LOWER
            and verb.frame in (Frame.CLAUSE, Frame.HEARER)
            and verb.form in (Form.PAST, Form.PRESENT)
            and verb.strength >= 1.0
        )

    def knows(self, index: int) -> bool:
        """Whether the word is one that commonly stands before a role word."""
        word = self.tokens[index].lower
        return (
            word in ROLE_MODIFIERS
            or word in PAST_WORDS
            or word in FUTURE_WORDS
            or word in entries("nationalities")
            or (word in FIELDS and not self.tokens[index].capital)
            or index in self.entities.others
            or self.organisation_at(index) is not None
            or bool(self.role_at(index))
        )

    def is_title_cased(self, index: int) -> bool:
        """Whether the sentence around the token Has Capitals Everywhere, so that they show no name."""
        sentence = self.document.sentence_of[index]
        if sentence not in self.title_cased:
            first, last, _ = self.document.sentences[sentence]
            long = [token for token in self.tokens[first:last] if len(token.text) > 3 and token.text[0].isalpha()]
            capitals = sum(token.capital for token in long)
            self.title_cased[sentence] = len(long) > 5 and capitals * 6 > len(long) * 5
        return self.title_cased[sentence]

    def role_at(self, index: int, several: bool = False) -> str:
        """The role that the token names, "" where it names none; of ``several`` holders the word for one."""
        token = self.tokens[index]
        if token.shape is Shape.PUNCTUATION or token.shape is Shape.NUMBER:
            return ""
        named = self.entities.at.get(index)
        if named is not None and (named[0].type is EntityType.PERSON or index + 1 < named[1].last):
            return ""
        word = token.lower
        if word in VERBS_TOO and not token.capital and index and self._makes_verb(index - 1):
            return ""
        if self._names_role(index, word):
            return word
        if several:
            return next((one for one in _singulars(word) if self._names_role(index, one)), "")
        return ""

    def _makes_verb(self, index: int) -> bool:
        word = self.tokens[index].lower
        return word == "to" or word in MODALS

    def _names_role(self, index: int, word: str) -> bool:
        if word in ROLES or word in SHORT_TITLES:
            return True
        word = OFFICE.sub("", word)
        before, hyphen, last = word.rpartition("-")
        if hyphen and last in {"elect", "designate"} and before in ROLES:
            return True
        if self.tokens[index].capital and index > self.document.sentences[self.document.sentence_of[index]].first:
            return word.endswith("ologist")  # "Potter" and "Goodman" are people
        if word in TRADES or (word.endswith(TRADE_ENDINGS) and len(word) > 6 and word not in NO_TRADES):
            return True
        return bool(hyphen) and (last in ROLES or last in TRADES) and (before in COMPOUNDS or before in ROLES)


def _singulars(word: str) -> tuple[str, ...]:
    if word.endswith("men"):
        return (word[:-2] + "an",)
    if word.endswith("ies"):
        return (word[:-3] + "y",)
    if word.endswith("s"):
        return (word[:-1], word.removesuffix("es"))
    return ()

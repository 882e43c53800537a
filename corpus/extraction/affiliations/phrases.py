"""Where a role phrase begins and ends: article and owner left out, the role word, what the role is of, at or for."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from ..lexicon.roles import PAST_WORDS, ROLE_MODIFIERS, SHORT_TITLES
from ..lexicon.wordlists import given_names
from ..lexicon.words import AUXILIARIES, POSSESSIVES
from ..tokens import Shape
from .complements import ComplementReader
from .text import RoleText
from .words import (
    AFTER_HEAD,
    COMPLEMENTS,
    DETERMINERS,
    ENDS,
    EVALUATING,
    FIELDS,
    NOW,
    ONCE,
    PAST_VERBS,
    THEN,
    TRAILING,
    WEAK,
)

SINCE_WHEN = NOW | ONCE | THEN  # words of time before a role
MOST = 8  # roles that stand in a row
LONGEST_LEAD = 10  # tokens before the role word


class Phrase(NamedTuple):
    """A role phrase, tokens ``[first, last)``, with its role word at ``head``."""

    first: int
    last: int
    head: int
    role: str  # the role word, of several holders the word for one
    owner: int | None  # the token that owns the role: "Board" of "the Board's chairman", "its"
    definite: bool  # opened by an article, a possessive or an owner


class PhraseReader:
    """Reads the noun phrases of a text that name roles."""

    def __init__(self, text: RoleText) -> None:
        self.text = text
        self.tokens = text.tokens
        self.complements = ComplementReader(text, lambda at: self._opening(at) is not None)

    def read(self, first: int) -> Phrase | None:
        """The role phrase that begins at ``first``, None where none does."""
        opening = self._opening(first)
        if opening is None:
            return None
        return opening._replace(last=self.complements.end(opening.head + 1, opening.role))

    def _opening(self, first: int) -> Phrase | None:
        """The role phrase that begins at ``first``, up to its role word."""
        text, tokens = self.text, self.tokens
        at, owner, definite = first, None, False
        several = text.word(at) == "one" and text.word(at + 1) == "of"
        begin = at
        if several:
            at += 2
        while text.joined(first, at) and tokens[at].lower in DETERMINERS:
            if tokens[at].lower in POSSESSIVES:
                owner = at
            definite = True
            at += 1
        if not several:
            begin = at
        head, role = -1, ""
        while text.joined(first, at) and at - begin < LONGEST_LEAD:
            if head >= 0 and not self._goes_on(head, at):
                break
            if head < 0 and tokens[at].lower == "and" and not several and not self._pairs(at):
                begin = at + 1  # "a mother and engineer"
                at += 1
                continue
            if at > begin and head < 0 and not several and tokens[at].lower in {"the", "a", "an"}:
                return None  # "all three candidates invoked the leader"
            if text.owns(at):
                begin, owner, definite, head = begin if several else at + 1, at - 1, True, -1
            elif found := text.role_at(at, several):
                head, role = at, found
            elif not self._may_lead(at, head):
                break
            at += 1
        if head < 0 or not self._stands_alone(begin, head, several):
            return None
        return Phrase(begin, head + 1, head, role, owner, definite)

    def parts(self, phrase: Phrase) -> Iterator[Phrase]:
        """The phrase and the ones that "and" joins to it: "mayor of X and a former engineer at Y"."""
        for _ in range(MOST):
            yield phrase
            joint = phrase.last
            if self.text.word(joint) == "," and self.text.joined(phrase.head, joint + 1):
                listed = self.read(joint + 1)  # "an author, presidential historian and former director"
                more = listed is not None and not listed.definite and not self.names_next(listed)
                if listed is not None and more and self.text.word(listed.last) in {"and", ","}:
                    phrase = listed
                    continue
            if self.text.word(joint) == "," and self.text.word(joint + 1) == "and":
                joint += 1
            if (
                self.text.word(joint) != "and"
                or self.text.word(joint + 1) in SINCE_WHEN
                or not self.text.joined(phrase.head, joint + 1)
            ):
                return
            following = self.read(joint + 1)
            if following is None or self.names_next(following):
                return
            phrase = following

    def names_next(self, phrase: Phrase) -> bool:
        """Whether the role word is somebody else's title: "and Senator Tom Lind"."""
        after = phrase.head + 1
        if after >= len(self.tokens) or not self.text.joined(phrase.head, after):
            return False
        if self.text.person_at(after) or self.text.word(phrase.head) in SHORT_TITLES:
            return True
        if not phrase.definite and self._leads_to_name(phrase):
            return True
        lead = self.tokens[phrase.first]
        return not phrase.definite and lead.capital and lead.lower in given_names() and self.tokens[phrase.head].capital

    def _leads_to_name(self, phrase: Phrase) -> bool:
        """Whether the phrase is the title of a person: "ambassador for women's issues Ida Moor"."""
        text = self.text
        at = next((at for at in range(phrase.head + 1, phrase.last) if text.person_at(at)), phrase.head) - 1
        if at <= phrase.head or self.tokens[at].shape is not Shape.LOWER or text.knows(at):
            return False
        return self.tokens[at].lower not in COMPLEMENTS | DETERMINERS | TRAILING

    # --- before the role word -------------------------------------------------------------

    def _may_lead(self, at: int, head: int) -> bool:
        """Whether a word may stand before the role word: anything that is no end of a noun phrase."""
        token = self.tokens[at]
        word = token.lower
        if self.text.entities.at.get(at) or at in self.text.entities.others:
            return head < 0 or not self.text.person_at(at)
        if token.shape is Shape.PUNCTUATION:
            return self.text.links(at)
        if word == "and":
            return head < 0
        if word in COMPLEMENTS or word in ENDS or (word in AUXILIARIES and word != "'s"):
            return False
        said = self.text.is_verb(at) or word in PAST_VERBS
        return not said or word in ROLE_MODIFIERS or word in PAST_WORDS

    def _pairs(self, at: int) -> bool:
        """Whether "and" pairs words that qualify one role: "Health and Human Services secretary"."""
        before = self.tokens[at - 1]
        return before.capital or before.lower in ROLE_MODIFIERS or before.lower in FIELDS

    def _goes_on(self, head: int, at: int) -> bool:
        """Whether a later role word follows at once: "campaign manager", "law school professor"."""
        for index in range(at, min(at + 3, len(self.tokens))):
            if not self.text.joined(head, index) or self.tokens[index].shape is Shape.PUNCTUATION:
                return False
            if self.text.owns(index) or self.text.role_at(index):
                return True
            word = self.tokens[index].lower
            if not self._may_lead(index, head) or word == "and" or word in DETERMINERS:
                return False
        return False

    def _stands_alone(self, begin: int, head: int, several: bool) -> bool:
        """Whether the word at ``head`` is what the phrase is about, and says a role and no opinion."""
        text, tokens = self.text, self.tokens
        lead = [tokens[index].lower for index in range(begin, head)]
        if text.role_at(head) == "critic" and not any(
            text.knows(at) or word in FIELDS for at, word in enumerate(lead, begin)
        ):
            return False  # of somebody, mostly
        if text.role_at(head) in WEAK and not several:
            if any(word in EVALUATING or (word.endswith("est") and len(word) > 4) for word in lead):
                return False
        elif any(word in {"such", "no", "not", "better", "worse"} for word in lead):
            return False
        after = head + 1
        if after >= len(tokens) or not text.joined(head, after):
            return True
        token = tokens[after]
        if tokens[head].lower == "fellow" and token.shape is not Shape.PUNCTUATION and token.lower not in COMPLEMENTS:
            return False  # "a fellow Norlander"
        if token.shape is not Shape.LOWER or text.entities.at.get(after):
            return True
        word = token.lower
        return (
            word in COMPLEMENTS
            or word in ENDS
            or word in AFTER_HEAD
            or word in AUXILIARIES
            or word in {"and", "is", "was", "last", "this", "yesterday", "late", "early"}
            or word in PAST_VERBS
            or word.endswith(("ing", "ed", "ly"))
            or word in text.forms
        )

"""Where a role phrase begins and ends: article and owner left out, the role word, what the role is of, at or for."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from ..lexicon.cues import Form, Frame, cue_forms
from ..lexicon.roles import FUTURE_WORDS, PAST_WORDS, ROLE_MODIFIERS, SHORT_TITLES
from ..lexicon.wordlists import entries, given_names
from ..lexicon.words import AUXILIARIES, DAYS, MONTHS, NUMBERS, POSSESSIVES
from ..times import plain_year
from ..tokens import Shape
from .text import RoleText
from .words import (
    ADJECTIVE_ENDINGS,
    AFTER_HEAD,
    AS_TIMES,
    COMPLEMENTS,
    DETERMINERS,
    ENDS,
    EVALUATING,
    FIELDS,
    ON_FIELDS,
    QUALIFIERS,
    TRAILING,
    VAGUE,
    WEAK,
)

LONGEST = 26  # tokens of a phrase
LONGEST_LEAD = 10  # tokens before the role word
OWNERS = 3  # tokens before a role's owner ends: "the New Harbour Board's"


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
        self.forms = cue_forms()

    def read(self, first: int) -> Phrase | None:
        """The role phrase that begins at ``first``, None where none does."""
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
            if text.owns(at):
                begin, owner, definite, head, several = at + 1, at - 1, True, -1, False
            elif found := text.role_at(at, several):
                head, role = at, found
            elif not self._may_lead(at, head):
                break
            at += 1
        if head < 0 or not self._stands_alone(begin, head, several):
            return None
        last = self._complement(head + 1, role)
        return Phrase(begin, last, head, role, owner, definite)

    def parts(self, phrase: Phrase) -> Iterator[Phrase]:
        """The phrase and the ones that "and" joins to it: "mayor of X and a former engineer at Y"."""
        while True:
            yield phrase
            joint = phrase.last
            if self.text.word(joint) == "," and self.text.word(joint + 1) == "and":
                joint += 1
            if self.text.word(joint) != "and" or not self.text.joined(phrase.head, joint + 1):
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
        lead = self.tokens[phrase.first]
        return not phrase.definite and lead.capital and lead.lower in given_names() and self.tokens[phrase.head].capital

    # --- before the role word -------------------------------------------------------------

    def _may_lead(self, at: int, head: int) -> bool:
        """Whether a word may stand before the role word: anything that is no end of a noun phrase."""
        token = self.tokens[at]
        word = token.lower
        if self.text.entities.at.get(at) or at in self.text.entities.others:
            return head < 0 or not self.text.person_at(at)
        if token.shape is Shape.PUNCTUATION:
            return token.text in {"&", "-", "/"}
        if word == "and":
            return head < 0
        if word in COMPLEMENTS or word in ENDS or (word in AUXILIARIES and word != "'s"):
            return False
        return not self.is_verb(at) or word in ROLE_MODIFIERS or word in PAST_WORDS

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
        if text.role_at(head) in WEAK and not several:
            if any(word in EVALUATING or (word.endswith("est") and len(word) > 4) for word in lead):
                return False
        elif any(word in {"such", "no", "not", "better", "worse"} for word in lead):
            return False
        after = head + 1
        if after >= len(tokens) or not text.joined(head, after):
            return True
        token = tokens[after]
        if token.shape is not Shape.LOWER or text.entities.at.get(after):
            return True
        word = token.lower
        return (
            word in COMPLEMENTS
            or word in ENDS
            or word in AFTER_HEAD
            or word in AUXILIARIES
            or word in {"and", "is", "was"}
            or word.endswith(("ing", "ed", "ly"))
            or word in self.forms
        )

    # --- behind the role word -------------------------------------------------------------

    def _complement(self, at: int, role: str) -> int:
        """Where the phrase ends: behind what the role is of, at, for, to, in, with, on or from."""
        text, tokens = self.text, self.tokens
        head = at - 1
        while text.word(at) in AFTER_HEAD and text.joined(head, at):
            at += 1
        last = at
        noun = False  # whether the preposition has its noun
        while text.joined(head, at) and at - head < LONGEST:
            named = text.name_at(at)
            place = text.entities.others.get(at)
            if named is not None or place is not None:
                if last == head + 1 and at == last and text.person_at(at):
                    break
                at = max(named[2] if named is not None else 0, place.last if place is not None else 0, at + 1)
                last, noun = at, True
                continue
            token, word = tokens[at], tokens[at].lower
            if word in COMPLEMENTS:
                if not (noun or last == head + 1 or at == last) or not self._opens_complement(at, role):
                    break
                noun = False
            elif word == "and":
                qualified = at > last and self._qualifies(at - 1)  # "of two lobbying and consulting firms"
                if not (noun or qualified) or not self._joins(at + 1):
                    break
                noun = False
            elif self._ends_phrase(at, noun) or (at == head + 1 and not token.capital):
                break
            else:
                noun = noun or not self._qualifies(at)
                last = at + 1 if noun else last
            at += 1
        while last > head + 1 and (tokens[last - 1].lower in TRAILING or tokens[last - 1].lower in AUXILIARIES):
            last -= 1
        return last

    def _ends_phrase(self, at: int, noun: bool) -> bool:
        """Whether a word or mark can be no part of what the role is of."""
        token = self.tokens[at]
        if token.shape is Shape.PUNCTUATION:
            return not self.text.owns(at) and token.text not in {"&", "-", "/"}
        word = token.lower
        return word in ENDS or (word in AUXILIARIES and word != "'s") or self._ends_noun(at, noun)

    def _qualifies(self, at: int) -> bool:
        """Whether the word only leads to a noun: "two", "small", "the embattled"."""
        token = self.tokens[at]
        word = token.lower
        if token.shape is not Shape.LOWER:
            return token.shape is Shape.NUMBER
        return (
            word in DETERMINERS
            or word in POSSESSIVES
            or word in NUMBERS
            or word in QUALIFIERS
            or word in ROLE_MODIFIERS
            or word in PAST_WORDS
            or word.endswith((*ADJECTIVE_ENDINGS, "ed", "ing"))
        )

    def _opens_complement(self, at: int, role: str) -> bool:
        """Whether the preposition belongs to the role, and does not tell when, how long or to what end."""
        text, tokens = self.text, self.tokens
        if not text.joined(at, at + 1):
            return False
        word, token = tokens[at].lower, tokens[at + 1]
        after = token.lower
        second = text.word(at + 2)
        if plain_year(token.text) or (after in MONTHS and token.capital) or after in DAYS or after in {"it", "them"}:
            return False
        numbered = token.shape is Shape.NUMBER or after in NUMBERS
        if word == "of":
            return after not in {"himself", "herself", "which", "whom", "course"}
        if word == "for":
            counted = numbered and (second.rstrip("s") in {"year", "month", "week", "decade", "day"} or numbered)
            return (
                not counted
                and after not in {"more", "nearly", "almost", "over", "about", "many", "several"}
                and (not (after in DETERMINERS and second in AS_TIMES | VAGUE))
            )
        if word == "at":
            return after not in AS_TIMES and not (after == "the" and second in AS_TIMES) and not numbered
        named = token.capital or (after == "the" and second not in VAGUE and not second[:1].isdigit())
        if word == "to":
            return named or after in POSSESSIVES or after in PAST_WORDS or after in {"a", "an"}
        if word == "on":
            return named or (role in ON_FIELDS and token.shape is Shape.LOWER and after not in DETERMINERS)
        if word == "in":
            return named or after == "charge" or (after in {"a", "an"} and second not in VAGUE)
        return named

    def _joins(self, at: int) -> bool:
        """Whether what "and" leads to belongs to the complement, and is no other role, verb or clause."""
        text = self.text
        if not text.joined(at - 1, at):
            return False
        token = self.tokens[at]
        if token.lower in {"a", "an"}:
            return False
        if token.shape is Shape.PUNCTUATION or token.lower in ENDS or token.lower in COMPLEMENTS:
            return False
        if token.lower in AUXILIARIES or (
            token.shape is Shape.LOWER and (self.is_verb(at) or token.lower.endswith("ed"))
        ):
            return False
        return self.read(at) is None

    def _ends_noun(self, at: int, noun: bool) -> bool:
        """Whether a word behind a noun begins a clause: "attending school", "based in Tolmouth", "said"."""
        token = self.tokens[at]
        if token.shape is not Shape.LOWER or not noun:
            return False
        word = token.lower
        if self.is_verb(at) or word.endswith("ly"):
            return True
        if word.endswith("ing") and "-" not in word and self.text.word(at - 1) not in {"and", "or"}:
            return True
        return word.endswith("ed") and "-" not in word and self.text.word(at + 1) not in {"and"}

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
            or index in self.text.entities.others
            or self.text.organisation_at(index) is not None
            or bool(self.text.role_at(index))
        )

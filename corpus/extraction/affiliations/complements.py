"""What a role is of, at, for, to, in, with, on or from, and where it ends."""

from __future__ import annotations

from collections.abc import Callable

from ..lexicon.roles import PAST_WORDS, ROLE_MODIFIERS
from ..lexicon.words import ADVERBS, AUXILIARIES, DAYS, MONTHS, NUMBERS, POSSESSIVES
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
    NO_ADVERBS,
    ON_FIELDS,
    PAST_VERBS,
    QUALIFIERS,
    TRAILING,
    VAGUE,
)

LONGEST = 26  # tokens of a complement


class ComplementReader:
    """Finds the end of a role phrase behind its role word."""

    def __init__(self, text: RoleText, is_role: Callable[[int], bool]) -> None:
        self.text = text
        self.tokens = text.tokens
        self.is_role = is_role  # whether another role phrase begins at a token

    def end(self, at: int, role: str) -> int:
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
            elif self._ends_phrase(at, noun) or (at == head + 1 and not (token.capital and tokens[head].capital)):
                break
            else:
                noun = noun or not self._qualifies(at)
                last = at + 1 if noun else last
            at += 1
        if at - 1 > last and not noun and self._is_field(at - 1):
            last = at  # "head of music programming", "secretary of state"
        while last > head + 1 and (tokens[last - 1].lower in TRAILING or tokens[last - 1].lower in AUXILIARIES):
            last -= 1
        return last

    def _is_field(self, at: int) -> bool:
        """Whether a word that mostly qualifies another stands as a noun: "programming"."""
        word = self.tokens[at].lower
        leads = word in DETERMINERS or word in POSSESSIVES or word in NUMBERS or word in QUALIFIERS
        return self.tokens[at].shape is Shape.LOWER and not leads and not word.endswith(("ed", "ly"))

    def _ends_phrase(self, at: int, noun: bool) -> bool:
        """Whether a word or mark can be no part of what the role is of."""
        token = self.tokens[at]
        if token.shape is Shape.PUNCTUATION:
            return not self.text.owns(at) and not self.text.links(at)
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
            or (word.endswith("ly") and word not in NO_ADVERBS)
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
            return (
                not numbered
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
            return named or after in {"charge", "chief", "residence"} or (after in {"a", "an"} and second not in VAGUE)
        return named

    def _joins(self, at: int) -> bool:
        """Whether what "and" leads to belongs to the complement, and is no other role, verb or clause."""
        text = self.text
        if not text.joined(at - 1, at):
            return False
        token = self.tokens[at]
        if token.lower in {"a", "an"} or token.lower in ADVERBS:
            return False
        if token.shape is Shape.PUNCTUATION or token.lower in ENDS or token.lower in COMPLEMENTS:
            return False
        if token.lower in AUXILIARIES or (
            token.shape is Shape.LOWER and (self.text.is_verb(at) or token.lower.endswith("ed"))
        ):
            return False
        return not self.is_role(at)

    def _ends_noun(self, at: int, noun: bool) -> bool:
        """Whether a word behind a noun begins a clause: "attending school", "based in Tolmouth", "said"."""
        token = self.tokens[at]
        if token.shape is not Shape.LOWER or not noun:
            return False
        word = token.lower
        if self.text.is_verb(at) or word in PAST_VERBS or word.endswith("ly"):
            return True
        if word.endswith("ing") and "-" not in word and self.text.word(at - 1) not in {"and", "or"}:
            return True
        return word.endswith("ed") and "-" not in word and self.text.word(at + 1) not in {"and"}

"""Roles behind a name in apposition: "Ana Kerr, 62, the mayor of Tolmouth and a former engineer at Harl & Dane,"."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from ..lexicon.words import AUXILIARIES
from ..tokens import Shape
from .phrases import MOST, Phrase, PhraseReader
from .terms import opens_term, read_term
from .text import RoleText
from .words import NOW, ONCE, PAST_VERBS, THEN

OPENING = frozenset({",", "(", "—", "–", "--", "-", ":"})
PARTY = 8  # tokens of "(D-N.Y.)" or of ", of Port Ellis,"


class Stated(NamedTuple):
    """A role phrase as it is stated, with what the words before it say of its time."""

    phrase: Phrase
    lead: str = ""  # "then", "once", "now"
    since: int = -1  # the token at which words of time begin before the phrase


class AppositionReader:
    """Reads the role phrases that are set beside a name."""

    def __init__(self, text: RoleText, phrases: PhraseReader) -> None:
        self.text = text
        self.phrases = phrases
        self.tokens = text.tokens

    def behind(self, at: int) -> int:
        """The token behind age, party and home of the person named before ``at``; the comma that closes them stays."""
        while True:
            after = self._aside(at)
            if after == at:
                return at
            at = after

    def _aside(self, at: int) -> int:
        text, tokens = self.text, self.tokens
        mark = text.word(at)
        if mark in {"(", "["}:
            close = ")" if mark == "(" else "]"
            for index in range(at + 1, min(at + PARTY, len(tokens))):
                if tokens[index].text == close:
                    return index + 1 if not self._role_between(at + 1, index) else at
            return at
        if mark != "," or not text.joined(at, at + 2):
            return at
        after = tokens[at + 1]
        if after.shape is Shape.NUMBER and text.word(at + 2) == ",":
            return at + 2
        if after.lower == "aged" and tokens[at + 2].shape is Shape.NUMBER and text.word(at + 3) == ",":
            return at + 3
        party = after.capital and len(after.text.split("-")[0]) == 1 and "-" in after.text
        if after.lower in {"of", "from"} or party:
            for index in range(at + 2, min(at + PARTY, len(tokens))):
                if tokens[index].text == ",":
                    return index
                if not tokens[index].capital and tokens[index].lower not in {"the", "of", ".", "-"}:
                    return at
        return at

    def _role_between(self, first: int, last: int) -> bool:
        return any(self.text.role_at(index) for index in range(first, last))

    def read(self, at: int) -> Iterator[Stated]:
        """The role phrases of an apposition whose mark stands at ``at``."""
        tokens = self.tokens
        if not self.text.joined(at - 1, at + 1) or tokens[at].text not in OPENING:
            return
        yield from self.stated(at + 1)

    def stated(self, at: int) -> Iterator[Stated]:
        """The role phrases that begin at ``at``, each with the words of time before it."""
        for _ in range(MOST):
            at, lead, since = self._lead(at)
            phrase = self.phrases.read(at)
            if phrase is None or self.phrases.names_next(phrase) or self._is_subject(phrase):
                return
            last = None
            for part in self.phrases.parts(phrase):
                yield Stated(part, lead, since)
                last, lead, since = part, lead if lead in NOW else "", -1
            if last is None:
                return
            term = read_term(self.text, last.last)
            joint = term.last
            if self.text.word(joint) != "and" or not self.text.joined(last.head, joint + 1):
                return
            at = joint + 1

    def _lead(self, at: int) -> tuple[int, str, int]:
        """Past the words before a role: "now", "then", "as", "until last week"."""
        text = self.text
        lead, since = "", -1
        while text.joined(at - 1, at):
            word = text.word(at)
            if word in THEN or word in NOW or word in ONCE:
                lead = word
            elif opens_term(text, at):
                since = at
                at = read_term(text, at).last
                if text.word(at) == ",":
                    at += 1
                continue
            elif word not in {"as", "also", "himself", "herself", "long"}:
                break
            at += 1
        return at, lead, since

    def _is_subject(self, phrase: Phrase) -> bool:
        """Whether the phrase has a verb of its own: "Kerr, the mayor said, had left"."""
        if phrase.last != phrase.head + 1 or phrase.last >= len(self.tokens):
            return False
        word = self.tokens[phrase.last].lower
        if not self.text.joined(phrase.head, phrase.last):
            return False
        if self.text.is_verb(phrase.last) or (word in AUXILIARIES and word != "'s") or word in PAST_VERBS:
            return True
        past = word.endswith("ed") and self.tokens[phrase.last].shape is Shape.LOWER and phrase.definite
        return past and self.text.word(phrase.last + 1) not in {"in", "by", "at", "on", "as", "to", "with", "for"}

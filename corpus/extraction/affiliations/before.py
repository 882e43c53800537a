"""Titles before a name: "Defence Secretary Ash Carter", "the company's chief executive, Ana Kerr"."""

from __future__ import annotations

from collections.abc import Iterator

from ..entities import NameSpan
from ..lexicon.roles import FUTURE_WORDS, HONORIFICS, PAST_WORDS, ROLE_MODIFIERS
from ..lexicon.wordlists import entries, given_names, word_set
from ..lexicon.words import AUXILIARIES, CONJUNCTIONS, DETERMINERS, PREPOSITIONS, PRONOUNS, STARTERS
from ..times import plain_year
from ..tokens import Shape
from .phrases import Phrase, PhraseReader
from .text import RoleText
from .words import (
    ADJECTIVE_ENDINGS,
    CABINET,
    DEPARTED,
    DEPARTMENTS,
    FIELDS,
    NEVER_ALONE,
    OPENERS,
    PRAISING,
    WEAK,
)

# Written with a capital they are still no part of a title.
NO_TITLE = AUXILIARIES | CONJUNCTIONS | DETERMINERS | PREPOSITIONS | PRONOUNS
LONGEST = 12  # tokens of a title
FARTHEST = 18  # tokens before the comma in "a spokesman for the Harbour Board, Ana Kerr"
PRAISE = word_set("most least best worst better worse more less greatest strongest weakest")
MOST_FIELDS = 4  # small words between "former" and its role
BEHIND = frozenset({",", ".", ";", "–", "—", "--", "-", "("})  # what may follow "the mayor, Ana Kerr"
RUNNING = word_set("candidate candidates run runs running ran bid vote votes voted endorse endorses endorsed")


class TitleReader:
    """Reads the titles before one name."""

    def __init__(self, text: RoleText, phrases: PhraseReader) -> None:
        self.text = text
        self.phrases = phrases
        self.tokens = text.tokens

    def titles(self, name: NameSpan) -> Iterator[Phrase]:
        """The title right before the name, and what "and" joins to it; else a role with a comma between."""
        at = name.first
        while at and self.tokens[at - 1].lower in HONORIFICS and not self.text.role_at(at - 1):
            at -= 1
        if not self.text.joined(at - 1, name.first):
            return
        if self.tokens[at - 1].text == ",":
            yield from self._with_comma(at - 1, name)
            return
        title = self._ending(at)
        if title is None:
            return
        yield title
        if self._splits(title.first - 1, title.first, title.head):
            another = self._ending(title.first)
            if another is not None:
                yield another
                title = another
        joint = title.first - 1
        # "lobbyist and party strategist Ana Kerr": one person, where no article makes it two
        if joint > 0 and self.tokens[joint].lower == "and" and self.text.joined(joint - 1, at - 1):
            other = self._ending(joint)
            if other is not None and other.head == joint - 1 and not self._opened(other.first):
                yield other

    def _splits(self, at: int, first: int, head: int) -> bool:
        """Whether one title ends and another begins: "party chairman | former Senator", "army spokesman | Col."."""
        if not self.text.joined(at, first) or not self.text.role_at(at):
            return False
        small = not self.tokens[at].capital
        return self.tokens[first].lower in PAST_WORDS or (small and self.tokens[head].capital)

    def _opened(self, first: int) -> bool:
        before = self.text.word(first - 1)
        return before in DETERMINERS or before in {"'s", "and", ","} or self.tokens[first].capital

    # --- right before the name ------------------------------------------------------------

    def _ending(self, end: int) -> Phrase | None:
        """The title that ends right before token ``end``."""
        head = end - 1
        if not self.text.role_at(head):
            head = self._department(end)
            if head < 0:
                return None
        if self._is_name(head):
            return None
        first, owner = self._lead(head)
        if self._is_opinion(first, head):
            return None
        if first == head == end - 1 and self.tokens[head].lower in NEVER_ALONE and owner is None:
            return None
        # "the candidate for president Ana Kerr", "a vote for President Ana Kerr"
        if first == head and self.text.word(first - 1) == "for" and self.text.word(first - 2) in RUNNING:
            return None
        return Phrase(first, end, head, self.text.role_at(head), owner, False)

    def _is_name(self, head: int) -> bool:
        """Whether the word is a given name that is a title too: "Dean Lind" in a list of names."""
        token = self.tokens[head]
        return token.capital and token.lower in given_names() and token.lower in {"dean", "major", "king", "prince"}

    def _is_opinion(self, first: int, head: int) -> bool:
        """Whether words of praise are all that leads to the role: "the most able candidate Lind says"."""
        lead = range(max(first - 2, 0), head)
        return self.text.role_at(head) in WEAK and any(
            self.text.joined(at, head) and self.tokens[at].lower in PRAISE for at in lead
        )

    def _department(self, end: int) -> int:
        """The role of a title that does not end with it: "Secretary of State", "Director of National Intelligence"."""
        first = end - 1
        while self.text.joined(first, end - 1) and end - first < 9 and first > 0:
            token = self.tokens[first]
            if token.lower in {"of", "for"} and self.text.role_at(first - 1) in DEPARTED:
                last = self.tokens[end - 1].lower
                party = last in {"republican", "democrat", "democratic", "conservative"}
                if first == end - 1 or party or last in entries("nationalities") or last in {"the", "and", "of"}:
                    return -1
                return first - 1
            if not (token.capital or token.lower in DEPARTMENTS) or self.text.person_at(first):
                return -1
            first -= 1
        return -1

    def _lead(self, head: int) -> tuple[int, int | None]:
        """Where a title begins whose role word is ``head``, and the token that owns it."""
        text, tokens = self.text, self.tokens
        first = head
        while first > 0 and head - first < LONGEST and text.joined(first - 1, head):
            at = first - 1
            token = tokens[at]
            word = token.lower
            if text.owns(at):
                return first, at - 1
            named = text.name_at(at)
            if named is not None:
                if text.person_at(at):
                    # "Kerr campaign manager Tom Lind": a name qualifies the small word behind it
                    begin = named[1]
                    if tokens[first].capital or not self._qualifies(begin):
                        break
                    first = begin
                    if text.word(begin - 1) in PAST_WORDS:
                        first = begin - 1
                    break
                first = named[1]
                continue
            place = text.entities.others.get(at)
            if place is not None:
                first = place.first
                continue
            if word in HONORIFICS and word not in {"king", "queen", "prince", "princess"}:
                break
            if word in {"of", "for"}:
                if text.role_at(at - 1) in CABINET and head - at <= 4:
                    first = at - 1
                    continue
                break
            if self._splits(at, first, head) or not self._belongs(at):
                break
            first = at
        first = self._trimmed(first, head)
        if text.joined(first - 1, head) and plain_year(tokens[first - 1].text):
            first -= 1  # "2012 presidential nominee"
        return first, None

    def _qualifies(self, begin: int) -> bool:
        """Whether a person's name at ``begin`` may open a title, and is nobody who is told or met."""
        if begin == 0 or not self.text.joined(begin - 1, begin):
            return True
        before = self.text.word(begin - 1)
        return before != "," and (before != "and" or bool(self.text.role_at(begin - 2)))

    def _belongs(self, at: int) -> bool:
        """Whether a word may stand in a title before its role word."""
        token = self.tokens[at]
        word = token.lower
        if token.shape is Shape.PUNCTUATION:
            return token.text in {"&", "/"}
        if (
            (self.text.role_at(at) and not (word == "lead" and self.tokens[at + 1].capital))
            or word.startswith("then-")
            or word in ROLE_MODIFIERS
            or word in PAST_WORDS
            or word in FUTURE_WORDS
        ):
            return True
        if word in entries("nationalities") or "-elect" in word:
            return True
        if token.capital:
            opening = not self.text.joined(at - 1, at)
            if self.text.is_title_cased(at) or (opening and word in STARTERS):
                return False
            return word not in NO_TITLE
        if token.shape is not Shape.LOWER or self.text.is_verb(at):
            return False
        if word in FIELDS:
            return self.tokens[at + 1].shape is Shape.LOWER  # "polls show Senator Lind" is no talk show
        return word in PRAISING or self._is_field(at) or (word.endswith(ADJECTIVE_ENDINGS) and len(word) > 4)

    def _is_field(self, at: int) -> bool:
        """Whether small words stand between a place or "former" and the role: "former world title holder"."""
        if self.tokens[at + 1].capital:
            return False
        for before in range(at - 1, at - 1 - MOST_FIELDS, -1):
            token = self.tokens[before + 1]
            if token.shape is not Shape.LOWER or token.lower in NO_TITLE or self.text.is_verb(before + 1):
                return False
            if not self.text.joined(before, at):
                return False
            if self.tokens[before].lower in {"former", "retired", "veteran", "longtime"}:
                return True
            named = before in self.text.entities.others or self.text.organisation_at(before) is not None
            if named and self.tokens[before].capital:
                return before == at - 1
        return False

    def _trimmed(self, first: int, head: int) -> int:
        while first < head and self.tokens[first].lower in DETERMINERS | {"and", "of", "for", "&", "then", "then-"}:
            first += 1
        return first

    # --- with a comma ---------------------------------------------------------------------

    def _with_comma(self, comma: int, name: NameSpan) -> list[Phrase]:
        """The roles that end at a comma before the name: "Its founder and chairman, Ana Kerr, left"."""
        text, tokens = self.text, self.tokens
        after = tokens[name.last].text if name.last < len(tokens) else "."
        if after not in BEHIND:
            return []
        at = comma - 1
        while at >= 0 and comma - at <= FARTHEST and text.joined(at, comma):
            token = tokens[at]
            if token.shape is Shape.PUNCTUATION and not text.owns(at) and token.text not in {"&", "-"}:
                return []
            if token.lower in OPENERS or text.owns(at):
                begin = at if token.lower in OPENERS else self._owner_first(at)
                phrase = self.phrases.read(begin)
                if phrase is not None and tokens[phrase.head].capital and text.word(begin - 1) == "of":
                    phrase = None  # "the landlady of the Anchor"
                parts = list(self.phrases.parts(phrase)) if phrase is not None and phrase.definite else []
                if parts and parts[-1].last == comma:
                    # behind a name and a comma it is that name's: "Tom Lind, the mayor, Ana Kerr, ..."
                    taken = text.word(begin - 1) == "," and begin > 1 and text.person_at(begin - 2)
                    return [] if taken else parts
            if (token.lower in AUXILIARIES and not text.owns(at)) or self.text.is_verb(at):
                return []
            at -= 1
        return []

    def _owner_first(self, at: int) -> int:
        named = self.text.name_at(at - 1)
        return named[1] if named is not None else at - 1

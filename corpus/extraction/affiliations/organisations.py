"""Which organisation a role is at: the one named in the phrase, its owner, or the one that "the company" stands for."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from ..entities import Entity
from ..lexicon.roles import BODIES, ORGANISATION_HEADS
from ..lexicon.wordlists import word_set
from ..tokens import Shape
from .phrases import Phrase
from .text import RoleText
from .words import COMPLEMENTS, EXECUTIVES

REACH = 2  # paragraphs back in which the organisation that "the company" stands for was named
# "the company" may be any organisation whose name says no other kind, "the union" one whose name says so
ANY = word_set(
    "company firm group agency organisation organization club team newspaper paper magazine charity brokerage"
)
NO_KINDS = word_set("campaign government administration opposition regime army military police party")
KINDS = BODIES - ANY - NO_KINDS | word_set(
    "hospital mill school museum library theatre orchestra board foundation chamber senate"
)
TEACHING = word_set("professor lecturer reader tutor instructor student teacher researcher scholar")
CHAMBERS = word_set("senate parliament congress")
PUBLIC = word_set("court senate parliament assembly congress house treasury cabinet embassy republicans democrats gop")
OTHER_KINDS = KINDS | NO_KINDS | PUBLIC  # not meant by "the company"
MOST = 30  # names looked at


class OrganisationFinder:
    """Finds the organisation of a role phrase."""

    def __init__(self, text: RoleText) -> None:
        self.text = text
        named = sorted(
            (name.first, number) for number, body in enumerate(text.entities.organisations) for name in body.names
        )
        self.firsts = [first for first, _ in named]
        self.bodies = [text.entities.organisations[number] for _, number in named]
        self.called: dict[str, list[tuple[tuple[str, ...], Entity]]] = {}
        for body in text.entities.organisations:
            for words in (body.words, *(tuple(alias.split()) for alias in body.aliases)):
                word = words[0].lower()
                if len(words) > 1 or word in CHAMBERS or word not in ORGANISATION_HEADS:
                    self.called.setdefault(words[0], []).append((words, body))

        for names in self.called.values():
            names.sort(key=lambda name: -len(name[0]))  # the longest that fits

    def of_all(self, phrases: Sequence[Phrase]) -> list[Entity | None]:
        """The organisations of roles in a row, which share one: "its founder and chief executive"."""
        bodies = [self.of(phrase) for phrase in phrases]
        for number, phrase in enumerate(phrases):
            if bodies[number] is not None or phrase.last > phrase.head + 1 or phrase.role not in EXECUTIVES:
                continue
            if number + 1 < len(phrases) and phrases[number + 1].first == phrase.last + 1:
                bodies[number] = bodies[number + 1]  # "president and chief executive of X"
            elif number and phrase.first == phrases[number - 1].last + 1 and phrases[number - 1].owner is not None:
                bodies[number] = bodies[number - 1]
        return bodies

    def of(self, phrase: Phrase) -> Entity | None:
        """The organisation of a role, None where none is named in its phrase or meant by it."""
        behind = range(phrase.head + 1, phrase.last)
        # a professor of a subject is at the university
        taught = phrase.role in TEACHING
        at_it = [index for index in behind if "at" in {self.text.word(index - 1), self.text.word(index - 2)}]
        for index in (*(at_it if taught else ()), *behind, *range(phrase.head, phrase.first - 1, -1)):
            body = self.text.organisation_at(index)
            if body is not None and self._is_there(phrase, index):
                return body
        return self._owner(phrase) or self._called(phrase) or self._meant(phrase)

    def behind(self, last: int) -> Entity | None:
        """The organisation behind a name with a title: "Judge Ana Kerr of the Tolmouth Regional Court"."""
        text = self.text
        if text.word(last) not in {"of", "at", "from"}:
            return None
        at = last + 1 + (text.word(last + 1) == "the")
        return text.organisation_at(at) if text.joined(last, at) else None

    def _is_there(self, phrase: Phrase, index: int) -> bool:
        """Whether the role is at the organisation, which behind the role word must not qualify a noun."""
        named = self.text.name_at(index)
        if index <= phrase.head or named is None:
            return True
        if named[2] == named[1] + 1 and self.text.word(named[1] - 1) in {"in", "from"}:
            return False  # a town whose mill bears its name
        if named[2] >= phrase.last:
            return True
        after = self.text.tokens[named[2]]
        return after.shape is not Shape.LOWER or after.lower in COMPLEMENTS or after.lower == "and"

    def _called(self, phrase: Phrase) -> Entity | None:
        """The organisation whose name, printed elsewhere too, is part of a title: "White House Press Secretary"."""
        tokens = self.text.tokens
        for first in range(phrase.first, phrase.head):
            for words, body in self.called.get(tokens[first].text, ()):
                last = first + len(words)
                if last <= phrase.head and words == tuple(token.text for token in tokens[first:last]):
                    # of "Senate Trade Committee Chairman" the Senate is a part
                    return body if all(self.text.knows(at) for at in range(last, phrase.head)) else None
        return None

    def _owner(self, phrase: Phrase) -> Entity | None:
        if phrase.owner is None:
            return None
        word = self.text.word(phrase.owner)
        if word in {"its", "their"}:
            return self._subject_before(phrase.owner)
        return self.text.organisation_at(phrase.owner) or self._by_kind(word, phrase.owner)

    def _meant(self, phrase: Phrase) -> Entity | None:
        """ "a lawyer for the company", "Committee chair"."""
        text = self.text
        for index in range(phrase.head + 2, phrase.last):
            if text.word(index - 1) in {"the", "this"} and index == phrase.last - 1:
                return self._by_kind(text.word(index), index)
        before = phrase.head - 1
        led = before >= phrase.first and text.word(before) == "committee"
        return self._by_kind("committee", before) if led else None

    def _subject_before(self, at: int) -> Entity | None:
        """The organisation named last in the sentence, else the first of the sentence before, in one paragraph."""
        document = self.text.document
        here = document.sentence_of[at]
        index = bisect_left(self.firsts, at) - 1
        if index < 0:
            return None
        there = document.sentence_of[self.firsts[index]]
        if there == here:
            return self.bodies[index]
        if here - there > 1 or document.sentences[here].paragraph != document.sentences[there].paragraph:
            return None
        while index and document.sentence_of[self.firsts[index - 1]] == there:
            index -= 1
        return self.bodies[index]

    def _by_kind(self, word: str, at: int) -> Entity | None:
        """The organisation named last whose name fits a word for its kind."""
        if word not in ANY and word not in KINDS:
            return None
        document = self.text.document
        paragraph = document.sentences[document.sentence_of[at]].paragraph
        latest = bisect_left(self.firsts, at) - 1
        for index in range(latest, max(latest - MOST, -1), -1):
            if paragraph - document.sentences[document.sentence_of[self.firsts[index]]].paragraph > REACH:
                return None
            body = self.bodies[index]
            words = {each.lower() for each in body.words}
            if word in words or (word in ANY and not words & OTHER_KINDS):
                return body
        return None

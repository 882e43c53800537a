"""Roles that the text gives people: before the name ("Defence Secretary Ash Carter") and in apposition."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from corpus.records import EntityType, Moment, Tense

from .document import Document
from .entities import Entities, Entity, NameSpan
from .lexicon.cues import Form, Frame, cue_forms
from .lexicon.roles import FUTURE_WORDS, HONORIFICS, PAST_WORDS, ROLE_MODIFIERS, ROLES, SHORT_TITLES
from .lexicon.wordlists import entries, word_set
from .lexicon.words import AUXILIARIES, MONTHS, NUMBERS, PRONOUN_SUBJECTS
from .times import plain_year, year_moment
from .tokens import Shape

REACH = 30  # tokens an apposition may have
OWNERS = word_set("'s the a an its their his her")
NOT_FIRST = word_set("of for 's and the a an to at then then- & its their his her")
BEHIND = frozenset({",", ".", ";", "–", "—", "--", "-", "("})  # what may follow "the mayor, Ana Kerr"
CABINET_OF = frozenset({"of", "for"})


@dataclass(frozen=True, slots=True)
class Role:
    """A role, tokens ``[first, last)``, given to a person."""

    person: Entity
    first: int
    last: int
    head: str  # the role word: "ambassador"
    words: frozenset[str]
    organisation: Entity | None
    tense: Tense
    began: Moment | None = None
    ended: Moment | None = None


def find_roles(document: Document, entities: Entities) -> list[Role]:
    """All roles in the order of the text."""
    found: dict[tuple[str, int], Role] = {}
    for person in entities.people:
        for name in person.names:
            reader = _RoleReader(document, entities, person, name)
            for role in reader.read():
                found.setdefault((person.key, role.first), role)
    return sorted(found.values(), key=lambda role: role.first)


class _RoleReader:
    def __init__(self, document: Document, entities: Entities, person: Entity, name: NameSpan) -> None:
        self.document = document
        self.entities = entities
        self.tokens = document.tokens
        self.person = person
        self.name = name

    def read(self) -> Iterator[Role]:
        before = self._before(self.name.first)
        if before is not None:
            yield before
        yield from self._after(self.name.last)

    # --- before the name ------------------------------------------------------------------

    def _before(self, at: int) -> Role | None:
        """A title right before the name, or a role with a comma: "its chief executive, Ana Kerr"."""
        end = at
        comma = end > 1 and self.tokens[end - 1].text == ","
        if comma:
            end -= 1
            after = self.tokens[self.name.last].text if self.name.last < len(self.tokens) else "."
            if after not in BEHIND or self.tokens[end - 1].lower not in ROLES:
                return None
        first = end
        while first > 0 and end - first < 14 and self._belongs(first - 1):
            first -= 1
        if self.tokens[end - 1].lower in CABINET_OF:
            return None  # "a spokesman for Kerr": the role is another's
        # "the town's mayor", "the company's chief executive": the role begins behind the owner
        first = next((index + 1 for index in range(end - 1, first - 1, -1) if self.tokens[index].lower == "'s"), first)
        while first < end and self.tokens[first].lower in NOT_FIRST:
            first += 1
        heads = [index for index in range(first, end) if self._is_role(index)]
        if not heads:
            return None
        return self._role(first, end, heads[-1])

    def _is_role(self, index: int) -> bool:
        word = self.tokens[index].lower
        if word.endswith("ologist"):
            return True
        return word in ROLES or word in SHORT_TITLES or word.split("-")[-1] in ROLES

    def _belongs(self, index: int) -> bool:
        token = self.tokens[index]
        if self.document.sentence_of[index] != self.document.sentence_of[self.name.first]:
            return False
        if (
            token.shape is Shape.PUNCTUATION
            or token.text in {",", ":"}
            or self.document.run_of[index] != self.document.run_of[self.name.first]
        ):
            return False
        word = token.lower
        if word in HONORIFICS:
            return False
        if self._is_role(index) or word in ROLE_MODIFIERS or word in PAST_WORDS or word in FUTURE_WORDS:
            return True
        if word in entries("nationalities") or index in self.entities.others or word == "then-":
            return True
        named = self.entities.at.get(index)
        if named:
            return named[0].type is EntityType.ORGANISATION
        if word in CABINET_OF:
            return self._is_role(index - 1) if index else False
        if word == "'s":
            follower = self.entities.at.get(index - 1)
            return follower is None or follower[0].type is EntityType.ORGANISATION
        return token.capital and index > 0 and word not in {"the", "a", "an", "but", "and", "in", "on"}

    # --- after the name -------------------------------------------------------------------

    def _after(self, at: int) -> Iterator[Role]:
        """An apposition: "Ford, the former ambassador to X from 2011 to 2014 and current fellow at Y, told"."""
        tokens = self.tokens
        if at + 1 >= len(tokens) or tokens[at].text not in {",", "(", "—", "–", "--"}:
            yield from self._is_a(at)
            return
        close = {"(": ")"}.get(tokens[at].text, tokens[at].text)
        first = at + 1
        if tokens[first].shape is Shape.NUMBER and first + 1 < len(tokens) and tokens[first + 1].text == ",":
            first += 2  # "Ana Kerr, 45, a farmer"
        if first + 2 < len(tokens) and tokens[first].lower == "who" and tokens[first + 1].lower in {"is", "was"}:
            first += 2
        end = self._apposition_end(first, close)
        if end - first < 1:
            return
        opener = tokens[first].lower
        if opener not in {"the", "a", "an", "its", "their", "his", "her"} and not self._starts_role(first):
            return
        for begin, stop in self._parts(first, end):
            role = self._read(begin, stop)
            if role is not None:
                yield role

    def _starts_role(self, index: int) -> bool:
        word = self.tokens[index].lower
        if word in PAST_WORDS or word in FUTURE_WORDS or word in ROLES or word in ROLE_MODIFIERS:
            return True
        upto = min(index + 5, len(self.tokens))
        return self.tokens[index].shape is not Shape.PUNCTUATION and any(
            self._is_role(at) for at in range(index, upto) if self.tokens[at].text != ","
        )

    def _is_a(self, at: int) -> Iterator[Role]:
        """ "Kerr is the mayor of X", "Kerr was a judge"."""
        tokens = self.tokens
        if at + 2 < len(tokens) and tokens[at].lower in {"is", "was"} and tokens[at + 1].lower in {"the", "a", "an"}:
            end = self._apposition_end(at + 1, ",")
            role = self._read(at + 1, end)
            if role is not None and tokens[at].lower == "was":
                role = Role(
                    role.person,
                    role.first,
                    role.last,
                    role.head,
                    role.words,
                    role.organisation,
                    Tense.FORMER,
                    role.began,
                    role.ended,
                )
            if role is not None:
                yield role

    def _apposition_end(self, first: int, close: str) -> int:
        forms = cue_forms()
        end = first
        sentence = self.document.sentence_of[first]
        while end < len(self.tokens) and end - first < REACH and self.document.sentence_of[end] == sentence:
            token = self.tokens[end]
            if (
                token.text == close
                or token.text in {";", ":", ".", ")"}
                or self.document.run_of[end] != self.document.run_of[first]
            ):
                break
            word = token.lower
            verb = forms.get(word)
            if word in {"who", "which", "that", "whose", "while", "when", "because", "but"} or word in PRONOUN_SUBJECTS:
                break
            if (
                verb
                and verb.frame in (Frame.CLAUSE, Frame.HEARER)
                and verb.form in (Form.PAST, Form.PRESENT)
                and verb.strength >= 1.0
            ):
                break
            if word in AUXILIARIES and word != "'s":
                break
            end += 1
        return end

    def _parts(self, first: int, end: int) -> Iterator[tuple[int, int]]:
        """An apposition cut at "and" where a second role follows."""
        begin = first
        for index in range(first + 1, end - 1):
            if self.tokens[index].lower == "and" and self._second_role(index + 1, end) and self._has_role(begin, index):
                yield begin, index
                begin = index + 1
        yield begin, end

    def _second_role(self, index: int, end: int) -> bool:
        word = self.tokens[index].lower
        if word in {"a", "an", "the", "current", "now"} or word in PAST_WORDS or word in FUTURE_WORDS:
            return self._has_role(index, min(end, index + 8))
        return word in ROLES

    def _has_role(self, first: int, end: int) -> bool:
        return any(self._is_role(index) for index in range(first, end))

    def _read(self, first: int, end: int) -> Role | None:
        """One role phrase: article and years left out, the head is its first role word before a preposition."""
        while first < end and self.tokens[first].lower in {"the", "a", "an", "now", "its", "their", "his", "her"}:
            first += 1
        end = next((index for index in range(first, end) if self.tokens[index].lower == "under"), end)
        head = -1
        for index in range(first, end):
            word = self.tokens[index].lower
            if word in {"of", "for", "at", "in", "to", "with", "from", "on", "under"} and head >= 0:
                break
            if self._is_role(index):
                head = index
        for index in range(first, head):
            if self.tokens[index].lower in OWNERS:
                first = index + 1  # "the company's chairman", "until last week the chairman"
        if head < 0 or head - first > 9:
            return None
        stop, began, ended = self._years(head, end)
        return self._role(first, stop, head, began, ended)

    def _years(self, head: int, end: int) -> tuple[int, Moment | None, Moment | None]:
        """Where the phrase stops and the years after it: "from 2011 to 2014", "since 2012", "until 2015"."""
        tokens = self.tokens
        for index in range(head + 1, end - 1):
            counted = self.tokens[index + 1]
            if self.tokens[index].lower == "for" and (counted.lower in NUMBERS or counted.shape is Shape.NUMBER):
                return index, None, None  # "driver for sixteen years"
            word, next_year = tokens[index].lower, self._year_at(index + 1, end)
            if next_year is None:
                continue
            if word in {"from", "between"}:
                last = next(
                    (
                        self._year_at(at + 1, end)
                        for at in range(index + 2, min(end - 1, index + 5))
                        if tokens[at].lower in {"to", "until", "and", "through", "-", "–"}
                    ),
                    None,
                )
                return index, year_moment(next_year), year_moment(last) if last else None
            if word == "since":
                return index, year_moment(next_year), None
            if word in {"until", "till"}:
                return index, None, year_moment(next_year)
            if word == "in" and not self._is_role(index - 1):
                return index, None, None
        return end, None, None

    def _year_at(self, index: int, end: int) -> int | None:
        if index < end and self.tokens[index].lower in MONTHS:
            index += 1
        return plain_year(self.tokens[index].text) if index < end else None

    def _role(self, first: int, end: int, head: int, began: Moment | None = None, ended: Moment | None = None) -> Role:
        words = [self.tokens[index].lower for index in range(first, end)]
        tense = Tense.CURRENT
        lead = words[: head - first + 1]
        previous = self.tokens[first - 1].lower if first else ""
        if (
            any(word in PAST_WORDS or word.startswith("ex-") for word in lead)
            or previous in {"then", "then-"}
            or ended is not None
        ):
            tense = Tense.FORMER
        elif any(word in FUTURE_WORDS for word in lead):
            tense = Tense.FUTURE
        organisation = None
        for index in range(first, end):
            named = self.entities.at.get(index)
            if named and named[0].type is EntityType.ORGANISATION:
                organisation = named[0]
                break
        while first < head and words[0] in {"then", "then-"}:
            first, words = first + 1, words[1:]
        known = frozenset(words) | ({"former"} if tense is Tense.FORMER else set())
        return Role(self.person, first, end, self.tokens[head].lower, known, organisation, tense, began, ended)

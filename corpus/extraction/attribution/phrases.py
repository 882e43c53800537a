"""Noun phrases without a parser: the subject before a cue, the phrase after one."""

from __future__ import annotations

from collections.abc import Sequence

from corpus.records import EntityType

from ..document import Document
from ..entities import Entities, Entity, NameSpan
from ..lexicon.cues import Form, cue_forms
from ..lexicon.roles import HONORIFICS, PAST_WORDS, ROLE_MODIFIERS, ROLES, SHORT_TITLES, UNNAMED_NOUNS
from ..lexicon.wordlists import entries, word_set
from ..lexicon.words import (
    ADVERBS,
    AUXILIARIES,
    CONJUNCTIONS,
    DAYS,
    DETERMINERS,
    MONTHS,
    NUMBERS,
    PREPOSITIONS,
    PRONOUN_SUBJECTS,
    PRONOUNS,
    TIME_UNITS,
    TIME_WORDS,
)
from ..tokens import Shape
from .found import Source, SourceKind, Unit

REACH = 40  # units looked at to either side: a subject farther away is no subject
CLAUSE_EDGES = CONJUNCTIONS | frozenset(
    {",", ";", ":", "—", "–", "--", "-", "(", ")", "that", "who", "which", "whose", "…", "..."}
)
TITLE_WORDS = ROLES | ROLE_MODIFIERS | SHORT_TITLES | PAST_WORDS | frozenset(HONORIFICS)
NOT_ADVERBS = word_set("family ally reply supply july italy assembly rally bully fly daily early only anomaly monopoly")


class Phrases:
    """Reads noun phrases of one sentence's units."""

    def __init__(self, document: Document, entities: Entities, units: Sequence[Unit]) -> None:
        self.document = document
        self.entities = entities
        self.units = units

    # --- single units ---------------------------------------------------------------------

    def name_ending(self, index: int) -> tuple[Entity, NameSpan] | None:
        """The entity whose name ends with unit ``index``."""
        unit = self.units[index]
        found = self.entities.at.get(unit.first) if unit.run < 0 else None
        return found if found and found[1].last == unit.last else None

    def name_starting(self, index: int) -> tuple[Entity, NameSpan] | None:
        """The entity whose name begins with unit ``index``."""
        return self.entities.starting(self.units[index].first) if self.units[index].run < 0 else None

    def is_adverb(self, index: int) -> bool:
        """Whether the unit may stand between a subject and its verb."""
        word = self.units[index].word
        return word in ADVERBS or (
            word.endswith("ly")
            and len(word) > 4
            and word not in NOT_ADVERBS
            and self.units[index].token.shape is Shape.LOWER
        )

    def _wordlike(self, index: int) -> bool:
        unit = self.units[index]
        return unit.run < 0 and unit.token.shape is not Shape.PUNCTUATION

    # --- the subject before a cue ---------------------------------------------------------

    def subject_before(self, index: int) -> Source | None:
        """The noun phrase that ends right before unit ``index``, over an apposition where one stands between."""
        if index <= 0:
            return None
        at = index - 1
        word = self.units[at].word
        if word == ")":
            at = self._before_bracket(at)
            return self.subject_before(at) if 0 < at < index - 1 else None
        if word in {",", "—", "–", "--", "-"}:
            return self._over_apposition(at)
        return self.ending_at(at)

    def _before_bracket(self, close: int) -> int:
        for at in range(close - 1, max(-1, close - 12), -1):
            if self.units[at].word == "(":
                return at
        return -1

    def ending_at(self, at: int) -> Source | None:
        """The noun phrase whose last unit is ``at``."""
        if at < 0 or not self._wordlike(at):
            return None
        unit = self.units[at]
        if unit.word in PRONOUN_SUBJECTS:
            if unit.word == "who":
                before = at - 2 if at and self.units[at - 1].word == "," else at - 1
                return self.ending_at(before) if before >= 0 and self.units[before].word != "who" else None
            return Source(unit.first, unit.last, SourceKind.PRONOUN, outer=unit.first)
        if unit.word in {
            "this",
            "that",
            "these",
            "those",
            "which",
            "everyone",
            "everybody",
            "someone",
            "somebody",
            "others",
            "many",
            "some",
            "most",
        }:
            kind = (
                SourceKind.NOMINAL
                if unit.word not in {"this", "that", "these", "those", "which"}
                else SourceKind.PRONOUN
            )
            return Source(unit.first, unit.last, kind, outer=unit.first, head=unit.first)
        named = self.name_ending(at)
        if named and not self._after_preposition(at, named[1]):
            return self._named(named, at)
        if (
            unit.word in PREPOSITIONS
            or unit.word in CONJUNCTIONS
            or unit.word in AUXILIARIES
            or unit.word in DETERMINERS
        ):
            return None
        return self._nominal(at)

    def _unit_of(self, at: int, token: int) -> int:
        """The unit of a token that stands at or before unit ``at``."""
        while at > 0 and self.units[at].first > token:
            at -= 1
        return at

    def _after_preposition(self, at: int, name: NameSpan) -> bool:
        start = self._unit_of(at, name.first) - 1
        while start >= 0 and (self.units[start].word in DETERMINERS or self.units[start].word in TITLE_WORDS):
            start -= 1
        return start >= 0 and self.units[start].word in PREPOSITIONS and start > 0 and self._wordlike(start - 1)

    def _named(self, named: tuple[Entity, NameSpan], at: int) -> Source:
        entity, name = named
        start = self._unit_of(at, name.first)
        outer = start
        while outer > 0 and start - outer < 10 and self._belongs_to_title(outer - 1):
            outer -= 1
        if outer > 1 and self.units[outer - 1].word in {"and", "&"} and self._ends_person(outer - 2):
            first = self._ends_person(outer - 2)
            if first is not None:
                return Source(
                    first.first, name.last, SourceKind.NOMINAL, outer=first.first, head=name.last - 1, plural=True
                )
        return Source(name.first, name.last, SourceKind.NAME, entity, name.last - 1, self.units[outer].first)

    def _ends_person(self, at: int) -> NameSpan | None:
        if at < 0:
            return None
        found = self.name_ending(at)
        return found[1] if found and found[0].type is EntityType.PERSON and self.units[at].word != "," else None

    def _belongs_to_title(self, at: int) -> bool:
        unit = self.units[at]
        if unit.run >= 0 or unit.token.shape is Shape.PUNCTUATION:
            return False
        return (
            unit.word in TITLE_WORDS
            or unit.word in {"the", "a", "an", "of", "'s", "state", "for"}
            or unit.word in entries("nationalities")
            or unit.word in entries("places")
            or (unit.first in self.entities.at and unit.word not in DAYS)
        )

    def _nominal(self, at: int) -> Source | None:
        """A phrase with a common noun for its head: back to its determiner."""
        forms = cue_forms()
        edge = at
        while edge > 0 and at - edge < 15:
            before = self.units[edge - 1]
            word = before.word
            if (
                before.run >= 0
                or word in CLAUSE_EDGES
                or (word in AUXILIARIES and word != "'s")
                or word in PRONOUN_SUBJECTS
            ):
                break
            verb = forms.get(word)
            if verb and verb.form in (Form.PAST, Form.PRESENT) and verb.strength >= 1.0:
                break
            if before.token.text in {".", "!", "?"}:
                break
            edge -= 1
        relative = edge > 1 and self.units[edge - 1].word in {"who", "which", "that"} and self._wordlike(edge - 2)
        if relative and self.units[edge - 2].word not in forms:
            return self.ending_at(edge - 2)
        start = self._phrase_start(edge, at)
        if start is None:
            return None
        head = self._head(start, at)
        if not self._wordlike(head) or self.units[head].word in TIME_UNITS | DAYS | TIME_WORDS | MONTHS:
            return None
        word = self.units[head].word
        if word.endswith(("ly", "ing")) and word not in UNNAMED_NOUNS:
            return None
        plural = (word.endswith("s") and not word.endswith(("ss", "us", "is"))) or word in {
            "people",
            "police",
            "women",
            "men",
        }
        name = self.name_ending(head)
        if name and name[1].last == self.units[head].last and head == at:
            return self._named(name, at)
        return Source(
            self.units[start].first, self.units[at].last, SourceKind.NOMINAL,
            head=self.units[head].first, outer=self.units[start].first, plural=plural,
        )  # fmt: skip

    def _phrase_start(self, edge: int, at: int) -> int | None:
        """Where the subject begins inside the stretch ``[edge, at]``: fronted phrases ("On Tuesday") are left out."""
        start: int | None = None if self.units[edge].word in PREPOSITIONS else edge
        for index in range(edge + 1, at + 1):
            word, before = self.units[index].word, self.units[index - 1].word
            if before in PREPOSITIONS or before in DETERMINERS or before == "'s":
                continue
            opens = word in DETERMINERS and word not in NUMBERS
            after_time = (
                before in DAYS
                or before in TIME_UNITS
                or before in TIME_WORDS
                or self.units[index - 1].token.shape is Shape.NUMBER
            )
            if (
                opens
                or (after_time and start is None)
                or (start is None and word in UNNAMED_NOUNS)
                or (word in PRONOUN_SUBJECTS)
            ):
                start = index
        while start is not None and start < at and self.is_adverb(start):
            start += 1
        return start

    def _head(self, start: int, at: int) -> int:
        for index in range(start + 1, at + 1):
            if self.units[index].word in PREPOSITIONS:
                return index - 1
        return at

    def _over_apposition(self, comma: int) -> Source | None:
        """The subject before "Robert Ford, the former ambassador, |told": the comma that closes is at ``comma``."""
        close = self.units[comma].word
        whole = self.name_ending(comma - 1) if comma else None
        fallback: Source | None = None
        for at in range(comma - 1, max(0, comma - REACH), -1):
            word = self.units[at].word
            if self.units[at].run >= 0 and at < comma - 1 and self.units[at].token.start < 0:
                break
            if word != close and not (close == "," and word == ","):
                continue
            if whole and self.units[at + 1].first >= self.units[self._unit_of(comma - 1, whole[1].first)].first - 0:
                inner = self.name_starting(at + 1)
                if inner and inner[1] == whole[1]:
                    # "A spokesman, Ana Kerr, said": the name is the apposition
                    return self._named(whole, comma - 1)
            if at == 0:
                break
            opens = self.units[at + 1].word
            if opens in {"but", "and", "or", "so", "yet", "because", "if", "although", "though"}:
                continue
            before = self.ending_at(at - 1)
            if before is None:
                continue
            if before.kind is SourceKind.NAME and before.entity is not None:
                return before
            relative = opens in {"who", "whose", "which", "a", "an", "the"} or opens in TITLE_WORDS
            if fallback is None and relative and before.kind is SourceKind.NOMINAL:
                fallback = before
        return fallback

    # --- the phrase after a cue -----------------------------------------------------------

    def after(self, index: int) -> tuple[int, Source | None]:
        """The noun phrase that begins at unit ``index``: the unit after it and the source it would be."""
        count = len(self.units)
        if index >= count or not self._wordlike(index):
            return index, None
        first = self.units[index]
        if first.word in PRONOUNS and first.word not in DETERMINERS:
            kind = SourceKind.PRONOUN
            return index + 1, Source(first.first, first.last, kind, outer=first.first)
        at = index
        person: tuple[Entity, NameSpan] | None = None
        body: tuple[Entity, NameSpan] | None = None
        head = index
        while at < count and at - index < REACH:
            unit = self.units[at]
            named = self.name_starting(at)
            if named:
                if at > index and self._noun_before(at - 1):
                    break
                while at < count and self.units[at].first < named[1].last:
                    at += 1
                head = at - 1
                if named[0].type is EntityType.PERSON:
                    person = named
                    if at < count and self.units[at].word == "'s":
                        person, at = None, at + 1
                        continue
                    break
                body = named
                if at < count and self.units[at].word == "'s":
                    body, at = None, at + 1
                continue
            if not self._in_phrase(at, index):
                break
            if unit.word not in DETERMINERS:
                head = at
                if unit.token.shape is Shape.LOWER:
                    body = None
            at += 1
        if at == index:
            return index, None
        if person:
            entity, name = person
            return at, Source(name.first, name.last, SourceKind.NAME, entity, name.last - 1, first.first)
        if body and head == at - 1:
            entity, name = body
            return at, Source(name.first, name.last, SourceKind.NAME, entity, name.last - 1, first.first)
        word = self.units[head].word
        plural = (word.endswith("s") and not word.endswith(("ss", "us", "is"))) or word in {"people", "police"}
        return at, Source(
            first.first,
            self.units[at - 1].last,
            SourceKind.NOMINAL,
            head=self.units[head].first,
            outer=first.first,
            plural=plural,
        )

    def _noun_before(self, at: int) -> bool:
        """Whether a common noun that is no title ends the phrase at ``at``: "told reporters | Ford"."""
        unit = self.units[at]
        if unit.token.shape is not Shape.LOWER or unit.word in DETERMINERS:
            return False
        return unit.word not in TITLE_WORDS

    def _in_phrase(self, at: int, index: int) -> bool:
        unit = self.units[at]
        word = unit.word
        if unit.run >= 0 or unit.token.shape is Shape.PUNCTUATION:
            return False
        if word in DETERMINERS:
            return at == index or self.units[at - 1].word in {"all", "both", "'s"}
        if word == "'s":
            return True
        if word in PREPOSITIONS or word in CONJUNCTIONS or word in AUXILIARIES or word in PRONOUNS:
            return False
        if (
            word in DAYS
            or word in TIME_WORDS
            or word in MONTHS
            or (word in {"last", "this", "earlier", "that"} and at > index)
        ):
            return False
        if self.is_adverb(at) and at > index:
            return False
        if at > index and unit.token.capital and self._noun_before(at - 1):
            return False
        return not (
            at > index
            and self.units[at - 1].token.capital
            and self._ended_name(at - 1)
            and word not in ROLES | UNNAMED_NOUNS
            and not word.endswith("s")
            and word not in TITLE_WORDS
        )

    def _ended_name(self, at: int) -> bool:
        return self.name_ending(at) is not None

    def of_phrases(self, at: int) -> int:
        """The unit after the phrases ("of ...", "for ...") that hang on the noun phrase that ended before ``at``."""
        for _ in range(3):
            if at + 1 < len(self.units) and self.units[at].word in {
                "of",
                "for",
                "at",
                "from",
                "with",
                "in",
                "close",
                "to",
                "by",
            }:
                if (
                    self.units[at + 1].word in DAYS | MONTHS | TIME_UNITS
                    or self.units[at + 1].token.shape is Shape.NUMBER
                ):
                    break
                end, source = self.after(at + 1)
                if end == at + 1 or source is None:
                    break
                at = end
            else:
                break
        return at

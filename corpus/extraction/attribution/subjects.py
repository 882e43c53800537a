"""The subject before a cue: right before it, or over an apposition or a relative clause."""

from __future__ import annotations

from corpus.records import EntityType

from ..entities import Entity, NameSpan
from ..lexicon.cues import Form, cue_forms
from ..lexicon.roles import UNNAMED_NOUNS
from ..lexicon.wordlists import entries, word_set
from ..lexicon.words import (
    AUXILIARIES,
    CONJUNCTIONS,
    DAYS,
    DETERMINERS,
    MONTHS,
    NUMBERS,
    PREPOSITIONS,
    PRONOUN_SUBJECTS,
    SUBORDINATORS,
    TIME_UNITS,
    TIME_WORDS,
)
from ..tokens import Shape
from .found import Source, SourceKind
from .phrases import REACH, TITLE_WORDS, Phrases

DASHES = frozenset({"—", "–", "--", "-"})
CLAUSE_WORDS = word_set("after before since until than as like")  # prepositions that begin clauses too
CLAUSE_EDGES = CONJUNCTIONS | CLAUSE_WORDS | DASHES | word_set(", ; : ( ) that who which whose … ...")
DEMONSTRATIVES = word_set("this that these those which")
TIMES = TIME_UNITS | DAYS | TIME_WORDS | MONTHS
GROUPS = word_set("everyone everybody someone somebody others many some most")
CLAUSE_OPENERS = word_set("but and or so yet because if although though")


class Subjects(Phrases):
    """Finds who does what a verb says."""

    def subject_before(self, index: int) -> Source | None:
        """The noun phrase that ends right before unit ``index``, over an apposition where one stands between."""
        if index <= 0:
            return None
        at = index - 1
        word = self.units[at].word
        if word == ")":
            opening = next((o for o in range(at - 1, max(-1, at - 12), -1) if self.units[o].word == "("), 0)
            return self.ending_at(opening - 1)
        if word == "," or word in DASHES:
            return self._over_apposition(at)
        return self.ending_at(at)

    def ending_at(self, at: int) -> Source | None:
        """The noun phrase whose last unit is ``at``."""
        if at < 0 or not self.is_wordlike(at):
            return None
        unit = self.units[at]
        if unit.word == "who":
            before = at - 2 if at and self.units[at - 1].word == "," else at - 1
            return self.ending_at(before) if before >= 0 and self.units[before].word != "who" else None
        if unit.word in PRONOUN_SUBJECTS or unit.word in DEMONSTRATIVES:
            return Source(unit.first, unit.last, SourceKind.PRONOUN, outer=unit.first)
        if unit.word in GROUPS:
            return Source(unit.first, unit.last, SourceKind.NOMINAL, None, unit.first, unit.first, True)
        named = self.name_ending(at)
        if named and not self._inside_phrase(named[1]):
            return self._named(named)
        if (
            unit.word in PREPOSITIONS
            or unit.word in CONJUNCTIONS
            or unit.word in AUXILIARIES
            or unit.word in DETERMINERS
        ):
            return None
        return self._nominal(at)

    def _inside_phrase(self, name: NameSpan) -> bool:
        """Whether the name hangs on a noun before it: "a spokesman for Ford"."""
        start = self.unit_at(name.first) - 1
        while start >= 0 and (self.units[start].word in DETERMINERS or self.units[start].word in TITLE_WORDS):
            start -= 1
        if start < 1 or self.units[start].word not in PREPOSITIONS or self.units[start].word in CLAUSE_WORDS:
            return False
        return self.is_wordlike(start - 1)

    def _named(self, named: tuple[Entity, NameSpan]) -> Source:
        entity, name = named
        start = outer = self.unit_at(name.first)
        while outer > 0 and start - outer < 10 and self._belongs_to_title(outer - 1):
            outer -= 1
        if outer > 1 and self.units[outer - 1].word in {"and", "&"}:
            other = self.name_ending(outer - 2)
            if other and other[0].type is EntityType.PERSON and entity.type is EntityType.PERSON:
                begin = other[1].first
                return Source(begin, name.last, SourceKind.NOMINAL, None, name.last - 1, begin, True)
        return Source(name.first, name.last, SourceKind.NAME, entity, name.last - 1, self.units[outer].first)

    def _belongs_to_title(self, at: int) -> bool:
        unit = self.units[at]
        if not self.is_wordlike(at):
            return False
        word = unit.word
        if word in TITLE_WORDS or word in {"the", "a", "an", "of", "'s", "state", "for"}:
            return True
        known = word in entries("nationalities") or unit.token.text.lower() in entries("places")
        return known or unit.first in self.entities.others or unit.first in self.entities.at

    # --- common nouns ---------------------------------------------------------------------

    def _nominal(self, at: int) -> Source | None:
        """A phrase with a common noun for its head: back to its determiner."""
        edge = at
        while edge > 0 and at - edge < 15 and not self._ends_clause(edge - 1):
            edge -= 1
        if edge > 1 and self.units[edge - 1].word in {"who", "which", "that"} and self.is_wordlike(edge - 2):
            if self.units[edge - 2].word not in cue_forms():
                return self.ending_at(edge - 2)
            return None
        if edge and self.units[edge - 1].word in AUXILIARIES and self.is_past_word(edge):
            return None
        start = self._phrase_start(edge, at)
        if start is None:
            return None
        head = next((i - 1 for i in range(start + 1, at + 1) if self.units[i].word in PREPOSITIONS), at)
        word = self.units[head].word
        if self.units[head].token.shape is Shape.NUMBER:
            return None
        if not self.is_wordlike(head) or word in TIMES:
            return None
        if word.endswith(("ly", "ing")) and word not in UNNAMED_NOUNS and not self.units[head].token.capital:
            return None
        named = self.name_ending(head)
        whole = named is not None and (head == at or named[0].type is EntityType.PERSON)
        return self._named(named) if named and whole else self.nominal_source(start, head, at)

    def is_past_word(self, at: int) -> bool:
        """Whether the unit is a past participle by its ending."""
        return self.units[at].word.endswith("ed")

    def _ends_clause(self, at: int) -> bool:
        """Whether a phrase that is read leftwards must stop before unit ``at``."""
        unit = self.units[at]
        word = unit.word
        if unit.run >= 0 or word in CLAUSE_EDGES or word in PRONOUN_SUBJECTS or unit.token.text in {".", "!", "?"}:
            return True
        if word in AUXILIARIES and word != "'s":
            return True
        verb = cue_forms().get(word)
        return verb is not None and verb.form in (Form.PAST, Form.PRESENT) and verb.strength >= 1.0

    def _phrase_start(self, edge: int, at: int) -> int | None:
        """Where the subject begins in the stretch ``[edge, at]``: fronted phrases ("On Tuesday") are left out."""
        start: int | None = None if self.units[edge].word in PREPOSITIONS else edge
        for index in range(edge + 1, at + 1):
            word, before = self.units[index].word, self.units[index - 1]
            if before.word in PREPOSITIONS or before.word in DETERMINERS or before.word == "'s":
                continue
            opens = word in DETERMINERS and word not in NUMBERS
            in_time = (before.word in TIMES and before.word not in MONTHS) or before.token.shape is Shape.NUMBER
            if opens or (start is None and (in_time or word in UNNAMED_NOUNS)):
                start = index
        while start is not None and start < at and self.is_adverb(start):
            start += 1
        return start

    # --- appositions ----------------------------------------------------------------------

    def _over_apposition(self, comma: int) -> Source | None:
        """The subject before "Robert Ford, the former ambassador, |told": the comma that closes is at ``comma``."""
        close = self.units[comma].word
        if not comma:
            return None
        whole = self.name_ending(comma - 1)
        fallback: Source | None = None
        for at in range(comma - 1, max(0, comma - REACH), -1):
            if self.units[at].word != close:
                continue
            inner = self.name_starting(at + 1) if whole else None
            if inner and whole and inner[1] == whole[1] and self.is_wordlike(at - 1):
                return self._named(whole)  # "a spokesman, Ana Kerr, said": the name is the apposition
            opens = self.units[at + 1].word
            if opens in CLAUSE_OPENERS:
                continue
            before = self.ending_at(at - 1)
            if before is None:
                continue
            if before.kind is SourceKind.NAME:
                return before
            relative = opens in {"who", "whose", "which", "a", "an", "the"} or opens in TITLE_WORDS
            capital = before.head >= 0 and self.document.tokens[before.head].capital
            if fallback is None and (relative or capital) and before.kind is SourceKind.NOMINAL:
                fallback = before
        return fallback

    # --- the subject of the sentence ------------------------------------------------------

    def sentence_subject(self, limit: int) -> Source | None:
        """The first name, pronoun or noun phrase of the sentence that may speak, before unit ``limit``."""
        for at in range(min(limit, REACH)):
            unit = self.units[at]
            if not self.is_wordlike(at):
                continue
            named = self.name_starting(at)
            before = self.units[at - 1].word if at else ""
            if named and before not in PREPOSITIONS:
                end, source = self.after(at)
                if end < len(self.units) and self.units[end - 1].word == "'s":
                    continue
                return source
            if unit.word in {"he", "she", "they", "i", "we"}:
                return Source(unit.first, unit.last, SourceKind.PRONOUN, outer=unit.first)
            plain_start = (
                at == 0
                and unit.word not in PREPOSITIONS
                and unit.word not in SUBORDINATORS
                and unit.token.shape is Shape.TITLE
            )
            if (unit.word in {"the", "a", "an"} and before not in PREPOSITIONS) or (
                plain_start and (unit.word in UNNAMED_NOUNS or unit.word in TITLE_WORDS)
            ):
                end, source = self.after(at)
                if source is not None and end > at + (unit.word in {"the", "a", "an"}):
                    return source
        return None

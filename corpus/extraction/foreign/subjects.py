"""Who says it: the pronoun, name or noun beside a cue."""

from __future__ import annotations

from ..attribution.found import Source, SourceKind
from ..document import Document
from ..lexicon.languages import Language
from ..tokens import Shape
from .cues import Cue
from .names import Names, Printed

ADVERBS = 2  # words between verb and subject: "sagte gestern"
REACH = 60  # tokens before a verb in which its subject stands
PHRASE = 6  # words of a noun phrase
APPOSITION = 9  # tokens from a noun to the name behind its comma


class Subjects:
    """Finds the sources of one document; ``named`` keeps the sequence that each source of a name is."""

    def __init__(self, document: Document, language: Language, names: Names) -> None:
        self.document = document
        self.language = language
        self.names = names
        self.named: dict[int, Printed] = {}  # first token of a source -> its name
        self.within = -1  # the quoted run in which sources are looked for, -1: outside of all

    def of(self, cue: Cue, first: int, last: int, behind: bool) -> Source | None:
        """The source of a cue in tokens ``[first, last)``; ``behind``: the cue follows its quoted words."""
        first = max(first, cue.finite - REACH)
        if cue.preposition:
            owner = [
                at for at in range(cue.first, cue.end) if self.document.tokens[at].lower in self.language.possessive
            ]
            if owner:
                return Source(owner[0], owner[0] + 1, SourceKind.PRONOUN, outer=owner[0])
            return self.after(cue.end, last)
        inside = self.after(cue.finite + 1, cue.end) if cue.end - cue.finite > 2 else None
        if inside is not None and inside.kind is not SourceKind.NOMINAL:
            return inside
        if behind and cue.finite == first:
            return self.after(cue.end, last) or inside
        before = self.before(cue.finite, first)
        if before is not None:
            return before
        after = self.after(cue.end, last)
        if after is not None and (behind or after.kind is not SourceKind.NOMINAL):
            return after
        return inside or self.noun_before(cue.finite, first) or self._word_before(cue.finite) or after

    def after(self, at: int, last: int) -> Source | None:
        """The noun phrase that begins at token ``at``, over an adverb or two."""
        tokens, language = self.document.tokens, self.language
        for _ in range(ADVERBS + 1):
            if at >= last:
                return None
            found = self._pronoun(at) or self._name(at) or self._noun(at, last)
            if found is not None:
                return found
            if tokens[at].shape is not Shape.LOWER or tokens[at].lower in language.governing | language.that:
                return None
            at += 1
        return None

    def before(self, finite: int, first: int) -> Source | None:
        """The pronoun or name that is the subject of the verb at ``finite``."""
        for at in (finite - 1, finite - 2, first):
            pronoun = self._pronoun(at) if first <= at < finite else None
            if pronoun is not None:
                return pronoun
        tokens = self.document.tokens
        for printed in self.names.between(first, finite):
            lead = tokens[printed.outer - 1].lower if printed.outer > first else ""
            if printed.organisation:
                if self._is_subject(printed, first, finite):
                    return self._source(printed)
                continue
            if lead in self.language.governing or printed.body:
                continue
            if printed.outer == self._sentence_first(printed.outer) and not self.names.known(printed):
                continue
            ends = printed.candidate.last
            beside = ends == finite or tokens[ends].text in {",", "("} or printed.outer == first
            if printed.outer == first or (beside and (printed.full or printed.candidate.titled)):
                return self._source(printed)
        return None

    def _is_subject(self, printed: Printed, first: int, finite: int) -> bool:
        """Whether an organisation's name, with its article, opens the clause or stands right before the verb."""
        tokens, outer = self.document.tokens, printed.outer
        if outer > first and tokens[outer - 1].lower in self.language.determiners:
            outer -= 1
        lead = tokens[outer - 1] if outer > first else None
        if lead is not None and (lead.lower in self.language.governing or lead.capital):
            return False
        return outer == first or printed.candidate.last == finite

    def _word_before(self, finite: int) -> Source | None:
        """A single capitalised word right before the verb."""
        printed = next((one for one in self.names.between(finite - 1, finite) if not one.body), None)
        if (
            printed is not None
            and printed.outer == self._sentence_first(printed.outer)
            and not self.names.known(printed)
        ):
            return None
        return self._source(printed) if printed is not None else None

    def noun_before(self, finite: int, first: int) -> Source | None:
        """A common noun as subject: with its determiner at the head of the clause or right before the verb."""
        for at in (first, *range(max(first + 1, finite - PHRASE), finite)):
            found = self._noun(at, finite)
            if found is not None:
                return found
        return None

    def of_sentence(self, first: int, last: int) -> Source | None:
        """Who a sentence without a cue is about: "Roy a balayé ces critiques : « … »"."""
        tokens = self.document.tokens
        for at in range(first, last):
            if self.document.run_of[at] >= 0:
                return None
            pronoun = self._pronoun(at)
            if pronoun is not None:
                return pronoun
            printed = self.names.at(at)
            lead = tokens[at - 1].lower if at > first else ""
            if printed is None or lead in self.language.governing or not self.names.known(printed):
                continue
            if printed.organisation and not self._is_subject(printed, first, last):
                continue
            if printed.organisation or not printed.body:
                return self._source(printed)
        return self._noun(first, last)

    def name_and_colon(self, first: int, colon: int) -> Source | None:
        """ "Anna Kehr: „…“"."""
        printed = self.names.at(first)
        if printed is None or printed.candidate.last != colon or printed.body:
            return None
        return self._source(printed)

    def _pronoun(self, at: int) -> Source | None:
        token = self.document.tokens[at]
        language = self.language
        if self.document.run_of[at] != self.within or token.lower not in language.pronouns:
            return None
        if token.text == "Sie" and language.code == "de" and at != self._sentence_first(at):
            return None  # the polite "you"
        plural = token.lower in language.they
        return Source(at, at + 1, SourceKind.PRONOUN, outer=at, plural=plural)

    def _sentence_first(self, at: int) -> int:
        return self.document.sentences[self.document.sentence_of[at]].first

    def _name(self, at: int) -> Source | None:
        printed = self.names.at(at) if self.document.run_of[at] == self.within else None
        return self._source(printed) if printed is not None else None

    def _source(self, printed: Printed) -> Source:
        candidate = printed.candidate
        self.named[candidate.first] = printed
        return Source(candidate.first, candidate.last, SourceKind.NAME, None, candidate.last - 1, printed.outer)

    def _noun(self, at: int, last: int) -> Source | None:
        """A determiner with its noun; the name where one follows as part of the phrase or behind a comma."""
        tokens, language = self.document.tokens, self.language
        elided = tokens[at].lower[:2] == "l'" and len(tokens[at].text) > 4
        body = self.names.at(at + 1) if tokens[at].lower in language.determiners and at + 1 < last else None
        if body is not None and body.organisation and self.document.run_of[at] == self.within:
            return self._source(body)
        if self.document.run_of[at] != self.within or not (tokens[at].lower in language.determiners or elided):
            return None
        end, stops = at + 1, language.governing | language.that | language.auxiliaries | language.pronouns
        while end < last and end - at < PHRASE and self.document.run_of[end] < 0:
            token = tokens[end]
            named = self._name(end) if end > at else None
            if named is not None and (not self.names_body(end) or not language.nouns_have_capitals):
                printed = self.named.get(named.first)
                if printed is not None and (printed.full or printed.candidate.titled):
                    return named
            if token.shape is Shape.PUNCTUATION or token.lower in stops or token.lower in language.verbs:
                break
            capital = language.nouns_have_capitals and end - at > 1 and tokens[end - 1].capital
            if token.lower in language.calendar or (capital and token.shape is Shape.LOWER):
                break
            end += 1
        for comma in range(end, min(last - 1, at + APPOSITION)):
            if tokens[comma].text == ",":
                named = self._name(comma + 1)
                printed = self.named.get(named.first) if named else None
                if printed is not None and printed.full:
                    return named
                break
            if tokens[comma].text in {".", ":", ";"} or self.document.run_of[comma] >= 0:
                break
        if end - at < 2 and not elided:
            return None
        return Source(at, end, SourceKind.NOMINAL, None, at if elided else at + 1, at)

    def names_body(self, at: int) -> bool:
        """Whether the sequence at ``at`` is no person's."""
        printed = self.names.at(at)
        return printed is not None and printed.body

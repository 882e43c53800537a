"""Names printed in a text of a listed language, cut free of roles and honorifics; nobody is a person yet."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, field

from ..document import Document
from ..entities.candidate import Candidate
from ..lexicon.languages import Language
from ..lexicon.wordlists import given_names
from ..tokens import Shape

ELIDED = re.compile(r"[^\W\d_]{1,2}['’](?=[^\W\d_])(?![A-ZÀ-Þ])")  # "L’adjoint" at the head of a sentence
LONGEST = 8  # tokens of a name
APPOSITION = 4  # tokens behind a comma in which the noun of an apposition stands


@dataclass(slots=True)
class Printed:
    """A capitalised sequence: the name in it, and what stands before it."""

    candidate: Candidate
    outer: int  # the token with which its roles begin
    roles: set[str] = field(default_factory=set)  # nouns that say what the person is
    body: bool = False  # one of its words belongs to an organisation

    @property
    def full(self) -> bool:
        """Whether it is a name of several words that may be a person's."""
        return len(self.candidate.words) > 1 and not self.body

    @property
    def likely(self) -> bool:
        """Whether a role, an honorific or a given name shows a person."""
        known = self.candidate.words[0].lower() in given_names() and len(self.candidate.words) > 1
        return not self.body and (self.candidate.titled or known)


class Names:
    """All capitalised sequences of a document."""

    def __init__(self, document: Document, language: Language) -> None:
        self.document = document
        self.language = language
        self.printed: list[Printed] = []
        starts = {sentence.first for sentence in document.sentences}
        index, count = 0, len(document.tokens)
        while index < count:
            last = self._end(index, index in starts) if self._starts(index, index in starts) else index
            if last > index:
                self._add(index, last)
            index = max(last, index + 1)
        self.outers = [one.outer for one in self.printed]

    def at(self, token: int) -> Printed | None:
        """The sequence that begins at ``token``, its roles included."""
        place = bisect_left(self.outers, token)
        return self.printed[place] if place < len(self.outers) and self.outers[place] == token else None

    def between(self, first: int, last: int) -> list[Printed]:
        """The sequences that begin within tokens ``[first, last)``."""
        return self.printed[bisect_left(self.outers, first) : bisect_left(self.outers, last)]

    def _starts(self, index: int, opens: bool) -> bool:
        token, language = self.document.tokens[index], self.language
        if not token.capital or token.text[0] in "@#":
            return False
        if token.lower in language.mr | language.mrs:
            return True
        if token.lower in language.pronouns or ELIDED.match(token.text):
            return False
        return not (token.lower in language.grammar and (opens or language.nouns_have_capitals))

    def _end(self, index: int, opens: bool) -> int:
        document, tokens, count = self.document, self.document.tokens, len(self.document.tokens)
        at = index + 1
        while at < count and at - index < LONGEST and document.run_of[at] == document.run_of[index]:
            if not self._joined(at):
                break
            if tokens[at].capital:
                at += 1
                continue
            more = at
            while more < count and more - at < 2 and tokens[more].lower in self.language.linking and self._joined(more):
                more += 1
            if more == at or more >= count or not tokens[more].capital or not self._joined(more):
                break
            if self._words(index, at) != 1:
                break  # "Anna Kehr | von der Universität", but "Anna von der Lind"
            at = more + 1
        return at

    def _words(self, first: int, last: int) -> int:
        """How many words of a sequence are name, no role."""
        language = self.language
        lead = language.mr | language.mrs | language.titles | language.calendar
        words = [token.lower for token in self.document.tokens[first:last]]
        return sum(word not in lead and not self._role(word, len(words) + 1) for word in words)

    def _joined(self, at: int) -> bool:
        before, token = self.document.tokens[at - 1], self.document.tokens[at]
        return self.document.body[before.end : token.start] in {" ", "\u00a0"}

    def _add(self, first: int, last: int) -> None:
        tokens, language = self.document.tokens, self.language
        start, roles, gender, titled = first, set[str](), "", False
        while start < last:
            word = tokens[start].lower
            if word in language.mr or word in language.mrs:
                gender, titled = "m" if word in language.mr else "f", True
            elif word in language.titles or self._role(word, last - start):
                roles.add(word)
                titled = True
                if language.nouns_have_capitals and word.endswith("in"):
                    gender = gender or "f"
            elif word not in language.calendar:
                break
            start += 1
        if start == last:
            return
        words = tuple(tokens[at].text for at in range(start, last))
        candidate = Candidate(start, last, words, titled, gender)
        parts = {part for word in words for part in (word.lower(), *word.lower().split("-"))}
        printed = Printed(candidate, first, roles, bool(parts & language.bodies))
        before = tokens[first - 1].lower if first else ""
        printed.body = printed.body or (before in language.determiners and not titled)
        self._look_around(printed)
        self.printed.append(printed)

    def _role(self, word: str, left: int) -> bool:
        """Whether a word before a name (``left`` words with it) is what the person is, where nouns have capitals."""
        if left < 2 or not self.language.nouns_have_capitals or word in given_names():
            return False
        return (
            word in self.language.roles
            or word.rpartition("-")[2] in self.language.roles
            or (word.endswith(self.language.endings) and len(word) > 5)
        )

    def _look_around(self, printed: Printed) -> None:
        """Roles before the name ("la maire, Ana Roy") and in the apposition behind it; they show gender too."""
        tokens, language = self.document.tokens, self.language
        candidate = printed.candidate
        at, steps = printed.outer - 1, 0
        while at >= 0 and steps < 8 and self.document.run_of[at] < 0:
            word = tokens[at]
            if word.lower in language.determiners or word.lower[:2] in {"l'", "d'"}:
                noun = at if "'" in word.lower else at + 1
                if noun < printed.outer:
                    printed.roles.add(tokens[noun].lower.rpartition("'")[2])
                    masculine = word.lower in language.masculine
                    feminine = word.lower in language.feminine
                    if masculine != feminine and not candidate.gender and not language.nouns_have_capitals:
                        candidate.gender = "m" if masculine else "f"
                break
            if word.shape is not Shape.LOWER and word.text != ",":
                break
            at, steps = at - 1, steps + 1
        behind = candidate.last
        if behind < len(tokens) and tokens[behind].text == ",":
            for index in range(behind + 1, min(behind + 1 + APPOSITION, len(tokens))):
                word = tokens[index]
                if word.shape is Shape.PUNCTUATION:
                    break
                if word.lower not in language.determiners:
                    printed.roles.add(word.lower.rpartition("'")[2])
                    break

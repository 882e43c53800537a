"""Names printed in a text of a listed language, cut free of roles and honorifics; nobody is a person yet."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field

from ..document import Document
from ..entities.candidate import Candidate
from ..lexicon.languages import Language
from ..lexicon.wordlists import given_names
from ..tokens import Shape
from .bodies import Body

ELIDED = re.compile(r"[^\W\d_]{1,2}['’](?=[^\W\d_])(?![A-ZÀ-Þ])")  # "L’adjoint" at the head of a sentence
LONGEST = 8  # tokens of a name
# Endings of German words for what people do; before two more words they are no name.
AGENTS = ("er", "or", "ent", "ant", "ist", "eur", "mann", "frau", "in")
APPOSITION = 4  # tokens behind a comma in which the noun of an apposition stands


@dataclass(slots=True)
class Printed:
    """A capitalised sequence: the name in it, and what stands before it."""

    candidate: Candidate
    outer: int  # the token with which its roles begin
    roles: set[str] = field(default_factory=set)  # nouns that say what the person is
    body: bool = False  # one of its words belongs to an organisation
    organisation: bool = False  # it is the name of one
    given: bool = False  # its first word is a given name
    explained: bool = False  # commas around it, or a role behind it, show that it is a person's

    @property
    def full(self) -> bool:
        """Whether it is a name of several words that may be a person's."""
        return len(self.candidate.words) > 1 and not self.body

    @property
    def likely(self) -> bool:
        """Whether a role, an honorific or a given name shows a person."""
        known = self.given or self.explained or self.candidate.words[0].lower() in given_names()
        return not self.body and (self.candidate.titled or (known and len(self.candidate.words) > 1))


class Names:
    """All capitalised sequences of a document."""

    def __init__(self, document: Document, language: Language, bodies: Sequence[Body] = ()) -> None:
        self.document = document
        self.language = language
        self.printed: list[Printed] = []
        self.bodies = {body.first: body for body in bodies}
        starts = {sentence.first for sentence in document.sentences}
        index, count = 0, len(document.tokens)
        while index < count:
            body = self.bodies.get(index)
            if body is not None:
                self._add_body(body)
                index = body.last
                continue
            last = self._end(index, index in starts) if self._starts(index, index in starts) else index
            if last > index:
                self._add(index, last)
            index = max(last, index + 1)
        self.outers = [one.outer for one in self.printed]
        self._ending: dict[int, list[Printed]] = {}
        for one in self.printed:
            self._ending.setdefault(one.candidate.last, []).append(one)
        self.families = {one.candidate.words[-1].lower() for one in self.printed if one.full}

    def at(self, token: int) -> Printed | None:
        """The sequence that begins at ``token``, its roles included."""
        place = bisect_left(self.outers, token)
        return self.printed[place] if place < len(self.outers) and self.outers[place] == token else None

    def known(self, printed: Printed) -> bool:
        """Whether a sequence at the head of a sentence, where any word has a capital, is more than that."""
        words = printed.candidate.words
        return len(words) > 1 or printed.candidate.titled or words[0].lower() in self.families

    def between(self, first: int, last: int) -> list[Printed]:
        """The sequences that begin within tokens ``[first, last)``."""
        return self.printed[bisect_left(self.outers, first) : bisect_left(self.outers, last)]

    def ending(self, token: int) -> list[Printed]:
        """The sequences whose names end right before ``token``."""
        return self._ending.get(token, [])

    def _starts(self, index: int, opens: bool) -> bool:
        token, language = self.document.tokens[index], self.language
        if not token.capital or token.text[0] in "@#":
            return False
        if token.lower in language.mr | language.mrs:
            return True
        if token.lower in language.pronouns | language.leading or ELIDED.match(token.text):
            return False
        return not (token.lower in language.grammar and (opens or language.nouns_have_capitals))

    def _end(self, index: int, opens: bool) -> int:
        document, tokens, count = self.document, self.document.tokens, len(self.document.tokens)
        at = index + 1
        while at < count and at - index < LONGEST and document.run_of[at] == document.run_of[index]:
            if not self._joined(at) or at in self.bodies:
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

    def _add_body(self, body: Body) -> None:
        candidate = Candidate(body.first, body.last, tuple(body.name.split()))
        self.printed.append(Printed(candidate, body.first, body=True, organisation=True))

    def _add(self, first: int, last: int) -> None:
        tokens, language = self.document.tokens, self.language
        start, roles, gender, titled = first, set[str](), "", False
        while start < last:
            word = tokens[start].lower
            if word in language.mr or word in language.mrs:
                gender, titled = "m" if word in language.mr else "f", True
            elif word in language.titles or self._role(word, last - start) or self._before_given(start, last):
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
        given = language.given(words[0].lower()) if len(words) > 1 else ""
        candidate = Candidate(start, last, words, titled, gender or given)
        parts = {part for word in words for part in (word.lower(), *word.lower().split("-"))}
        printed = Printed(candidate, first, roles, bool(parts & language.bodies), given=bool(given))
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

    def _before_given(self, at: int, last: int) -> bool:
        """Whether the capitalised noun at ``at`` stands before a full name: "Winzer Gernot Haselwart"."""
        tokens, language = self.document.tokens, self.language
        if not language.nouns_have_capitals or last - at < 3:
            return False
        word, after = tokens[at].lower, tokens[at + 1].lower
        if language.given(word) or word in given_names():
            return False
        return bool(language.given(after)) or after in given_names() or word.endswith(AGENTS)

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
        self._explain(printed)
        if behind < len(tokens) and tokens[behind].text == ",":
            for index in range(behind + 1, min(behind + 1 + APPOSITION, len(tokens))):
                word = tokens[index]
                if word.shape is Shape.PUNCTUATION:
                    break
                if word.lower not in language.determiners:
                    printed.roles.add(word.lower.rpartition("'")[2])
                    break

    def _explain(self, printed: Printed) -> None:
        """Whether the name stands between commas as an apposition, or has one behind it."""
        tokens, candidate = self.document.tokens, printed.candidate
        before = tokens[printed.outer - 1].text if printed.outer else ""
        end = candidate.last
        after = tokens[end].text if end < len(tokens) else ""
        if before == "," and after in {",", ".", "»", "”", "“", ":"}:
            printed.explained = True
        elif after in {",", "("} and end + 1 < len(tokens):
            word = tokens[end + 1]
            noun = word.shape is Shape.LOWER and word.lower not in self.language.grammar | self.language.linking
            age = word.shape is Shape.NUMBER and len(word.text) == 2
            relative = word.lower in {"qui", "que", "quien"}
            opens = printed.outer == self._sentence_first(printed.outer)
            printed.explained = age or relative or (noun and not self.language.nouns_have_capitals and opens)
        if self.language.nouns_have_capitals and printed.explained:
            printed.explained = printed.given or after != ","  # between commas stands any noun

    def _sentence_first(self, at: int) -> int:
        return self.document.sentences[self.document.sentence_of[at]].first

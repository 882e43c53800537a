"""Names of organisations in a text of a listed language: a word that opens, ends or makes one, and what is with it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from corpus.records import EntityType

from ..document import Document
from ..entities import Entity, NameSpan
from ..lexicon.languages import Language
from ..tokens import Shape

LONGEST = 9  # tokens of a name
SHORTEST_PART = 3  # letters before an ending such as "-verband"
# Endings of the adjectives that follow a French noun: "Confédération ouvrière".
ADJECTIVES = ("al", "ale", "ales", "aux", "ique", "ien", "ienne", "ier", "ière", "aire", "aires", "vert", "verte")
GENITIVE = frozenset({"des", "eines", "dieses"})


@dataclass(frozen=True, slots=True)
class Body:
    """An organisation's name, tokens ``[first, last)``."""

    first: int
    last: int
    name: str


def bodies(document: Document, language: Language) -> list[Body]:
    """All names of organisations, in the order of the text, none overlapping another."""
    if not language.leads:
        return []
    return list(_Finder(document, language).find())


def organisations(document: Document, found: list[Body]) -> list[Entity]:
    """The organisations of a document, each with all places where its name stands."""
    by_key: dict[str, Entity] = {}
    for body in found:
        words = tuple(body.name.split())
        entity = by_key.setdefault(
            body.name.lower().replace("’", "'"), Entity("", EntityType.ORGANISATION, body.name, words)
        )
        entity.names.append(NameSpan(body.first, body.last))
    for number, entity in enumerate(by_key.values()):
        entity.key = f"o{number}"
    return list(by_key.values())


class _Finder:
    def __init__(self, document: Document, language: Language) -> None:
        self.document = document
        self.language = language
        self.tokens = document.tokens

    def find(self) -> Iterator[Body]:
        at, done = 0, 0
        while at < len(self.tokens):
            first, last = self._at(at, done)
            if last <= at:
                at += 1
                continue
            yield Body(first, last, self._name(first, last))
            at = done = last

    def _at(self, at: int, done: int) -> tuple[int, int]:
        """The name that the word at ``at`` shows; an empty one where it shows none."""
        token, language = self.tokens[at], self.language
        word = token.lower
        if word in language.tails and language.nouns_have_capitals and token.capital:
            first = self._back(at, done)
            if first < at:
                return first, at + 1
        opens = self._opens(word) and token.capital
        if not opens and not (word in language.lower_leads and token.shape is Shape.LOWER):
            one = token.capital and language.nouns_have_capitals and self._made(word)
            return (at, self._place(at + 1)) if one else (at, at)
        last = self._capitals(at + 1) if language.nouns_have_capitals else self._phrase(at, opens)
        return (at, last) if last > at + 1 or (word in language.alone and opens) else (at, at)

    def _opens(self, word: str) -> bool:
        """Whether the word opens names, in the German genitive too: "des Inselrats"."""
        return word in self.language.leads or (self.language.nouns_have_capitals and word[:-1] in self.language.leads)

    def _made(self, word: str) -> bool:
        """Whether the ending of a German compound shows a body: "Hebammenverband"."""
        return any(
            word.endswith((ending, ending + "s", ending + "es")) and len(word) >= len(ending) + SHORTEST_PART
            for ending in self.language.body_endings
        )

    def _joined(self, at: int) -> bool:
        gap = self.document.body[self.tokens[at - 1].end : self.tokens[at].start]
        return gap in {"", " ", "\u00a0"} and self.document.run_of[at] == self.document.run_of[at - 1]

    def _capital(self, at: int) -> bool:
        token, language = self.tokens[at], self.language
        return (
            self._joined(at)
            and token.capital
            and token.lower not in language.calendar
            and token.lower not in language.mr | language.mrs
            and not language.given(token.lower)
        )

    def _back(self, at: int, done: int) -> int:
        """Where the capitalised words begin that stand before a last word such as "AG"."""
        first = at
        while first > done and at - first < 4 and self._joined(first):
            before = self.tokens[first - 1]
            if before.text == "&" or (self._capital_before(first - 1) and before.lower not in self.language.roles):
                first -= 1
                continue
            break
        return first

    def _capital_before(self, at: int) -> bool:
        token, language = self.tokens[at], self.language
        return token.capital and token.lower not in language.grammar | language.calendar

    # --- German: nouns have capitals, so a name is what stands side by side -----------------

    def _capitals(self, at: int) -> int:
        end = at
        while end < len(self.tokens) and end - at < LONGEST and self._joined(end):
            if self._capital(end) and not self._role(end):
                end += 1
                continue
            joint = self.tokens[end].lower in {"und", "für", "&"}
            if joint and end + 1 < len(self.tokens) and self._capital(end + 1) and not self._role(end + 1):
                end += 2
                continue
            break
        return end

    def _role(self, at: int) -> bool:
        """Whether a person follows: "Feuerwehr Einsatzleiter"."""
        word = self.tokens[at].lower
        return word in self.language.roles or (word.endswith(self.language.endings) and len(word) > 5)

    def _place(self, at: int) -> int:
        """One more word behind a compound: "Deichverband Niederwarn", "Landesamt für Datenschutz"."""
        if at < len(self.tokens) and self.tokens[at].lower == "für" and at + 1 < len(self.tokens):
            return at + 2 if self._capital(at + 1) else at
        return at + 1 if at < len(self.tokens) and self._capital(at) and not self._role(at) else at

    # --- French and Spanish: a noun, an adjective, "de" and more ------------------------------

    def _phrase(self, at: int, capital: bool) -> int:
        """The end of a name that opens at ``at``; in small letters it needs a proper name behind it."""
        end, proper = at + 1, capital
        while end < len(self.tokens) and end - at < LONGEST and self._joined(end):
            token = self.tokens[end]
            if self._capital(end):
                end, proper = end + 1, True
                continue
            linked = self._linked(end)
            follower = self.tokens[linked] if linked < len(self.tokens) else None
            if linked > end and follower is not None and self._joined(linked):
                common = capital and self.language.elides and follower.shape is Shape.LOWER and end == at + 1
                if self._capital(linked):
                    end, proper = linked + 1, True
                    continue
                if common and follower.lower not in self.language.grammar:
                    end = linked + 1
                    continue
            if capital and self.language.elides and end == at + 1 and self._adjective(token.lower):
                end += 1
                continue
            break
        return end if proper else at

    def _adjective(self, word: str) -> bool:
        return word.endswith(ADJECTIVES) and word not in self.language.verbs | self.language.grammar

    def _linked(self, at: int) -> int:
        """The token behind "de", "de la", "del", "y"; ``at`` itself where none stands there."""
        end = at
        links = self.language.linking | {"l'", "d'"}
        while end < len(self.tokens) and end - at < 2 and self.tokens[end].lower in links:
            end += 1
        return end

    def _name(self, first: int, last: int) -> str:
        """The name as it is called, free of the German genitive."""
        words = self.document.body[self.tokens[first].start : self.tokens[last - 1].end]
        words = " ".join(words.split())
        if not self.language.nouns_have_capitals:
            return words
        before = self.tokens[first - 1].lower if first else ""
        head, _, rest = words.partition(" ")
        if before in GENITIVE and head.endswith("s") and len(head) > SHORTEST_PART:
            head = head[:-2] if head.endswith(("verbandes", "bundes", "amtes")) else head[:-1]
        if rest.endswith("Boten"):
            rest = rest[:-1]
        return f"{head} {rest}".strip()

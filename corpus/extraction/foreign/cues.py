"""Cues in a stretch of text outside quotation marks: verbs, verbs in two parts, and "according to"."""

from __future__ import annotations

from dataclasses import dataclass

from corpus.records import Attitude

from ..document import Document
from ..lexicon.languages import Language
from ..tokens import Shape

PERFECT = 3  # tokens between auxiliary and participle where these stand together ("a aussitôt déclaré")
BRACKET = 14  # where they enclose the clause ("hat am Montag in Ostby gesagt")
BRACKETED = frozenset({"de", "nl"})  # languages in which they do
SHORT = 3  # letters of words that are no verbs of speaking
# How the third person singular and the participle end, where no list is asked.
FINITE = {"de": ("t", "te"), "fr": ("e", "t", "d", "ait"), "es": ("ó", "a", "e")}
PARTICIPLES = {"fr": ("é", "i", "u", "is", "it", "ert"), "es": ("ado", "ido")}
REFLEXIVE = frozenset({"se", "s'"})
ADDING = frozenset({"y", "e", "et", "und"})
PARTICLE = 20  # tokens to the particle of a verb in two parts


@dataclass(frozen=True, slots=True)
class Cue:
    """A cue: the tokens ``[first, last)``; ``finite`` and ``end`` enclose everything that belongs to its verb."""

    first: int
    last: int
    finite: int
    end: int
    word: str
    preposition: bool = False
    label: bool = False  # "called it": no statement without quoted words
    plural: bool = False
    behind_name: bool = False  # "Kehr zufolge"
    nobody: bool = False  # "hieß es": no speaker is told

    def attitude(self, language: Language) -> Attitude:
        """How the speaker stands to the words."""
        if self.word in language.asked:
            return Attitude.ASKED
        return Attitude.PROMISES if self.word in language.promises else Attitude.SAID


def cues_between(document: Document, language: Language, first: int, last: int) -> list[Cue]:
    """The cues in tokens ``[first, last)``, from left to right."""
    found: list[Cue] = []
    at = first
    while at < last:
        cue = _cue_at(document, language, at, first, last)
        if cue is not None:
            found.append(cue)
            at = max(at, cue.last - 1)
        at += 1
    return found


def _cue_at(document: Document, language: Language, at: int, first: int, last: int) -> Cue | None:
    tokens = document.tokens
    token = tokens[at]
    word = token.lower
    for phrase in language.prepositions:
        end = at + len(phrase)
        if end <= last and all(tokens[at + n].lower == part for n, part in enumerate(phrase)):
            if word in {"pour", "per", "para"} and (at > first + 1 or token.shape is Shape.LOWER):
                return None  # "for" is "according to" only at the head of a sentence
            return Cue(at, end, at, end, word, preposition=True)
    if word in language.postpositions and at > first:
        return Cue(at, at + 1, at, at + 1, word, preposition=True, behind_name=True)
    if word in language.behind and at > first and tokens[at - 1].text == ",":
        return Cue(at, at + 1, at, at + 1, word, preposition=True)
    if token.shape is not Shape.LOWER and at > first:
        return None
    stem = word[:-2] if word.endswith("-t") else word
    before = tokens[at - 1].lower if at > first else ""
    if stem in language.auxiliaries:
        return _perfect(document, language, at, last)
    if before not in ADDING and (before in language.determiners or before in language.governing):
        return None
    if stem in language.separable and any(
        tokens[more].lower in language.particles for more in range(at + 1, min(last, at + PARTICLE))
    ):
        return Cue(at, at + 1, at, at + 1, stem)
    if stem in language.impersonal and "es" in {
        tokens[near].lower for near in (at - 1, at + 1) if first <= near < last
    }:
        return Cue(at, at + 1, at, at + 1, stem, nobody=True)
    if stem in language.verbs or stem in language.plural:
        return Cue(at, at + 1, at, at + 1, stem, plural=stem in language.plural)
    if stem in language.labels:
        return Cue(at, at + 1, at, at + 1, stem, label=True)
    return None


def _perfect(document: Document, language: Language, at: int, last: int) -> Cue | None:
    tokens = document.tokens
    bracket = language.code in BRACKETED
    for end in range(at + 1, min(last, at + 1 + (BRACKET if bracket else PERFECT))):
        word = tokens[end].lower
        if tokens[end].text in {":", ";"}:
            break
        if word in language.participles or word in language.labels:
            together = end - at == 1 or not bracket
            label = word not in language.participles
            return Cue(at if together else end, end + 1, at, end + 1, word, label=label)
    return None


def cue_by_place(document: Document, language: Language, at: int, last: int) -> Cue | None:
    """A verb that no list holds, right behind quoted words and before its subject: "„Nein“, knurrte Kehr"."""
    tokens = document.tokens
    if at >= last:
        return None
    word = tokens[at].lower
    if word in REFLEXIVE and at + 1 < last:
        at, word = at + 1, tokens[at + 1].lower
    stem = word[:-2] if word.endswith("-t") else word
    if stem in language.auxiliaries and language.code not in BRACKETED:
        for end in range(at + 1, min(last, at + 1 + PERFECT)):
            if tokens[end].lower.endswith(PARTICIPLES.get(language.code, ())) and len(tokens[end].text) > SHORT:
                return Cue(at, end + 1, at, end + 1, tokens[end].lower)
        return None
    endings = FINITE.get(language.code, ())
    known = word in language.grammar or word in language.pronouns or word in language.linking
    if known or tokens[at].shape is not Shape.LOWER or len(word) <= SHORT or not stem.endswith(endings):
        return None
    behind = at + 1 < last and (
        tokens[at + 1].capital or tokens[at + 1].lower in language.pronouns | language.determiners
    )
    alone = language.prodrop and word.endswith("ó")
    return Cue(at, at + 1, at, at + 1, stem) if behind or alone else None

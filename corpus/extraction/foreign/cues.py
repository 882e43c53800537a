"""Cues in a stretch of text outside quotation marks: verbs, verbs in two parts, and "according to"."""

from __future__ import annotations

from dataclasses import dataclass

from corpus.records import Attitude

from ..document import Document
from ..lexicon.languages import Language
from ..tokens import Shape

PERFECT = 3  # tokens between auxiliary and participle where these stand together ("a aussitôt déclaré")
BRACKET = 14  # where they enclose the clause ("hat am Montag in Ostby gesagt")
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
    if word in language.behind and at > first and tokens[at - 1].text == "," and at - 1 == first:
        return Cue(at, at + 1, at, at + 1, word, preposition=True)
    if token.shape is not Shape.LOWER and at > first:
        return None
    stem = word[:-2] if word.endswith("-t") else word
    before = tokens[at - 1].lower if at > first else ""
    if stem in language.auxiliaries:
        return _perfect(document, language, at, last)
    if before in language.determiners or before in language.governing:
        return None
    if stem in language.separable and any(
        tokens[more].lower in language.particles for more in range(at + 1, min(last, at + PARTICLE))
    ):
        return Cue(at, at + 1, at, at + 1, stem)
    if stem in language.verbs or stem in language.plural:
        return Cue(at, at + 1, at, at + 1, stem, plural=stem in language.plural)
    if stem in language.labels:
        return Cue(at, at + 1, at, at + 1, stem, label=True)
    return None


def _perfect(document: Document, language: Language, at: int, last: int) -> Cue | None:
    tokens = document.tokens
    bracket = language.code in {"de", "nl"}
    for end in range(at + 1, min(last, at + 1 + (BRACKET if bracket else PERFECT))):
        word = tokens[end].lower
        if tokens[end].text in {":", ";"}:
            break
        if word in language.participles or word in language.labels:
            together = end - at == 1 or not bracket
            label = word not in language.participles
            return Cue(at if together else end, end + 1, at, end + 1, word, label=label)
    return None

"""The attitude that a cue shows: a statement, a belief, an intention, a promise, a denial, a feeling, a question."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from corpus.records import Attitude

from ..lexicon.attitudes import (
    FOR_A_THING,
    LIGHT,
    NEGATORS,
    OF_SPEECH,
    ORDERING,
    PHRASES,
    attitude_adjectives,
    attitude_nouns,
    attitude_verbs,
)
from ..lexicon.words import BE_FORMS, DETERMINERS

LONGEST_CUE = 40  # words of a cue that are read
SCRAP = 3  # words that are too few for a statement


class Content(NamedTuple):
    """What the reading of a cue asks of its content."""

    first: str  # first word in lower case
    words: int
    quoted: bool  # whether any of it stands in quotation marks


class Meaning(NamedTuple):
    """The base form of the word that decides and the attitude it shows."""

    lemma: str
    attitude: Attitude


class _Hit(NamedTuple):
    at: int
    lemma: str
    attitude: Attitude


def meaning_of(words: Sequence[str], after: Sequence[str], content: Content) -> Meaning | None:
    """What the cue of lower-case ``words`` means, with the words ``after`` it up to its content.

    None where no list knows it and nothing of its shape tells.
    """
    cue = [word.replace("’", "'") for word in words[:LONGEST_CUE]]
    to = content.first == "to" or any(
        word == "to" and one not in DETERMINERS for word, one in zip(after, [*after[1:], ""], strict=False)
    )
    if to and (verb := _verb(cue)) and verb.lemma in ORDERING:
        return Meaning(verb.lemma, Attitude.WANTS)
    text = " ".join([*cue, *after[:2], *(["to"] if content.first == "to" else ())])
    phrase = _phrase(text, len(" ".join(cue)))
    hit = _single(cue)
    if phrase is not None and (hit is None or phrase.at <= len(" ".join(cue[: hit.at])) + 1):
        return Meaning(hit.lemma if hit is not None else phrase.lemma, _negated(phrase.attitude, "", cue, hit))
    if hit is not None:
        return Meaning(hit.lemma, _negated(hit.attitude, hit.lemma, cue, hit))
    return _by_shape(cue, content)


def _phrase(text: str, length: int) -> _Hit | None:
    """The first phrase that begins inside the cue, which is the first ``length`` characters."""
    found: _Hit | None = None
    for attitude, pattern in PHRASES:
        match = pattern.search(text)
        if match and match.start() < length and (found is None or match.start() < found.at):
            found = _Hit(match.start(), match.group().split()[0], attitude)
    return found


def _verb(cue: Sequence[str]) -> _Hit | None:
    verbs = attitude_verbs()
    return next((_Hit(at, *verbs[word]) for at, word in enumerate(cue) if word in verbs), None)


def _single(cue: Sequence[str]) -> _Hit | None:
    """The word that decides: the first that shows an attitude, behind the verbs that only carry one."""
    verbs, nouns, adjectives = attitude_verbs(), attitude_nouns(), attitude_adjectives()
    light: _Hit | None = None
    for at, word in enumerate(cue):
        being = at > 0 and any(before in BE_FORMS or before in {"feel", "feels", "felt"} for before in cue[:at])
        if word in adjectives and (being or word not in verbs or word == "convinced"):
            return _Hit(at, word, adjectives[word])
        if word in verbs and not (word in nouns and _noun_here(cue, at)):
            hit = _Hit(at, *verbs[word])
            if hit.lemma not in LIGHT:
                return hit
            light = light or hit
        elif word in nouns:
            return _Hit(at, word, nouns[word])
    return light


def _noun_here(cue: Sequence[str], at: int) -> bool:
    """Whether a word that is verb and noun is a noun: "his hope that", "the plan", "support for"."""
    if at == 0:
        return (
            len(cue) > 1 and cue[1] in {"for", "of", "that", "about", "was", "is", "to"} and not cue[0].endswith("ed")
        )
    before = cue[at - 1]
    return before not in {
        "to",
        "would",
        "will",
        "can",
        "could",
        "may",
        "might",
        "not",
        "n't",
        "does",
        "do",
        "did",
        "they",
    }


def _negated(attitude: Attitude, lemma: str, cue: Sequence[str], hit: _Hit | None) -> Attitude:
    """Who does not support a thing stands against it; who does not believe it still tells a belief."""
    before = cue[: hit.at] if hit is not None else cue
    word = lemma or (hit.lemma if hit is not None else "")
    denied = any(one in NEGATORS or one.endswith("n't") for one in before)
    if denied and word in OF_SPEECH:
        return Attitude.REFUSES
    return Attitude.DENIES if denied and word in FOR_A_THING else attitude


def _by_shape(cue: Sequence[str], content: Content) -> Meaning | None:
    """The attitude of a cue that no list knows, by the words around its content."""
    if content.quoted or not cue:
        return None
    if content.first == "to" or cue[-1] == "to":
        return Meaning("", Attitude.WANTS)
    if cue[-1] in {"for", "against"}:
        return Meaning("", Attitude.WANTS if cue[-1] == "for" else Attitude.DENIES)
    if content.words <= SCRAP and any(word in BE_FORMS for word in cue):
        return Meaning("", Attitude.FEELS)
    return None

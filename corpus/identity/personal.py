"""Names of people: taken apart, and compared part by part."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, lru_cache
from string import ascii_lowercase

from nicknames import NickNamer

from corpus.extraction.lexicon.roles import HONORIFICS, PARTICLES, SHORT_TITLES
from corpus.extraction.lexicon.wordlists import given_names
from corpus.folding import folded_words

from .spelling import one_name_by_ear, skeleton

SUFFIXES = {"jr": "jr", "junior": "jr", "sr": "sr", "senior": "sr", "ii": "ii", "iii": "iii", "iv": "iv"}
LETTERS_AFTER = frozenset({"phd", "md", "mp", "qc", "kc", "mep", "esq", "obe", "mbe", "cbe", "msp", "ret"})
TITLES = frozenset(title.rstrip(".") for title in (*HONORIFICS, *SHORT_TITLES))
SHORTEST_FORM = 3  # letters of a given name cut short
# The article of Arabic surnames, written or left out; "Al" with a capital and no hyphen is Alan or Albert.
ARTICLE = re.compile(r"\b(?:[AaEeUu][lsdnr]-|[aeu]l )(?=\w)")


# Letters that carry a stroke have no accent to take off.
STROKES = str.maketrans({"ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "đ": "d", "Đ": "D", "ð": "d", "ı": "i", "æ": "ae"})


class Agreement(StrEnum):
    """How two names of people go together, from the same words to two people."""

    SAME = "same"  # the same words, honorifics aside
    FULLER = "fuller"  # one gives a middle name or initial that the other leaves out
    NICKNAME = "nickname"  # Bob and Robert
    SPELLING = "spelling"  # Zelensky and Zelenskiy
    INITIAL = "initial"  # J. Kerr and Jana Kerr
    PARTIAL = "partial"  # Stephen Ford and Robert Stephen Ford
    SUFFIX = "suffix"  # Robert Ford and Robert Ford Jr.: one man, or father and son
    ALIAS = "alias"  # names that have nothing in common but the record that is known by both
    SINGLE = "single"  # both give the same single word
    GIVEN = "given"  # both give nothing but the same common first name
    SURNAME = "surname"  # one gives nothing but a surname
    FIRST = "first"  # one gives nothing but a first name
    DIFFERENT = "different"


@dataclass(frozen=True, slots=True)
class PersonalName:
    """A name in folded parts: ``given`` holds all that stands before the surname."""

    given: tuple[str, ...]
    surname: str
    suffix: str = ""

    @property
    def words(self) -> tuple[str, ...]:
        """Given names and surname."""
        return (*self.given, self.surname)


@lru_cache(maxsize=20_000)
def parse(name: str) -> PersonalName:
    """Take a printed name apart; honorifics and letters after the name are left out.

    Where a name is nothing but one word, the word is taken for the surname.
    """
    words = folded_words(ARTICLE.sub("", name.translate(STROKES)).replace("-", " "))
    while len(words) > 1 and words[0] in TITLES:
        words = words[1:]
    suffix = ""
    while len(words) > 1 and (words[-1] in SUFFIXES or words[-1] in LETTERS_AFTER):
        suffix = SUFFIXES.get(words[-1], suffix)
        words = words[:-1]
    if not words:
        return PersonalName((), name.casefold().strip())
    return PersonalName(tuple(words[:-1]), words[-1], suffix)


def block_of(name: str) -> str:
    """What names that may be one person's have in common, for look-ups: skeleton of the surname, first initial."""
    parsed = parse(name)
    initial = parsed.given[0][0] if parsed.given else ""
    return f"{skeleton(parsed.surname)} {initial}"[:60]


def blocks_to_search(name: str) -> frozenset[str]:
    """The blocks in which other forms of the name may stand: those of its nicknames too ("Bob" under r)."""
    parsed = parse(name)
    if not parsed.given:
        return frozenset({block_of(name)})
    bones, given = skeleton(parsed.surname), parsed.given[0]
    initials = {given[0], *(other[0] for other in _forms(given) if other)}
    if len(parsed.given) > 1:
        initials.add(parsed.given[1][0])  # called by the second given name
    return frozenset(f"{bones} {initial}"[:60] for initial in initials)


def blocks_of_surname(surname: str) -> list[str]:
    """The blocks of all who bear the surname, whatever their first initial."""
    bones = skeleton(surname)
    return [f"{bones} {initial}"[:60] for initial in ("", *ascii_lowercase)]


@cache
def _namer() -> NickNamer:
    return NickNamer()


@lru_cache(maxsize=20_000)
def _forms(given: str) -> frozenset[str]:
    """Formal names and nicknames of a given name, itself left out."""
    namer = _namer()
    return frozenset((namer.canonicals_of(given) | namer.nicknames_of(given)) - {given})


def compare(first: str, second: str) -> Agreement:
    """How two printed names go together."""
    one, other = parse(first), parse(second)
    if one.suffix != other.suffix and (one.given and other.given):
        if one.suffix and other.suffix:
            return Agreement.DIFFERENT  # father and son
        told = _compare_words(one, other)
        return told if told is Agreement.DIFFERENT else Agreement.SUFFIX
    if any(name.suffix and not name.given for name in (one, other)) and one != other:
        return Agreement.DIFFERENT  # a king is nobody's first name
    return _compare_words(one, other)


def _compare_words(one: PersonalName, other: PersonalName) -> Agreement:
    if one.words == other.words:
        if one.given:
            return Agreement.SAME
        return Agreement.GIVEN if one.surname in given_names() else Agreement.SINGLE
    if (not one.given and other.given[:1] == (one.surname,)) or (not other.given and one.given[:1] == (other.surname,)):
        return Agreement.FIRST
    by_ear = one.surname != other.surname
    if by_ear and not one_name_by_ear(one.surname, other.surname):
        return Agreement.DIFFERENT
    if not one.given or not other.given:
        return Agreement.DIFFERENT if by_ear else Agreement.SURNAME
    agreement = _compare_given(one.given, other.given)
    if not by_ear:
        return agreement
    alike = agreement in (Agreement.SAME, Agreement.FULLER, Agreement.SPELLING)
    return Agreement.SPELLING if alike else Agreement.DIFFERENT


def _compare_given(one: tuple[str, ...], other: tuple[str, ...]) -> Agreement:
    if not _middles_agree(one[1:], other[1:]):
        return Agreement.DIFFERENT
    first, second = one[0], other[0]
    if first == second:
        return Agreement.SAME if one == other else Agreement.FULLER
    if first[0] == second[0] and 1 in (len(first), len(second)):
        return Agreement.INITIAL
    if _short_form(first, second):
        return Agreement.NICKNAME
    if one_name_by_ear(first, second):
        return Agreement.SPELLING
    short, long = sorted((one, other), key=len)
    if len(short) < len(long) and (_in_order(short, long) or any(_short_form(short[0], word) for word in long[1:])):
        return Agreement.PARTIAL
    return Agreement.DIFFERENT


def _short_form(one: str, other: str) -> bool:
    """Whether one given name is a short form of the other: listed as such, or its beginning ("Fred", "Frederic").

    Of two names that are both usual by themselves ("Paul", "Paula") the one is no beginning of the other.
    """
    if other in _forms(one) or one in _forms(other):
        return True
    short, long = sorted((one, other), key=len)
    if len(short) < SHORTEST_FORM or len(short) == len(long) or not long.startswith(short):
        return False
    usual = short in given_names() and long in given_names()
    return not usual or any(one_name_by_ear(form, long) for form in _forms(short))


def _middles_agree(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Whether middle names may be the same person's: either is missing, or they begin alike."""
    one, other = (tuple(word for word in words if word not in PARTICLES) for words in (one, other))
    return not one or not other or all(a[0] == b[0] for a, b in zip(one, other, strict=False))


def _in_order(short: tuple[str, ...], long: tuple[str, ...]) -> bool:
    rest = iter(long)
    return all(word in rest for word in short)

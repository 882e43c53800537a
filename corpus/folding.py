"""Folding of names and words, so that spellings of one thing compare equal. Standard library only."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from typing import NamedTuple

WORD = re.compile(r"\w+")
COUNTED = re.compile(r"\w+(?:['’-]\w+)*")
BEYOND_LATIN = re.compile(r"[\u0300-\U0010FFFF]")  # where all combining characters are
MAX_KEY = 300  # characters of a key
APOSTROPHES = str.maketrans("", "", "'’‘ʼ`´")


def fold(text: str) -> str:
    """Compatibility forms, accents and case away: "Æther Café" gives "æther cafe"."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    if decomposed.isascii() and decomposed.islower():
        return decomposed
    # Letters that only their compatibility forms have a small letter of: "𝕬" (Unicode 15, D146).
    lowered = decomposed.casefold()
    if lowered != decomposed:
        decomposed = unicodedata.normalize("NFKD", lowered)
    return BEYOND_LATIN.sub(_plain, decomposed)


def _plain(match: re.Match[str]) -> str:
    """The letter, or nothing in place of an accent."""
    char = match.group()
    return "" if unicodedata.combining(char) else char


def folded_words(text: str) -> list[str]:
    """The words of a text, folded, without marks: "O’Hára-Kerr" gives "ohara", "kerr"."""
    return WORD.findall(fold(text).translate(APOSTROPHES))


class Word(NamedTuple):
    """A folded word, with the code points of the text that it stands in."""

    text: str
    start: int
    end: int


def located_words(text: str) -> list[Word]:
    """The words of :func:`folded_words`, each with its place; accents that follow a letter belong to its word."""
    known: dict[str, str] = {}
    pieces: list[str] = []
    origins: list[int] = []
    for offset, char in enumerate(text):
        folded = known.get(char)
        if folded is None:
            folded = known[char] = fold(char).translate(APOSTROPHES)
        pieces.append(folded)
        origins.extend([offset] * len(folded))
    found = []
    for match in WORD.finditer("".join(pieces)):
        end = origins[match.end() - 1] + 1
        while end < len(text) and unicodedata.combining(text[end]):
            end += 1
        found.append(Word(match.group(), origins[match.start()], end))
    return found


def name_key(name: str) -> str:
    """What two printings of one name share: words folded, without marks and full stops.

    A name of nothing but signs ("★★★") or accents keeps them: with an empty key it would be nobody's.
    """
    return (" ".join(folded_words(name)) or " ".join(fold(name).split()) or " ".join(name.split()))[:MAX_KEY].rstrip()


def count_words(text: str) -> int:
    """Words of a text as a reader counts them: "isn't" and "well-kept" are one word each."""
    return sum(1 for _ in COUNTED.finditer(text))


def normalise(words: str) -> str:
    """The words of a quotation without case, accents, marks and punctuation."""
    return " ".join(folded_words(words))


def words_key(words: str) -> str:
    """Hash of the normalised words: SHA-256, hexadecimal."""
    return hashlib.sha256(normalise(words).encode()).hexdigest()

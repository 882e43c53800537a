"""Folding of names and words, so that spellings of one thing compare equal."""

from __future__ import annotations

import hashlib
import re
import unicodedata

WORD = re.compile(r"\w+")
APOSTROPHES = str.maketrans("", "", "'’‘ʼ`´")


def fold(text: str) -> str:
    """Compatibility forms, accents and case away: "Æther Café" gives "æther cafe"."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(char for char in decomposed if not unicodedata.combining(char))


def name_key(name: str) -> str:
    """What two printings of one name share: words folded, without marks and full stops.

    A name of nothing but signs ("★★★") keeps them: with an empty key it would be nobody's.
    """
    folded = fold(name)
    return (" ".join(WORD.findall(folded.translate(APOSTROPHES))) or " ".join(folded.split()))[:300]


def normalise(words: str) -> str:
    """The words of a quotation without case, accents, marks and punctuation."""
    return " ".join(WORD.findall(fold(words).translate(APOSTROPHES)))


def words_key(words: str) -> str:
    """Hash of the normalised words: SHA-256, hexadecimal."""
    return hashlib.sha256(normalise(words).encode()).hexdigest()

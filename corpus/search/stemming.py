"""Stems of folded words, by the language of the text they stand in.

An article in German, French or Spanish is indexed by its own language's stems, each marked with a letter that folding
never leaves, so that German "die" and English "die" are two words. Every other text is stemmed as English, unmarked.
The words are folded before they are stemmed, in texts and queries alike, so that accents never decide what is found.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

import regex
import snowballstemmer

from corpus.language_tags import primary, shortest

# Beyond this a stemmer has nothing to say.
LONGEST_STEMMED = 40
# "fuer" begins "fürchten", but "fur" also "Furt": fewer letters than these say too little once one is dropped.
SHORTEST_BEGINNING = 4
# What `restored` may leave in a stem.
_PLAIN = str.maketrans("éè", "ee")
_stemmers = threading.local()


@dataclass(frozen=True, slots=True)
class Language:
    """A language whose words have stems of their own."""

    algorithm: str
    """Snowball's name of it."""
    mark: str = ""
    """Ends every stem of it: a letter that folding never leaves, of two bytes."""
    restored: Callable[[str], str] = str
    """Gives a folded word back what the stemmer looks for."""


# "ue" is no "ü" in "Quelle" and "neue".
_DIGRAPHS = regex.compile(r"(?:[ao]|(?<![aeiouq])u)(?=e)")
_TYPED_UMLAUTS = regex.compile(r"(?<=[ao]|(?<![aeiouq])u)e")
_PARTICIPLE = regex.compile(r"e(?=es?$)")
# "décidèrent", but not "différent" and "cohérent"; "première".
_GRAVE = regex.compile(r"(?<=..)(?<!ff|h)e(?=rent$)|(?<=i)e(?=res?$)")

_PLURAL = regex.compile(r"(?<=i|nt|xt|at|mod|uad)ernos$")


def _apart(word: str) -> str:
    """The German stemmer reads "ae" as "ä", which "Israel" does not mean; a capital is no vowel to it."""
    return _DIGRAPHS.sub(lambda match: match.group().upper(), word)


def _accented(word: str) -> str:
    """The accents that French endings are known by: without them "décidée" and "décider" have two stems."""
    return _GRAVE.sub("è", _PARTICIPLE.sub("é", word))


def _not_us(word: str) -> str:
    """The Spanish stemmer takes the end of "gobiernos" for that of "vernos", to see us."""
    return _PLURAL.sub("erno", word)


ENGLISH = Language("english")
LANGUAGES = {
    "de": Language("german", "ß", _apart),
    "fr": Language("french", "ç", _accented),
    "es": Language("spanish", "ñ", _not_us),
}
READINGS = ("", *LANGUAGES)
"""What words can be read as: English, which all other texts are stemmed as, and each of LANGUAGES."""


@lru_cache(maxsize=1024)
def stemmed_as(tag: str) -> str:
    """The key in LANGUAGES that a BCP 47 tag comes to ("de-AT", "deu": "de"); empty where it is none of them."""
    code = primary(shortest(tag))
    return code if code in LANGUAGES else ""


def is_marked(term: str) -> bool:
    """Whether a term is a stem of one of LANGUAGES."""
    return any(term.endswith(language.mark) for language in LANGUAGES.values())


def unmarked(term: str, language: str) -> str:
    """A stem without the mark of its language, for people to read."""
    return term.removesuffix(LANGUAGES[language].mark) if language else term


def stem(folded: str, language: str = "") -> str:
    """The stem of a folded word, marked where ``language`` is a key of LANGUAGES; a word with other letters or digits
    stays as it is in every language.
    """
    if len(folded) > LONGEST_STEMMED or not folded.isascii() or not folded.isalpha():
        return folded
    spoken = LANGUAGES[language] if language else ENGLISH
    found = _stemmer(spoken.algorithm).stemWord(spoken.restored(folded)) or folded
    return f"{found.lower().translate(_PLAIN)}{spoken.mark}"


def without_digraphs(folded: str) -> str:
    """A German word typed without umlauts ("Muenchen") as it is folded where it is printed with them."""
    return _TYPED_UMLAUTS.sub("", folded)


def begun_without_digraphs(beginning: str) -> str:
    """The same of the beginning of a word; as it is where so little would be left that it begins other words.

    An "e" at its end may belong to what follows: "individue".
    """
    found = without_digraphs(beginning[:-1]) + beginning[-1]
    return found if len(found) >= SHORTEST_BEGINNING else beginning


def _stemmer(algorithm: str) -> snowballstemmer.stemmer:
    stemmer = getattr(_stemmers, algorithm, None)
    if stemmer is None:
        # A stemmer holds the word it works on: one for each thread.
        stemmer = snowballstemmer.stemmer(algorithm)
        setattr(_stemmers, algorithm, stemmer)
    return stemmer

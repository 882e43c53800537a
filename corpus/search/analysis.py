"""From text to the words that are indexed: the same for documents, queries and snippets, on every database.

A token is a stem of letters and digits alone (no ASCII punctuation, no upper case), so that SQLite's ``ascii``
tokenizer keeps it whole and a tsvector literal needs no escaping. Where words begin and end is the same in every
language; ``language``, a key of ``stemming.LANGUAGES`` or empty, says how they are stemmed.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

import regex

from corpus.search.stemming import stem

# Longer runs of letters are no words; two that agree so far count as the same.
LONGEST_TERM = 64
# The words of one document, each counted once, must fit into PostgreSQL's tsvector of 1 MiB; both databases
# stop at the same word, so that they still answer alike.
LARGEST_VOCABULARY = 900_000

_APOSTROPHES = "'’‘‛ʼʻʹʽʾʿ`´′＇"
# Characters inside a word that nobody types: soft hyphen, joiners, word joiner, byte order mark, tatweel.
_INVISIBLE = "\u00ad\u200c\u200d\u2060\ufeff\u0640"
# Articles and prepositions of French and Italian that lose their vowel before another: "d'école" is two words.
_ELIDED = "c|d|j|l|m|n|s|t|qu|jusqu|lorsqu|puisqu|quoiqu|presqu|un|gl|all|dall|dell|nell|sull|quell|sant"
_SCRIPTIO_CONTINUA = r"\p{Han}\p{Hiragana}\p{Katakana}\p{Hangul}"
_LETTER = rf"[[\p{{L}}\p{{N}}]--[{_SCRIPTIO_CONTINUA}]]"
_INNER = rf"[[\p{{L}}\p{{N}}\p{{M}}{_INVISIBLE}]--[{_SCRIPTIO_CONTINUA}]]"
_WORDS = regex.compile(
    # One character a token where words are not spaced,
    rf"[{_SCRIPTIO_CONTINUA}]\p{{M}}*"
    # the elided beginning of a word,
    rf"|(?<![\p{{L}}\p{{M}}\p{{N}}{_APOSTROPHES}])(?i:{_ELIDED})[{_APOSTROPHES}](?={_LETTER}{_INNER})"
    # digits in groups ("1,000") and initials ("U.S.", "a.m.") as one word,
    rf"|(?<![\p{{N}}.,])\p{{Nd}}{{1,3}}(?:,\p{{Nd}}{{3}})+(?![\p{{L}}\p{{N}}]|,\p{{Nd}})"
    rf"|(?<![\p{{L}}\p{{N}}])\p{{L}}(?:\.\p{{L}})+(?![\p{{L}}\p{{M}}\p{{N}}])(?:\.?[{_APOSTROPHES}][sS](?![\p{{L}}\p{{N}}]))?"
    # and words, with the apostrophes inside them.
    rf"|{_LETTER}{_INNER}*(?:[{_APOSTROPHES}]{_LETTER}{_INNER}*)*",
    regex.VERSION1,
)
_RUNS = regex.compile(r"[\p{L}\p{N}\p{M}]+", regex.VERSION1)
_POSSESSIVE = regex.compile(rf"[{_APOSTROPHES}][sS]$")
_DROPPED = str.maketrans("", "", _APOSTROPHES + _INVISIBLE + ".,")
# Letters that Unicode does not decompose.
_PLAIN = str.maketrans(
    {"æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ħ": "h", "ı": "i", "ŧ": "t", "ŋ": "n"}
    | {"ĸ": "k", "ə": "e", "ƒ": "f", "ƶ": "z", "ǥ": "g", "ɨ": "i", "ʉ": "u", "ɓ": "b", "ɗ": "d", "ɛ": "e", "ɔ": "o"}
)
# Combining classes of nukta, kana voicing and virama, which tell letters apart; every other mark is an accent.
_KEPT_MARKS = frozenset((0, 7, 8, 9))
# SQLite's tokenizer would fold capitals and split at marks, so printed words carry their full-width forms.
_AS_PRINTED = str.maketrans(
    {character: chr(ord(character) + 0xFEE0) for character in "ABCDEFGHIJKLMNOPQRSTUVWXYZ.,"}
    | dict.fromkeys(_APOSTROPHES, "＇")
    | dict.fromkeys(_INVISIBLE, "")
)
_FOR_READERS = str.maketrans({chr(ord(character) + 0xFEE0): character for character in "ABCDEFGHIJKLMNOPQRSTUVWXYZ.,'"})


class Token(NamedTuple):
    """A word of a text."""

    term: str
    """What is indexed."""
    start: int
    """Code-point offset of the whole printed word."""
    end: int
    """Offset after it; a possessive ending belongs to the word."""


def tokens(text: str, language: str = "") -> Iterator[Token]:
    """The words of a text in order. A printed word that folds to several ("½") gives several with the same offsets."""
    for match in _WORDS.finditer(text):
        start, end = match.span()
        for term in _terms_of(match.group(), language):
            yield Token(term, start, end)


def terms(text: str, language: str = "") -> list[str]:
    """The indexed words of a text in order, without their offsets."""
    found: list[str] = []
    # No word holds white space, and what stands between white space comes again and again: once for each is enough.
    for piece in text.split():
        found += _terms_of_piece(piece, language) if len(piece) <= LONGEST_TERM else _read(piece, language)
    return found


def printed_tokens(text: str) -> Iterator[Token]:
    """As `tokens`, but the words as they are printed: case, accents and endings count, a possessive 's does not."""
    for match in _WORDS.finditer(text):
        yield Token(_printed(match.group()), *match.span())


def printed_terms(text: str) -> list[str]:
    """The words of `printed_tokens` without their offsets."""
    found: list[str] = []
    for piece in text.split():
        found += _printed_of_piece(piece) if len(piece) <= LONGEST_TERM else _read_printed(piece)
    return found


def for_readers(term: str) -> str:
    """A word of `printed_terms` with the letters that people write."""
    return term.translate(_FOR_READERS)


def folded_terms(text: str) -> list[str]:
    """As `terms`, but not stemmed: what a prefix is compared with, and what other languages stem."""
    return [part for word in _WORDS.findall(text) for part in _folded(word)]


def document_terms(
    headline: str, body: str, *, language: str = "", printed: bool = False
) -> tuple[list[str], list[str]]:
    """The words of headline and body that are indexed, cut where the vocabulary grows beyond every real article's."""
    first, second = (printed_terms(text) if printed else terms(text, language) for text in (headline, body))
    # The cheap test settles it for all but hostile texts.
    if 4 * (len(headline) + len(body)) > LARGEST_VOCABULARY:
        second = _within_vocabulary(second)
    return first, second


def _within_vocabulary(words: list[str]) -> list[str]:
    seen: set[str] = set()
    size = 0
    for position, word in enumerate(words):
        if word not in seen:
            seen.add(word)
            size += len(word.encode()) + 1
            if size > LARGEST_VOCABULARY:
                return words[:position]
    return words


def _read(piece: str, language: str) -> tuple[str, ...]:
    return tuple(term for word in _WORDS.findall(piece) for term in _terms_of(word, language))


_terms_of_piece = lru_cache(maxsize=200_000)(_read)


def _read_printed(piece: str) -> tuple[str, ...]:
    return tuple(_printed(word) for word in _WORDS.findall(piece))


_printed_of_piece = lru_cache(maxsize=200_000)(_read_printed)


@lru_cache(maxsize=200_000)
def _terms_of(word: str, language: str) -> tuple[str, ...]:
    return tuple(stem(part, language) for part in _folded(word))


def _folded(word: str) -> tuple[str, ...]:
    if word.isascii() and word.isalnum():
        return (word.lower()[:LONGEST_TERM],)
    word = _POSSESSIVE.sub("", word).translate(_DROPPED)
    plain = "".join(_bare(character) for character in unicodedata.normalize("NFKD", word))
    plain = unicodedata.normalize("NFKD", plain.casefold().translate(_PLAIN)).translate(_DROPPED)
    # Again, since case folding may have set free another accent; composed, so that Hangul and kana are one character.
    plain = unicodedata.normalize("NFC", "".join(_bare(character) for character in plain))
    return tuple(part[:LONGEST_TERM] for part in _RUNS.findall(plain))


@lru_cache(maxsize=200_000)
def _printed(word: str) -> str:
    if word.isascii() and word.isalnum() and word.islower():
        return word[:LONGEST_TERM]
    plain = unicodedata.normalize("NFC", _POSSESSIVE.sub("", word).translate(_AS_PRINTED))
    return plain[:LONGEST_TERM]


def _bare(character: str) -> str:
    if character.isascii():
        return character
    if unicodedata.combining(character) not in _KEPT_MARKS:
        return ""
    digit = unicodedata.decimal(character, None)
    return character if digit is None else str(digit)

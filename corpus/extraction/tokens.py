"""Text to paragraphs and tokens. One linear pass; every token keeps its place in the text."""

from __future__ import annotations

import re
from enum import IntEnum
from functools import lru_cache
from typing import NamedTuple

from corpus.records import Span

from .lexicon.wordlists import word_set


class Shape(IntEnum):
    """What a token looks like."""

    LOWER = 0
    TITLE = 1  # first letter is a capital: Carter, McCain
    CAPS = 2  # two capitals or more, no small letter: ISIS, U.S.
    MIXED = 3  # small first letter, capital later: iPhone
    NUMBER = 4
    PUNCTUATION = 5
    CLITIC = 6  # 's, 're, 'll: what hangs on the word before


class Token(NamedTuple):
    """A word, number or mark with its code points in the text; ``lower`` is what the word lists are asked for."""

    start: int
    end: int
    text: str
    lower: str
    shape: Shape

    @property
    def capital(self) -> bool:
        """Whether the token is written with a capital first letter."""
        return self.shape is Shape.TITLE or self.shape is Shape.CAPS


# Each alternative starts with another class of character or is told apart within two characters, and the
# repeated groups start with a separator: no text makes the engine go back over more than one word.
TOKEN = re.compile(
    r"""
    (?P<initials>(?:[^\W\d_]\.){2,})            # U.S., a.m.
  | (?P<number>\d+(?:[.,:]\d+)*(?:st|nd|rd|th|s|bn|m)?\b|\d+)
  | (?P<clitic>['’](?:s|re|ve|ll|d|m)\b)
  | (?P<word>@?\#?[^\W_]+(?:(?:[-‐‑.&/](?=[^\W_])|['’](?!(?:s|re|ve|ll|d|m)\b)(?=[^\W\d_]))[^\W_]+)*)
  | (?P<twin>``|''|--|\.{2,})
  | (?P<mark>\S)
    """,
    re.VERBOSE,
)
LONGEST_KEPT = 24  # characters of a token whose form is kept
PARAGRAPH = re.compile(r"[^\n\r\u2028\u2029]+")
LIKE_PRONOUNS = frozenset({"US", "WHO", "IT"})  # names that are pronouns in small letters: they keep their capitals
# French articles, pronouns and prepositions that lose their vowel: words of their own.
ELIDED = re.compile(r"(?:[cdjlmnst]|qu|lorsqu|puisqu|jusqu)['’](?=[^\W\d_])", re.IGNORECASE)
ENCLITICS = ("-il", "-elle", "-ils", "-elles")  # French subjects behind their verb
ABBREVIATIONS = word_set(
    "mr mrs ms dr prof sen rep gov gen lt col sgt capt maj adm cmdr rev hon pres st jr sr inc corp ltd co "
    "llc bros vs no jan feb mar apr jun jul aug sep sept oct nov dec mt ft dept univ assn messrs mme mlle "
    "insp supt det del pfc spc cpl amb reps sens atty pvt ave blvd"
)


def paragraphs(body: str) -> list[Span]:
    """The non-empty lines of the text, trimmed of white space."""
    found = []
    for match in PARAGRAPH.finditer(body):
        line = match.group()
        start = match.start() + len(line) - len(line.lstrip())
        end = match.start() + len(line.rstrip())
        if start < end:
            found.append(Span(start, end))
    return found


def shape_of(text: str) -> Shape:
    """The shape of one token."""
    first = text[0]
    if first in "'’" and len(text) > 1 and text[1].isalpha():
        return Shape.CLITIC
    if first in "@#" and len(text) > 1:
        return Shape.TITLE
    if first.isdigit():
        return Shape.NUMBER
    if not first.isalpha():
        return Shape.PUNCTUATION
    if text.islower() or (not text.isalpha() and text == text.lower()):
        return Shape.LOWER
    if first.isupper():
        return Shape.CAPS if len(text) > 1 and text == text.upper() else Shape.TITLE
    return Shape.LOWER if first.isalpha() and text == text.lower() else Shape.MIXED


def tokenise(body: str, span: Span, elisions: bool = False) -> list[Token]:
    """The tokens of one paragraph; with ``elisions``, "l’eau" is two words as in French."""
    found: list[Token] = []
    for match in TOKEN.finditer(body, span.start, span.end):
        text, start, end = match.group(), match.start(), match.end()
        if match.lastgroup == "word" and "." in text:
            cut = _sentence_run_together(text)
            if cut:
                found.append(_token(start, start + cut, text[:cut]))
                found.append(_token(start + cut, start + cut + 1, "."))
                start, text = start + cut + 1, text[cut + 1 :]
        if text == "." and found and found[-1].end == start and _takes_dot(found[-1]):
            last = found[-1]
            found[-1] = _token(last.start, end, last.text + ".")
            continue
        if text.startswith("then-") and text[5:6].isupper():
            found.append(_token(start, start + 5, "then-"))  # "then-Mayor Kerr": the title is "Mayor"
            start, text = start + 5, text[5:]
        elided = ELIDED.match(text) if elisions else None
        while elided and elided.end() < len(text):
            found.append(_token(start, start + elided.end(), elided.group()))  # "qu’il", "l’eau"
            start, text = start + elided.end(), text[elided.end() :]
            elided = ELIDED.match(text)
        verb = text.rpartition("-")[0] if text.endswith(ENCLITICS) else ""
        if verb:
            found.append(_token(start, start + len(verb), verb))  # "dit-elle": a verb and its subject
            start, text = start + len(verb) + 1, text[len(verb) + 1 :]
        found.append(_token(start, end, text))
    return found


def _sentence_run_together(text: str) -> int:
    """Where "ended.The" must be cut; 0 where the dot belongs to the word (state.gov, St.Louis)."""
    dot = text.find(".")
    before, after = text[:dot], text[dot + 1 :]
    if len(before) > 2 and before[-1].islower() and after[:1].isupper() and after[1:2].islower():
        return 0 if before.lower() in ABBREVIATIONS else dot
    return 0


def _takes_dot(token: Token) -> bool:
    if len(token.text) == 1:
        return token.text.isupper()  # John F. Kerry
    return token.lower in ABBREVIATIONS and (token.capital or token.lower == "vs") and token.lower != "no"


def _token(start: int, end: int, text: str) -> Token:
    # what is long is rare: it would only push the words of every text out of the store
    lower, shape = _form(text) if len(text) <= LONGEST_KEPT else _form.__wrapped__(text)
    return Token(start, end, text, lower, shape)


@lru_cache(maxsize=32768)
def _form(text: str) -> tuple[str, Shape]:
    """What the word lists are asked for, and the shape."""
    return text if text in LIKE_PRONOUNS else text.lower().replace("’", "'"), shape_of(text)

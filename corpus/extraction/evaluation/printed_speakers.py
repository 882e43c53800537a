"""Compares two printed sources: a right one shares the head word, a pronoun must be the same pronoun."""

from __future__ import annotations

import re
from enum import Enum

from ..lexicon.wordlists import word_set
from .units import WORD

PRONOUNS = word_set(
    "i you he she it we they him her them me us his hers its their theirs my our your who whom which that "
    "this these those himself herself themselves itself one"
)
SUFFIXES = word_set("jr sr ii iii iv")
NO_HEADS = word_set("the a an mr ms mrs dr sen rep gov former")
POSSESSIVE = re.compile(r"[’']s\b")
PIECES = re.compile(r"[,;:()\[\]—–]|\s-\s|\band\b|\bor\b|&", re.IGNORECASE)
COMPLEMENT = re.compile(
    r"\b(?:who|which|that|whose|whom|of|for|in|at|from|with|on|to|by|during|after|before|close|familiar|speaking|"
    r"including|backing|supporting|near|among|as|about|against|under|within|into|involved|briefed|working)\b",
    re.IGNORECASE,
)
NAME_AFTER_TITLE = re.compile(r"\b(?:of|for)\s+(?:the\s+)?((?:[A-Z][\w.'’-]*\s+)+[A-Z][\w.'’-]*)$")


class SourceClass(Enum):
    """What kind of source the gold prints."""

    NOMINAL = "nominal"
    PRONOUN = "pronoun"
    NONE = "none"


class Verdict(Enum):
    """How a predicted source compares with the gold one."""

    RIGHT = "right"
    WRONG = "wrong"
    EMPTY = "empty"
    RESOLVED = "resolved"  # a name where the gold prints a pronoun: cannot be judged


def _words(text: str) -> list[str]:
    return [word.lower() for word in WORD.findall(text)]


def source_class(source: str) -> SourceClass:
    """Whether a source is a pronoun, something with a head, or missing."""
    words = _words(source)
    if not words:
        return SourceClass.NONE
    alike = all(word in PRONOUNS or word in {"all", "both", "s"} for word in words)
    return SourceClass.PRONOUN if alike else SourceClass.NOMINAL


def heads(source: str) -> set[str]:
    """The head words of a printed source, one or two a piece between commas, "and", brackets."""
    found: set[str] = set()
    source = POSSESSIVE.sub("", source)
    for piece in PIECES.split(source):
        piece = piece.strip()
        words = _words(COMPLEMENT.split(piece)[0])
        while words and (words[-1] in SUFFIXES or words[-1] in {"s", "t"}):
            words.pop()
        name = NAME_AFTER_TITLE.search(piece)
        if name and piece[:1].isupper():
            # "Secretary of State Ana Kerr": the name after the title counts too
            named = _words(name[1])
            while named and named[-1] in SUFFIXES:
                named.pop()
            if named:
                found.add(named[-1])
        if words and words[-1] not in NO_HEADS:
            found.add(words[-1])
    return found or set(_words(source)[-1:])


def judge(gold: str, predicted: str) -> Verdict:
    """How ``predicted`` compares with the source the gold prints."""
    if not WORD.search(predicted):
        return Verdict.EMPTY
    if source_class(gold) is SourceClass.PRONOUN:
        shared = set(_words(gold)) & set(_words(predicted)) & PRONOUNS
        if shared:
            return Verdict.RIGHT
        return Verdict.WRONG if source_class(predicted) is SourceClass.PRONOUN else Verdict.RESOLVED
    return Verdict.RIGHT if heads(gold) & heads(predicted) else Verdict.WRONG

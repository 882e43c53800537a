"""The years of a role: "from 2011 to 2014", "since last May", "until last week", as exactly as they are printed."""

from __future__ import annotations

import re
from enum import Enum
from typing import NamedTuple

from corpus.records import Moment

from ..times import resolve_time
from .text import RoleText

_MONTH = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December"
    r"|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\.?)"
)
_DAY = r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
_YEAR = r"(?:1[5-9]|20)\d\d"
POINT = re.compile(
    rf"(?:(?:early|late|mid|the\s+end\s+of|the\s+start\s+of|about|around)[\s-]+)?(?:"
    rf"{_MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?(?:,?\s+{_YEAR})?|(?:\d{{1,2}}(?:st|nd|rd|th)?\s+)?{_MONTH}(?:,?\s+(?:of\s+)?{_YEAR})?"
    rf"|{_YEAR}|(?:last|this)\s+(?:{_MONTH}|{_DAY}|week|month|year)|yesterday|{_DAY})(?![\w’']|-\d)"
)
RANGE = re.compile(rf"({_YEAR})\s*[-–—]\s*({_YEAR})\b")
OPENING = {"since": "began", "from": "range", "between": "range", "until": "ended", "till": "ended", "through": "ended"}
CLOSING = frozenset({"to", "until", "till", "and", "through", "-", "–", "—"})


class Turn(Enum):
    """What a time behind a role means beside the verb: "was elected mayor in 2014", "resigned as mayor in May"."""

    NONE = 0
    IN = 1
    OUT = 2


class Term(NamedTuple):
    """When a role began and ended, and whether the words say that it is over; ``last`` is the token behind them."""

    last: int
    began: Moment | None = None
    ended: Moment | None = None
    over: bool = False


TURNS = {Turn.IN: "began", Turn.OUT: "ended"}


def read_term(text: RoleText, at: int, turn: Turn = Turn.NONE) -> Term:
    """The term that stands at ``at``, empty where none does; ``turn``: "in 2014" is when somebody came or left."""
    word = text.word(at)
    start = at
    if word in {",", "("} and text.word(at + 1) in OPENING.keys() | {"in"}:
        word, at = text.word(at + 1), at + 1
    if word == "(" or (word in {"in", "from", ","} and at + 1 < len(text.tokens)):
        years = RANGE.match(text.document.body, text.tokens[at + 1].start) if at + 1 < len(text.tokens) else None
        if years is not None:
            return Term(
                _behind(text, at, years.end()), _moment(text, years[1]), _moment(text, years[2]), _past(text, years[2])
            )
    if word == "during":
        return Term(start, over=True)  # "during the Kerr administration"
    kind = OPENING.get(word)
    if kind is None and turn is not Turn.NONE and word in {"in", "on"}:
        kind = TURNS[turn]
    elif (
        kind is None and turn is not Turn.NONE and POINT.match(text.document.body, text.tokens[at].start if word else 0)
    ):
        kind, at = TURNS[turn], at - 1
    if kind is None or at + 1 >= len(text.tokens):
        return Term(start)
    found = POINT.match(text.document.body, text.tokens[at + 1].start)
    if kind == "ended":
        if found is None:
            return Term(start, over=text.word(at + 1) != "next" and word != "through")
        return Term(_behind(text, at, found.end()), None, _moment(text, found[0]), _past(text, found[0]))
    if found is None:
        return Term(start)
    last = _behind(text, at, found.end())
    began = _moment(text, found[0])
    if kind == "range" and text.word(last) in CLOSING and last + 1 < len(text.tokens):
        closing = POINT.match(text.document.body, text.tokens[last + 1].start)
        if closing is not None:
            last = _behind(text, last, closing.end())
            return Term(last, began, _moment(text, closing[0]), _past(text, closing[0]))
        return Term(last, began, None, over=text.word(last + 1) not in {"now", "today", "next"})
    return Term(last, began)


def opens_term(text: RoleText, at: int) -> bool:
    """Whether words of time stand there that may come before a role: "until last week the chief executive"."""
    return text.word(at) in {"since", "until", "till"} and read_term(text, at).last > at


def _moment(text: RoleText, words: str) -> Moment | None:
    return resolve_time(words, text.published)


def _past(text: RoleText, words: str) -> bool:
    """Whether a role that goes on until then is over when the article is published."""
    moment = _moment(text, words)
    return moment is None or text.published is None or moment.value <= text.published.value


def _behind(text: RoleText, at: int, end: int) -> int:
    """The first token that begins at character ``end`` or later."""
    while at < len(text.tokens) and text.tokens[at].start < end:
        at += 1
    return at

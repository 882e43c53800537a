"""Capitalised sequences that may be names."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from itertools import pairwise

from ..lexicon.roles import ROLES
from ..lexicon.wordlists import entries, given_names, word_set
from ..lexicon.words import AUXILIARIES, DAYS, MONTHS, STARTERS
from ..tokens import Shape, Token
from .candidate import Candidate
from .connectors import NOT_NAMES, capital_word, connected
from .known import is_known, known_from
from .nations import national_body
from .titles import free_of_titles, peer, standing

STARTING_MARKS = word_set(". ! ? … ... : “ ” \" ‘ ’ « » „ `` '' — -- • * ' (")
# No name goes on with one of these, even where a headline gives every word a capital.
BREAKING = (
    AUXILIARIES
    | word_set(
        "he she it they we you him her them us his its their our my your himself herself who whom whose which what why "
        "how if because says said doesn't don't didn't isn't wasn't won't can't never ever"
    )
) - word_set("will may can might must do us am 's")
# Written in capitals, but nobody.
PLAIN_CAPITALS = word_set(
    "tv pm am ceo cfo coo cto gmt est edt pst pdt utc usa dna hiv aids faq pdf gdp vp mp mps phd md ad bc "
    "id it ok diy suv atm gps lgbt lgbtq pac pr hr q&a iq ufo us uk dc d.c. u.s. u.k. pc rip vip wmd vr "
    "et ai a.m. p.m. jr jr. sr sr. ii iii iv i a o cv full text abstract new story photo video read more "
    "watch now breaking update exclusive mr ms dr vat ied"
)

# In a title small words have capitals too: there they join no more than elsewhere.
CAPITAL_SMALL_WORDS = frozenset({"Of", "And", "To", "By", "From", "In", "At"})
MADE = word_set("based backed backing controlled led run owned style born area era funded linked affiliated trained")
FOR_AND_AGAINST = word_set("pro anti non ex then mid pre post")


def sentence_starts(tokens: Sequence[Token], index: int, paragraph_first: bool) -> bool:
    """Whether the token's capital may only be that of a sentence."""
    if paragraph_first or index == 0:
        return True
    before = tokens[index - 1]
    return before.text in STARTING_MARKS


def candidates(tokens: Sequence[Token], breaks: frozenset[int] | set[int], longest: int) -> list[Candidate]:
    """The capitalised sequences of a text; ``breaks`` holds the first token of every paragraph."""
    found: list[Candidate] = []
    shouting = _shouting(tokens, breaks)
    index, count = 0, len(tokens)
    while index < count:
        token = tokens[index]
        if not _starts_name(tokens, index) or index in shouting:
            index += 1
            continue
        start = sentence_starts(tokens, index, index in breaks)
        if start and token.lower in STARTERS and token.lower not in ROLES and not _known_from(tokens, index):
            index += 1
            continue
        if (token.lower in BREAKING and token.shape is Shape.TITLE) or token.text in CAPITAL_SMALL_WORDS:
            index += 1
            continue
        if national_body(tokens, index):
            found.append(standing(tokens, index, index + 2, at_start=start))
            index += 2
            continue
        if peer(tokens, index):
            found.append(standing(tokens, index, index + 3, titled=True))
            index += 3
            continue
        last = _sequence_end(tokens, index, breaks, longest)
        found.extend(free_of_titles(tokens, index, last, start))
        index = max(found[-1].last, index + 1)
    return found


def _shouting(tokens: Sequence[Token], breaks: frozenset[int] | set[int]) -> set[int]:
    """The tokens of paragraphs written in capitals throughout, where a capital means nothing."""
    found: set[int] = set()
    edges = [*sorted(breaks), len(tokens)]
    for first, last in pairwise(edges):
        letters = [t for t in tokens[first:last] if t.shape in (Shape.LOWER, Shape.TITLE, Shape.CAPS)]
        if len(letters) > 4 and sum(t.shape is Shape.CAPS for t in letters) > 0.7 * len(letters):
            found.update(range(first, last))
    return found


def _starts_name(tokens: Sequence[Token], index: int) -> bool:
    token = tokens[index]
    if token.text[0] in "@#" or token.text == "I" or _compound(token):
        return False
    if token.lower in NOT_NAMES:
        # "April Ryan", "May" with a surname after: left to the given names
        return token.lower in given_names() and capital_word(tokens, index + 1) and not _digit(tokens, index + 1)
    if token.shape is Shape.LOWER and token.lower.startswith(("al-", "el-")) and token.text[3:4].isupper():
        return True
    return token.capital or (token.shape is Shape.MIXED and len(token.text) > 2)


def _compound(token: Token) -> bool:
    """Whether a word is an adjective made of a name: "pro-Kerr", "Norland-based"."""
    front, hyphen, back = token.lower.rpartition("-")
    return bool(hyphen) and (back in MADE or (token.text[0].islower() and front in FOR_AND_AGAINST))


def _digit(tokens: Sequence[Token], index: int) -> bool:
    return index < len(tokens) and tokens[index].shape is Shape.NUMBER


def _known_from(tokens: Sequence[Token], index: int) -> bool:
    """Whether a listed organisation of several words starts here ("White House" at a sentence's start)."""
    pair = " ".join(t.lower for t in tokens[index : index + 2])
    if pair in entries("places"):
        return True
    last = known_from(tokens, index)
    if tokens[index].lower == "the":  # "The Sun" at a sentence's start may be the one in the sky
        return last > index and is_known([token.text for token in tokens[index + 1 : last]])
    return last > index


def _known_end(tokens: Sequence[Token], index: int, breaks: Collection[int]) -> int:
    """The token behind a well-known name that starts at ``index`` and stays in its paragraph, else ``index``."""
    last = known_from(tokens, index)
    return index if any(token in breaks for token in range(index + 1, last)) else last


def _sequence_end(tokens: Sequence[Token], index: int, breaks: frozenset[int] | set[int], longest: int) -> int:
    last = max(index + 1, _known_end(tokens, index, breaks))
    while last < len(tokens) and last - index < longest and last not in breaks:
        token = tokens[last]
        if token.start - tokens[last - 1].end > 1:
            break
        if (token.capital or token.shape is Shape.MIXED) and token.lower not in DAYS and token.text[0] not in "@#":
            if token.lower in STARTERS and tokens[last - 1].text.endswith(".") and token.lower not in ROLES:
                break
            if (token.lower in BREAKING and token.shape is Shape.TITLE) or _compound(token) or peer(tokens, last):
                break
            if token.lower in MONTHS and _digit(tokens, last + 1):
                break
            if token.text not in CAPITAL_SMALL_WORDS:
                last = max(last + 1, _known_end(tokens, last, breaks))
                continue
        step = connected(tokens, index, last)
        if not step or last + step - index > longest:
            break
        last += step
    return last
